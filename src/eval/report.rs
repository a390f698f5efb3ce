//! The shape of report.json.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Judged, LearnedRows,
    figure::Figures,
    intents::{IntentScore, by_intent},
    interval,
};
use crate::train::Cost;

/// What counts as right, as the report says it.
pub const COUNTING: &str = "Micro averages over rows. A row is right when the best intent is its label, one of its `accept`, or \
refines one of them. An abstention (nothing reaches its threshold, or out_of_scope is the best) is right on an out-of-scope row and wrong \
on any other, except that asking back (nothing reaches its threshold) is right on a row labelled `unclear`. Coverage is the share of rows on \
which the engine is sure enough to act. The calibration error compares the best intent's confidence with whether it is right, also where the \
engine abstained. The cost of a message is that of a wrong answer where the engine acted wrongly, of a \
question back where two intents were too close (and of a handover beside it, where the right one was neither), of a handover where it abstained \
wrongly, and else nothing. Intervals are 95 % bootstrap intervals over rows.";

/// Measures that have no rows to rest on are null.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    #[serde(flatten)]
    pub figures: Figures,
    /// The calibration error that confidences without a fault would show on so few rows: its mean, and what 95 of 100 cases stay below.
    pub ece_by_chance: Option<[f64; 2]>,
    pub n: usize,
    /// What `cost_per_message` counts: wrong answer, handover, question back.
    pub cost: String,
    pub by_stage: BTreeMap<&'static str, StageScore>,
    pub intents: BTreeMap<crate::domain::Name, IntentScore>,
    pub counting: &'static str,
    /// Absent where the content has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learned_rows: Option<LearnedRows>,
    /// Fingerprints; a service that ranks in the model's place is named beside it.
    pub content: String,
    pub model: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StageScore {
    pub share: f64,
    pub accuracy: f64,
}

/// What the rows add up to. `content` and `model` are fingerprints; `seed` is for the bootstrap.
pub fn report(rows: &[Judged], content: &str, model: &str, cost: Cost, seed: u64) -> Report {
    Report {
        figures: interval::figures(rows, seed),
        ece_by_chance: interval::calibration_by_chance(rows, seed),
        n: rows.len(),
        cost: cost.to_string(),
        by_stage: by_stage(rows),
        intents: by_intent(rows),
        counting: COUNTING,
        learned_rows: None,
        content: content.to_owned(),
        model: model.to_owned(),
    }
}

fn by_stage(rows: &[Judged]) -> BTreeMap<&'static str, StageScore> {
    let mut counts: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    for row in rows {
        let (all, right) = counts.entry(row.prediction.by.as_str()).or_default();
        *all += 1;
        *right += usize::from(row.right);
    }
    let score = |(all, right): (usize, usize)| StageScore {
        share: all as f64 / rows.len() as f64,
        accuracy: right as f64 / all as f64,
    };
    counts.into_iter().map(|(stage, counts)| (stage, score(counts))).collect()
}
