//! A shop's labelled rows: what a version is measured and compared on.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use super::folder::Folder;
use crate::content::labelled::{self, Labelled};

/// Labelled rows that are looked at; the first so many.
const MOST_ROWS: usize = 10_000;

/// Larger files of labelled rows are left out.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// The pack's own.
const PACK: &str = include_str!("../../eval/utterances/retail.jsonl");

/// Below a folder.
const PLACE: &str = "eval/utterances";

/// Where labelled rows lie.
#[derive(Debug, Clone)]
pub enum RowFiles {
    Folder(PathBuf),
    /// Those of the built-in pack.
    Pack,
    Nowhere,
}

/// By what unchanged files are known: path, time, bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen(Vec<(PathBuf, Option<SystemTime>, u64)>);

impl RowFiles {
    /// The shop's own, else those of the pack that its content began as.
    pub fn of(folder: &Folder) -> Self {
        match folder.root().map(|root| root.join(PLACE)).filter(|place| place.is_dir()) {
            Some(place) => Self::Folder(place),
            None if folder.is_packs_own() => Self::Pack,
            None => Self::Nowhere,
        }
    }

    /// Each text once. What has faults is left out.
    pub fn read(&self) -> Vec<Labelled> {
        let rows = match self {
            Self::Folder(place) => of_folder(place),
            Self::Pack => labelled::json("retail.jsonl", PACK).0,
            Self::Nowhere => Vec::new(),
        };
        let mut seen = HashSet::new();
        let new = rows.into_iter().filter(|row| seen.insert(row.text.clone()));
        new.take(MOST_ROWS).collect()
    }

    pub fn seen(&self) -> Seen {
        let files = match self {
            Self::Folder(place) => files(place),
            Self::Pack | Self::Nowhere => Vec::new(),
        };
        let known = |file: PathBuf| {
            let known = fs::metadata(&file).ok();
            let changed = known.as_ref().and_then(|known| known.modified().ok());
            (file, changed, known.map_or(0, |known| known.len()))
        };
        Seen(files.into_iter().map(known).collect())
    }
}

fn files(place: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(place) else { return Vec::new() };
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "jsonl"));
    files.sort_unstable();
    files
}

fn of_folder(place: &Path) -> Vec<Labelled> {
    let mut rows = Vec::new();
    for file in files(place) {
        if fs::metadata(&file).is_ok_and(|known| known.len() > MOST_BYTES) {
            tracing::warn!(file = %file.display(), "a file of labelled rows is too large to be looked at");
            continue;
        }
        match labelled::read(&file) {
            Ok((found, _)) => rows.extend(found),
            Err(error) => tracing::warn!(%error, "labelled rows are left out"),
        }
    }
    rows
}
