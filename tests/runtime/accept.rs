//! What media types a caller takes.

use http::HeaderMap;

use crate::server::accept::Accept;

fn best(accept: &[&str], offered: &[&'static str]) -> Option<&'static str> {
    let mut headers = HeaderMap::new();
    for value in accept {
        headers.append("accept", value.parse().unwrap());
    }
    Accept::of(&headers).best(offered)
}

const OFFERED: &[&str] = &["application/json", "text/csv", "image/*"];

#[test]
fn what_is_liked_best_is_answered() {
    for (accept, expected) in [
        (&[][..], Some("application/json")),
        (&[""], Some("application/json")),
        (&["", "text/csv"], Some("text/csv")),
        (&["*/*"], Some("application/json")),
        (&["text/csv"], Some("text/csv")),
        (&["TEXT/*"], Some("text/csv")),
        (
            &["application/json;q=0.5, text/csv;q=0.6"],
            Some("text/csv"),
        ),
        (
            &["application/json;q=0.5", "text/csv;q=0.6"],
            Some("text/csv"),
        ),
        (&["*/*;q=0.1, application/json;q=0"], Some("text/csv")),
        (&["image/png"], Some("image/*")),
        (&["image/png, */*;q=0.9"], Some("image/*")),
        (&["application/xml"], None),
        (&["text/csv;q=0"], None),
        (&["text/csv;header=present"], None),
        (&["text/csv;charset=utf-8"], Some("text/csv")),
        (&["nonsense"], None),
        (&["text/csv;q=2"], None),
        (&["text/plain;x=\"a, text/csv\""], None),
    ] {
        assert_eq!(best(accept, OFFERED), expected, "{accept:?}");
    }
    let versions = &["application/json;v=1", "application/json;v=2"];
    assert_eq!(best(&["application/json;v=2"], versions), Some(versions[1]));
    assert_eq!(best(&["application/json"], versions), Some(versions[0]));
}

#[test]
fn what_nobody_takes_is_not_answered() {
    let mut headers = HeaderMap::new();
    headers.append("accept", "application/xml".parse().unwrap());
    let rejection = Accept::of(&headers).check(OFFERED).unwrap_err();
    assert_eq!(rejection.status, 406);
    let said = "The answer is application/json or text/csv or image/*";
    assert_eq!(rejection.message, said);
    assert!(Accept::of(&headers).check(&["application/xml"]).is_ok());
}
