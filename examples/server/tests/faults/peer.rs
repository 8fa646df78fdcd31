//! Somebody at the other end of a connection, who sends what bytes they like.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// The lines before the body, in small letters.
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// What it says, where it is one text.
    pub fn said(&self) -> String {
        match self.json() {
            Value::String(text) => text,
            other => panic!("no text: {other}"),
        }
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// Whether it is what the API answers to requests that are not right: its envelope, with that status.
    pub fn is_refusal(&self, status: u16) -> bool {
        self.status == status && self.json()["status"] == status
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1);
        let mut headers = lines.filter_map(|line| line.split_once(": "));
        let found = headers.find(|(other, _)| *other == name);
        found.map(|(_, value)| value)
    }
}

/// A connection.
pub struct Peer {
    stream: TcpStream,
    /// What came and has not been looked at.
    kept: Vec<u8>,
    is_over: bool,
}

impl Peer {
    pub fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("it listens");
        stream.set_nodelay(true).unwrap();
        let patience = Some(Duration::from_secs(5));
        stream.set_read_timeout(patience).unwrap();
        stream.set_write_timeout(patience).unwrap();
        Self {
            stream,
            kept: Vec::new(),
            is_over: false,
        }
    }

    /// Sends these bytes, as far as they are taken.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.try_send(bytes);
    }

    /// Sends these bytes.
    pub fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> std::io::Result<()> {
        self.stream.write_all(bytes.as_ref())
    }

    /// Says that nothing else will come.
    pub fn half_close(&mut self) {
        self.stream.shutdown(Shutdown::Write).unwrap();
    }

    /// The next answer, or `None` where the connection is closed before.
    pub fn answer(&mut self) -> Option<Answer> {
        let end = loop {
            if let Some(end) = find(&self.kept, b"\r\n\r\n") {
                break end;
            }
            if !self.more() {
                assert!(self.kept.is_empty(), "half a head: {:?}", self.kept);
                return None;
            }
        };
        let head: Vec<u8> = self.kept.drain(..end + 4).collect();
        let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
        let status = head.get(9..12).and_then(|it| it.parse().ok());
        let mut answer = Answer {
            status: status.unwrap_or_else(|| panic!("no answer: {head:?}")),
            head,
            body: Vec::new(),
        };
        answer.body = self.body(&answer);
        Some(answer)
    }

    fn body(&mut self, answer: &Answer) -> Vec<u8> {
        if answer.status < 200 || answer.status == 204 || answer.status == 304 {
            return Vec::new();
        }
        if answer.header("transfer-encoding") == Some("chunked") {
            return self.chunks();
        }
        match answer.header("content-length").map(str::parse) {
            Some(length) => self.take(length.unwrap()),
            None => {
                while self.more() {}
                std::mem::take(&mut self.kept)
            }
        }
    }

    fn chunks(&mut self) -> Vec<u8> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(end) = find(&self.kept, b"\r\n") {
                    break end;
                }
                assert!(self.more(), "it breaks off");
            };
            let line = self.take(end + 2);
            let length = String::from_utf8(line).unwrap();
            let length = usize::from_str_radix(length.trim(), 16).unwrap();
            body.extend(self.take(length));
            assert_eq!(self.take(2), b"\r\n");
            if length == 0 {
                return body;
            }
        }
    }

    fn take(&mut self, length: usize) -> Vec<u8> {
        while self.kept.len() < length {
            assert!(self.more(), "it breaks off");
        }
        self.kept.drain(..length).collect()
    }

    /// Whether nothing else comes.
    pub fn is_closed(&mut self) -> bool {
        self.kept.is_empty() && !self.more()
    }

    /// Takes more of what has come; false where that was all. One that waits in vain has found a server that hangs.
    fn more(&mut self) -> bool {
        if self.is_over {
            return false;
        }
        let mut piece = [0; 4096];
        match self.stream.read(&mut piece) {
            Ok(0) => self.is_over = true,
            Ok(length) => self.kept.extend_from_slice(&piece[..length]),
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => {
                self.is_over = true
            }
            Err(error) => panic!("nothing comes: {error}"),
        }
        !self.is_over
    }
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|it| it == wanted)
}
