//! A server whose sockets echo, and a peer that speaks frames as they lie on the wire.

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::Request, routing::get};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Notify, oneshot},
    task::JoinHandle,
};
use xiaoer::{
    config::{Config, SocketsConfig},
    http::{
        Server,
        socket::{
            CloseCode, Outbox, Session, Sockets, Then, accept,
            frame::{self, Frame, Opcode, Sender},
        },
    },
};

pub const DRAIN: Duration = Duration::from_secs(5);

pub struct TestServer {
    pub address: std::net::SocketAddr,
    pub sockets: Sockets,
    /// What sessions told to wait are waiting for.
    pub go_on: Arc<Notify>,
    pub stop: oneshot::Sender<()>,
    pub ended: JoinHandle<()>,
}

/// Says what it hears; a few words are orders.
struct Echo {
    outbox: Outbox,
    go_on: Arc<Notify>,
}

impl Session for Echo {
    fn text(&mut self, text: &str) -> Then {
        match text {
            "flood" => {
                let outbox = self.outbox.clone();
                tokio::spawn(async move {
                    while outbox.send("x".repeat(1000)) {
                        tokio::task::yield_now().await;
                    }
                });
            }
            "bye" => self.outbox.close(CloseCode::Normal),
            "panic" => panic!("told to break down"),
            "wait" => {
                let (outbox, go_on) = (self.outbox.clone(), self.go_on.clone());
                outbox.send("waiting");
                return Then::After(Box::pin(async move {
                    go_on.notified().await;
                    outbox.send("waited");
                    // Somebody else hears of it even when the peer is gone.
                    go_on.notify_one();
                }));
            }
            _ => {
                self.outbox.send(text);
            }
        }
        Then::Next
    }

    fn too_fast(&mut self) {
        self.outbox.send("too fast");
    }
}

/// Settings that do not stand in a test's way.
pub fn settings() -> SocketsConfig {
    SocketsConfig { burst: 1_000_000.try_into().unwrap(), ..Config::embedded().sockets }
}

impl TestServer {
    pub async fn start() -> Self {
        Self::with(settings()).await
    }

    pub async fn with(settings: SocketsConfig) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sockets, go_on) = (Sockets::new(settings), Arc::new(Notify::new()));
        let state = (sockets.clone(), go_on.clone());
        let echo = async move |request: Request| {
            let (sockets, go_on) = state;
            accept(&sockets, request, move |outbox| Echo { outbox, go_on })
        };
        let router = Router::new().route("/", get(echo));
        let (stop, stopped) = oneshot::channel();
        // One connection over HTTP at a time is enough: sockets do not count.
        let server = Server { router, sockets: sockets.clone(), connections: 1, drain: DRAIN };
        let ended = tokio::spawn(server.serve(listener, async { drop(stopped.await) }));
        Self { address, sockets, go_on, stop, ended }
    }

    pub async fn connect(&self) -> Peer {
        let mut peer = Peer::dial(self).await;
        peer.send_bytes(HANDSHAKE).await;
        let head = peer.head().await;
        assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
        peer
    }
}

pub const HANDSHAKE: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
    Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

pub struct Peer {
    pub stream: TcpStream,
    unread: Vec<u8>,
}

/// What a peer hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Text(String),
    Ping,
    Pong(Vec<u8>),
    Close(Option<u16>),
    /// The server hung up.
    End,
}

impl Peer {
    pub async fn dial(server: &TestServer) -> Self {
        let stream = TcpStream::connect(server.address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, unread: Vec::new() }
    }

    pub async fn head(&mut self) -> String {
        loop {
            if let Some(end) = self.unread.windows(4).position(|window| window == b"\r\n\r\n") {
                let rest = self.unread.split_off(end + 4);
                return String::from_utf8(std::mem::replace(&mut self.unread, rest)).unwrap();
            }
            assert!(self.stream.read_buf(&mut self.unread).await.unwrap() > 0, "no head");
        }
    }

    pub async fn send_bytes(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    pub async fn send(&mut self, opcode: Opcode, last: bool, payload: &[u8]) {
        self.send_bytes(&masked(opcode, last, payload)).await;
    }

    pub async fn say(&mut self, text: &str) {
        self.send(Opcode::Text, true, text.as_bytes()).await;
    }

    pub async fn hear(&mut self) -> Heard {
        loop {
            if let Some((frame, size)) = frame::take(&mut self.unread, Sender::Server, 1 << 20).unwrap() {
                assert!(frame.last);
                let heard = heard(&frame);
                self.unread.drain(..size);
                return heard;
            }
            // A reset is an end as well.
            if self.stream.read_buf(&mut self.unread).await.unwrap_or(0) == 0 {
                assert!(self.unread.is_empty(), "ended within a frame");
                return Heard::End;
            }
        }
    }

    /// Everything until the end.
    pub async fn hear_out(&mut self) -> Vec<Heard> {
        let mut all = Vec::new();
        while all.last() != Some(&Heard::End) {
            all.push(self.hear().await);
        }
        all
    }
}

pub fn masked(opcode: Opcode, last: bool, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    frame::write_masked(&Frame { last, opcode, payload }, [0x37, 0xfa, 0x21, 0x3d], &mut bytes);
    bytes
}

fn heard(frame: &Frame<'_>) -> Heard {
    match frame.opcode {
        Opcode::Text => Heard::Text(String::from_utf8(frame.payload.to_vec()).unwrap()),
        Opcode::Ping => Heard::Ping,
        Opcode::Pong => Heard::Pong(frame.payload.to_vec()),
        Opcode::Close => Heard::Close(frame.payload.first_chunk().map(|code| u16::from_be_bytes(*code))),
        Opcode::Continuation | Opcode::Binary => panic!("the server never sends {:?}", frame.opcode),
    }
}
