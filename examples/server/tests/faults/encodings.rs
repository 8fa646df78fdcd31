//! What is not UTF-8, and percent-encodings that are none.

use crate::peer::Answer;
use crate::served::Served;

fn get(served: &Served, target: &[u8], headers: &[u8]) -> Option<Answer> {
    let bytes = [
        b"GET ",
        target,
        b" HTTP/1.1\r\nhost: x\r\n",
        headers,
        b"\r\n",
    ];
    served.try_ask(bytes.concat())
}

/// What the API says, or, where that is no request at all, what HTTP does.
fn is_refused(answer: Option<&Answer>) -> bool {
    answer.is_none_or(|it| it.status == 400 || it.is_refusal(422))
}

#[test]
fn bytes_that_are_no_text_are_refused_in_targets() {
    let served = Served::new();
    for target in [
        &b"/things/\xFF"[..],
        b"/things/1?size=\xFF",
        b"/things/%FF",
        b"/things/%C3",
        b"/things/%ED%A0%80",
        b"/things/1?size=%FF",
        b"/things/1?size=1%",
    ] {
        let answer = get(&served, target, b"");
        assert!(
            is_refused(answer.as_ref()),
            "{} {answer:?}",
            target.escape_ascii()
        );
    }
}

#[test]
fn what_is_no_encoding_stands_for_itself() {
    let served = Served::new();
    for (target, expected) in [
        ("/things/%", "%"),
        ("/things/%2", "%2"),
        ("/things/%zz", "%zz"),
        ("/things/%00", "\0"),
        ("/things/%2F", "/"),
        ("/things/%25%32%46", "%2F"),
        ("/things/%C3%BC", "ü"),
        ("/things/a+b", "a+b"),
    ] {
        let answer = get(&served, target.as_bytes(), b"").expect("an answer");
        assert_eq!(answer.said(), expected, "{target}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_in_headers() {
    let served = Served::new();
    for header in [
        &b"x-kind: \xFF\r\n"[..],
        b"cookie: theme=\xFF\r\n",
        b"cookie: theme=%FF\r\n",
    ] {
        let answer = get(&served, b"/things/1", header).expect("an answer");
        assert!(
            answer.is_refusal(422),
            "{} {answer:?}",
            header.escape_ascii()
        );
    }
    // Where nobody looks, nobody minds.
    for header in [
        &b"x-other: \xFF\r\n"[..],
        b"cookie: other=\xFF\r\n",
        b"prefer: \xFF\r\n",
    ] {
        let answer = get(&served, b"/things/1", header).expect("an answer");
        assert_eq!(answer.status, 200, "{}", header.escape_ascii());
    }
    let activity = b"/api/v1/org/acme/datasets/activity";
    let answer = get(&served, activity, b"authorization: Bearer \xFF\r\n");
    assert_eq!(answer.expect("an answer").status, 401);
    let answer = get(&served, b"/things/1", b"accept: \xFF\r\n");
    assert!(answer.expect("an answer").is_refusal(406));
}

#[test]
fn bytes_that_are_no_text_are_refused_in_bodies() {
    let served = Served::new();
    for (line, media_type, body, status) in [
        (
            "POST /notes",
            "application/json",
            &b"{\"text\":\"\xFF\"}"[..],
            400,
        ),
        (
            "POST /notes",
            "application/json",
            b"{\"text\":\"\\uD800\"}",
            400,
        ),
        (
            "POST /notes",
            "application/json",
            b"\xEF\xBB\xBF{\"text\":\"\xFF\"}",
            400,
        ),
        ("POST /notes", "application/json", b"\0", 400),
        (
            "POST /pairs",
            "application/x-www-form-urlencoded",
            b"text=\xFF",
            400,
        ),
        (
            "POST /pairs",
            "application/x-www-form-urlencoded",
            b"text=%FF",
            422,
        ),
        ("PUT /text", "text/plain", b"\xFF", 400),
        ("PUT /text", "text/plain; charset=ÿ", b"a", 415),
        ("POST /notes", "ÿ", b"a", 415),
        ("POST /readings", "application/jsonl", b"1\n\xFF\n", 422),
        (
            "POST /values",
            "multipart/form-data; boundary=b",
            b"--b\r\ncontent-disposition: form-data; name=title\r\n\r\n\xFF\r\n--b--",
            422,
        ),
    ] {
        // A media type of one byte for each letter, as HTTP has it.
        let media_type: Vec<u8> = media_type.chars().map(|it| it as u32 as u8).collect();
        let length = format!("\r\ncontent-length: {}\r\n\r\n", body.len());
        let begin = format!("{line} HTTP/1.1\r\nhost: x\r\ncontent-type: ");
        let bytes = [begin.as_bytes(), &media_type, length.as_bytes(), body].concat();
        let answer = served.ask(bytes);
        assert!(
            answer.is_refusal(status),
            "{} {answer:?}",
            body.escape_ascii()
        );
    }
}

#[test]
fn json_may_be_as_deep_as_it_likes() {
    let served = Served::new();
    for text in [
        "[".repeat(9000),
        "{\"text\":".repeat(1000),
        "{\"a\":[".repeat(1500),
    ] {
        let head = "POST /notes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
        let answer = served.ask(format!(
            "{head}content-length: {}\r\n\r\n{text}",
            text.len()
        ));
        assert!(matches!(answer.status, 400 | 422), "{answer:?}");
    }
}
