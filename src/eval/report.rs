//! The shape of report.json.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::Name;

/// What counts as right, as the report says it.
pub const COUNTING: &str = "Micro averages over rows. A row is right when the best intent is its label, one of its `accept`, or \
refines one of them. An abstention (nothing reaches its threshold, or out_of_scope is the best) is right on an out-of-scope row and wrong \
on any other, except that asking back (nothing reaches its threshold) is right on a row labelled `unclear`. Coverage is the share of rows on \
which the engine is sure enough to act. The calibration error compares the best intent's confidence with whether it is right, also where the \
engine abstained.";

/// Measures that have no rows to rest on are null.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    pub accuracy: Option<f64>,
    pub accuracy_ci95: Option<[f64; 2]>,
    pub macro_f1: Option<f64>,
    pub weighted_f1: Option<f64>,
    pub in_scope_accuracy: Option<f64>,
    pub oos_recall: Option<f64>,
    pub oos_precision: Option<f64>,
    pub coverage: Option<f64>,
    pub precision_when_answering: Option<f64>,
    pub ece: Option<f64>,
    pub n: usize,
    pub by_stage: BTreeMap<&'static str, StageScore>,
    pub intents: BTreeMap<Name, IntentScore>,
    pub counting: &'static str,
    /// Fingerprints; a service that ranks in the model's place is named beside it.
    pub content: String,
    pub model: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageScore {
    pub share: f64,
    pub accuracy: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IntentScore {
    pub precision: f64,
    pub recall: f64,
    #[serde(rename = "f1-score")]
    pub f1_score: f64,
    /// Rows with this label.
    pub support: usize,
    /// Most frequent first, at most five.
    pub confused_with: Vec<Confusion>,
    /// What the intent has to reach; null when it was never predicted.
    pub threshold: Option<f32>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Confusion {
    pub intent: Name,
    pub count: usize,
}
