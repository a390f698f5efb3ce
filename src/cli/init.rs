//! `xiaoer init`: the built-in pack as files.

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
};

use anyhow::Context;

use super::Exit;
use crate::content::source;

/// Write the built-in pack into a folder, to make a shop's own content of it.
///
/// Nothing that is there already is overwritten. Exits with 0 when done, 2 when it could not run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer init my-shop
  cd my-shop && xiaoer check && xiaoer chat")]
pub struct Args {
    /// A new folder, or one without intents/, knowledge/ and integrations.yml
    dir: PathBuf,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let files: Vec<_> =
        source::embedded().into_iter().map(|file| (args.dir.join(&*file.path), file.bytes)).collect();
    if let Some((taken, _)) = files.iter().find(|(path, _)| path.exists()) {
        anyhow::bail!("{} is there already; name a folder without content", taken.display());
    }
    for (path, bytes) in &files {
        let cannot = || format!("cannot write {}", path.display());
        fs::create_dir_all(path.parent().unwrap_or(&args.dir)).with_context(cannot)?;
        fs::write(path, bytes).with_context(cannot)?;
    }
    let (count, dir) = (files.len(), args.dir.display());
    writeln!(
        io::stdout().lock(),
        "{count} files in {dir}; what to change first: docs/content.md, \"A shop of your own\""
    )?;
    Ok(Exit::Done)
}
