//! WebSockets over real connections, with a clock that does not wait.

mod autobahn;
mod fuzz;
mod oracle;
mod peer;

use std::{
    io::{Read, Write},
    time::Duration,
};

use prometheus_client::{encoding::text::encode, registry::Registry};
use tokio::{
    io::AsyncWriteExt,
    time::{Instant, sleep},
};
use xiaoer::{config::SocketsConfig, http::socket::frame::Opcode};

use self::peer::{DRAIN, HANDSHAKE, Heard, Peer, TestServer, masked, settings};

fn text(text: &str) -> Heard {
    Heard::Text(text.to_owned())
}

#[tokio::test]
async fn a_socket_takes_no_http_connection() {
    let server = TestServer::start().await;
    // The server takes one connection over HTTP at a time.
    let mut peers = [server.connect().await, server.connect().await, server.connect().await];
    for peer in &mut peers {
        peer.say("你好").await;
        assert_eq!(peer.hear().await, text("你好"));
    }
    assert_eq!(server.sockets.len(), 3);
}

#[tokio::test]
async fn a_peer_need_not_wait_for_the_handshake() {
    let server = TestServer::start().await;
    let mut peer = Peer::dial(&server).await;
    let (first, second) = (masked(Opcode::Text, true, b"first"), masked(Opcode::Text, true, b"second"));
    let together = [HANDSHAKE, &first, &second[..3]].concat();
    peer.send_bytes(&together).await;
    peer.head().await;
    assert_eq!(peer.hear().await, text("first"));
    peer.send_bytes(&second[3..]).await;
    assert_eq!(peer.hear().await, text("second"));
}

#[tokio::test]
async fn what_is_no_websocket_is_told_so() {
    let server = TestServer::start().await;
    let check = async |head: &str, expected: &str| {
        let mut peer = Peer::dial(&server).await;
        peer.send_bytes(format!("{head}\r\nHost: x\r\nConnection: Upgrade\r\n\r\n").as_bytes()).await;
        let head = peer.head().await;
        assert!(head.starts_with(expected), "{head}");
    };
    check("GET / HTTP/1.1", "HTTP/1.1 400 ").await;
    check("GET / HTTP/1.1\r\nUpgrade: websocket", "HTTP/1.1 426 ").await;
    let key = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    check(&format!("GET / HTTP/1.0\r\nUpgrade: websocket\r\n{key}"), "HTTP/1.0 400 ").await;
    assert!(server.sockets.is_empty());
}

#[tokio::test]
async fn there_is_room_for_so_many() {
    let limit = SocketsConfig { connections: 2.try_into().unwrap(), ..settings() };
    let server = TestServer::with(limit).await;
    let (_first, mut second) = (server.connect().await, server.connect().await);
    let mut third = Peer::dial(&server).await;
    third.send_bytes(HANDSHAKE).await;
    assert!(third.head().await.starts_with("HTTP/1.1 503 "));

    second.send(Opcode::Close, true, b"").await;
    assert_eq!(second.hear_out().await, [Heard::Close(None), Heard::End]);
    while server.sockets.len() > 1 {
        tokio::task::yield_now().await;
    }
    server.connect().await;
}

