//! `xiaoer embed`: lines in, vectors out.

mod lines;
mod output;

use std::{
    fs::File,
    io::{self, IsTerminal, Read, Write},
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use anyhow::Context;

use self::{
    lines::{Fault, Line, Lines},
    output::Output,
};
use super::{
    Exit,
    encoder::{self, Encoder},
    labelled, progress,
};
use crate::{
    nlu::embed::{Embedder, embed_many},
    text::normalize,
};

/// Stands for no model where a folder is expected.
const NO_MODEL: &str = "none";

/// Lines that are read before their vectors are written.
const BATCH: usize = 512;

/// Turn lines of text into vectors of length 1.
///
/// The same vectors as `serve` goes by: near each other when they mean the same; their dot product is the cosine. An empty line gives a
/// vector of zeros. Exits with 0 when done, 1 when a line cannot be read, 2 when it could not run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  echo 我的快递到哪了 | xiaoer embed
  xiaoer embed questions.txt --format npy --out questions.npy --threads 8
  xiaoer embed --encoder models/bge-small-zh questions.txt > vectors.jsonl")]
pub struct Args {
    /// Texts, one a line, in UTF-8; `-` for standard input
    #[arg(default_value = "-")]
    file: PathBuf,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where the vectors go, instead of standard output
    #[arg(long, value_name = "FILE", required_if_eq("format", "npy"))]
    out: Option<PathBuf>,
    /// Processors that work on it
    #[arg(long, value_name = "N", default_value_t = NonZeroUsize::MIN)]
    threads: NonZeroUsize,
    /// Whose layers of the encoder are used, where it was tuned; `none` for the encoder as it is
    #[arg(long, value_name = "DIR", default_value = labelled::MODEL)]
    model: PathBuf,
    #[command(flatten)]
    encoder: encoder::EncoderChoice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Format {
    /// A JSON object a line: {"text", "vector"}
    #[default]
    Jsonl,
    /// A NumPy array, one row a line; needs --out
    Npy,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let encoder = encoder_of(args)?;
    let embedder = encoder.embedder();
    let (input, bytes) = open(&args.file)?;
    let mut output = Output::create(args.format, args.out.as_deref(), embedder.dimensions())?;
    let name = args.file.display().to_string();
    let bar = if args.out.is_some() || !io::stdout().is_terminal() {
        progress::bytes(bytes, "embedding")
    } else {
        // Progress among the vectors on a terminal would help nobody.
        indicatif::ProgressBar::hidden()
    };
    let mut lines = Lines::new(input);
    let mut exit = Exit::Done;
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        let fault = lines.read(BATCH, &mut batch).with_context(|| format!("cannot read {name}"))?;
        if batch.is_empty() && fault.is_none() {
            break;
        }
        embed(&batch, &*embedder, args.threads, &mut output)?;
        output.flush()?;
        bar.set_position(lines.bytes());
        bar.suspend(|| warn_of_cuts(&batch, &encoder, &name))?;
        if let Some(Fault { line, why }) = fault {
            bar.suspend(|| writeln!(io::stderr().lock(), "{name}:{line}:1 {why}"))?;
            exit = Exit::Findings;
            break;
        }
    }
    bar.finish_and_clear();
    output.finish()?;
    Ok(exit)
}

/// The encoder as the model goes by it.
fn encoder_of(args: &Args) -> anyhow::Result<Encoder> {
    let encoder = args.encoder.open()?;
    if args.model == Path::new(NO_MODEL) {
        return Ok(encoder);
    }
    encoder.of_model(&labelled::model(&args.model)?)
}

fn open(file: &Path) -> anyhow::Result<(Box<dyn Read>, Option<u64>)> {
    if file == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), None));
    }
    let opened = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let bytes = opened.metadata().ok().map(|metadata| metadata.len());
    Ok((Box::new(opened), bytes))
}

fn embed(
    batch: &[Line],
    embedder: &dyn Embedder,
    threads: NonZeroUsize,
    output: &mut Output,
) -> anyhow::Result<()> {
    let texts: Vec<String> = batch.iter().map(|line| normalize(&line.text).as_str().to_owned()).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let vectors = embed_many(embedder, &texts, threads, &|_| {})?;
    for (line, vector) in batch.iter().zip(&vectors) {
        output.write(&line.text, vector)?;
    }
    Ok(())
}

/// Says of which lines only the beginning is in the vector.
fn warn_of_cuts(batch: &[Line], encoder: &Encoder, name: &str) -> anyhow::Result<()> {
    let Encoder::Bert(bert) = encoder else { return Ok(()) };
    for line in batch {
        if bert.cuts(normalize(&line.text).as_str())? {
            let (number, tokens) = (line.number, bert.max_tokens());
            writeln!(io::stderr().lock(), "{name}:{number}:1 only the first {tokens} tokens are read")?;
        }
    }
    Ok(())
}
