//! Heads that are floods, too long, doubled or odd.

use crate::served::{GOOD, Served};

const ACTIVITY: &str = "GET /api/v1/org/acme/datasets/activity HTTP/1.1\r\nhost: x\r\n";

fn with(headers: &str) -> String {
    format!("GET /things/1 HTTP/1.1\r\nhost: x\r\n{headers}\r\n")
}

#[test]
fn too_many_headers_are_refused() {
    let served = Served::new();
    assert_eq!(served.ask(with(&"x-a: 1\r\n".repeat(90))).status, 200);
    assert_eq!(served.ask(with(&"x-a: 1\r\n".repeat(101))).status, 431);
    let many: String = (0..5000).map(|it| format!("x-{it}: 1\r\n")).collect();
    assert_eq!(served.ask(with(&many)).status, 431);
}

#[test]
fn headers_that_are_too_long_are_refused() {
    let served = Served::new();
    let long = |length| with(&format!("x-a: {}\r\n", "a".repeat(length)));
    assert_eq!(served.ask(long(50_000)).status, 200);
    // Who goes on sending may miss what it was told.
    let answer = served.try_ask(long(1_000_000));
    assert!(answer.is_none_or(|it| it.status == 431));
}

#[test]
fn a_head_without_an_end_is_not_read_for_ever() {
    let served = Served::new();
    for piece in ["a".repeat(10_000), "x-a: 1\r\n".repeat(1000)] {
        let mut peer = served.peer();
        peer.send("GET /things/1 HTTP/1.1\r\nhost: x\r\nx-a: ");
        let sent = (0..10_000).take_while(|_| peer.try_send(&piece).is_ok());
        assert!(sent.count() < 10_000);
    }
}

#[test]
fn a_path_that_is_too_long_is_refused() {
    let served = Served::new();
    let path = |length| {
        format!(
            "GET /things/{} HTTP/1.1\r\nhost: x\r\n\r\n",
            "a".repeat(length)
        )
    };
    assert_eq!(served.ask(path(60_000)).said().len(), 60_000);
    assert_eq!(served.ask(path(70_000)).status, 414);
    let many = format!(
        "GET /things/1?{} HTTP/1.1\r\nhost: x\r\n\r\n",
        "size=1&".repeat(9000)
    );
    assert!(served.ask(many).is_refusal(422));
    let deep = format!("GET {} HTTP/1.1\r\nhost: x\r\n\r\n", "/a".repeat(30_000));
    assert!(served.ask(deep).is_refusal(404));
}

#[test]
fn what_is_said_twice_is_not_chosen_from() {
    let served = Served::new();
    let token = "authorization: Bearer token\r\n";
    assert_eq!(served.ask(format!("{ACTIVITY}{token}\r\n")).status, 200);
    assert_eq!(
        served.ask(format!("{ACTIVITY}{token}{token}\r\n")).status,
        401
    );
    let other = "authorization: Bearer other\r\n";
    assert_eq!(
        served.ask(format!("{ACTIVITY}{other}{token}\r\n")).status,
        401
    );

    let twice = "POST /notes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                 content-type: text/plain\r\ncontent-length: 12\r\n\r\n{\"text\":\"a\"}";
    assert!(served.ask(twice).is_refusal(415));
    assert!(
        served
            .ask(with("x-kind: a\r\nx-kind: b\r\n"))
            .is_refusal(422)
    );
    assert!(
        served
            .ask(with("cookie: theme=a; theme=b\r\n"))
            .is_refusal(422)
    );
    let twice = "GET /things/1?size=1&size=2 HTTP/1.1\r\nhost: x\r\n\r\n";
    assert!(served.ask(twice).is_refusal(422));
}

#[test]
fn a_cookie_hides_no_other() {
    let served = Served::new();
    let ask = |cookies: &[u8]| {
        let head = b"GET /session HTTP/1.1\r\nhost: x\r\n";
        served.ask([head, cookies, b"\r\n"].concat()).status
    };
    for cookies in [
        &b"cookie: sid=key\r\n"[..],
        b"cookie: a=\xFF; b; =c; sid=key\r\n",
        b"cookie: a=\xFF\r\ncookie: sid=key\r\n",
        b"cookie: a=1;; sid=key ;\r\n",
    ] {
        assert_eq!(ask(cookies), 200, "{}", cookies.escape_ascii());
    }
    for cookies in [
        &b""[..],
        b"cookie: sid=other; sid=key\r\n",
        b"cookie: sid=key\r\ncookie: sid=other\r\n",
        b"cookie: sid=\xFF\r\n",
        b"cookie: sid\r\n",
    ] {
        assert_eq!(ask(cookies), 401, "{}", cookies.escape_ascii());
    }
}

#[test]
fn what_is_no_request_is_refused() {
    let served = Served::new();
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"[..],
        b"\0\0\0\0\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /things/1\r\n\r\n",
        b"GET /things/1 HTTP/9.9\r\n\r\n",
        b"GET  /things/1 HTTP/1.1\r\n\r\n",
        b"GET things HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /things/a b HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /things/\0 HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /things/1 HTTP/1.1\r\nx-a: \0\r\n\r\n",
        b"GET /things/1 HTTP/1.1\r\nno header\r\n\r\n",
        b"GET /things/1 HTTP/1.1\r\nx a: 1\r\n\r\n",
        b"GET /things/1 HTTP/1.1\r\nx-a : 1\r\n\r\n",
        b"GET /things/1 HTTP/1.1\r\n x-a: 1\r\n\r\n",
        b"G(T /things/1 HTTP/1.1\r\nhost: x\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let answer = served.try_ask(bytes);
        let is_refused = answer
            .as_ref()
            .is_none_or(|it| (400..500).contains(&it.status));
        assert!(is_refused, "{} {answer:?}", bytes.escape_ascii());
    }
}

#[test]
fn other_forms_of_requests_are_answered() {
    let served = Served::new();
    for (line, status) in [
        ("GET http://other/things/1 HTTP/1.1", 200),
        ("GET http://user:word@[::1]:80/things/1 HTTP/1.1", 200),
        ("OPTIONS * HTTP/1.1", 404),
        ("OPTIONS /things/1 HTTP/1.1", 204),
        ("CONNECT example.com:443 HTTP/1.1", 404),
        ("BREW /things/1 HTTP/1.1", 405),
        ("get /things/1 HTTP/1.1", 405),
        ("GET //things/1 HTTP/1.1", 404),
        ("GET /things/1/ HTTP/1.1", 404),
        ("GET /things/../things/1 HTTP/1.1", 404),
        ("GET /things/.. HTTP/1.1", 200),
        ("GET /? HTTP/1.1", 404),
    ] {
        let answer = served.ask(format!("{line}\r\nhost: x\r\n\r\n"));
        assert_eq!(answer.status, status, "{line}");
    }
}

#[test]
fn an_older_version_is_answered() {
    let served = Served::new();
    let old = GOOD.replace("HTTP/1.1", "HTTP/1.0");
    let mut peer = served.peer();
    peer.send(&old);
    assert_eq!(peer.answer().unwrap().status, 200);
    assert!(peer.is_closed());
    let mut peer = served.peer();
    let kept = old.replace("host: x", "connection: keep-alive");
    for _ in 0..2 {
        peer.send(&kept);
        assert_eq!(peer.answer().unwrap().status, 200);
    }
    // It knows no chunks: the answer ends with the connection.
    let mut peer = served.peer();
    peer.send("GET /readings?count=3 HTTP/1.0\r\n\r\n");
    assert_eq!(peer.answer().unwrap().body, b"2\n1\n0\n");
}
