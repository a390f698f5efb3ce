//! A client as somebody else would write it from docs/sockets.md: JSON in frames on a TCP connection.

use std::{net::SocketAddr, time::Duration};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use xiaoer::http::socket::frame::{self, Frame, Opcode, Sender};

/// Longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Client {
    stream: TcpStream,
    unread: Vec<u8>,
    /// The head of the answer to the handshake.
    pub agreed: String,
}

impl Client {
    /// Opens a socket.
    ///
    /// # Errors
    /// The answer, where it is no socket.
    pub async fn dial(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Result<Self, String> {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let mut client = Self { stream, unread: Vec::new(), agreed: String::new() };
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
        );
        client.stream.write_all(request.as_bytes()).await.unwrap();
        let head = client.head().await;
        if head.starts_with("HTTP/1.1 101 ") {
            client.agreed = head;
            return Ok(client);
        }
        while client.fill().await > 0 && !client.unread.ends_with(b"}}") {}
        Err(head + &String::from_utf8(client.unread).unwrap())
    }

    async fn head(&mut self) -> String {
        loop {
            if let Some(end) = self.unread.windows(4).position(|window| window == b"\r\n\r\n") {
                let rest = self.unread.split_off(end + 4);
                return String::from_utf8(std::mem::replace(&mut self.unread, rest)).unwrap();
            }
            self.fill().await;
        }
    }

    async fn fill(&mut self) -> usize {
        let read = timeout(PATIENCE, self.stream.read_buf(&mut self.unread)).await;
        // A reset is an end as well.
        read.expect("the server says something in time").unwrap_or(0)
    }

    pub async fn say(&mut self, message: Value) {
        self.send(Opcode::Text, true, message.to_string().as_bytes()).await;
    }

    pub async fn send(&mut self, opcode: Opcode, last: bool, payload: &[u8]) {
        let mut bytes = Vec::new();
        frame::write_masked(&Frame { last, opcode, payload }, [1, 2, 3, 4], &mut bytes);
        // The server may have hung up: what it said before is still to be read.
        let _ = self.stream.write_all(&bytes).await;
    }

    /// The first bytes of a message's frame.
    pub async fn begin(&mut self, message: &Value, bytes: usize) {
        let (mut frame, payload) = (Vec::new(), message.to_string());
        let whole = Frame { last: true, opcode: Opcode::Text, payload: payload.as_bytes() };
        frame::write_masked(&whole, [1, 2, 3, 4], &mut frame);
        frame.truncate(bytes);
        self.stream.write_all(&frame).await.unwrap();
    }

    /// The next message; else the code with which the connection was closed.
    pub async fn next(&mut self) -> Result<Value, Option<u16>> {
        match self.next_payload().await? {
            (Opcode::Text, payload) => Ok(serde_json::from_slice(&payload).unwrap()),
            (opcode, _) => panic!("{opcode:?}"),
        }
    }

    /// The next message as it is carried.
    pub async fn next_payload(&mut self) -> Result<(Opcode, Vec<u8>), Option<u16>> {
        loop {
            if let Some((frame, size)) = frame::take(&mut self.unread, Sender::Server, 1 << 20).unwrap() {
                let (opcode, payload) = (frame.opcode, frame.payload.to_vec());
                self.unread.drain(..size);
                match opcode {
                    Opcode::Text | Opcode::Binary => return Ok((opcode, payload)),
                    Opcode::Ping => self.send(Opcode::Pong, true, &payload).await,
                    Opcode::Close => {
                        return Err(payload.first_chunk().map(|code| u16::from_be_bytes(*code)));
                    }
                    Opcode::Pong | Opcode::Continuation => panic!("{opcode:?}"),
                }
            } else if self.fill().await == 0 {
                return Err(None);
            }
        }
    }

    /// Everything up to the first message of a type.
    pub async fn all_until(&mut self, kind: &str) -> Vec<Value> {
        let mut heard = Vec::new();
        loop {
            match self.next().await {
                Ok(message) => heard.push(message),
                Err(code) => panic!("closed with {code:?} before {kind}, after {heard:#?}"),
            }
            if heard.last().unwrap()["type"] == kind {
                return heard;
            }
        }
    }

    /// The first message of a type.
    pub async fn until(&mut self, kind: &str) -> Value {
        self.all_until(kind).await.pop().unwrap()
    }

    /// The first message with a text.
    pub async fn until_text(&mut self, text: &str) -> Value {
        loop {
            let message = self.until("message").await;
            if message["text"] == text {
                return message;
            }
        }
    }

    /// The code of the next error.
    pub async fn error(&mut self) -> String {
        self.until("error").await["code"].as_str().unwrap().to_owned()
    }

    /// With which code the connection is closed, whatever is said before.
    pub async fn closed(&mut self) -> Option<u16> {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }

    /// Everything up to the answer to what was sent with this id.
    pub async fn answer(&mut self, client_id: &str) -> Vec<Value> {
        let mut heard: Vec<Value> = Vec::new();
        while heard.last().is_none_or(|message| message["client_id"] != client_id) {
            heard.push(self.next().await.unwrap());
        }
        heard
    }

    /// Whatever was sent before has been answered when the error of a message that is none comes.
    pub async fn rest(&mut self) -> Vec<Value> {
        self.say(json!({"type": "nothing", "client_id": "rest"})).await;
        let mut heard = self.answer("rest").await;
        heard.pop();
        heard
    }
}