#[tokio::test]
async fn a_slow_reader_is_dropped_and_nobody_waits_for_it() {
    let server = TestServer::start().await;
    let (mut slow, mut other) = (server.connect().await, server.connect().await);
    slow.say("flood").await;
    while !metrics(&server).contains(r#"sockets_ended_total{why="4008"} 1"#) {
        tokio::task::yield_now().await;
    }
    other.say("still here").await;
    assert_eq!(other.hear().await, text("still here"));

    let heard = slow.hear_out().await;
    let (flood, end) = heard.split_last_chunk::<2>().unwrap();
    let whole = text(&"x".repeat(1000));
    assert!(flood.len() > 100 && flood.iter().all(|heard| *heard == whole), "{} messages", flood.len());
    assert_eq!(*end, [Heard::Close(Some(4008)), Heard::End]);
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_never_reads_again_is_cut_off() {
    let server = TestServer::start().await;
    let mut slow = server.connect().await;
    let began = Instant::now();
    // What comes back is more than the kernel takes; from then on the server does not read either.
    let frame = masked(Opcode::Text, true, &[b'x'; 60_000]);
    while slow.stream.write_all(&frame).await.is_ok() {}
    while !server.sockets.is_empty() {
        tokio::task::yield_now().await;
    }
    assert!((75..=80).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn silent_peers_are_pinged_then_dropped() {
    let server = TestServer::start().await;
    let (mut silent, mut quiet) = (server.connect().await, server.connect().await);
    let answering = tokio::spawn(async move {
        for _ in 0..10 {
            assert_eq!(quiet.hear().await, Heard::Ping);
            quiet.send(Opcode::Pong, true, b"").await;
        }
        quiet.say("still here").await;
        assert_eq!(quiet.hear().await, text("still here"));
        quiet
    });
    let began = Instant::now();
    let mut pings = silent.hear_out().await;
    assert_eq!(pings.pop(), Some(Heard::End));
    assert!((2..=3).contains(&pings.len()) && pings.iter().all(|heard| *heard == Heard::Ping), "{pings:?}");
    let seconds = began.elapsed().as_secs();
    assert!((75..=80).contains(&seconds), "{seconds}");

    drop(answering.await.unwrap());
    assert!((270..=330).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    assert!(metrics(&server).contains(r#"sockets_ended_total{why="silent"} 1"#));
}

#[tokio::test(start_paused = true)]
async fn too_many_messages_are_refused_one_by_one() {
    let limits = SocketsConfig {
        burst: 2.try_into().unwrap(),
        messages_a_second: 1.try_into().unwrap(),
        ..settings()
    };
    let server = TestServer::with(limits).await;
    let mut peer = server.connect().await;
    let check = async |peer: &mut Peer, said: &str, expected: &str| {
        peer.say(said).await;
        assert_eq!(peer.hear().await, text(expected), "{said}");
    };
    check(&mut peer, "1", "1").await;
    check(&mut peer, "2", "2").await;
    check(&mut peer, "3", "too fast").await;
    sleep(Duration::from_secs(1)).await;
    check(&mut peer, "4", "4").await;
    check(&mut peer, "5", "too fast").await;
}

#[tokio::test]
async fn messages_wait_for_the_work_of_the_one_before() {
    let server = TestServer::start().await;
    let mut peer = server.connect().await;
    for said in ["wait", "after"] {
        peer.say(said).await;
    }
    assert_eq!(peer.hear().await, text("waiting"));
    server.go_on.notify_one();
    assert_eq!(peer.hear().await, text("waited"));
    assert_eq!(peer.hear().await, text("after"));
    // The session says that it is done.
    server.go_on.notified().await;

    peer.say("wait").await;
    assert_eq!(peer.hear().await, text("waiting"));
    drop(peer);
    server.go_on.notify_one();
    // The work ends although its peer is gone: both permits would have to be one otherwise.
    while !server.sockets.is_empty() {
        tokio::task::yield_now().await;
    }
    server.go_on.notified().await;
}

#[tokio::test]
async fn a_session_says_goodbye_or_breaks_down_alone() {
    let server = TestServer::start().await;
    let (mut leaving, mut broken, mut other) =
        (server.connect().await, server.connect().await, server.connect().await);
    leaving.say("bye").await;
    assert_eq!(leaving.hear_out().await, [Heard::Close(Some(1000)), Heard::End]);
    broken.say("panic").await;
    assert_eq!(broken.hear_out().await, [Heard::End]);
    other.say("still here").await;
    assert_eq!(other.hear().await, text("still here"));
    drop(leaving);
    while server.sockets.len() > 1 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn everybody_is_told_when_the_server_stops() {
    let server = TestServer::start().await;
    let mut peers = Vec::new();
    for _ in 0..50 {
        peers.push(server.connect().await);
    }
    let began = Instant::now();
    server.stop.send(()).unwrap();
    for peer in &mut peers {
        assert_eq!(peer.hear_out().await, [Heard::Close(Some(4010)), Heard::End]);
    }
    // One of them never hung up: the server does not wait for it for ever.
    drop(peers.split_off(1));
    server.ended.await.unwrap();
    assert!(began.elapsed() <= DRAIN, "{:?}", began.elapsed());
}

/// What a connection costs that has said one thing and is quiet. `cargo test --test it socket::idle -- --ignored --nocapture`
#[tokio::test(flavor = "multi_thread")]
#[ignore = "reads the memory of its process, so it must be alone there"]
#[expect(clippy::print_stdout, reason = "the figure is what it is run for")]
async fn idle_connections_take_less_than_a_kilobyte() {
    const COUNT: usize = 8000;
    let server = TestServer::start().await;
    let address = server.address;
    let measured = tokio::task::spawn_blocking(move || {
        // Sockets of the standard library: this end takes no memory. What the first ones bring about is not counted.
        let mut connections: Vec<_> = (0..500).map(|_| blocking_echo(address)).collect();
        let before = resident();
        connections.extend((0..COUNT).map(|_| blocking_echo(address)));
        (resident() - before) / COUNT
    });
    let each = measured.await.unwrap();
    println!("{each} bytes for each idle connection");
    assert!(each < 1024);
}

fn blocking_echo(address: std::net::SocketAddr) -> std::net::TcpStream {
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream.write_all(HANDSHAKE).unwrap();
    stream.write_all(&masked(Opcode::Text, true, b"a")).unwrap();
    let mut heard = Vec::new();
    while !heard.ends_with(b"\x81\x01a") {
        let mut buffer = [0; 1024];
        let size = stream.read(&mut buffer).unwrap();
        heard.extend_from_slice(&buffer[..size]);
    }
    stream
}

fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

fn metrics(server: &TestServer) -> String {
    let mut registry = Registry::default();
    server.sockets.register_metrics(&mut registry);
    let mut text = String::new();
    encode(&mut text, &registry).unwrap();
    text
}
