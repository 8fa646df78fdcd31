//! A server that records what it is asked, and answers as a test wants.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The text of an answer to a request, as it arrived.
type Answer = dyn Fn(&str) -> String + Send + Sync;

/// A server on a port of its own, for as long as the test runs.
pub struct Peer {
    pub url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Peer {
    pub async fn new(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, all): (Arc<Answer>, _) = (Arc::new(answer), asked.clone());
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, answer.clone(), all.clone()));
            }
        });
        Self { url, asked }
    }

    /// All requests so far, in small letters up to the body.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// The first lines of all requests so far.
    pub fn lines(&self) -> Vec<String> {
        let asked = self.asked();
        let lines = asked.iter().map(|text| text.lines().next().unwrap());
        lines.map(str::to_owned).collect()
    }
}

async fn serve(mut socket: TcpStream, answer: Arc<Answer>, asked: Arc<Mutex<Vec<String>>>) {
    let text = read(&mut socket).await;
    let answer = answer(&text);
    asked.lock().unwrap().push(text);
    // Whoever else wants to be served first may be.
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    socket.write_all(answer.as_bytes()).await.unwrap();
}

async fn read(socket: &mut TcpStream) -> String {
    let mut text = String::new();
    loop {
        let mut bytes = [0; 4096];
        let count = socket.read(&mut bytes).await.unwrap();
        text.push_str(std::str::from_utf8(&bytes[..count]).unwrap());
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        if count == 0 || body.len() >= length.map_or(0, |it| it.parse().unwrap()) {
            return text;
        }
    }
}

/// An answer with a JSON body.
pub fn json(status: u16, body: &serde_json::Value) -> String {
    let body = body.to_string();
    format!(
        "HTTP/1.1 {status} Status\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// An answer without a body.
pub fn empty(status: u16) -> String {
    format!("HTTP/1.1 {status} Status\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
}
