//! Who is gone before all is said.

use crate::served::{GOOD, Served, soon};

const FILE: &str = "PUT /file HTTP/1.1\r\nhost: x\r\ncontent-type: application/octet-stream\r\n";

#[test]
fn a_head_may_break_off_anywhere() {
    let served = Served::new();
    for length in 0..GOOD.len() {
        let mut peer = served.peer();
        peer.send(&GOOD[..length]);
        if length % 2 == 0 {
            peer.half_close();
            let answer = peer.answer();
            assert!(answer.is_none_or(|it| it.status == 400), "{length}");
        }
    }
}

#[test]
fn a_body_may_break_off_anywhere() {
    let served = Served::new();
    let whole = format!("{FILE}transfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n");
    let head = whole.find("5\r\n").unwrap();
    for length in head..whole.len() {
        let mut peer = served.peer();
        peer.send(&whole[..length]);
        if length % 2 == 0 {
            peer.half_close();
            let answer = peer.answer();
            assert!(answer.is_none_or(|it| it.is_refusal(400)), "{length}");
        }
    }
    soon("a call is left", || served.present() == 0);
    assert_eq!(served.finished(), 0);
}

#[test]
fn who_is_gone_before_the_answer_is_not_worked_for() {
    let served = Served::new();
    let ask = || {
        let mut peer = served.peer();
        peer.send("GET /slow?millis=60000 HTTP/1.1\r\nhost: x\r\n\r\n");
        peer
    };
    let peers: Vec<_> = (0..50).map(|_| ask()).collect();
    soon("they are not called", || served.present() == 50);
    drop(peers);
    soon("they are not dropped", || served.present() == 0);
    assert_eq!(served.finished(), 0);
}

#[test]
fn who_is_gone_within_a_body_is_not_worked_for() {
    let served = Served::new();
    let ask = |head: &str| {
        let mut peer = served.peer();
        peer.send(format!("{head}content-length: 1000\r\n\r\n"));
        peer.send("--b\r\ncontent-disposition: form-data; name=image\r\n\r\nabc");
        peer
    };
    let image = FILE.replace("PUT /file", "POST /images");
    let image = image.replace(
        "application/octet-stream",
        "multipart/form-data; boundary=b",
    );
    let peers: Vec<_> = (0..20).flat_map(|_| [ask(FILE), ask(&image)]).collect();
    soon("they are not called", || served.present() == 40);
    drop(peers);
    soon("they are not dropped", || served.present() == 0);
    assert_eq!(served.finished(), 0);
}

#[test]
fn who_is_gone_within_an_answer_is_not_worked_for() {
    let served = Served::new();
    let ask = || {
        let mut peer = served.peer();
        peer.send("GET /readings?count=100000&pause=1 HTTP/1.1\r\nhost: x\r\n\r\n");
        peer
    };
    let peers: Vec<_> = (0..20).map(|_| ask()).collect();
    let made = || served.known.made.load(std::sync::atomic::Ordering::SeqCst);
    soon("nothing is answered", || made() > 20);
    // Their answers have begun and are not read: the connections are reset.
    drop(peers);
    soon("they are not dropped", || served.present() == 0);
    assert_eq!(served.finished(), 0);
}

/// hyper takes who closes one half of a connection for gone, unless the answer is there by then: it may be lost, but not half of it.
#[test]
fn who_closes_behind_the_last_word_is_answered_or_not() {
    let served = Served::new();
    let mut peer = served.peer();
    peer.send(GOOD);
    peer.half_close();
    assert!(peer.answer().is_none_or(|it| it.status == 200));
    assert!(peer.is_closed());
}

#[test]
fn who_says_nothing_is_left_alone() {
    let served = Served::new();
    let peers: Vec<_> = (0..200).map(|_| served.peer()).collect();
    assert_eq!(served.ask(GOOD).status, 200);
    drop(peers);
    let mut peer = served.peer();
    peer.half_close();
    assert!(peer.is_closed());
}
