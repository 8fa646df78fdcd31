//! The server is told to end while something is under way.

use std::time::Duration;

use crate::served::{GOOD, PATIENCE, Served, soon};

/// Tells a server to end, and waits until it has heard that.
fn tell(served: &mut Served) {
    served.tell();
    soon("it still listens", || !served.is_listening());
}

#[test]
fn a_call_that_has_begun_is_answered() {
    let mut served = Served::new();
    let mut peer = served.peer();
    peer.send("GET /slow?millis=500 HTTP/1.1\r\nhost: x\r\n\r\n");
    soon("it is not called", || served.present() == 1);
    tell(&mut served);
    let answer = peer.answer().unwrap();
    assert_eq!(answer.said(), "done");
    assert_eq!(answer.header("connection"), Some("close"));
    assert!(peer.is_closed());
    assert!(served.wait() < PATIENCE);
}

#[test]
fn a_body_that_has_begun_is_read() {
    let mut served = Served::new();
    let mut peer = served.peer();
    peer.send("PUT /file HTTP/1.1\r\nhost: x\r\ncontent-type: application/octet-stream\r\n");
    peer.send("content-length: 100\r\n\r\n");
    peer.send("a".repeat(50));
    soon("it is not called", || served.present() == 1);
    tell(&mut served);
    std::thread::sleep(Duration::from_millis(100));
    peer.send("a".repeat(50));
    assert_eq!(peer.answer().unwrap().said(), "100");
    assert!(served.wait() < PATIENCE);
}

#[test]
fn an_answer_that_has_begun_is_sent_to_its_end() {
    let mut served = Served::new();
    let mut peer = served.peer();
    peer.send("GET /readings?count=40&pause=10 HTTP/1.1\r\nhost: x\r\n\r\n");
    soon("it is not called", || served.present() == 1);
    tell(&mut served);
    let body = peer.answer().unwrap().body;
    let lines = String::from_utf8(body).unwrap();
    assert_eq!(lines.lines().count(), 40);
    assert!(served.wait() < PATIENCE);
}

#[test]
fn who_asks_nothing_is_not_waited_for() {
    let mut served = Served::new();
    let mut asked = served.peer();
    asked.send(GOOD);
    assert_eq!(asked.answer().unwrap().status, 200);
    let mut silent = served.peer();
    assert_eq!(served.ask(GOOD).status, 200);
    tell(&mut served);
    assert!(served.wait() < PATIENCE);
    assert!(asked.is_closed() && silent.is_closed());
}

/// Of several requests at once, the one that has begun is answered, and no other is begun.
#[test]
fn what_has_not_begun_is_not() {
    let mut served = Served::new();
    let mut peer = served.peer();
    let slow = "GET /slow?millis=300 HTTP/1.1\r\nhost: x\r\n\r\n";
    peer.send(slow.repeat(3));
    soon("it is not called", || served.present() == 1);
    tell(&mut served);
    assert_eq!(peer.answer().unwrap().said(), "done");
    assert!(peer.answer().is_none());
    assert!(served.wait() < PATIENCE);
    assert_eq!(served.finished(), 1);
}

#[test]
fn who_never_ends_is_waited_for_no_longer_than_that() {
    let mut served = Served::new();
    let begun = [
        "GET /things/1 HTTP/1.1\r\nhost: x\r\nx-a: ",
        "PUT /file HTTP/1.1\r\nhost: x\r\ncontent-type: application/octet-stream\r\ncontent-length: 9\r\n\r\na",
        "GET /slow?millis=60000 HTTP/1.1\r\nhost: x\r\n\r\n",
        "GET /readings?count=1000000000 HTTP/1.1\r\nhost: x\r\n\r\n",
    ];
    let peers: Vec<_> = begun
        .iter()
        .map(|begun| {
            let mut peer = served.peer();
            peer.send(begun);
            peer
        })
        .collect();
    soon("they are not called", || served.present() == 3);
    tell(&mut served);
    assert!(served.wait() < PATIENCE + Duration::from_secs(2));
    drop(peers);
}
