//! Examples that people gave by saying what a customer meant: a row of `intents/learned.jsonl` each, with where it comes from.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::{ConversationId, Name, SeatId};

/// The file, beside the intents.
pub const LEARNED: &str = "intents/learned.jsonl";

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learned {
    /// The customer's own words.
    pub text: String,
    pub intent: Name,
    pub source: Source,
}

/// Who said it of which message, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub conversation: ConversationId,
    pub seq: u64,
    pub by: SeatId,
    pub at: Timestamp,
}

impl Learned {
    /// The row as a line of the file.
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("texts, names and numbers are always JSON")
    }
}
