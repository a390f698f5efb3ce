//! `xiaoer eval`: how well labelled messages are understood.

mod baseline;
mod chats;
mod chats_table;
mod compare;
mod dialogues;
mod files;
mod measure;
mod table;

use std::{
    io::{self, Write},
    path::PathBuf,
    time::Instant,
};

use self::{baseline::Baseline, measure::Measured};
use super::{Exit, encoder, labelled};
use crate::{
    eval::{self, Report, Results},
    train::Cost,
};

/// Measure understanding on labelled messages.
///
/// Writes report.json and report.html and a dozen files beside them into --out; docs/eval.md says what is in each and how it is counted.
/// Exits with 0 when done, 1 when the rows have faults or accuracy fell below the baseline, 2 when it could not run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  xiaoer eval --data eval/utterances/retail.jsonl
  xiaoer eval --data labelled.csv --baseline results-last-week --cost 10:3:1
  xiaoer eval --cross-validation -f 5 --data labelled.csv
  xiaoer eval --percentages 25,50,75,100 --runs 3 --data labelled.csv
  xiaoer eval -c small.toml large.toml --runs 3 --data labelled.csv
  xiaoer eval chats chats.jsonl
  xiaoer eval dialogues")]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    kind: Option<Kind>,
    /// Labelled rows: .jsonl, .csv, Rasa's nlu.yml, or a folder of intents; with --cross-validation,
    /// --percentages or -c by default the content's examples
    #[arg(long, value_name = "FILE|DIR", required_unless_present_any = ["cross_validation", "percentages", "configs"])]
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
    /// What a wrong answer, a handover and a question back cost: thresholds.yml has the thresholds that cost least
    #[arg(long, value_name = "WRONG:HANDOVER:QUESTION", default_value_t)]
    cost: Cost,
    /// Results of an earlier run, or its report.json alone: accuracy may not fall by more than --tolerance, and what came out otherwise
    /// is told
    #[arg(long, value_name = "DIR|FILE")]
    baseline: Option<PathBuf>,
    #[arg(long, value_name = "SHARE", default_value_t = 0.01)]
    tolerance: f64,
    /// Learn again without the rows of intents/learned.jsonl and tell what these brought; without it, where the content has up to
    /// 5,000 examples
    #[arg(long)]
    learned_rows: bool,
    /// What the model learned from, to be looked for among the rows; by default the content's examples, where the model learned those
    #[arg(long, value_name = "FILE|DIR", conflicts_with = "cross_validation")]
    learned: Option<PathBuf>,
    /// Learn from so many per cent of the rows and measure on a fifth that is held out: what more examples bring
    #[arg(long, value_name = "SHARES", value_delimiter = ',', conflicts_with_all = ["cross_validation", "baseline", "learned"],
        value_parser = clap::value_parser!(u8).range(1..=100))]
    percentages: Vec<u8>,
    /// Settings to compare, each learned with on the same rows and measured on a fifth that is held out
    #[arg(short, long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["cross_validation", "baseline", "learned", "config", "encoder"])]
    configs: Vec<PathBuf>,
    /// With --percentages or -c: how often, each time with another fifth held out
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=100))]
    runs: u64,
    #[command(flatten)]
    encoder: encoder::EncoderChoice,
}

#[derive(Debug, clap::Subcommand)]
enum Kind {
    Chats(Box<chats::Args>),
    Dialogues(dialogues::Args),
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    match &args.kind {
        Some(Kind::Chats(args)) => return chats::run(args),
        Some(Kind::Dialogues(args)) => return dialogues::run(args),
        None => {}
    }
    if !args.percentages.is_empty() || !args.configs.is_empty() {
        return compare::run(args);
    }
    let started = Instant::now();
    // Read before anything is written: the results may take the place of those they are held against.
    let baseline = args.baseline.as_deref().map(Baseline::read).transpose()?;
    let measured = if args.cross_validation { measure::in_parts(args)? } else { measure::with_model(args)? };
    let Some(measured) = measured else { return Ok(Exit::Findings) };
    let Measured { rows, content, model, learned, learned_rows } = measured;
    let report = eval::report(&rows, &content.fingerprint, &model, args.cost, eval::SEED);
    let report = Report { learned_rows, ..report };
    let flips = baseline.as_ref().and_then(|baseline| baseline.flips(&rows, args.cost));
    let leaks = learned.map(|learned| eval::leaks(&rows, &learned));
    let titles = eval::titles(&content);
    let results = Results {
        report: &report,
        rows: &rows,
        cost: args.cost,
        flips: flips.as_ref(),
        leaks: leaks.as_ref(),
        titles: &titles,
    };
    files::write(&args.out, &results)?;
    let mut out = io::stdout().lock();
    table::print(&results, &mut out)?;
    writeln!(out, "{:.1} s; reports in {}", started.elapsed().as_secs_f64(), args.out.display())?;
    match &baseline {
        Some(baseline) => baseline.compare(&report, flips.as_ref(), args.tolerance, &mut out),
        None => Ok(Exit::Done),
    }
}
