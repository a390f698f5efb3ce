//! What the rows that people gave (`intents/learned.jsonl`) have brought: the same messages, judged by a model that learned from
//! them too and by one that did not.

use serde::Serialize;

use super::Judged;
use crate::content::Content;

/// Part of report.json.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LearnedRows {
    /// That the content has.
    pub rows: usize,
    /// Null where no model without them was made.
    pub brought: Option<Brought>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Brought {
    pub accuracy_with: f64,
    pub accuracy_without: f64,
    /// Messages that only the model with them understands, and those that only the one without does.
    pub better: usize,
    pub worse: usize,
}

impl LearnedRows {
    /// `brought` by those of the content; `None` where it has none.
    pub fn new(content: &Content, brought: Option<Brought>) -> Option<Self> {
        let examples = content.intents.values().flat_map(|intent| &intent.examples);
        let rows = examples.filter(|example| example.source.is_some()).count();
        (rows > 0).then_some(Self { rows, brought })
    }
}

impl Brought {
    /// Of the same messages in the same order; `None` without one.
    pub fn new(with: &[Judged], without: &[Judged]) -> Option<Self> {
        if with.is_empty() || with.len() != without.len() {
            return None;
        }
        let share = |rows: &[Judged]| rows.iter().filter(|row| row.right).count() as f64 / rows.len() as f64;
        let only = |one: &[Judged], other: &[Judged]| {
            one.iter().zip(other).filter(|(one, other)| one.right && !other.right).count()
        };
        Some(Self {
            accuracy_with: share(with),
            accuracy_without: share(without),
            better: only(with, without),
            worse: only(without, with),
        })
    }
}
