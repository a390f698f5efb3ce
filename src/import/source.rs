//! The files of others, as bytes and as text.

use std::sync::Arc;

use super::note::Notes;
use crate::content::Place;

/// Larger files are refused, in bytes.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;

/// All files of one import together, in bytes.
pub const MAX_BYTES: usize = 256 * 1024 * 1024;

/// How many files one import reads.
pub const MAX_FILES: usize = 10_000;

/// One file as it was found.
#[derive(Debug, Clone)]
pub struct Source {
    /// As people know it, with `/`. Never used to write.
    pub path: Arc<str>,
    pub bytes: Vec<u8>,
}

impl Source {
    pub fn new(path: impl Into<Arc<str>>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }

    /// Whether the file's name ends so.
    pub(super) fn is(&self, extensions: &[&str]) -> bool {
        let ending = self.path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        ending.is_some_and(|ending| extensions.contains(&ending.as_str()))
    }

    /// The last part of the path.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or_default()
    }

    /// The last part of the path without what follows the last dot.
    pub(super) fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The folders that it lies in, the outermost first, and [`Source::stem`].
    pub(super) fn parts(&self) -> Vec<String> {
        let folders = self.path.strip_suffix(self.name()).unwrap_or_default();
        let folders = folders.split(['/', '\\']).filter(|folder| !folder.is_empty());
        folders.chain([self.stem()]).map(str::to_owned).collect()
    }

    /// The text, without a byte order mark. `None`, noted, when it is not UTF-8.
    pub(super) fn text(&self, notes: &mut Notes) -> Option<&str> {
        let bytes = self.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&self.bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(text),
            Err(error) => {
                let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
                let place = Place { line, ..Place::start(&self.path) };
                notes.broken(&place, "the line is not UTF-8, so nothing of the file is read");
                None
            }
        }
    }
}
