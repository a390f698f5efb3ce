//! The files of an import, from a disk: bounded in number and size, links not followed.

use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use anyhow::Context;

use crate::import::{MAX_BYTES, MAX_FILE_BYTES, MAX_FILES, Source};

/// Folders that hold programs rather than anybody's words.
const PROGRAMS: [&str; 5] = ["node_modules", "__pycache__", "venv", "env", "target"];

/// What lies at a path.
#[derive(Debug, Default)]
pub(in crate::cli) struct Found {
    /// Sorted by path.
    pub sources: Vec<Source>,
    /// How many files of other endings were passed by.
    pub unread: BTreeMap<String, usize>,
}

/// The file, or all files below the folder whose names end as given.
pub(in crate::cli) fn find(path: &Path, endings: &[&str]) -> anyhow::Result<Found> {
    let mut found = Found::default();
    let failed = || format!("cannot read {}", path.display());
    if fs::metadata(path).with_context(failed)?.is_dir() {
        walk(path, "", endings, &mut found)?;
        found.sources.sort_by(|a, b| a.path.cmp(&b.path));
    } else {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        found.sources.push(read(path, name)?);
    }
    Ok(found)
}

fn walk(folder: &Path, below: &str, endings: &[&str], found: &mut Found) -> anyhow::Result<()> {
    let failed = || format!("cannot read {}", folder.display());
    let mut folders: Vec<(PathBuf, String)> = Vec::new();
    for entry in fs::read_dir(folder).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().with_context(failed)?;
        if name.starts_with('.') || PROGRAMS.contains(&name.as_str()) || kind.is_symlink() {
            continue;
        }
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if kind.is_dir() {
            folders.push((entry.path(), path));
            continue;
        }
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        if !endings.contains(&ending.as_str()) {
            *found.unread.entry(ending).or_default() += 1;
            continue;
        }
        found.sources.push(read(&entry.path(), path)?);
        let bytes: usize = found.sources.iter().map(|source| source.bytes.len()).sum();
        anyhow::ensure!(
            bytes <= MAX_BYTES,
            "the files are larger than {} MB together",
            MAX_BYTES / 1024 / 1024
        );
        anyhow::ensure!(found.sources.len() <= MAX_FILES, "there are more than {MAX_FILES} files");
    }
    folders.into_iter().try_for_each(|(folder, below)| walk(&folder, &below, endings, found))
}

fn read(path: &Path, name: String) -> anyhow::Result<Source> {
    let failed = || format!("cannot read {}", path.display());
    let mut bytes = Vec::new();
    let file = fs::File::open(path).with_context(failed)?;
    file.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes).with_context(failed)?;
    let limit = MAX_FILE_BYTES / 1024 / 1024;
    anyhow::ensure!(bytes.len() <= MAX_FILE_BYTES, "{} is larger than {limit} MB", path.display());
    Ok(Source::new(name, bytes))
}
