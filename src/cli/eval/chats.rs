//! `xiaoer eval chats`: what would have happened in conversations of the past.

use std::{
    fs,
    io::{self, Read, Write},
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use anyhow::Context;

use super::{chats_table, files, measure};
use crate::{
    assistant::Assistant,
    cli::{Exit, encoder, engines::Engines, labelled, progress},
    content::Diagnostic,
    eval::{
        self, ChatResults,
        chats::{self, Chat, ChatRow, JudgedChat, Labels},
    },
    nlu::embed::all_cores,
    train::Cost,
};

/// Replay conversations of the past through the engine: what would have happened?
///
/// Writes chats.json, chats.html and chats.jsonl into --out; docs/eval.md says how it is counted. Exits with 0 when done, 1 when the
/// file or the labels have faults, 2 when it could not run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  xiaoer export chats --since 7d | xiaoer eval chats -
  xiaoer eval chats chats.jsonl --labels our-labels.csv --cost 10:3:1
  xiaoer eval chats chats.jsonl --baseline results-last-week/chats.json")]
pub struct Args {
    /// One conversation a line, as `xiaoer export chats` writes them; `-` for standard input
    #[arg(value_name = "FILE", required_unless_present = "data")]
    file: Option<PathBuf>,
    /// The same
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    data: Option<PathBuf>,
    /// What foreign labels mean: a table `label,intents`
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    #[arg(long, value_name = "DIR", default_value = labelled::MODEL)]
    model: PathBuf,
    /// Where the reports go
    #[arg(long, value_name = "DIR", default_value = "results-chats")]
    out: PathBuf,
    /// What a wrong answer, a handover and a question back cost
    #[arg(long, value_name = "WRONG:HANDOVER:QUESTION", default_value_t)]
    cost: Cost,
    /// The chats.json (or folder) of an earlier replay: what came out otherwise is told
    #[arg(long, value_name = "DIR|FILE")]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    encoder: encoder::EncoderChoice,
}

pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let started = Instant::now();
    // Read before anything is written: the results may take the place of those they are held against.
    let baseline = args.baseline.as_deref().map(baseline).transpose()?;
    let Some(chats) = read(args)? else { return Ok(Exit::Findings) };
    let (assistant, fingerprint) = assistant(args, &chats)?;
    let content = assistant.content();
    let labels = match &args.labels {
        Some(file) => {
            let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
            let (labels, findings) = Labels::read(&file.to_string_lossy().into(), &text, content);
            if told(&findings)? {
                return Ok(Exit::Findings);
            }
            labels
        }
        None => Labels::default(),
    };
    let judged = replay(&assistant, chats, &labels, args.cost);
    let report = chats::chats_report(&judged, &content.fingerprint, &fingerprint, args.cost, eval::SEED);
    let flips = baseline.map(|before| chats::chat_flips(before, judged.iter().map(ChatRow::new).collect()));
    let titles = eval::titles(content);
    let results = ChatResults { report: &report, chats: &judged, flips: flips.as_ref(), titles: &titles };
    files::write_chats(&args.out, &results)?;
    let mut out = io::stdout().lock();
    chats_table::print(&results, &mut out)?;
    writeln!(out, "{:.1} s; reports in {}", started.elapsed().as_secs_f64(), args.out.display())?;
    Ok(Exit::Done)
}

/// The chats of the file; `None` when it has faults, which are printed.
fn read(args: &Args) -> anyhow::Result<Option<Vec<Chat>>> {
    let Some(path) = args.file.as_deref().or(args.data.as_deref()) else { return Ok(None) };
    let (name, text) = if path == Path::new("-") {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text).context("standard input cannot be read")?;
        ("standard input".into(), text)
    } else {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        (path.to_string_lossy().into_owned(), text)
    };
    let (chats, findings) = chats::read(&name.as_str().into(), &text);
    if told(&findings)? {
        return Ok(None);
    }
    if chats.is_empty() {
        writeln!(io::stderr().lock(), "{name}:1:1 there is no conversation")?;
        return Ok(None);
    }
    Ok(Some(chats))
}

fn told(findings: &[Diagnostic]) -> io::Result<bool> {
    let mut faults = io::stderr().lock();
    for finding in findings {
        writeln!(faults, "{finding}")?;
    }
    Ok(!findings.is_empty())
}

/// What answers, with the vectors of all messages ready; and the model's fingerprint.
fn assistant(args: &Args, chats: &[Chat]) -> anyhow::Result<(Assistant, String)> {
    let settings = args.encoder.settings()?;
    let content = labelled::content()?;
    let model = labelled::model(&args.model)?;
    let fingerprint = model.fingerprint.clone();
    let engines = Engines::bare(&settings)?;
    let texts = chats.iter().flat_map(|chat| &chat.turns).map(|turn| turn.user.as_str());
    let embedder = measure::prepared(engines.encoder.of_model(&model)?.embedder(), texts)?;
    if let Some(notice) = encoder::notice(&model, &*embedder) {
        writeln!(io::stderr().lock(), "{notice}")?;
    }
    let (place, zone) = (args.model.display().to_string(), settings.shop.timezone.clone());
    let content = Arc::unwrap_or_clone(content);
    let assistant = Assistant::new(content, model, embedder, &place, zone)?;
    Ok(match engines.service {
        Some(service) => (assistant.with_service(service), fingerprint + " and understanding.parse"),
        None => (assistant, fingerprint),
    })
}

/// On all cores; the order is that of the file.
fn replay(assistant: &Assistant, chats: Vec<Chat>, labels: &Labels, cost: Cost) -> Vec<JudgedChat> {
    let bar = progress::bar(chats.len() as u64, "replaying");
    let next = AtomicUsize::new(0);
    let done: Vec<Mutex<Option<JudgedChat>>> = chats.iter().map(|_| Mutex::new(None)).collect();
    let threads = all_cores().min(NonZeroUsize::new(chats.len()).unwrap_or(NonZeroUsize::MIN));
    thread::scope(|scope| {
        for _ in 0..threads.get() {
            scope.spawn(|| {
                while let Some((chat, place)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    chats.get(at).zip(done.get(at))
                } {
                    let replayed = chats::replay(assistant, chat);
                    let judged = chats::judge_chat(chat.clone(), replayed, labels, assistant.content(), cost);
                    *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(judged);
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    done.into_iter()
        .filter_map(|judged| judged.into_inner().unwrap_or_else(PoisonError::into_inner))
        .collect()
}

/// The rows of an earlier replay, which lie beside its report.
fn baseline(path: &Path) -> anyhow::Result<Vec<ChatRow>> {
    let file = if path.is_dir() { path.join("chats.jsonl") } else { path.with_file_name("chats.jsonl") };
    let text = fs::read_to_string(&file).with_context(|| {
        format!(
            "cannot read {}: --baseline takes what `xiaoer eval chats --out` wrote, with chats.jsonl beside the report",
            file.display()
        )
    })?;
    let row = |(number, line): (usize, &str)| {
        serde_json::from_str(line)
            .with_context(|| format!("{}:{}:1 is no replayed conversation", file.display(), number + 1))
    };
    text.lines().enumerate().map(row).collect()
}
