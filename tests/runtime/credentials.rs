//! Credentials of requests.

use http::{HeaderMap, HeaderValue};

use crate::server::api_key::ApiKey;
use crate::server::basic::BasicCredentials;
use crate::server::bearer::BearerToken;
use crate::server::http_credential::HttpCredential;

fn headers(name: &'static str, values: &[&str]) -> HeaderMap {
    let values = values.iter();
    values
        .map(|value| (name.parse().unwrap(), value.parse().unwrap()))
        .collect()
}

#[test]
fn a_bearer_token_is_read() {
    for (values, expected) in [
        (&["Bearer a-._~+/1=="] as &[_], Some("a-._~+/1==")),
        (&["bEARER   a "], Some("a")),
        (&[], None),
        (&["Bearer"], None),
        (&["Bearer "], None),
        (&["Bearer a=b"], None),
        (&["Bearer a,b"], None),
        (&["Bearer a b"], None),
        (&["Bearera"], None),
        (&["Basic YTpi"], None),
        (&["Bearer a", "Bearer a"], None),
    ] {
        let token = BearerToken::read(&headers("authorization", values));
        let token = token.as_ref().map(BearerToken::as_str);
        assert_eq!(token, expected, "{values:?}");
    }
    let token = BearerToken::read(&headers("authorization", &["Bearer hush"])).unwrap();
    assert_eq!(format!("{token:?}"), "BearerToken((redacted))");
}

#[test]
fn user_and_password_are_read() {
    for (value, expected) in [
        ("Basic bWU6aHVzaA==", Some(("me", "hush"))),
        ("basic bWU6aHVzaA", Some(("me", "hush"))),
        ("Basic bWU6aDp1", Some(("me", "h:u"))),
        ("Basic Og==", Some(("", ""))),
        ("Basic w7w6w7w=", Some(("ü", "ü"))),
        ("Basic bWU=", None),
        ("Basic bWU6aHVzaA==x", None),
        ("Basic a", None),
        ("Basic /zr/", None),
        ("Bearer bWU6aHVzaA==", None),
    ] {
        let read = BasicCredentials::read(&headers("authorization", &[value]));
        let read = read.as_ref().map(|read| (read.user(), read.password()));
        assert_eq!(read, expected, "{value}");
    }
    let read = BasicCredentials::read(&headers("authorization", &["Basic bWU6aHVzaA=="]));
    assert!(!format!("{read:?}").contains("hush"));
}

#[test]
fn keys_are_read() {
    let text = |key: ApiKey| key.as_str().to_owned();
    let in_header = |values| ApiKey::in_header(&headers("x-key", values), "X-Key").map(text);
    assert_eq!(in_header(&["k"]).as_deref(), Some("k"));
    assert_eq!(in_header(&["k", "k"]), None);
    assert_eq!(in_header(&[""]), None);
    let in_query = |query| ApiKey::in_query(query, "key").map(text);
    assert_eq!(in_query(Some("a=1&key=a%26b")).as_deref(), Some("a&b"));
    assert_eq!(in_query(Some("key=a&key=a")), None);
    assert_eq!(in_query(Some("yek=a")), None);
    assert_eq!(in_query(None), None);
    let cookies = headers("cookie", &["a=1; sid=x=y", "b=2"]);
    let in_cookie = |name| ApiKey::in_cookie(&cookies, name).map(text);
    assert_eq!(in_cookie("sid").as_deref(), Some("x=y"));
    assert_eq!(in_cookie("c"), None);
}

/// `Cookie` holds what anybody under the same domain has set: one that cannot be read takes no other with it.
#[test]
fn a_cookie_hides_no_other() {
    let in_cookie = |lines: &[&[u8]]| {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("cookie", HeaderValue::from_bytes(line).unwrap());
        }
        ApiKey::in_cookie(&headers, "sid").map(|key| key.as_str().to_owned())
    };
    for lines in [
        &[&b"a=\xFF; sid=k"[..]][..],
        &[b"\xFF; sid=k; b=\xFF"],
        &[b"none;; =; =x;sid=k"],
        &[b"a=\xFF", b"sid=k"],
    ] {
        assert_eq!(in_cookie(lines).as_deref(), Some("k"), "{lines:?}");
    }
    // Nobody can tell which of two was meant.
    for lines in [
        &[&b"sid=k; sid=l"[..]][..],
        &[b"sid=; sid=k"],
        &[b"sid=k", b"sid=l"],
        &[b"sid=\xFF"],
        &[b"sid=\xFF; sid=k"],
    ] {
        assert_eq!(in_cookie(lines), None, "{lines:?}");
    }
}

#[test]
fn what_follows_another_scheme_is_read() {
    let headers = headers("authorization", &["hmac a=1, b=2"]);
    let credential = HttpCredential::read(&headers, "Hmac").unwrap();
    assert_eq!(credential.as_str(), "a=1, b=2");
    assert!(!format!("{credential:?}").contains('1'));
    assert!(HttpCredential::read(&headers, "Other").is_none());
}

#[test]
fn secrets_are_compared() {
    let token = BearerToken::read(&headers("authorization", &["Bearer hush"])).unwrap();
    assert!(token.is("hush") && !token.is("husH") && !token.is("hus") && !token.is("hush."));
    let user = BasicCredentials::read(&headers("authorization", &["Basic bWU6aHVzaA=="])).unwrap();
    assert!(user.are("me", "hush") && !user.are("me", "hus") && !user.are("you", "hush"));
    let key = ApiKey::in_header(&headers("x-key", &["k"]), "X-Key").unwrap();
    assert!(key.is("k") && !key.is("K"));
}
