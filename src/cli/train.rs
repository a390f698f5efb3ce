//! `xiaoer train`: learns the intents and writes the model.

mod tuned;

use std::{
    io::{self, Write},
    path::PathBuf,
    sync::Arc,
};

use anyhow::Context;

use self::tuned::Known;
use super::{
    Exit,
    encoder::{self, Encoder},
    labelled, progress,
};
use crate::{
    nlu::{
        Model,
        embed::{Embedder, Prepared},
        retrieve,
    },
    train::{self, Row, Settings, TrainError},
};

/// Learn the intents from examples and write the model.
///
/// Without --data the examples of intents/ are learned, or of the built-in pack where there is no such folder. The same rows give the
/// same files on every machine, but for the layers that --tune makes. Exits with 0 when done, 1 when the rows have faults, 2 when it
/// could not run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  xiaoer train --data labelled.jsonl --out models/mine
  xiaoer train --tune")]
pub struct Args {
    /// Labelled rows: .jsonl, .csv, Rasa's nlu.yml, or a folder of intents
    #[arg(long, value_name = "FILE|DIR")]
    data: Option<PathBuf>,
    /// Where the model goes [default: models/current]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Tune the encoder to these rows, which takes minutes; without, the layers of an earlier --tune stay in use
    #[arg(long)]
    tune: bool,
    /// Leave the layers of an earlier --tune out
    #[arg(long, conflicts_with = "tune")]
    untuned: bool,
    #[command(flatten)]
    encoder: encoder::EncoderChoice,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let (rows, questions) = match &args.data {
        Some(path) => match labelled::read(path)? {
            Some(rows) => (labelled::rows(&rows), Vec::new()),
            None => return Ok(Exit::Findings),
        },
        None => {
            labelled::tell_of_built_in()?;
            let content = labelled::content()?;
            (train::examples(&content), retrieve::texts(&content))
        }
    };
    let encoder = args.encoder.open()?;
    let learned = match learn(args, &rows, &questions, &encoder) {
        Ok(learned) => learned,
        Err(error) if error.is::<TrainError>() => {
            writeln!(io::stderr().lock(), "{error}")?;
            return Ok(Exit::Findings);
        }
        Err(error) => return Err(error),
    };
    let (model, how) = learned;
    let out = args.out.as_deref().unwrap_or(labelled::MODEL.as_ref());
    model.save(out).with_context(|| format!("cannot write {}", out.display()))?;
    let metadata = &model.metadata;
    let mut report = io::stdout().lock();
    writeln!(
        report,
        "learned {} intents from {} rows: {:.1} % right on held-out rows; model {} in {}",
        metadata.classes.len(),
        metadata.rows,
        metadata.cross_validated_accuracy * 100.0,
        model.fingerprint,
        out.display(),
    )?;
    how.into_iter().try_for_each(|line| writeln!(report, "{line}"))?;
    Ok(Exit::Done)
}

/// The model, and a line on the encoder's layers where there is something to say.
fn learn(
    args: &Args,
    rows: &[Row],
    questions: &[String],
    encoder: &Encoder,
) -> anyhow::Result<(Model, Option<String>)> {
    let known = if args.tune {
        tuned::tune(rows, encoder)?
    } else if args.untuned {
        Known::default()
    } else {
        tuned::known(args.data.is_none(), args.out.as_deref(), rows, encoder)?
    };
    let Known { tuned, line } = known;
    let mut bar = None;
    let settings = Settings::default();
    let model = train::learn(rows, questions, tuned, encoder, settings, &mut prepare, &mut |done, all| {
        let bar = bar.get_or_insert_with(|| progress::bar(1, "learning"));
        bar.set_length(all as u64);
        bar.set_position(done as u64);
        true
    });
    bar.into_iter().for_each(|bar| bar.finish_and_clear());
    Ok((model?, line))
}

/// The encoder, with the vectors of all texts ready.
fn prepare(encoder: Arc<dyn Embedder>, texts: Vec<String>) -> anyhow::Result<Prepared> {
    let bar = progress::bar(texts.len() as u64, "embedding");
    let prepared = Prepared::new(encoder, texts, &|texts| bar.inc(texts as u64))?;
    bar.finish_and_clear();
    Ok(prepared)
}
