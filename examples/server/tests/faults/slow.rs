//! Who is slow.

use std::time::{Duration, Instant};

use crate::peer::Peer;
use crate::served::{GOOD, Served};

fn drip(peer: &mut Peer, text: &str) {
    for byte in text.as_bytes() {
        peer.send([*byte]);
        std::thread::sleep(Duration::from_micros(500));
    }
}

#[test]
fn a_head_may_come_byte_by_byte() {
    let served = Served::new();
    let mut peer = served.peer();
    for _ in 0..2 {
        drip(&mut peer, GOOD);
        assert_eq!(peer.answer().unwrap().said(), "1");
    }
}

#[test]
fn a_body_may_come_byte_by_byte() {
    let served = Served::new();
    let mut peer = served.peer();
    let head = "POST /notes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    peer.send(format!("{head}content-length: 14\r\n\r\n"));
    drip(&mut peer, r#"{"text": "ab"}"#);
    assert_eq!(peer.answer().unwrap().said(), "2");
    peer.send(format!("{head}transfer-encoding: chunked\r\n\r\n"));
    for byte in r#"{"text": "ab"}"#.chars() {
        drip(&mut peer, &format!("1\r\n{byte}\r\n"));
    }
    drip(&mut peer, "0\r\n\r\n");
    assert_eq!(peer.answer().unwrap().said(), "2");
}

/// Whoever never ends a head, or a body, takes a connection and nothing else.
#[test]
fn nobody_waits_for_who_is_slow() {
    let served = Served::new();
    let mut slow = Vec::new();
    for count in 0..300 {
        let mut peer = served.peer();
        peer.send(match count % 3 {
            0 => "GET /things/1 HTTP/1.1\r\nhost: x\r\nx-slow: ".to_owned(),
            1 => "PUT /file HTTP/1.1\r\nhost: x\r\ncontent-type: application/octet-stream\r\n\
                  content-length: 100\r\n\r\nab"
                .to_owned(),
            _ => "GET /slow?millis=20000 HTTP/1.1\r\nhost: x\r\n\r\n".to_owned(),
        });
        slow.push(peer);
    }
    let begin = Instant::now();
    let mut peer = served.peer();
    for _ in 0..100 {
        peer.send(GOOD);
        assert_eq!(peer.answer().unwrap().status, 200);
    }
    assert!(begin.elapsed() < Duration::from_secs(4));
}

/// What is answered is made as it is taken, and not before.
#[test]
fn who_does_not_read_fills_no_memory() {
    let served = Served::new();
    let mut peer = served.peer();
    peer.send("GET /readings?count=1000000000 HTTP/1.1\r\nhost: x\r\n\r\n");
    let made = || served.known.made.load(std::sync::atomic::Ordering::SeqCst);
    let mut before = 0;
    crate::served::soon("it goes on", || {
        std::thread::sleep(Duration::from_millis(300));
        let is_over = made() > 0 && made() == before;
        before = made();
        is_over
    });
    assert!(made() < 2_000_000, "{}", made());
    drop(peer);
    crate::served::soon("it is not dropped", || served.present() == 0);
    assert_eq!(served.finished(), 0);
}
