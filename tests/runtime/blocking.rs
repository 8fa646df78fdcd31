//! Calls from code that is not async.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use crate::client::answer::Answer;
use crate::client::blocking::{IntoBlocking, wait};
use crate::client::error::{Error, SendError};
use crate::client::handle::Client;
use crate::client::linked_pages::by_link;
use crate::client::pages::{self, PageStream};
use crate::client::request::Request;
use crate::client::response::Response;

/// A server that answers each request with the next of these bodies, on connections that are kept.
fn serve(bodies: &'static [&'static str]) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for body in bodies {
            let (mut socket, _) = listener.accept().unwrap();
            let mut bytes = [0; 4096];
            assert!(socket.read(&mut bytes).unwrap() > 0);
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
            write!(socket, "{head}content-length: {}\r\n\r\n{body}", body.len()).unwrap();
        }
    });
    Client::builder(format!("http://{address}"))
        .build()
        .unwrap()
}

fn get(client: &Client) -> Request {
    client.request(http::Method::GET, &[]).path("/p")
}

fn read(answer: Answer) -> Result<Response<(i64, String)>, Error<()>> {
    answer.json()
}

#[test]
fn calls_are_waited_for() {
    let client = serve(&["1", "2"]);
    for expected in ["1", "2"] {
        assert_eq!(wait(get(&client).send()).unwrap().text(), expected);
    }
}

#[test]
fn several_threads_can_wait() {
    let clients: Vec<Client> = (0..4).map(|_| serve(&["1"])).collect();
    thread::scope(|scope| {
        for client in &clients {
            scope.spawn(|| assert_eq!(wait(get(client).send()).unwrap().text(), "1"));
        }
    });
}

#[test]
fn streams_are_iterators() {
    let client = serve(&[r#"[1,"/q"]"#, r#"[2,"http://other.example/"]"#]);
    let steps = by_link(|page: &(i64, String), _| pages::text(&page.1));
    let mut pages = PageStream::new(get(&client), read, steps).blocking();
    assert_eq!(pages.next().unwrap().unwrap().0, 1);
    assert_eq!(pages.next().unwrap().unwrap().0, 2);
    assert!(pages.next().unwrap().is_err());
    assert!(pages.next().is_none());
}

#[tokio::test]
async fn async_code_is_refused() {
    let client = Client::builder("http://localhost:1").build().unwrap();
    let error = wait(get(&client).send()).unwrap_err();
    assert!(matches!(error, SendError::InvalidRequest(_)));
    assert!(error.to_string().contains("`.await` it"), "{error}");
    let steps = by_link(|page: &(i64, String), _| pages::text(&page.1));
    let mut pages = PageStream::new(get(&client), read, steps).blocking();
    assert!(pages.next().unwrap().is_err());
    assert!(pages.next().is_none());
}
