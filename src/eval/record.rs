//! predictions.jsonl: what was said about each row, so that a later run can tell what changed.

use serde::{Deserialize, Serialize};

use super::{Judged, Outcome};
use crate::domain::Name;

/// A line of predictions.jsonl.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub text: String,
    /// Null: out of scope.
    pub label: Option<Name>,
    /// Null: abstained.
    pub intent: Option<Name>,
    pub confidence: f32,
    pub by: String,
    pub outcome: Outcome,
    pub right: bool,
    /// See [`Judged::offered`].
    pub offered: bool,
}

impl Record {
    pub fn new(row: &Judged) -> Self {
        Self {
            text: row.text.clone(),
            label: row.label.clone(),
            intent: row.prediction.intent.clone(),
            confidence: row.prediction.confidence,
            by: row.prediction.by.as_str().to_owned(),
            outcome: row.outcome,
            right: row.right,
            offered: row.offered,
        }
    }
}

/// # Errors
/// Never on what a judged row is made of.
pub fn predictions(rows: &[Judged]) -> serde_json::Result<String> {
    let mut text = String::new();
    for row in rows {
        text += &serde_json::to_string(&Record::new(row))?;
        text.push('\n');
    }
    Ok(text)
}
