//! Bodies of parts.

use crate::served::{GOOD, LIMIT, Served};

fn head(path: &str, more: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\n{more}\r\n\r\n"
    )
}

fn part(name: &str, held: &str) -> String {
    format!("--b\r\ncontent-disposition: form-data; name={name}\r\n\r\n{held}\r\n")
}

fn whole(path: &str, body: &str) -> String {
    head(path, &format!("content-length: {}", body.len())) + body
}

/// The end of a body comes behind the last boundary: without it the connection is lost.
#[test]
fn a_connection_is_used_again_whenever_the_end_comes() {
    let served = Served::new();
    let mut peer = served.peer();
    for path in ["/values", "/images"] {
        let body = part("title", "t") + &part("image", "abc") + "--b--";
        peer.send(head(path, "transfer-encoding: chunked"));
        peer.send(format!("{:x}\r\n{body}\r\n", body.len()));
        std::thread::sleep(std::time::Duration::from_millis(30));
        peer.send("2\r\n\r\n\r\n");
        std::thread::sleep(std::time::Duration::from_millis(30));
        peer.send("0\r\n\r\n");
        assert_eq!(peer.answer().unwrap().status, 200, "{path}");
        peer.send(GOOD);
        assert_eq!(peer.answer().unwrap().status, 200, "{path}");
    }
}

#[test]
fn parts_that_break_off_are_refused() {
    let served = Served::new();
    let body = part("title", "t") + &part("image", "abc") + "--b--\r\n";
    for path in ["/values", "/images"] {
        for length in (0..body.len()).step_by(7) {
            let mut peer = served.peer();
            peer.send(head(path, &format!("content-length: {}", body.len())));
            peer.send(&body[..length]);
            peer.half_close();
            let answer = peer.answer();
            assert!(
                answer.is_none_or(|it| it.is_refusal(400)),
                "{path} {length}"
            );
            // The same, where its length says that this is all.
            let answer = served.ask(whole(path, &body[..length]));
            match length {
                0 => assert!(answer.is_refusal(422), "{path} {answer:?}"),
                _ if length + "\r\n".len() >= body.len() => assert_eq!(answer.status, 200),
                _ => assert!(answer.is_refusal(400), "{path} {length} {answer:?}"),
            }
        }
    }
}

#[test]
fn parts_have_limits() {
    let served = Served::new();
    for (path, body) in [
        ("/values", part("title", &"a".repeat(LIMIT + 1))),
        ("/images", part("title", &"a".repeat(LIMIT + 1))),
        ("/values", part("other", &"a".repeat(LIMIT + 1))),
        ("/values", part("title", "").repeat(1001)),
        ("/images", format!("--b\r\nx-long: {}", "a".repeat(200_000))),
        ("/values", "a".repeat(200_000)),
        (
            "/values",
            part("title", "") + "--b--" + &"a".repeat(200_000),
        ),
    ] {
        let mut peer = served.peer();
        peer.send(head(path, "transfer-encoding: chunked"));
        // Its end never comes.
        peer.send(format!("{:x}\r\n{body}\r\n", body.len()));
        let answer = peer.answer().unwrap();
        assert!(answer.is_refusal(413), "{path} {answer:?}");
    }
}

#[test]
fn what_are_no_parts_is_refused() {
    let served = Served::new();
    let wrong = part("title", "t") + "--b--";
    for path in ["/values", "/images"] {
        for body in [
            "abc",
            "--b\r\n\r\n",
            "--b\r\nno header\r\n\r\n\r\n--b--",
            "--b\0",
        ] {
            let answer = served.ask(whole(path, body));
            assert!(answer.is_refusal(400), "{path} {body:?} {answer:?}");
        }
        let bytes = whole(path, &wrong).replace("; boundary=b", "");
        assert!(served.ask(bytes).is_refusal(400), "{path}");
    }
}
