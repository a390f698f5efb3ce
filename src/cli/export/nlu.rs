//! `xiaoer export nlu`: examples back to the nlu.yml that they were imported from.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;

use crate::{
    cli::{Exit, import::files},
    content::source,
    import,
};

/// Write Rasa's nlu.yml again, with the examples as they are now.
///
/// What was not edited since `xiaoer import rasa` comes out byte for byte as it went in, comments, order and all.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer export nlu my-shop --out nlu.yml")]
pub struct Args {
    /// A folder that `xiaoer import rasa` wrote
    dir: PathBuf,
    /// A file; or a folder, where the project had several files with `nlu`
    #[arg(long, value_name = "FILE|DIR")]
    out: PathBuf,
}

pub(in crate::cli) fn run(args: &Args) -> anyhow::Result<Exit> {
    let kept = args.dir.join("imported/rasa");
    anyhow::ensure!(kept.is_dir(), "{} was not made by `xiaoer import rasa`", args.dir.display());
    let originals = files::find(&kept, import::Format::Rasa.extensions())?;
    let content = source::folder(&args.dir)?;
    let (files, notes) = import::export_nlu(&originals.sources, &content).map_err(anyhow::Error::msg)?;
    let is_file = args.out.extension().is_some_and(|ending| ending == "yml" || ending == "yaml");
    match &files[..] {
        [one] if is_file => put(&args.out, &one.bytes)?,
        several if is_file => {
            anyhow::bail!("the project has {} files with `nlu`: name a folder for --out", several.len())
        }
        several => several.iter().try_for_each(|file| put(&args.out.join(&*file.path), &file.bytes))?,
    }
    let mut out = io::stdout().lock();
    for note in &notes {
        writeln!(out, "{} {}: {}", note.place, note.kind.as_str(), note.what)?;
    }
    writeln!(out, "wrote {} files to {}", files.len(), args.out.display())?;
    Ok(Exit::Done)
}

fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
