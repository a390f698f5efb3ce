//! `xiaoer train`: learns the intents and writes the model.

use std::{
    collections::HashSet,
    io::{self, Write},
    path::PathBuf,
};

use anyhow::Context;

use super::{
    Exit,
    encoder::{self, Encoder},
    labelled, progress,
};
use crate::{
    nlu::{
        embed::{Prepared, Vectors},
        retrieve,
    },
    text::normalize,
    train,
};

/// Learn the intents from examples and write the model.
///
/// Without --data the examples of intents/ are learned, or of the built-in pack where there is no such folder. The same rows give the
/// same files on every machine. Exits with 0 when done, 1 when the rows have faults, 2 when it could not run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  xiaoer train --data labelled.jsonl --out models/mine")]
pub struct Args {
    /// Labelled rows: .jsonl, .csv, Rasa's nlu.yml, or a folder of intents
    #[arg(long, value_name = "FILE|DIR")]
    data: Option<PathBuf>,
    /// Where the model goes
    #[arg(long, value_name = "DIR", default_value = labelled::MODEL)]
    out: PathBuf,
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
            let content = labelled::content()?;
            (labelled::examples(&content), retrieve::texts(&content))
        }
    };
    let encoder = args.encoder.open()?;
    let learned = rows.iter().map(|row| normalize(&row.text).as_str().to_owned());
    let texts: Vec<String> = questions.iter().cloned().chain(learned).collect();
    let bar = progress::bar(texts.len() as u64, "embedding");
    let prepared = Prepared::new(encoder.embedder(), texts, &|texts| bar.inc(texts as u64))?;
    bar.finish_and_clear();
    let bar = progress::bar(1, "learning");
    let model = train::fit(&rows, &prepared, train::Settings::default(), &mut |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let model = match (model, encoder) {
        (Ok(model), Encoder::Bert(_) | Encoder::Service(_)) if !questions.is_empty() => {
            let questions: HashSet<String> = questions.into_iter().collect();
            let kept = prepared.vectors().filter(|(text, _)| questions.contains(*text));
            model.with_vectors(Vectors::new(&prepared, kept))
        }
        // N-grams are counted sooner than they are read.
        (Ok(model), Encoder::Bert(_) | Encoder::Service(_) | Encoder::None) => model,
        (Err(error), _) => {
            writeln!(io::stderr().lock(), "{error}")?;
            return Ok(Exit::Findings);
        }
    };
    model.save(&args.out).with_context(|| format!("cannot write {}", args.out.display()))?;
    let metadata = &model.metadata;
    writeln!(
        io::stdout().lock(),
        "learned {} intents from {} rows: {:.1} % right on held-out rows; model {} in {}",
        metadata.classes.len(),
        metadata.rows,
        metadata.cross_validated_accuracy * 100.0,
        model.fingerprint,
        args.out.display(),
    )?;
    Ok(Exit::Done)
}
