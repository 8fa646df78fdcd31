//! Requests of which two readers may find the end at different places: nothing that one takes for a body is a request for the other.

use crate::served::{GOOD, Served};

/// A request that would be heard of.
const HIDDEN: &str = "GET /slow?millis=0 HTTP/1.1\r\nhost: x\r\n\r\n";

fn text(headers: &str, body: &str) -> String {
    format!("PUT /text HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\n{headers}\r\n{body}")
}

#[test]
fn lengths_that_differ_are_refused() {
    let served = Served::new();
    for headers in [
        "content-length: 2\r\ncontent-length: 3\r\n",
        "content-length: 2, 3\r\n",
        "content-length: -1\r\n",
        "content-length: +2\r\n",
        "content-length: 0x2\r\n",
        "content-length: 2 \r\ncontent-length: 02a\r\n",
        "content-length: 99999999999999999999999\r\n",
        "content-length:\r\n",
    ] {
        let mut peer = served.peer();
        peer.send(text(headers, "ab") + HIDDEN);
        assert_eq!(peer.answer().unwrap().status, 400, "{headers}");
        assert!(peer.is_closed(), "{headers}");
    }
    assert_eq!(served.finished(), 0);
}

#[test]
fn chunks_stand_above_a_length() {
    let served = Served::new();
    for headers in [
        "content-length: 5\r\ntransfer-encoding: chunked\r\n",
        "transfer-encoding: chunked\r\ncontent-length: 5\r\n",
    ] {
        let mut peer = served.peer();
        // By its length, the body would end before what is hidden.
        peer.send(text(
            headers,
            &format!("{:x}\r\n{HIDDEN}\r\n0\r\n\r\n", HIDDEN.len()),
        ));
        let answer = peer.answer().unwrap();
        let is_whole = answer.status == 200 && answer.said() == HIDDEN.len().to_string();
        assert!(is_whole || answer.status == 400, "{headers} {answer:?}");
        if is_whole {
            peer.send(GOOD);
            assert!(peer.answer().is_none_or(|it| it.said() == "1"));
        }
    }
    assert_eq!(served.finished(), 0);
}

#[test]
fn encodings_that_are_unknown_are_refused() {
    let served = Served::new();
    for headers in [
        "transfer-encoding: xchunked\r\n",
        "transfer-encoding: identity\r\n",
        "transfer-encoding: chunked, identity\r\n",
        "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n",
        "transfer-encoding: \r\n",
        "content-length: 2\r\ntransfer-encoding: gzip\r\n",
    ] {
        let mut peer = served.peer();
        peer.send(text(headers, "") + HIDDEN);
        let answer = peer.answer().unwrap();
        assert!((400..500).contains(&answer.status), "{headers} {answer:?}");
        assert!(peer.is_closed(), "{headers}");
    }
    let old = text("transfer-encoding: chunked\r\n", "0\r\n\r\n").replace("1.1", "1.0");
    assert_eq!(served.ask(old).status, 400);
    assert_eq!(served.finished(), 0);
}

/// A body that was refused unread is not taken for requests.
#[test]
fn what_was_not_read_is_no_request() {
    let served = Served::new();
    let length = 10_000_000;
    for headers in [
        format!("content-length: {length}\r\n"),
        format!("content-length: {length}\r\nexpect: 100-continue\r\n"),
    ] {
        let mut peer = served.peer();
        peer.send(text(&headers, HIDDEN));
        assert!(peer.answer().unwrap().is_refusal(413));
        peer.send(HIDDEN.repeat(100));
        assert!(peer.answer().is_none());
    }
    assert_eq!(served.finished(), 0);
}
