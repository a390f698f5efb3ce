//! The other end of a WebSocket, small enough to be there eighteen thousand times.

use std::{
    io,
    net::{SocketAddr, ToSocketAddrs},
    str::FromStr,
};

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

use crate::http::socket::frame::{self, Frame, Opcode, Sender};

/// Of a message from the server.
const LARGEST: usize = 1 << 20;

/// Where the server is: `ws://host:port`, and a path for a bench that needs one.
#[derive(Debug, Clone)]
pub struct Target {
    host: String,
    address: SocketAddr,
    path: String,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(url: &str) -> Result<Self, String> {
        let rest = url.strip_prefix("ws://").ok_or("it does not begin with ws://")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let found = host.to_socket_addrs().or_else(|_| (host, 80).to_socket_addrs());
        let address = found.ok().and_then(|mut addresses| addresses.next());
        let address = address.ok_or_else(|| format!("there is no {host}"))?;
        Ok(Self { host: host.to_owned(), address, path: format!("/{path}") })
    }
}

impl Target {
    /// With the port, as it was written.
    pub fn host(&self) -> &str {
        &self.host
    }

    pub fn with_path(&self, path: String) -> Self {
        Self { path, ..self.clone() }
    }
}

/// A call to the HTTP API of the same server: the status, and the answer where there is one.
///
/// # Errors
/// When nobody answers, or with what is no answer.
pub async fn call(
    target: &Target,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: &Value,
) -> anyhow::Result<(u16, Value)> {
    let mut stream = TcpStream::connect(target.address).await?;
    let body = body.to_string();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n{}\r\n{body}",
        target.host,
        body.len(),
        bearer(token)
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let answer = String::from_utf8(answer)?;
    let status = answer.get(9..12).and_then(|status| status.parse().ok()).context("no HTTP came")?;
    let (_, body) = answer.split_once("\r\n\r\n").context("the answer is cut off")?;
    Ok((status, serde_json::from_str(body).unwrap_or_default()))
}

/// The token of a session.
///
/// # Errors
/// When the server does not let them in.
pub async fn sign_in(target: &Target, email: &str, password: &str) -> anyhow::Result<String> {
    let body = json!({"email": email, "password": password});
    let (status, answer) = call(target, "POST", "/auth/login", None, &body).await?;
    ensure!(status == 200, "{email} cannot sign in: {answer}");
    Ok(answer["token"].as_str().context("no token came")?.to_owned())
}

fn bearer(token: Option<&str>) -> String {
    token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default()
}

pub struct Client {
    stream: TcpStream,
    unread: Vec<u8>,
}

/// What the server says.
#[derive(Debug)]
pub enum Heard {
    Text(String),
    Pong,
    Close(Option<u16>),
}

impl Client {
    /// # Errors
    /// When nobody answers, or not with a WebSocket.
    pub async fn connect(target: &Target) -> anyhow::Result<Self> {
        Self::connect_as(target, None).await
    }

    /// As somebody who is signed in.
    ///
    /// # Errors
    /// As [`Client::connect`].
    pub async fn connect_as(target: &Target, token: Option<&str>) -> anyhow::Result<Self> {
        let context = || format!("no connection to {}", target.host);
        let stream = TcpStream::connect(target.address).await.with_context(context)?;
        Self::on(stream, target, token).await
    }

    /// The same with as small a receive buffer as the kernel allows.
    ///
    /// # Errors
    /// As [`Client::connect`].
    pub async fn connect_narrow(target: &Target, token: Option<&str>) -> anyhow::Result<Self> {
        let context = || format!("no connection to {}", target.host);
        let socket = if target.address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        socket.set_recv_buffer_size(1)?;
        let stream = socket.connect(target.address).await.with_context(context)?;
        Self::on(stream, target, token).await
    }

