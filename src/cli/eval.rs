//! `xiaoer eval`: how well labelled messages are understood.

mod dialogues;
mod table;

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use anyhow::Context;
use jiff::civil::{Date, date};

use super::{
    Exit,
    encoder::{self, Encoder},
    engines::Engines,
    labelled, progress,
};
use crate::{
    assistant::examples_fingerprint,
    content::{Content, labelled::Labelled},
    domain::ServiceTrace,
    eval::{self, Judged, Prediction, Report, Rules},
    graph::Graph,
    nlu::{
        Model, Nlu,
        embed::{EmbedError, Embedder, Prepared},
    },
    text::normalize,
    train,
};

/// Measure understanding on labelled messages.
///
/// Writes report.json, intent_report.json and intent_errors.json. Exits with 0 when done, 1 when the rows have faults or accuracy fell
/// below the baseline, 2 when it could not run.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  xiaoer eval --data eval/utterances/retail.jsonl\n  xiaoer eval --cross-validation -f 5 --data labelled.csv\n  xiaoer eval dialogues"
)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    kind: Option<Kind>,
    /// Labelled rows: .jsonl, .csv, Rasa's nlu.yml, or a folder of intents; with --cross-validation by default the content's examples
    #[arg(long, value_name = "FILE|DIR", required_unless_present = "cross_validation")]
    data: Option<PathBuf>,
    #[arg(long, value_name = "DIR", default_value = labelled::MODEL)]
    model: PathBuf,
    /// Where the reports go
    #[arg(long, value_name = "DIR", default_value = "results")]
    out: PathBuf,
    /// Learn from a part of the rows and measure on the rest, for each part
    #[arg(long)]
    cross_validation: bool,
    /// Parts of the cross-validation
    #[arg(short, long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(2..=100))]
    folds: u16,
    /// A report.json to compare with: accuracy may not fall by more than --tolerance
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    #[arg(long, value_name = "SHARE", default_value_t = 0.01)]
    tolerance: f64,
    #[command(flatten)]
    encoder: encoder::EncoderChoice,
}

#[derive(Debug, clap::Subcommand)]
enum Kind {
    Dialogues(dialogues::Args),
}

/// Of the bootstrap.
const SEED: u64 = 1;

/// The day on which all messages are taken to be written, so that reports do not depend on the day they are made.
const TODAY: Date = date(2025, 11, 21);

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    if let Some(Kind::Dialogues(args)) = &args.kind {
        return dialogues::run(args);
    }
    let started = Instant::now();
    let measured = if args.cross_validation { cross_validate(args)? } else { measure(args)? };
    let Some(Measured { rows, content, model }) = measured else { return Ok(Exit::Findings) };
    let report = eval::report(&rows, &content, &model, SEED);
    write(&args.out, &report, &rows)?;
    let mut out = io::stdout().lock();
    table::print(&report, &rows, &mut out)?;
    writeln!(out, "{:.1} s; reports in {}", started.elapsed().as_secs_f64(), args.out.display())?;
    match &args.baseline {
        Some(path) => compare(&report, path, args.tolerance, &mut out),
        None => Ok(Exit::Done),
    }
}

/// The rows with their verdicts, and the fingerprints of what made them.
struct Measured {
    rows: Vec<Judged>,
    content: String,
    model: String,
}

/// `None` when the rows have faults.
fn measure(args: &Args) -> anyhow::Result<Option<Measured>> {
    let Some(path) = &args.data else { return Ok(None) };
    let Some(rows) = labelled::read(path)? else { return Ok(None) };
    let model = labelled::model(&args.model)?;
    let content = content_of(&model, args)?;
    let rules = Rules::new(&content);
    let (fingerprint, of_content) = (model.fingerprint.clone(), content.fingerprint.clone());
    let engines = Engines::bare(&args.encoder.settings()?)?;
    let embedder = prepared(engines.encoder.of_model(&model)?.embedder(), &rows)?;
    if let Some(notice) = encoder::notice(&model, &*embedder) {
        writeln!(io::stderr().lock(), "{notice}")?;
    }
    let mut nlu = Nlu::new(&content, Arc::new(Graph::new(&content)), model, embedder);
    let mut made_by = fingerprint;
    if let Some(service) = engines.service {
        nlu = nlu.with_service(service);
        made_by += " and understanding.parse";
    }
    let bar = progress::bar(rows.len() as u64, "understanding");
    let mut unanswered = 0;
    let judge = |row: &Labelled| {
        bar.inc(1);
        let understanding = nlu.understand(&row.text, TODAY);
        unanswered += usize::from(understanding.trace.service == Some(ServiceTrace::Failed));
        eval::judge(row, Prediction::new(&understanding), &rules)
    };
    let judged: Vec<Judged> = rows.iter().map(judge).collect();
    bar.finish_and_clear();
    if unanswered > 0 {
        let of = judged.len();
        writeln!(
            io::stderr().lock(),
            "understanding.parse gave no good answer to {unanswered} of {of} messages: the built-in classifier ranked those"
        )?;
    }
    Ok(Some(Measured { rows: judged, content: of_content, model: made_by }))
}

