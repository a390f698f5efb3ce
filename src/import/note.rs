//! What an import has to say about the files that it read.

use crate::content::Place;

/// One thing that did not go over as it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    pub place: Place,
    pub kind: Kind,
    /// One sentence.
    pub what: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It could not be read at all: the file, or a part of it, is broken.
    Broken,
    /// It has no place in xiaoer and is not in the written files.
    LeftOut,
    /// It is there, but not as it was.
    Changed,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::LeftOut => "left out",
            Self::Changed => "changed",
        }
    }
}

/// The notes so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Notes(Vec<Note>);

impl Notes {
    pub fn broken(&mut self, place: &Place, what: impl Into<String>) {
        self.add(place, Kind::Broken, what.into());
    }

    pub fn left_out(&mut self, place: &Place, what: impl Into<String>) {
        self.add(place, Kind::LeftOut, what.into());
    }

    pub fn changed(&mut self, place: &Place, what: impl Into<String>) {
        self.add(place, Kind::Changed, what.into());
    }

    fn add(&mut self, place: &Place, kind: Kind, what: String) {
        self.0.push(Note { place: place.clone(), kind, what });
    }

    /// Sorted by place, each once.
    pub fn sorted(mut self) -> Vec<Note> {
        self.0.sort();
        self.0.dedup();
        self.0
    }
}
