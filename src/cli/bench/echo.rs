//! What a message costs the transport alone.

use std::time::{Duration, Instant};

use anyhow::bail;
use tokio::task::JoinSet;

use super::{
    Common, Figures, Process,
    client::{Client, Heard},
    duration,
};

/// Messages that come back as they are
///
/// --url names a socket that says what it hears. With --ping it may be any socket: frames of kind ping are sent, which every server
/// answers. `cargo bench --bench socket` runs this against this server's sockets and axum's in turn.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer bench echo --ping --url 'ws://127.0.0.1:8080/ws/visitor?shop=demo' --pid $(pgrep -x xiaoer)")]
pub struct Args {
    #[command(flatten)]
    pub common: Common,
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// Of each message
    #[arg(long, default_value_t = 130)]
    bytes: usize,
    #[arg(long, default_value = "5s", value_parser = duration)]
    seconds: Duration,
    /// Send pings instead of messages
    #[arg(long)]
    ping: bool,
}

pub async fn run(args: &Args) -> anyhow::Result<Figures> {
    let process = Process::find(args.common.pid)?;
    let mut clients = Vec::new();
    for _ in 0..args.connections {
        clients.push(Client::connect(&args.common.url).await?);
    }
    let used = process.as_ref().map(Process::cpu).transpose()?;
    let began = Instant::now();
    let until = began + args.seconds;
    let text = (!args.ping).then(|| "x".repeat(args.bytes));
    let mut talking = JoinSet::new();
    for client in clients {
        talking.spawn(talk(client, text.clone(), until));
    }
    let mut times = Vec::new();
    while let Some(client) = talking.join_next().await {
        times.extend(client??);
    }
    let seconds = began.elapsed().as_secs_f64();
    if times.is_empty() {
        bail!("no message came back in time");
    }

    let mut figures = Figures::of("echo");
    figures.add("messages", times.len() as f64);
    figures.add("messages_a_second", times.len() as f64 / seconds);
    figures.add_times("", &mut times);
    if let (Some(process), Some(used)) = (&process, used) {
        let used = process.cpu()?.saturating_sub(used).as_secs_f64();
        figures.add("messages_a_cpu_second", times.len() as f64 / used);
        figures.add("resident_mb", process.resident()? as f64 / 1e6);
    }
    Ok(figures)
}

async fn talk(mut client: Client, text: Option<String>, until: Instant) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::new();
    loop {
        let began = Instant::now();
        if began >= until {
            return Ok(times);
        }
        match &text {
            Some(text) => client.say(text).await?,
            None => client.ping().await?,
        }
        match (client.hear().await?, &text) {
            (Heard::Text(heard), Some(text)) if heard == *text => {}
            (Heard::Pong, None) => {}
            (other, _) => bail!("that was no echo: {other:?}"),
        }
        times.push(began.elapsed());
    }
}
