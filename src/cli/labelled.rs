//! What `train` and `eval` share: labelled rows from a file, or the examples of the content.

use std::{
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use anyhow::Context;

use crate::{
    content::{
        self, Content, Severity,
        labelled::{self, Labelled, OUT_OF_SCOPE},
        source,
    },
    nlu::{Model, ModelError},
    train::Row,
};

/// Where models lie unless another place is named.
pub(super) const MODEL: &str = "models/current";

/// Says so where the built-in pack stands in for content of this folder, which nobody should take for their own.
pub(super) fn tell_of_built_in() -> io::Result<()> {
    match Path::new("intents").is_dir() {
        true => Ok(()),
        false => {
            writeln!(io::stderr().lock(), "there is no intents/ in this folder: this is the built-in pack")
        }
    }
}

/// The content of this folder, or else the built-in pack.
///
/// # Errors
/// When it has errors: what is left out of a model in silence is missed by nobody until a customer asks.
pub(super) fn content() -> anyhow::Result<Arc<Content>> {
    let files =
        if Path::new("intents").is_dir() { source::folder(Path::new("."))? } else { source::embedded() };
    let (content, findings) = content::load(&files, jiff::Zoned::now().date());
    let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
    match errors.clone().next() {
        Some(first) => anyhow::bail!("the content has {} errors; the first: {first}", errors.count()),
        None => Ok(Arc::new(content)),
    }
}

/// The model in a folder; the built-in one where nothing else was asked for and none was trained here.
pub(super) fn model(dir: &Path) -> Result<Model, ModelError> {
    if dir == Path::new(MODEL) && !dir.exists() { Model::embedded() } else { Model::load(dir) }
}

/// The rows of a file or folder; `None` when it has faults, which are printed.
pub(super) fn read(path: &Path) -> anyhow::Result<Option<Vec<Labelled>>> {
    let (rows, findings) = labelled::read(path).context("the rows could not be read")?;
    let mut faults = io::stderr().lock();
    for finding in &findings {
        writeln!(faults, "{finding}")?;
    }
    if findings.iter().any(|finding| finding.severity() == Severity::Error) {
        return Ok(None);
    }
    if rows.is_empty() {
        writeln!(faults, "{}:1:1 there is no labelled row", path.display())?;
        return Ok(None);
    }
    Ok(Some(rows))
}

/// Rows to learn from: what is to be abstained from is learned as an intent of its own.
pub(super) fn rows(labelled: &[Labelled]) -> Vec<Row> {
    let row = |row: &Labelled| Row {
        text: row.text.clone(),
        intent: row.intent.clone().unwrap_or_else(|| OUT_OF_SCOPE.into()),
    };
    labelled.iter().map(row).collect()
}
