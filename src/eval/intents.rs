//! Scores intent by intent, and which are taken for which.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Judged;
use crate::domain::{Name, Stage};

/// Confusions told of one intent.
const CONFUSIONS: usize = 5;

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
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

#[derive(Default)]
struct Counts {
    labelled: usize,
    predicted: usize,
    hits: usize,
    confused: BTreeMap<Name, usize>,
}

pub(super) fn by_intent(rows: &[Judged]) -> BTreeMap<Name, IntentScore> {
    let mut all: BTreeMap<Name, Counts> = BTreeMap::new();
    let mut thresholds: BTreeMap<&Name, f32> = BTreeMap::new();
    for row in rows {
        let (label, predicted) = (row.label(), row.predicted());
        // A correction goes by the threshold of the intent that it starts from.
        if let Some(own) = row.prediction.intent.as_ref().filter(|_| row.prediction.by != Stage::Graph) {
            thresholds.entry(own).or_insert(row.prediction.threshold);
        }
        all.entry(predicted.clone()).or_default().predicted += 1;
        let counts = all.entry(label).or_default();
        counts.labelled += 1;
        counts.hits += usize::from(row.right);
        if !row.right {
            *counts.confused.entry(predicted).or_default() += 1;
        }
    }
    let score = |(name, counts): (Name, Counts)| {
        let threshold = thresholds.get(&name).copied();
        (name, counts.score(threshold))
    };
    all.into_iter().map(score).collect()
}

impl Counts {
    fn score(self, threshold: Option<f32>) -> IntentScore {
        let share = |whole: usize| if whole == 0 { 0.0 } else { self.hits as f64 / whole as f64 };
        let (precision, recall) = (share(self.predicted), share(self.labelled));
        let f1_score = 2.0 * self.hits as f64 / (self.labelled + self.predicted).max(1) as f64;
        let confused = self.confused.into_iter();
        let mut confused_with: Vec<Confusion> =
            confused.map(|(intent, count)| Confusion { intent, count }).collect();
        confused_with.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.intent.cmp(&b.intent)));
        confused_with.truncate(CONFUSIONS);
        IntentScore { precision, recall, f1_score, support: self.labelled, confused_with, threshold }
    }
}

/// Rows with one label that were taken for another intent.
#[derive(Debug, Clone, PartialEq)]
pub struct Mixup<'r> {
    pub label: Name,
    pub predicted: Name,
    /// The surest first.
    pub rows: Vec<&'r Judged>,
}

/// Labels and predictions of the wrong rows, most frequent first.
pub fn mixups(rows: &[Judged]) -> Vec<Mixup<'_>> {
    let mut all: BTreeMap<(Name, Name), Vec<&Judged>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.right) {
        all.entry((row.label(), row.predicted())).or_default().push(row);
    }
    let mixup = |((label, predicted), mut rows): (_, Vec<_>)| {
        rows.sort_by(|a: &&Judged, b| b.prediction.confidence.total_cmp(&a.prediction.confidence));
        Mixup { label, predicted, rows }
    };
    let mut all: Vec<Mixup<'_>> = all.into_iter().map(mixup).collect();
    // Stable: of equally frequent ones the first by name.
    all.sort_by_key(|mixup| std::cmp::Reverse(mixup.rows.len()));
    all
}
