//! What visitors cost that are only there.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{sync::Semaphore, task::JoinSet, time::sleep};

use super::{Common, Figures, Process, duration, visitor::Visitor};
use crate::cli::progress;

/// Many visitors who say nothing
///
/// Connects them all, each with a conversation of its own, and waits. With --pid, the server's memory before and after, and what each
/// visitor takes of it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer bench idle --connections 18000 --pid $(pgrep -x xiaoer)")]
pub struct Args {
    #[command(flatten)]
    pub common: Common,
    #[arg(long, default_value_t = 1000)]
    connections: usize,
    /// So many are under way at a time
    #[arg(long, default_value_t = 64)]
    at_once: usize,
    /// How long they stay before the memory is read again
    #[arg(long, default_value = "10s", value_parser = duration)]
    stay: Duration,
    /// The shop that they visit
    #[arg(long, default_value = "demo")]
    shop: String,
}

pub async fn run(args: &Args) -> anyhow::Result<Figures> {
    let mut figures = Figures::of("idle");
    let process = Process::find(args.common.pid)?;
    let before = process.as_ref().map(Process::resident).transpose()?;
    let began = Instant::now();
    let (visitors, here) = connect(args).await?;
    figures.add("connections", args.connections as f64);
    figures.add("connect_s", began.elapsed().as_secs_f64());
    sleep(args.stay).await;
    let lost = args.connections - here.load(Ordering::Relaxed);
    if lost > 0 {
        figures.add_fault(format!("{lost} visitors were dropped"));
    }
    if let (Some(process), Some(before)) = (&process, before) {
        let after = process.resident()?;
        figures.add("resident_before_mb", before as f64 / 1e6);
        figures.add("resident_after_mb", after as f64 / 1e6);
        let each = after.saturating_sub(before) as f64 / args.connections as f64;
        figures.add("bytes_each", each);
    }
    drop(visitors);
    Ok(figures)
}

/// Visitors who listen, and how many of them are still here.
async fn connect(args: &Args) -> anyhow::Result<(JoinSet<()>, Arc<AtomicUsize>)> {
    let bar = progress::bar(args.connections as u64, "connecting");
    let places = Arc::new(Semaphore::new(args.at_once.max(1)));
    let mut arriving = JoinSet::new();
    for _ in 0..args.connections {
        let place = Arc::clone(&places).acquire_owned().await?;
        let (url, shop) = (args.common.url.clone(), args.shop.clone());
        arriving.spawn(async move {
            let visitor = Visitor::arrive(&url, &shop).await;
            drop(place);
            visitor
        });
        bar.inc(1);
    }
    let here = Arc::new(AtomicUsize::new(0));
    let mut visitors = JoinSet::new();
    while let Some(visitor) = arriving.join_next().await {
        let mut visitor = visitor??;
        here.fetch_add(1, Ordering::Relaxed);
        let here = here.clone();
        visitors.spawn(async move {
            while visitor.hear().await.is_ok() {}
            here.fetch_sub(1, Ordering::Relaxed);
        });
    }
    bar.finish_and_clear();
    Ok((visitors, here))
}
