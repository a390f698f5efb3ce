//! Connections, on sockets but with a clock that does not wait.

use std::time::Duration;

use axum::{Router, routing::get};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};
use xiaoer::{
    config::Config,
    http::{Server, socket::Sockets},
};

const DRAIN: Duration = Duration::from_secs(5);

/// A connection to a server that answers `/` after so many seconds, the way to stop it, and its end.
async fn open(seconds: u64) -> (TcpStream, oneshot::Sender<()>, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let router = Router::new().route(
        "/",
        get(async move || {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            "done"
        }),
    );
    let (stop, stopped) = oneshot::channel();
    let sockets = Sockets::new(Config::embedded().sockets);
    let server = Server { router, sockets, connections: 2, drain: DRAIN };
    (stream, stop, tokio::spawn(server.serve(listener, async { drop(stopped.await) })))
}

/// What the server says to this until it closes.
async fn exchange(mut stream: TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A reset is an end as well.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_head_must_come_soon_and_be_small() {
    let (stream, _stop, _) = open(0).await;
    let answer = exchange(stream, "GET / HTTP/1.1\r\nHost: x\r\nX-Never-").await;
    assert!(!answer.contains("200"), "{answer}");

    let (stream, _stop, _) = open(0).await;
    let many: String = (0..100).map(|number| format!("X-{number}: y\r\n")).collect();
    let answer = exchange(stream, &format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
}

#[tokio::test(start_paused = true)]
async fn what_is_under_way_may_end() {
    for (seconds, answered) in [(3, true), (60, false)] {
        let (mut stream, stop, server) = open(seconds).await;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        stop.send(()).unwrap();
        server.await.unwrap();
        if answered {
            let answer = exchange(stream, "").await;
            assert!(answer.ends_with("done"), "{answer}");
        }
    }
}
