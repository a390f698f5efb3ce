//! What is known of a version besides its files. Pure.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Manifest;

/// An immutable snapshot of content and model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// 1, 2, … without gaps.
    pub number: u32,
    pub at: Timestamp,
    /// Who made it; empty where nobody was signed in, as at a start.
    pub author: String,
    pub from: Origin,
    /// Why, in their words; may be empty.
    pub note: String,
    /// Of the content, 16 hex digits.
    pub fingerprint: String,
    /// Of the model, 16 hex digits.
    pub model: String,
    /// Content files that differ from the version that was live before.
    pub files_changed: usize,
    /// The version whose files these are again.
    pub rolls_back: Option<u32>,
}

/// How a version came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The draft, published.
    Console,
    /// Files that were saved by hand and read again.
    Disk,
    /// An older version's files.
    Rollback,
    /// The first one that a node ever served here.
    Start,
    /// The draft, given to a share of the conversations first.
    Canary,
}

impl Origin {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Disk => "disk",
            Self::Rollback => "rollback",
            Self::Start => "start",
            Self::Canary => "canary",
        }
    }
}

/// Why a version is made, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub from: Origin,
    pub author: String,
    pub note: String,
    pub at: Timestamp,
}

/// A version as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub version: Version,
    /// The version that was live when this one was made. It may only follow that one.
    pub base: Option<u32>,
    pub files: Manifest,
}

impl Entry {
    /// The next version after `live`, made of `files`.
    pub fn next(number: u32, live: Option<&Self>, files: Manifest, names: Names, reason: Reason) -> Self {
        let before = live.map(|live| live.files.content()).unwrap_or_default();
        let Names { fingerprint, model } = names;
        let Reason { from, author, note, at } = reason;
        let files_changed = before.changes_to(&files.content()).len();
        let version =
            Version { number, at, author, from, note, fingerprint, model, files_changed, rolls_back: None };
        Self { version, base: live.map(|live| live.version.number), files }
    }

    /// The next version after `live`, with the files of an older one.
    pub fn rollback(number: u32, live: &Self, older: &Self, reason: Reason) -> Self {
        let mut next = Self::next(number, Some(live), older.files.clone(), older.names(), reason);
        next.version.rolls_back = Some(older.version.number);
        next
    }

    pub fn names(&self) -> Names {
        Names { fingerprint: self.version.fingerprint.clone(), model: self.version.model.clone() }
    }
}

/// What content and model of a version are called in traces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    pub fingerprint: String,
    pub model: String,
}
