//! Bodies that are too long, or not what they say.

use crate::served::{GOOD, LIMIT, Served};

/// The bodies that are read into memory: where each goes, and what it is.
const KINDS: [[&str; 2]; 3] = [
    ["POST /notes", "application/json"],
    ["POST /pairs", "application/x-www-form-urlencoded"],
    ["PUT /text", "text/plain"],
];

fn head([line, media_type]: [&str; 2], more: &str) -> String {
    format!("{line} HTTP/1.1\r\nhost: x\r\ncontent-type: {media_type}\r\n{more}\r\n\r\n")
}

/// A body of that length that is right.
fn long(media_type: &str, length: usize) -> String {
    let (before, after) = match media_type {
        "application/json" => ("{\"text\":\"", "\"}"),
        "application/x-www-form-urlencoded" => ("text=", ""),
        _ => ("", ""),
    };
    let length = length - before.len() - after.len();
    format!("{before}{}{after}", "a".repeat(length))
}

#[test]
fn what_says_that_it_is_too_long_is_refused_before_it_comes() {
    let served = Served::new();
    for kind in KINDS {
        for length in [LIMIT + 1, usize::MAX / 2] {
            let answer = served.ask(head(kind, &format!("content-length: {length}")));
            assert!(answer.is_refusal(413), "{kind:?} {answer:?}");
        }
        let mut peer = served.peer();
        let length = LIMIT + 1;
        peer.send(head(
            kind,
            &format!("content-length: {length}\r\nexpect: 100-continue"),
        ));
        let answer = peer.answer().unwrap();
        assert!(
            answer.is_refusal(413),
            "it is asked for: {kind:?} {answer:?}"
        );
        assert!(peer.is_closed());
    }
}

#[test]
fn what_is_within_the_limit_is_taken() {
    let served = Served::new();
    let mut peer = served.peer();
    for kind in KINDS {
        let body = long(kind[1], LIMIT);
        peer.send(head(kind, &format!("content-length: {LIMIT}")));
        peer.send(&body);
        assert_eq!(peer.answer().unwrap().status, 200, "{kind:?}");
        peer.send(head(kind, "transfer-encoding: chunked"));
        peer.send(format!("{LIMIT:x}\r\n{body}\r\n0\r\n\r\n"));
        assert_eq!(peer.answer().unwrap().status, 200, "{kind:?}");
    }
}

#[test]
fn what_is_too_long_is_refused_as_soon_as_it_is() {
    let served = Served::new();
    for kind in KINDS {
        let mut peer = served.peer();
        peer.send(head(kind, "transfer-encoding: chunked"));
        let chunk = "a".repeat(1000);
        for _ in 0..LIMIT / 1000 + 1 {
            peer.send(format!("{:x}\r\n{chunk}\r\n", chunk.len()));
        }
        // Its end never comes.
        assert!(peer.answer().unwrap().is_refusal(413), "{kind:?}");
        assert!(peer.is_closed());
    }
}

/// Whoever sends on and on is not read for ever, and not waited for.
#[test]
fn what_has_no_end_is_not_read() {
    let served = Served::new();
    for kind in KINDS {
        let mut peer = served.peer();
        peer.send(head(kind, "transfer-encoding: chunked"));
        let chunk = format!("{:x}\r\n{}\r\n", 100_000, "a".repeat(100_000));
        let sent = (0..1000).take_while(|_| peer.try_send(&chunk).is_ok());
        assert!(sent.count() < 1000, "{kind:?}");
    }
}

#[test]
fn who_asks_whether_to_send_is_told_to() {
    let served = Served::new();
    let mut peer = served.peer();
    for body in [r#"{"text":"ab"}"#, r#"{"text":"abc"}"#] {
        let more = format!("content-length: {}\r\nexpect: 100-continue", body.len());
        peer.send(head(KINDS[0], &more));
        assert_eq!(peer.answer().unwrap().status, 100);
        peer.send(body);
        assert_eq!(peer.answer().unwrap().status, 200);
    }
    // What is refused without its body is not asked for it.
    let more = "content-length: 10\r\nexpect: 100-continue";
    peer.send(head(["POST /notes", "text/plain"], more));
    assert!(peer.answer().unwrap().is_refusal(415));
    assert!(peer.is_closed());
}

#[test]
fn chunks_that_are_none_are_refused() {
    let served = Served::new();
    for chunks in [
        "x\r\n",
        "-1\r\na\r\n0\r\n\r\n",
        "FFFFFFFFFFFFFFFFF\r\na",
        "1\r\nabc\r\n0\r\n\r\n",
        " \r\n",
        "\r\n\r\n",
    ] {
        let bytes = head(KINDS[2], "transfer-encoding: chunked") + chunks;
        let answer = served.ask(bytes);
        assert!(answer.is_refusal(400), "{chunks:?} {answer:?}");
    }
    let extension = format!("1;{}\r\na\r\n0\r\n\r\n", "a".repeat(100_000));
    let bytes = head(KINDS[2], "transfer-encoding: chunked") + &extension;
    assert!(served.ask(bytes).is_refusal(400));
}

#[test]
fn what_stands_behind_chunks_is_passed_over() {
    let served = Served::new();
    let mut peer = served.peer();
    let chunked = head(KINDS[2], "transfer-encoding: chunked\r\ntrailer: x-sum");
    for _ in 0..2 {
        peer.send(format!("{chunked}2\r\nab\r\n0\r\nx-sum: 3\r\n\r\n"));
        assert_eq!(peer.answer().unwrap().said(), "2");
    }
    let flood = "x-long: a\r\n".repeat(10_000);
    peer.send(format!("{chunked}2\r\nab\r\n0\r\n{flood}\r\n"));
    assert!(peer.answer().unwrap().is_refusal(400));
}

#[test]
fn a_body_that_nobody_wants_is_passed_over() {
    let served = Served::new();
    let mut peer = served.peer();
    for _ in 0..3 {
        peer.send("GET /things/1 HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc");
        assert_eq!(peer.answer().unwrap().status, 200);
        peer.send("POST /unknown HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc");
        assert!(peer.answer().unwrap().is_refusal(404));
        peer.send(GOOD);
        assert_eq!(peer.answer().unwrap().status, 200);
    }
    // One of which not all has come ends the connection.
    peer.send("GET /things/1 HTTP/1.1\r\nhost: x\r\ncontent-length: 300000\r\n\r\nabc");
    assert_eq!(peer.answer().unwrap().status, 200);
    assert!(peer.is_closed());
}

#[test]
fn values_and_their_sequences_have_limits() {
    let served = Served::new();
    let lines = head(
        ["POST /readings", "application/jsonl"],
        "transfer-encoding: chunked",
    );
    let many = "1\n".repeat(100_000);
    let body = format!("{:x}\r\n{many}\r\n0\r\n\r\n", many.len());
    assert_eq!(served.ask(lines.clone() + &body).said(), "100000");
    let one = "1".repeat(LIMIT + 1);
    let body = format!("{:x}\r\n{one}\r\n", one.len());
    assert!(served.ask(lines.clone() + &body).is_refusal(413));
    let body = "3\r\n1\n2\r\n2\r\nx\n\r\n0\r\n\r\n";
    assert!(served.ask(lines + body).is_refusal(422));
}
