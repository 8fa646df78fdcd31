//! Credentials of requests.

use http::HeaderMap;

use crate::server::api_key::ApiKey;
use crate::server::basic::BasicCredentials;
use crate::server::bearer::BearerToken;
use crate::server::pairs::Pairs;

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
        match BearerToken::read(&headers("authorization", values)) {
            Ok(token) => assert_eq!(Some(token.as_str()), expected, "{values:?}"),
            Err(rejection) => {
                assert_eq!(None, expected, "{values:?}");
                assert_eq!(rejection.status, 401);
                let (name, value) = &rejection.headers[0];
                assert_eq!(
                    (name.as_str(), value.as_bytes()),
                    ("www-authenticate", &b"Bearer"[..])
                );
            }
        }
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
        let read = BasicCredentials::read(&headers("authorization", &[value])).ok();
        let read = read.as_ref().map(|read| (read.user(), read.password()));
        assert_eq!(read, expected, "{value}");
    }
    let read = BasicCredentials::read(&headers("authorization", &["Basic bWU6aHVzaA=="]));
    assert!(!format!("{read:?}").contains("hush"));
}

#[test]
fn keys_are_read() {
    let text = |key: ApiKey| key.as_str().to_owned();
    let one = headers("x-key", &["k"]);
    assert_eq!(
        ApiKey::in_header(&one, "X-Key").map(text).ok().unwrap(),
        "k"
    );
    assert!(ApiKey::in_header(&headers("x-key", &["k", "k"]), "X-Key").is_err());
    assert!(ApiKey::in_header(&headers("x-key", &[""]), "X-Key").is_err());
    let query = Pairs::of_query(Some("key=a%26b"));
    assert_eq!(
        ApiKey::in_query(&query, "key").map(text).ok().unwrap(),
        "a&b"
    );
    assert_eq!(ApiKey::in_query(&query, "yek").unwrap_err().status, 401);
    let cookies = headers("cookie", &["a=1; sid=x=y", "b=2"]);
    assert_eq!(
        ApiKey::in_cookie(&cookies, "sid").map(text).ok().unwrap(),
        "x=y"
    );
    assert!(ApiKey::in_cookie(&cookies, "c").is_err());
}
