//! Whether one who does not read holds up the others.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context;
use tokio::{
    sync::Mutex,
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep},
};

use super::{Common, Figures, client::Client, duration};

/// One speaks, all hear it, and then one of them stops reading
///
/// --url names a socket that passes what one says on to everybody. How long messages take is measured twice: while all read, and
/// while one never does. `cargo bench --bench socket` runs this against this server's sockets.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer bench group --url ws://127.0.0.1:9001/group --members 200")]
pub struct Args {
    #[command(flatten)]
    pub common: Common,
    #[arg(long, default_value_t = 200)]
    members: usize,
    /// Messages a second
    #[arg(long, default_value_t = 50)]
    rate: u32,
    /// Of each message
    #[arg(long, default_value_t = 2000)]
    bytes: usize,
    /// For each of the two measurements
    #[arg(long, default_value = "10s", value_parser = duration)]
    seconds: Duration,
}

pub async fn run(args: &Args) -> anyhow::Result<Figures> {
    let mut figures = Figures::of("group");
    figures.add("members", args.members as f64);
    for (name, unread) in [("all_read_", 0), ("one_never_reads_", 1)] {
        let (mut times, dropped) = measure(args, unread).await?;
        figures.add(format!("{name}deliveries"), times.len() as f64);
        figures.add_times(name, &mut times);
        if unread > 0 {
            figures.add("slow_reader_dropped", f64::from(u8::from(dropped)));
        }
    }
    Ok(figures)
}

/// How long each message took to each who reads, and whether those who do not were dropped.
async fn measure(args: &Args, unread: usize) -> anyhow::Result<(Vec<Duration>, bool)> {
    let zero = Instant::now();
    let mut speaker = Client::connect(&args.common.url).await?;
    let mut silent = Vec::new();
    for _ in 0..unread {
        silent.push(Client::connect(&args.common.url).await?);
    }
    let times = Arc::new(Mutex::new(Vec::new()));
    let mut members = JoinSet::new();
    for _ in unread + 1..args.members {
        let mut member = Client::connect(&args.common.url).await?;
        let times = times.clone();
        members.spawn(async move {
            loop {
                let text = member.hear_text().await?;
                let sent = text.split_once(' ').and_then(|(sent, _)| sent.parse().ok());
                let sent = Duration::from_nanos(sent.context("that is nothing that was said here")?);
                times.lock().await.push(zero.elapsed().saturating_sub(sent));
            }
        });
    }

    let mut ticks = interval(Duration::from_secs(1) / args.rate.max(1));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let filler = "x".repeat(args.bytes.saturating_sub(20));
    let began = Instant::now();
    while began.elapsed() < args.seconds {
        ticks.tick().await;
        speaker.say(&format!("{} {filler}", zero.elapsed().as_nanos())).await?;
        // The speaker is one of those who hear it.
        speaker.hear_text().await?;
    }
    sleep(Duration::from_millis(200)).await;
    if let Some(Ok(ended)) = members.try_join_next() {
        let ended: anyhow::Result<()> = ended;
        ended.context("one who read was dropped")?;
    }
    members.abort_all();
    let mut dropped = unread > 0;
    for mut client in silent {
        // What the kernel took comes first; a member that was not dropped says nothing more then.
        dropped &= loop {
            match tokio::time::timeout(Duration::from_secs(1), client.hear_text()).await {
                Ok(Ok(_)) => {}
                Ok(Err(_)) => break true,
                Err(_) => break false,
            }
        };
    }
    Ok((std::mem::take(&mut *times.lock().await), dropped))
}
