//! Texts that stand for something.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::support::octets::Base64;
use crate::support::secret::Secret;
use crate::support::wire::{self, Wire};

fn read<T: Wire>(text: &str) -> Result<T, String> {
    let json = serde_json::Value::from(text);
    wire::read(json).map_err(|error| error.to_string())
}

#[test]
fn a_uuid_has_hyphens() {
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    assert_eq!(read::<Uuid>(id).unwrap().to_string(), id);
    assert!(read::<Uuid>(&id.to_uppercase()).is_ok());
    for other in [
        "01890a5dac96774bbcceb302099a8057",
        "{01890a5d-ac96-774b-bcce-b302099a8057}",
        "urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057",
        "01890a5d-ac96-774b-bcce-b302099a805",
        "",
    ] {
        assert!(read::<Uuid>(other).is_err(), "{other}");
    }
}

#[test]
fn a_date_has_ten_characters() {
    let day: NaiveDate = read("2024-02-29").unwrap();
    assert_eq!(serde_json::to_string(&day).unwrap(), "\"2024-02-29\"");
    for other in [
        "2023-02-29",
        "2024-2-29",
        "+2024-02-29",
        " 2024-02-29",
        "2024-02-29T00:00:00Z",
        "２024-02-2",
    ] {
        assert!(read::<NaiveDate>(other).is_err(), "{other}");
    }
}

#[test]
fn a_time_is_kept_as_the_same_instant() {
    for (text, written) in [
        ("2024-02-29T12:30:00Z", "\"2024-02-29T12:30:00Z\""),
        ("2024-02-29t12:30:00.25z", "\"2024-02-29T12:30:00.250Z\""),
        ("2024-02-29T12:30:00+02:00", "\"2024-02-29T10:30:00Z\""),
    ] {
        let time: DateTime<Utc> = read(text).unwrap();
        assert_eq!(serde_json::to_string(&time).unwrap(), written);
    }
    for other in [
        "2024-02-29 12:30:00Z",
        "2024-02-29T12:30:00",
        "2024-02-29T12:30Z",
        "2024-02-29T25:30:00Z",
        "2024-02-29T12:30:00+0200",
        "0000-01-01T00:00:00+23:00",
        "9999-12-31T23:59:59-01:00",
        "",
    ] {
        assert!(read::<DateTime<Utc>>(other).is_err(), "{other}");
    }
}

#[test]
fn octets_are_written_in_base64() {
    for (text, octets) in [
        ("", &b""[..]),
        ("Zg==", b"f"),
        ("Zm8=", b"fo"),
        ("+/+/", b"\xfb\xff\xbf"),
    ] {
        let json = format!("\"{text}\"");
        let read: Base64 = serde_json::from_str(&json).unwrap();
        assert_eq!(&*read, octets);
        assert_eq!(read, Base64::from(octets));
        assert_eq!(read.to_string(), text);
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
        assert_eq!(Vec::from(read), octets);
    }
    for other in [
        "\"Zg\"",
        "\"Zg=\"",
        "\"Zh==\"",
        "\"-_-_\"",
        "\"Zg==\\n\"",
        "1",
    ] {
        assert!(serde_json::from_str::<Base64>(other).is_err(), "{other}");
    }
}

#[test]
fn a_secret_is_written_and_does_not_show() {
    let secret: Secret = serde_json::from_str("\"swordfish\"").unwrap();
    assert_eq!(secret.expose(), "swordfish");
    assert_eq!(secret, "swordfish".into());
    assert_eq!(format!("{secret:?}"), "(redacted)");
    assert_eq!(serde_json::to_string(&secret).unwrap(), "\"swordfish\"");
}
