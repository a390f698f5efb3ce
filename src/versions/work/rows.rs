//! The messages that a candidate is compared on.

use std::{collections::HashSet, fs, path::Path};

use super::{compare::Asked, outcome::Label};
use crate::content::labelled::{self, Labelled};

/// Labelled rows that are looked at; the first so many.
const MOST_ROWS: usize = 10_000;

/// Larger files of labelled rows are left out.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// The pack's own.
const PACK: &str = include_str!("../../../eval/utterances/retail.jsonl");

/// Below a folder.
const PLACE: &str = "eval/utterances";

/// The labelled rows of a folder; of the built-in pack where there is none of the shop's own.
pub fn labelled_rows(folder: Option<&Path>, built_in: bool) -> Vec<Asked> {
    let place = folder.map(|folder| folder.join(PLACE)).filter(|place| place.is_dir());
    let rows = match place {
        Some(place) => of_folder(&place),
        None if built_in => labelled::json("retail.jsonl", PACK).0,
        None => Vec::new(),
    };
    let mut seen = HashSet::new();
    let new = rows.into_iter().filter(|row| seen.insert(row.text.clone()));
    new.take(MOST_ROWS).map(asked).collect()
}

fn of_folder(place: &Path) -> Vec<Labelled> {
    let Ok(entries) = fs::read_dir(place) else { return Vec::new() };
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "jsonl"));
    files.sort_unstable();
    let mut rows = Vec::new();
    for file in files {
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

fn asked(row: Labelled) -> Asked {
    let Labelled { text, intent, accept } = row;
    Asked { text, count: 1, label: Some(Label { intent, accept }) }
}
