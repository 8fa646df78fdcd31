//! Operations that the server finds for itself.

use axum::body::Body;
use http::header::ALLOW;
use http::{Request, StatusCode};

use crate::server::route::{self, Operation};
use crate::server::template;

const OPERATIONS: &[Operation] = &[
    ("GET", "/files/{name}.{ext}:meta"),
    ("GET", "/files/{name}.{ext}"),
    ("POST", "/files/{name}.{ext}"),
    ("GET", "/files/{id}"),
    ("HEAD", "/files/{id}"),
    ("QUERY", "/files/{id}"),
    ("DELETE", "/files/{id}"),
];

fn request(method: &str, path: &str) -> Request<Body> {
    let request = Request::builder().method(method).uri(path);
    request.body(Body::empty()).unwrap()
}

#[test]
fn the_first_operation_with_path_and_method_is_found() {
    for (method, path, expected) in [
        ("GET", "/files/a.b:meta", Some(OPERATIONS[0])),
        ("GET", "/files/a.b:met", Some(OPERATIONS[1])),
        ("GET", "/files/.b", Some(OPERATIONS[3])),
        ("POST", "/files/a.b?x=1", Some(OPERATIONS[2])),
        ("QUERY", "/files/a.b", Some(OPERATIONS[5])),
        ("HEAD", "/files/a.b", Some(OPERATIONS[4])),
        ("POST", "/files/a", None),
        ("GET", "/files/a.b/c", None),
    ] {
        let found = route::find(&request(method, path), OPERATIONS);
        assert_eq!(found, expected, "{method} {path}");
    }
}

#[test]
fn what_answers_get_answers_head() {
    let found = route::find(&request("HEAD", "/files/a.b"), &OPERATIONS[..3]);
    assert_eq!(found, Some(OPERATIONS[1]));
}

#[test]
fn what_is_not_there_is_refused_with_what_is() {
    let refused = |method, path| route::unmatched(&request(method, path), OPERATIONS);
    let rejection = refused("PUT", "/files/a").unwrap_err();
    assert_eq!(rejection.status, StatusCode::METHOD_NOT_ALLOWED);
    let allow: Vec<_> = rejection.headers.iter().collect();
    let expected = "GET,HEAD,QUERY,DELETE".parse().unwrap();
    assert_eq!(
        allow,
        [&(ALLOW, expected)],
        "each of them is named once, HEAD beside GET"
    );
    let missing = refused("PUT", "/files/a/b").unwrap_err();
    assert_eq!((missing.status.as_u16(), missing.headers.len()), (404, 0));
    let options = refused("OPTIONS", "/files/a.b").unwrap();
    assert_eq!(options.status(), StatusCode::NO_CONTENT);
    assert_eq!(options.headers()[ALLOW], "GET,HEAD,POST,QUERY,DELETE");
}

#[test]
fn a_template_fits_segment_by_segment() {
    for (of, path, expected) in [
        ("/a/{x}", "/a/b", true),
        ("/a/{x}", "/a/", true),
        ("/a/{x}", "/a", false),
        ("/a/{x}", "/a/b/", false),
        ("/a/{x}:go", "/a/b:go", true),
        ("/a/{x}:go", "/a/:go", false),
        ("/a/{x}:go", "/a/b:gone", false),
        ("/a/v{x}", "/a/v1", true),
        ("/a/v{x}", "/a/v", false),
        ("/a/{x}-{y}.json", "/a/1-2-3.json", true),
        ("/a/{x}-{y}.json", "/a/-2.json", false),
        ("/a/{x}-{y}.json", "/a/1-.json", false),
        ("/a/{x}{y}", "/a/12", true),
        ("/a/{x}{y}", "/a/1", false),
        ("/a/:b", "/a/:b", true),
        ("/a/{x}!{y}", "/a/\u{e4}!\u{e4}", true),
        ("", "", true),
    ] {
        assert_eq!(template::fits(of, path), expected, "{of} {path}");
    }
}
