//! A server that does to each request what a script says, right or wrong.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// What is done to a request.
#[derive(Clone)]
pub enum Step {
    /// It is answered with this, and the connection is closed.
    Answer(Vec<u8>),
    /// The same, after a while.
    Late(Duration, Vec<u8>),
    /// This is sent, and the connection stays open.
    Hang(Vec<u8>),
    /// This is sent, and then the same piece again and again.
    Endless(Vec<u8>),
    /// This is sent, and once the test says so, the connection is reset.
    Reset(Vec<u8>, Arc<Notify>),
    /// The connection is closed without an answer.
    Close,
}

/// A peer and what it was asked.
pub struct Peer {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Peer {
    /// A server that takes one step for each request, the last one again and again.
    pub async fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let steps: Vec<Step> = steps.into_iter().collect();
        let record = Arc::clone(&asked);
        tokio::spawn(async move {
            for number in 0.. {
                let (mut socket, _) = listener.accept().await.unwrap();
                let text = read(&mut socket).await;
                record.lock().unwrap().push(text);
                let step = steps[number.min(steps.len() - 1)].clone();
                tokio::spawn(take(socket, step));
            }
        });
        Self { address, asked }
    }

    /// One that answers with a status and headers, each followed by CRLF.
    pub async fn answering(answers: &[(&str, &str)]) -> Self {
        let steps = answers
            .iter()
            .map(|(status, headers)| answer(status, headers, ""));
        Self::new(steps).await
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests as they arrived, in their order.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

pub fn answer(status: &str, headers: &str, body: &str) -> Step {
    let length = body.len();
    let text = format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    );
    Step::Answer(text.into_bytes())
}

async fn take(mut socket: TcpStream, step: Step) {
    match step {
        Step::Answer(bytes) => socket.write_all(&bytes).await.unwrap(),
        Step::Late(wait, bytes) => {
            tokio::time::sleep(wait).await;
            // The client may have left.
            let _ = socket.write_all(&bytes).await;
        }
        Step::Hang(bytes) => {
            socket.write_all(&bytes).await.unwrap();
            let _ = socket.read(&mut [0; 1]).await;
        }
        Step::Endless(bytes) => {
            socket.write_all(&bytes).await.unwrap();
            let piece = vec![b'x'; 1 << 16];
            while socket.write_all(&piece).await.is_ok() {}
        }
        Step::Reset(bytes, when) => {
            socket.write_all(&bytes).await.unwrap();
            when.notified().await;
            // What is closed so says RST, and not FIN.
            socket.set_zero_linger().unwrap();
        }
        Step::Close => {}
    }
}

/// A request with its body, whether its length is told or it comes in chunks.
async fn read(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    while !is_whole(&String::from_utf8_lossy(&bytes)) {
        let mut piece = [0; 4096];
        let count = socket.read(&mut piece).await.unwrap();
        if count == 0 {
            break;
        }
        bytes.extend_from_slice(&piece[..count]);
    }
    String::from_utf8(bytes).unwrap()
}

fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let mut lengths = head
        .lines()
        .filter_map(|line| line.strip_prefix("content-length: "));
    match lengths.next() {
        Some(length) => body.len() >= length.parse().unwrap(),
        None => !head.contains("transfer-encoding: chunked") || body.ends_with("0\r\n\r\n"),
    }
}
