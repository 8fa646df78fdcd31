//! Several requests at once.

use crate::served::{GOOD, Served};

fn thing(id: usize) -> String {
    GOOD.replace("/1 ", &format!("/{id} "))
}

#[test]
fn answers_come_in_the_order_of_the_requests() {
    let served = Served::new();
    let mut peer = served.peer();
    let note = "POST /notes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                content-length: 12\r\n\r\n{\"text\":\"a\"}";
    let slow = "GET /slow?millis=50 HTTP/1.1\r\nhost: x\r\n\r\n";
    let wrong = "GET /things/1?size=x HTTP/1.1\r\nhost: x\r\n\r\n";
    let lost = "GET /lost HTTP/1.1\r\nhost: x\r\n\r\n";
    let all = [slow, note, wrong, &thing(2), lost, note, &thing(3)];
    peer.send(all.concat());
    let mut next = || peer.answer().unwrap();
    assert_eq!(next().said(), "done");
    assert_eq!(next().said(), "1");
    assert!(next().is_refusal(422));
    assert_eq!(next().said(), "2");
    assert!(next().is_refusal(404));
    assert_eq!(next().said(), "1");
    assert_eq!(next().said(), "3");
}

#[test]
fn many_are_answered_one_after_the_other() {
    let served = Served::new();
    let mut peer = served.peer();
    let all: String = (0..2000).map(thing).collect();
    peer.send(&all);
    for id in 0..2000 {
        assert_eq!(peer.answer().unwrap().said(), id.to_string());
    }
}

#[test]
fn what_is_no_request_ends_them() {
    let served = Served::new();
    let mut peer = served.peer();
    peer.send(thing(1) + "no request\r\n\r\n" + &thing(2));
    assert_eq!(peer.answer().unwrap().said(), "1");
    assert_eq!(peer.answer().unwrap().status, 400);
    assert!(peer.is_closed());
}

#[test]
fn who_wants_no_more_gets_no_more() {
    let served = Served::new();
    let mut peer = served.peer();
    let last = GOOD.replace("host: x", "connection: close");
    peer.send(last + GOOD);
    assert_eq!(peer.answer().unwrap().status, 200);
    assert!(peer.answer().is_none());
}

/// A body that came whole is passed over, and what stands behind it is the next request.
#[test]
fn a_body_that_is_not_read_does_not_shift_them() {
    let served = Served::new();
    let mut peer = served.peer();
    let unread = "POST /notes HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 4\r\n\r\nGET ";
    peer.send([unread, GOOD].concat().repeat(3));
    for _ in 0..3 {
        assert!(peer.answer().unwrap().is_refusal(415));
        assert_eq!(peer.answer().unwrap().said(), "1");
    }
}
