//! Whether anything is lost or told twice when the server is killed at any moment, again and again.

mod people;
mod record;
mod seat;
mod visitor;

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use anyhow::Context;
use tokio::{task::JoinSet, time::sleep};
use uuid::Uuid;

use self::{people::World, seat::Seat, visitor::Visitor};
use super::{Figures, server::Server};
use crate::cli::progress;

/// Kill a server again and again while visitors and seats talk
///
/// Starts a server of its own, as `xiaoer serve` does without settings, and visitors and two seats who talk with it over sockets. The server is
/// killed (SIGKILL) at random moments and started again; everybody comes back and goes on. In the end, what each side heard, and what was
/// acknowledged to it, must be what the log tells from the beginning: once, in order, on both sides. Whoever waits for a person must still
/// wait. Exits with 1 if anything is not so.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer bench crash --times 100")]
pub struct Args {
    /// How often the server is killed
    #[arg(long, default_value_t = 100)]
    times: usize,
    #[arg(long, default_value_t = 40)]
    visitors: usize,
    /// A folder on the disk to be tried, which is made and removed again [default: in the folder for temporary files]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Of the random moments
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write the figures to this file as well
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

/// How long a server may live before it is killed.
const LIFE: std::ops::Range<u64> = 50..1_500;

/// So long everybody may take to say and hear what was under way, after the last start.
const REST: Duration = Duration::from_secs(60);

pub async fn run(args: &Args) -> anyhow::Result<Figures> {
    let folder =
        args.data.clone().unwrap_or_else(env::temp_dir).join(format!("xiaoer-crash-{}", Uuid::now_v7()));
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let figures = kill_again_and_again(args, &folder).await;
    fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    figures
}

async fn kill_again_and_again(args: &Args, folder: &Path) -> anyhow::Result<Figures> {
    let mut random = fastrand::Rng::with_seed(args.seed);
    let mut server = Server::start(folder, Path::new(".")).await?;
    let world = Arc::new(World::new(server.target().clone()));
    let mut visitors = JoinSet::new();
    for number in 0..args.visitors {
        visitors.spawn(Visitor::new(number, random.fork()).live(world.clone()));
    }
    let mut seats = JoinSet::new();
    for email in ["seat1@demo", "seat2@demo"] {
        let seat = Seat::sign_in(server.target(), email, server.password(), random.fork()).await?;
        seats.spawn(seat.live(world.clone()));
    }

    let bar = progress::bar(args.times as u64, "killed");
    let mut starts = Vec::with_capacity(args.times);
    for _ in 0..args.times {
        sleep(Duration::from_millis(random.u64(LIFE))).await;
        server.kill()?;
        let began = Instant::now();
        server = server.again(folder).await?;
        starts.push(began.elapsed());
        bar.inc(1);
    }
    bar.finish_and_clear();
    world.ending.store(true, Ordering::Relaxed);
    let (visitors, seats) =
        tokio::time::timeout(REST, async { (visitors.join_all().await, seats.join_all().await) })
            .await
            .context("not everybody came to an end after the last start")?;

    let mut figures = Figures::of("crash");
    figures.add("kills", args.times as f64);
    figures.add_times("ready_again_", &mut starts);
    let waiting = check(&mut figures, &server, &visitors, &seats).await?;
    figures.add("waiting_in_the_end", waiting as f64);
    server.kill()?;
    Ok(figures)
}

/// Compares what everybody heard with what the log has, as both sides are told it; the number of those who wait.
async fn check(
    figures: &mut Figures,
    server: &Server,
    visitors: &[Visitor],
    seats: &[Seat],
) -> anyhow::Result<usize> {
    let target = server.target();
    let watcher = Seat::sign_in(target, "super@demo", server.password(), fastrand::Rng::new()).await?;
    let mut desk = watcher.at_the_desk(target).await?;
    let (mut by_visitors, mut by_seats, mut heard, mut waited) = (0, 0, 0, 0);
    let mut waiting = BTreeMap::new();
    for visitor in visitors {
        let whole = visitor.whole(target).await?;
        let told = desk.whole(&whole.conversation).await?;
        let mut faults = visitor.record.faults_beside(&whole.messages);
        if told != whole.messages {
            faults.push(format!("the seat is told {told:?}, the visitor {:?}", whole.messages));
        }
        for seat in seats {
            if let Some(record) = seat.record(&whole.conversation) {
                by_seats += record.acknowledged();
                heard += record.heard();
                let of_seat = |fault| format!("{}: {fault}", seat.email);
                faults.extend(record.faults_beside(&told).into_iter().map(of_seat));
            }
        }
        faults.extend(whole.lost_its_place().map(str::to_owned));
        by_visitors += visitor.record.acknowledged();
        heard += visitor.record.heard();
        waited += whole.waited;
        faults.into_iter().for_each(|fault| figures.add_fault(format!("{}: {fault}", visitor.name())));
        if whole.waits {
            waiting.insert(whole.conversation, visitor.name());
        }
    }
    // No seat is there any more, so whoever waits goes on waiting.
    let queue = watcher.at_the_desk(target).await?.queue;
    for (conversation, name) in &waiting {
        if !queue.contains(conversation) {
            figures.add_fault(format!("{name} waits, and is not in the queue"));
        }
    }
    figures.add("acknowledged_to_visitors", by_visitors as f64);
    figures.add("acknowledged_to_seats", by_seats as f64);
    figures.add("messages_heard", heard as f64);
    figures.add("times_that_somebody_waited", waited as f64);
    Ok(waiting.len())
}
