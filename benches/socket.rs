//! What WebSockets cost: `cargo bench --bench socket`. Ours beside axum's with its smallest buffers, in the same run.
//!
//! Each server is a process of its own, this program started again, so that memory and CPU time are its alone; the load comes from
//! `xiaoer bench`, a third process.

#![allow(clippy::print_stdout)]

use std::{
    env, fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
};

use axum::{
    Router,
    extract::{
        Request,
        ws::{Message, WebSocketUpgrade},
    },
    routing::get,
    serve::ListenerExt,
};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::Runtime,
};
use xiaoer::{
    config::{Config, SocketsConfig},
    http::{
        Server,
        socket::{Outbox, Session, Sockets, Then, accept},
    },
};

const ROUNDS: usize = 5;
const IDLE: usize = 10_000;
const SERVERS: [&str; 2] = ["xiaoer", "axum"];

fn main() {
    let runtime = Runtime::new().expect("threads");
    if let Some(server) = env::args().nth(1).filter(|argument| SERVERS.contains(&argument.as_str())) {
        runtime.block_on(serve(&server));
        return;
    }
    println!("| server | echoes a CPU second | a second | p50 ms | p99 ms |\n|---|---|---|---|---|");
    let mut medians = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (server, all) in SERVERS.into_iter().zip(&mut medians) {
            let echo = Started::new(server).echo();
            let figure = |name: &str| echo[name].as_f64().unwrap_or_default();
            println!(
                "| {server} | {:.0} | {:.0} | {:.2} | {:.2} |",
                figure("messages_a_cpu_second"),
                figure("messages_a_second"),
                figure("p50_ms"),
                figure("p99_ms")
            );
            all.push(figure("messages_a_cpu_second"));
        }
    }
    let [ours, theirs] = medians.map(median);
    println!("\nmedians of echoes a CPU second: {ours:.0} and {theirs:.0}, {:.2} times", ours / theirs);

    println!("\n| server | bytes of memory for each of {IDLE} idle connections |\n|---|---|");
    for server in SERVERS {
        println!("| {server} | {} |", runtime.block_on(idle(&Started::new(server))));
    }
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// A server in a process of its own, killed when dropped.
struct Started {
    process: Child,
    address: SocketAddr,
}

impl Started {
    fn new(server: &str) -> Self {
        let program = env::current_exe().expect("this program");
        let mut process = Command::new(program).arg(server).stdout(Stdio::piped()).spawn().expect("a server");
        let mut line = String::new();
        let output = process.stdout.take().expect("its output is piped");
        BufReader::new(output).read_line(&mut line).expect("a line with its address");
        Self { process, address: line.trim().parse().expect("an address") }
    }

    fn echo(&self) -> Value {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("figures.json");
        let status = Command::new(env!("CARGO_BIN_EXE_xiaoer"))
            .args(["bench", "echo", "--url", &format!("ws://{}/", self.address)])
            .args(["--pid", &self.process.id().to_string()])
            .args(["--json".as_ref(), file.as_os_str()])
            .stdout(Stdio::null())
            .status();
        assert!(status.expect("xiaoer bench").success(), "xiaoer bench failed");
        serde_json::from_slice(&fs::read(file).expect("figures")).expect("JSON")
    }

    fn resident(&self) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).expect("Linux");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a size");
        line.trim().trim_end_matches(" kB").parse::<usize>().expect("a number") * 1024
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Bytes that each connection adds when it has said one thing and is quiet.
async fn idle(server: &Started) -> usize {
    let mut connections = Vec::new();
    // What the first ones make, such as buffers of threads, is not theirs.
    for _ in 0..100 {
        connections.push(connect(server.address).await);
    }
    let before = server.resident();
    for _ in 0..IDLE {
        connections.push(connect(server.address).await);
    }
    (server.resident() - before) / IDLE
}

async fn connect(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    stream.write_all(request.as_bytes()).await.expect("the server reads");
    // A text of one letter under a mask of zeros, and its echo.
    stream.write_all(b"\x81\x81\0\0\0\0a").await.expect("the server reads");
    let mut answer = Vec::new();
    while !answer.ends_with(b"\x81\x01a") {
        assert!(stream.read_buf(&mut answer).await.expect("the server answers") > 0);
    }
    stream
}

async fn serve(server: &str) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    println!("{}", listener.local_addr().expect("an address"));
    if server == "axum" {
        let listener = listener.tap_io(|stream| stream.set_nodelay(true).expect("a socket option"));
        axum::serve(listener, Router::new().route("/", get(theirs))).await.expect("a server");
        return;
    }
    let unlimited = u32::MAX.try_into().expect("not zero");
    let settings =
        SocketsConfig { messages_a_second: unlimited, burst: unlimited, ..Config::embedded().sockets };
    let sockets = Sockets::new(settings);
    let echoing = sockets.clone();
    let router = Router::new().route("/", get(async move |request: Request| accept(&echoing, request, Echo)));
    let server = Server { router, sockets, connections: 4096, drain: std::time::Duration::ZERO };
    server.serve(listener, std::future::pending()).await;
}

struct Echo(Outbox);

impl Session for Echo {
    fn text(&mut self, text: &str) -> Then {
        self.0.send(text);
        Then::Next
    }

    fn too_fast(&mut self) {}
}

async fn theirs(upgrade: WebSocketUpgrade) -> axum::response::Response {
    upgrade.read_buffer_size(4096).write_buffer_size(4096).on_upgrade(async |mut socket| {
        while let Some(Ok(message)) = socket.recv().await {
            if let Message::Text(_) = message
                && socket.send(message).await.is_err()
            {
                return;
            }
        }
    })
}
