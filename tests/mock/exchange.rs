//! Requests as a file has them, and their answers as a text: what two servers have to agree on.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// What stands between two requests, on a line of its own.
const BETWEEN: &str = "###";

/// Sends each request of `text` to a server that has the API below `base`, and writes down what it was and what came back.
pub fn all(text: &str, address: SocketAddr, base: &str) -> String {
    let mut lines = Vec::new();
    let mut told = String::new();
    for line in text.lines().chain([BETWEEN]) {
        if line != BETWEEN {
            lines.push(line);
            continue;
        }
        let request = lines.join("\n");
        lines.clear();
        let request = request.trim();
        if !request.is_empty() {
            let answer = one(request, address, base);
            let _ = writeln!(told, "{request}\n\n{answer}\n{BETWEEN}");
        }
    }
    told
}

/// A body of one line `< 3000` is so many letters. The lines of parts end as HTTP has it.
fn body(head: &str, text: &str) -> Vec<u8> {
    let long = text.strip_prefix("< ").and_then(|it| it.parse().ok());
    match long {
        Some(length) => vec![b'x'; length],
        None if head.contains("multipart/") => text.replace('\n', "\r\n").into_bytes(),
        None => text.as_bytes().to_vec(),
    }
}

fn one(request: &str, address: SocketAddr, base: &str) -> String {
    let (head, text) = request.split_once("\n\n").unwrap_or((request, ""));
    let mut lines = head.lines().filter(|line| !line.starts_with('#'));
    let first = lines.next().unwrap_or_default();
    let (method, target) = first.split_once(' ').unwrap_or((first, "/"));
    let mut head = format!("{method} {base}{target} HTTP/1.1\r\n");
    for line in lines {
        head.push_str(line);
        head.push_str("\r\n");
    }
    let body = body(&head, text);
    if !text.is_empty() {
        let _ = write!(head, "content-length: {}\r\n", body.len());
    }
    head.push_str("host: localhost\r\nconnection: close\r\n\r\n");
    let mut stream = TcpStream::connect(address).expect("a connection");
    let limit = Some(Duration::from_secs(20));
    stream.set_read_timeout(limit).expect("a limit");
    stream.write_all(head.as_bytes()).expect("the head");
    // A server that has heard enough does not listen to the end.
    let _ = stream.write_all(&body);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    shown(&String::from_utf8_lossy(&answer))
}

/// An answer without what differs each time, its headers sorted.
fn shown(answer: &str) -> String {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let mut lines = head.lines();
    let status = lines.next().unwrap_or_default();
    let status = status.strip_prefix("HTTP/1.1 ").unwrap_or(status);
    let mut headers: Vec<&str> = lines
        .filter(|line| !line.starts_with("date:") && !line.starts_with("connection:"))
        .collect();
    headers.sort_unstable();
    let headers: String = headers.iter().map(|line| format!("\n{line}")).collect();
    let body = match head.contains("transfer-encoding: chunked") {
        true => joined(body),
        false => body.to_owned(),
    };
    match body.as_str() {
        "" => format!("{status}{headers}"),
        body => format!("{status}{headers}\n\n{body}"),
    }
}

/// A body that was sent in pieces, each with its length before it.
fn joined(mut pieces: &str) -> String {
    let mut body = String::new();
    while let Some((length, rest)) = pieces.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).unwrap_or(0);
        let Some((piece, rest)) = rest.split_at_checked(length) else {
            break;
        };
        body.push_str(piece);
        pieces = rest.strip_prefix("\r\n").unwrap_or_default();
    }
    body
}
