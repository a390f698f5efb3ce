//! How many messages a second are stored, understood and answered.

use std::time::{Duration, Instant};

use anyhow::bail;
use tokio::task::JoinSet;

use super::{Common, Figures, Process, duration, visitor::Visitor};

/// Visitors who say something and wait for the answer
///
/// A turn is counted when the bot's answer is there; both are on the server's disk by then. Visitors take turns, so that none of them
/// speaks faster than `sockets.messages_a_second` allows.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer bench turns --at-once 256 --seconds 10s")]
pub struct Args {
    #[command(flatten)]
    pub common: Common,
    /// Turns that are under way at a time
    #[arg(long, default_value_t = 256)]
    at_once: usize,
    /// Visitors for each of these, who speak one after the other
    #[arg(long, default_value_t = 8)]
    visitors: usize,
    #[arg(long, default_value = "10s", value_parser = duration)]
    seconds: Duration,
    /// What they say
    #[arg(long, default_value = "你好")]
    text: String,
    /// The shop that they visit
    #[arg(long, default_value = "demo")]
    shop: String,
}

pub async fn run(args: &Args) -> anyhow::Result<Figures> {
    let process = Process::find(args.common.pid)?;
    let mut arriving = JoinSet::new();
    for _ in 0..args.at_once {
        let (url, shop, visitors) = (args.common.url.clone(), args.shop.clone(), args.visitors.max(1));
        arriving.spawn(async move {
            let mut group = Vec::new();
            for _ in 0..visitors {
                group.push(Visitor::arrive(&url, &shop).await?);
            }
            anyhow::Ok(group)
        });
    }
    let mut groups = Vec::new();
    while let Some(group) = arriving.join_next().await {
        groups.push(group??);
    }

    let used = process.as_ref().map(Process::cpu).transpose()?;
    let began = Instant::now();
    let until = began + args.seconds;
    let mut talking = JoinSet::new();
    for group in groups {
        talking.spawn(talk(group, args.text.clone(), until));
    }
    let mut times = Vec::new();
    while let Some(group) = talking.join_next().await {
        times.extend(group??);
    }
    let seconds = began.elapsed().as_secs_f64();
    if times.is_empty() {
        bail!("no turn ended in time");
    }

    let mut figures = Figures::of("turns");
    figures.add("turns", times.len() as f64);
    figures.add("turns_a_second", times.len() as f64 / seconds);
    figures.add_times("", &mut times);
    if let (Some(process), Some(used)) = (&process, used) {
        let used = process.cpu()?.saturating_sub(used);
        figures.add("server_cpu_us_each", used.as_secs_f64() * 1e6 / times.len() as f64);
        figures.add("resident_mb", process.resident()? as f64 / 1e6);
    }
    Ok(figures)
}

/// One turn after the other, each by the next visitor.
async fn talk(mut group: Vec<Visitor>, text: String, until: Instant) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::new();
    loop {
        for visitor in &mut group {
            let began = Instant::now();
            if began >= until {
                return Ok(times);
            }
            let seq = visitor.say(&text).await?;
            visitor.hear_answer(seq).await?;
            times.push(began.elapsed());
        }
    }
}