    async fn on(stream: TcpStream, target: &Target, token: Option<&str>) -> anyhow::Result<Self> {
        stream.set_nodelay(true)?;
        let mut client = Self { stream, unread: Vec::new() };
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{}\r\n",
            target.path,
            target.host,
            bearer(token)
        );
        client.stream.write_all(request.as_bytes()).await?;
        loop {
            if let Some(end) = client.unread.windows(4).position(|window| window == b"\r\n\r\n") {
                let head: Vec<u8> = client.unread.drain(..end + 4).collect();
                if head.starts_with(b"HTTP/1.1 101 ") {
                    return Ok(client);
                }
                let head = String::from_utf8_lossy(&head);
                bail!("{} answers {:?}", target.host, head.lines().next().unwrap_or_default());
            }
            client.read().await?;
        }
    }

    pub async fn say(&mut self, text: &str) -> anyhow::Result<()> {
        self.send(Opcode::Text, text.as_bytes()).await
    }

    pub async fn ping(&mut self) -> anyhow::Result<()> {
        self.send(Opcode::Ping, b"").await
    }

    /// What comes next; pings are answered in passing.
    pub async fn hear(&mut self) -> anyhow::Result<Heard> {
        loop {
            let taken = frame::take(&mut self.unread, Sender::Server, LARGEST);
            let Some((frame, size)) = taken.map_err(|code| anyhow::anyhow!("{}", code.meaning()))? else {
                self.read().await?;
                continue;
            };
            let heard = match frame.opcode {
                Opcode::Text => Some(Heard::Text(str::from_utf8(frame.payload)?.to_owned())),
                Opcode::Close => {
                    let code = frame.payload.first_chunk().map(|code| u16::from_be_bytes(*code));
                    Some(Heard::Close(code))
                }
                Opcode::Pong => Some(Heard::Pong),
                Opcode::Ping => None,
                Opcode::Binary | Opcode::Continuation => bail!("the server sent what it never sends"),
            };
            self.unread.drain(..size);
            if self.unread.is_empty() {
                self.unread = Vec::new();
            }
            match heard {
                Some(heard) => return Ok(heard),
                None => self.send(Opcode::Pong, b"").await?,
            }
        }
    }

    /// The next text.
    pub async fn hear_text(&mut self) -> anyhow::Result<String> {
        loop {
            match self.hear().await? {
                Heard::Text(text) => return Ok(text),
                Heard::Pong => {}
                Heard::Close(code) => bail!("the server closed with {}", code.unwrap_or(1005)),
            }
        }
    }

    async fn send(&mut self, opcode: Opcode, payload: &[u8]) -> anyhow::Result<()> {
        let mut bytes = Vec::with_capacity(payload.len() + 14);
        let key = fastrand::u32(..).to_ne_bytes();
        frame::write_masked(&Frame { last: true, opcode, payload }, key, &mut bytes);
        Ok(self.stream.write_all(&bytes).await?)
    }

    async fn read(&mut self) -> anyhow::Result<()> {
        loop {
            self.stream.readable().await?;
            match self.read_now() {
                Ok(0) => bail!("the server hung up"),
                Ok(_) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The buffer must not become part of a future that waits: there are very many of them.
    fn read_now(&mut self) -> io::Result<usize> {
        let mut buffer = [0; 16 * 1024];
        let size = self.stream.try_read(&mut buffer)?;
        self.unread.extend_from_slice(&buffer[..size]);
        Ok(size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_read() {
        let check = |url: &str, expected: Result<(&str, &str), &str>| {
            let target = url.parse::<Target>();
            let target = target.as_ref().map(|target| (target.address.to_string(), target.path.as_str()));
            assert_eq!(
                target.map_err(String::as_str),
                expected.map(|(address, path)| (address.to_owned(), path)),
                "{url}"
            );
        };
        check("ws://127.0.0.1:8080", Ok(("127.0.0.1:8080", "/")));
        check("ws://127.0.0.1:8080/echo?a=b", Ok(("127.0.0.1:8080", "/echo?a=b")));
        check("ws://127.0.0.1/", Ok(("127.0.0.1:80", "/")));
        check("wss://127.0.0.1", Err("it does not begin with ws://"));
    }
}
