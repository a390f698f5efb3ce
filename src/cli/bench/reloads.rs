//! Whether content can be exchanged under load without a failed turn, and without memory that grows.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use rustix::process::{Signal, kill_process};
use serde_json::json;
use tokio::{task::JoinSet, time::timeout};
use uuid::Uuid;

use super::{
    Figures, Process,
    client::{Target, call},
    server::Server,
    visitor::Visitor,
};
use crate::{cli::progress, content::source};

/// Reload a server again and again while visitors talk
///
/// Starts a server of its own on a copy of the built-in content, and visitors who say one thing after another. Before each reload (SIGHUP) the
/// content is edited; it is over when the new version answers. Memory counts as grown when its median over the last fifth of the reloads lies more
/// than 5 % above that over the second fifth, by when everything has been in use. Exits with 1 if it has grown, or if a turn has failed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer bench reloads --times 200")]
pub struct Args {
    /// How often the content is read again; memory is compared from 50 times on
    #[arg(long, default_value_t = 200)]
    times: usize,
    /// Who talk all the while
    #[arg(long, default_value_t = 8)]
    visitors: usize,
    /// A folder that is made and removed again [default: in the folder for temporary files]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Write the figures to this file as well
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

/// How long a reload or a turn may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Reloads from which on memory is compared, and the parts that they are looked at in.
const ENOUGH: usize = 50;
const PARTS: usize = 5;
/// What the last may have more than the first.
const GROWTH: f64 = 1.05;
/// A rule, an example, a call to the shop, the classifier; none of them leads to a person, who would not answer.
const SAID: [&str; 4] = ["你好", "满多少包邮", "我的订单", "你们门店的包邮门槛是多少来着"];
/// Which is edited.
const EDITED: &str = "intents/shared.yml";

pub async fn run(args: &Args) -> anyhow::Result<Figures> {
    let folder =
        args.data.clone().unwrap_or_else(env::temp_dir).join(format!("xiaoer-reloads-{}", Uuid::now_v7()));
    let content = folder.join("content");
    lay_out(&content)?;
    let figures = reload_again_and_again(args, &folder.join("data"), &content).await;
    fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    figures
}

fn lay_out(content: &Path) -> anyhow::Result<()> {
    for file in source::embedded() {
        let path = content.join(&*file.path);
        let folder = path.parent().unwrap_or(content);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, &file.bytes))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

async fn reload_again_and_again(args: &Args, data: &Path, content: &Path) -> anyhow::Result<Figures> {
    fs::create_dir_all(data)?;
    let server = Server::start(data, content).await?;
    let process = Process::find(u32::try_from(server.process().as_raw_nonzero().get()).ok())?;
    let process = process.context("the server has no process")?;
    let over = Arc::new(AtomicBool::new(false));
    let mut talking = JoinSet::new();
    for number in 0..args.visitors {
        talking.spawn(talk(server.target().clone(), number, over.clone()));
    }

    let bar = progress::bar(args.times as u64, "reloaded");
    let (mut took, mut resident) = (Vec::new(), Vec::new());
    let mut version = version(server.target()).await?;
    for number in 0..args.times {
        let mut edited = fs::OpenOptions::new().append(true).open(content.join(EDITED))?;
        writeln!(edited, "# {number}")?;
        let began = Instant::now();
        kill_process(server.process(), Signal::HUP)?;
        version = timeout(PATIENCE, newer(server.target(), version))
            .await
            .with_context(|| format!("reload {number} did not end in time"))??;
        took.push(began.elapsed());
        resident.push(process.resident()?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    over.store(true, Ordering::Relaxed);

    let mut figures = Figures::of("reloads");
    let (mut turns, mut failed) = (Vec::new(), 0);
    while let Some(visitor) = talking.join_next().await {
        let visitor = visitor?;
        turns.extend(visitor.turns);
        failed += visitor.faults.len();
        visitor.faults.into_iter().for_each(|fault| figures.add_fault(fault));
    }
    figures.add("reloads", args.times as f64);
    figures.add_times("reload_", &mut took);
    figures.add("turns", turns.len() as f64);
    figures.add("failed_turns", failed as f64);
    figures.add_times("turn_", &mut turns);
    let looks: Vec<f64> = resident.chunks_exact((args.times / PARTS).max(1)).map(median).collect();
    if let [_, early, .., late] = looks[..]
        && args.times >= ENOUGH
    {
        figures.add("resident_early_mb", early / 1e6);
        figures.add("resident_late_mb", late / 1e6);
        figures.add("growth_percent", (late / early - 1.0) * 100.0);
        if late > early * GROWTH {
            let each: Vec<String> = looks.iter().map(|look| format!("{:.0}", look / 1e6)).collect();
            figures.add_fault(format!(
                "memory has grown by more than 5 %, by fifths of the reloads: {} MB",
                each.join(", ")
            ));
        }
    }
    Ok(figures)
}

fn median(values: &[u64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default() as f64
}

/// What the version that answers now is called.
async fn version(target: &Target) -> anyhow::Result<String> {
    let (status, answer) = call(target, "POST", "/model/parse", None, &json!({"text": "你好"})).await?;
    ensure!(status == 200, "nothing is understood: {answer}");
    Ok(answer["trace"]["content"].as_str().context("an understanding without a version")?.to_owned())
}

/// Waits for another version.
async fn newer(target: &Target, than: String) -> anyhow::Result<String> {
    loop {
        let now = version(target).await?;
        if now != than {
            return Ok(now);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[derive(Default)]
struct Talked {
    turns: Vec<Duration>,
    faults: Vec<String>,
}

/// One turn after another, until it is over.
async fn talk(target: Target, number: usize, over: Arc<AtomicBool>) -> Talked {
    let mut talked = Talked::default();
    let mut here = None;
    for text in SAID.iter().cycle().skip(number) {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let began = Instant::now();
        match timeout(PATIENCE, turn(&target, &mut here, text)).await {
            Ok(Ok(())) => talked.turns.push(began.elapsed()),
            Ok(Err(error)) => {
                talked.faults.push(format!("visitor {number}: {error:#}"));
                here = None;
            }
            Err(_) => {
                talked.faults.push(format!("visitor {number} heard no answer to {text}"));
                here = None;
            }
        }
        // As a person would: the sockets allow no more.
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    talked
}

async fn turn(target: &Target, here: &mut Option<Visitor>, text: &str) -> anyhow::Result<()> {
    let visitor = match here {
        Some(visitor) => visitor,
        None => here.insert(Visitor::arrive(target, "demo").await?),
    };
    let seq = visitor.say(text).await?;
    visitor.hear_answer(seq).await
}
