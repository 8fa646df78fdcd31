//! The mock answers what `oasmith mock` does.

mod exchange;

use {{crate}}::mock::Mock;

#[tokio::test]
async fn the_answers_are_the_same() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("an address");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, Mock::new().router()).await });
    let requests = include_str!("requests.http");
    let told = tokio::task::spawn_blocking(move || exchange::all(requests, address, ""));
    let told = told.await.expect("answers");
    let snapshot = include_str!("answers.txt");
    let (_, rest) = snapshot.split_once("---\n").expect("a beginning");
    let (_, expected) = rest.split_once("---\n").expect("a beginning");
    let differing = told.split("###\n").zip(expected.split("###\n"));
    for (told, expected) in differing {
        assert_eq!(told.trim_end(), expected.trim_end());
    }
    assert_eq!(told.trim_end(), expected.trim_end());
}