/// The content that a model belongs to: ours for the model of our examples, none for a model of other rows.
fn content_of(model: &Model, args: &Args) -> anyhow::Result<Arc<Content>> {
    let content = labelled::content()?;
    let ours = examples_fingerprint(&content);
    if args.model == Path::new(labelled::MODEL) {
        model.check_trained_on(&ours, labelled::MODEL)?;
    }
    Ok(if model.metadata.trained_on == ours { content } else { Arc::default() })
}

fn cross_validate(args: &Args) -> anyhow::Result<Option<Measured>> {
    let (rows, content) = match &args.data {
        Some(path) => match labelled::read(path)? {
            Some(rows) => (rows, Arc::default()),
            None => return Ok(None),
        },
        None => {
            let content = labelled::content()?;
            let label = |row: &train::Row| Labelled {
                text: row.text.clone(),
                intent: Some(row.intent.clone()),
                accept: Vec::new(),
            };
            (labelled::examples(&content).iter().map(label).collect(), content)
        }
    };
    let rules = Rules::new(&content);
    let settings = args.encoder.settings()?;
    anyhow::ensure!(
        settings.understanding.parse.is_none(),
        "--cross-validation measures the built-in classifier, which [understanding.parse] stands in for: leave it out of the settings"
    );
    let embedder = prepared(Encoder::open(&settings)?.embedder(), &rows)?;
    let bar = progress::bar(u64::from(args.folds), "cross-validating");
    let mut judged = Vec::new();
    for fold in train::folds(&rows, usize::from(args.folds), |row| {
        row.intent.as_ref().map_or("", |name| name.as_str())
    }) {
        let learn: Vec<Labelled> = fold.learn.iter().map(|row| rows[*row].clone()).collect();
        let model =
            train::fit(&labelled::rows(&learn), &*embedder, train::Settings::default(), &mut |_, _| {})?;
        // Rules and examples of the content have seen the rows that are held out, so the classifier stands alone.
        let bare = Content::default();
        let nlu = Nlu::new(&bare, Arc::default(), model, embedder.clone());
        let understand = |row: &usize| Prediction::new(&nlu.understand(&rows[*row].text, TODAY));
        judged.extend(fold.test.iter().map(|row| eval::judge(&rows[*row], understand(row), &rules)));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let model = format!("cross-validation-{}", args.folds);
    Ok(Some(Measured { rows: judged, content: content.fingerprint.clone(), model }))
}

/// An embedder that has the vectors of all rows ready, computed on all cores.
fn prepared(embedder: Arc<dyn Embedder>, rows: &[Labelled]) -> Result<Arc<dyn Embedder>, EmbedError> {
    let texts = rows.iter().map(|row| normalize(&row.text).as_str().to_owned()).collect();
    let bar = progress::bar(rows.len() as u64, "embedding");
    let prepared = Prepared::new(embedder, texts, &|texts| bar.inc(texts as u64))?;
    bar.finish_and_clear();
    Ok(Arc::new(prepared))
}

fn write(dir: &Path, report: &Report, rows: &[Judged]) -> anyhow::Result<()> {
    let put = |name: &str, value: serde_json::Result<String>| {
        fs::write(dir.join(name), value? + "\n")
            .with_context(|| format!("cannot write {}", dir.join(name).display()))
    };
    fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    put("report.json", serde_json::to_string_pretty(report))?;
    put("intent_report.json", serde_json::to_string_pretty(&eval::intents(report)))?;
    put("intent_errors.json", serde_json::to_string_pretty(&eval::errors(rows)))
}

fn compare(report: &Report, path: &Path, tolerance: f64, out: &mut impl Write) -> anyhow::Result<Exit> {
    #[derive(serde::Deserialize)]
    struct Baseline {
        accuracy: f64,
    }
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let baseline: Baseline =
        serde_json::from_str(&text).with_context(|| format!("{} is no report", path.display()))?;
    let accuracy = report.accuracy.unwrap_or_default();
    let fell = accuracy < baseline.accuracy - tolerance;
    let verdict = if fell { "fell by more than" } else { "is within" };
    writeln!(
        out,
        "accuracy {accuracy:.4} {verdict} {tolerance} of the baseline {:.4} ({})",
        baseline.accuracy,
        path.display()
    )?;
    Ok(if fell { Exit::Findings } else { Exit::Done })
}
