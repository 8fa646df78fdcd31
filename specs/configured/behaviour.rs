//! What `oasmith.toml` changes, seen on the wire.

use configured_api::types::{
    Account, AccountRequest, Color, Event, Level, LoginEvent, LoginEventState, Mood, Phone,
};
use serde_json::{from_value, json, to_value};

#[test]
fn a_closed_enumeration_refuses_what_is_not_listed() {
    assert!(from_value::<Color>(json!("red")).is_ok());
    assert!(from_value::<Color>(json!("pink")).is_err());
    assert!(from_value::<Level>(json!(-1)).is_ok());
    assert!(from_value::<Level>(json!(7)).is_err());
    assert!(from_value::<Mood>(json!(true)).is_ok());
    assert!(from_value::<Mood>(json!(false)).is_err());
}

#[test]
fn derives_are_added() {
    assert!(Color::Red < Color::Blue);
}

#[test]
fn new_names_do_not_travel() {
    let sent =
        json!({"id": "1", "kind": "login", "from": "192.0.2.1", "state": "open", "level": 2});
    let login: LoginEvent = from_value(sent.clone()).unwrap();
    assert!(login.source.is_ipv4());
    assert_eq!(login.state, Some(LoginEventState::Opened));
    assert_eq!(to_value(login).unwrap(), sent);
    let phone: Phone = from_value(json!({"serial": "1", "number": "2"})).unwrap();
    assert_eq!(phone.serial_number.as_deref(), Some("1"));
    assert_eq!(phone.line.as_deref(), Some("2"));
    let opened = AccountRequest {
        passphrase: Some("hush".to_owned()),
        alias: Some("me".to_owned()),
    };
    assert_eq!(
        to_value(opened).unwrap(),
        json!({"secret": "hush", "nick": "me"})
    );
    let account: Account = from_value(json!({"id": 1, "nick": "me"})).unwrap();
    assert_eq!(account.alias.as_deref(), Some("me"));
}

#[test]
fn attributes_are_added() {
    let sent = json!({"id": "1", "kind": "login", "from": "::1", "status": "closed"});
    let login: LoginEvent = from_value(sent).unwrap();
    assert_eq!(login.state, Some(LoginEventState::Closed));
}

#[test]
fn types_of_ones_own_decide_what_is_read() {
    let wrong = json!({"id": "1", "kind": "login", "from": "nowhere"});
    assert!(from_value::<LoginEvent>(wrong).is_err());
    let tags = json!({"id": "1", "kind": "login", "from": "::1", "tags": ["b", "a", "b"]});
    let login: LoginEvent = from_value(tags).unwrap();
    assert_eq!(login.tags.map(|tags| tags.len()), Some(2));
    // A union still finds the variant by what the document says.
    let span: Event = from_value(json!({"kind": "span", "seconds": 1})).unwrap();
    assert!(matches!(span, Event::Span(_)));
}
