//! One row, one verdict; and what they add up to.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    interval,
    report::{Confusion, IntentScore, Report, StageScore},
};
use crate::{
    content::{
        Content,
        labelled::{Labelled, OUT_OF_SCOPE},
    },
    domain::{Certainty, Name, Stage, Understanding},
};

/// The label of messages that say too little: to ask is right.
const UNCLEAR: &str = "unclear";

/// What counts as what.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// A more exact intent counts as each of these.
    refines: BTreeMap<Name, Vec<Name>>,
}

impl Rules {
    pub fn new(content: &Content) -> Self {
        let refines = content.intents.values().filter(|intent| !intent.refines.is_empty());
        Self { refines: refines.map(|intent| (intent.name.clone(), intent.refines.clone())).collect() }
    }
}

/// What the engine said about a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// The best intent; `None` for an abstention.
    pub intent: Option<Name>,
    /// The best intent, acted on or not; `None` where nothing was said.
    pub best: Option<Name>,
    /// Of the best.
    pub confidence: f32,
    /// Sure enough to act on.
    pub confident: bool,
    pub by: Stage,
    /// What the best intent has to reach.
    pub threshold: f32,
}

impl Prediction {
    /// The label for what is out of scope counts as an abstention.
    pub fn new(understanding: &Understanding) -> Self {
        let top = understanding.top();
        let sure_enough = understanding.certainty != Certainty::Unsure;
        let intent = top.map(|(name, _)| name.clone()).filter(|name| sure_enough && *name != OUT_OF_SCOPE);
        Self {
            intent,
            best: top.map(|(name, _)| name.clone()),
            confidence: top.map_or(0.0, |(_, confidence)| confidence.get()),
            confident: understanding.certainty == Certainty::Confident,
            by: understanding.by,
            threshold: understanding.trace.threshold.get(),
        }
    }
}

/// A row with its prediction.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    pub text: String,
    /// `None`: out of scope.
    pub label: Option<Name>,
    pub prediction: Prediction,
    pub right: bool,
    /// Whether the best intent is right, acted on or not.
    pub best_is_right: bool,
}

/// Holds a prediction against its row.
pub fn judge(row: &Labelled, prediction: Prediction, rules: &Rules) -> Judged {
    let accepted = |name: &Name| row.intent.as_ref() == Some(name) || row.accept.contains(name);
    let out_of_scope = row.intent.is_none() || row.accept.iter().any(|name| *name == *OUT_OF_SCOPE);
    let names = |name: &Name| {
        accepted(name) || rules.refines.get(name).is_some_and(|refined| refined.iter().any(accepted))
    };
    let right = match &prediction.intent {
        Some(name) => names(name),
        None => out_of_scope || (prediction.by == Stage::None && accepted(&Name::from(UNCLEAR))),
    };
    let best = prediction.best.as_ref();
    let best_is_right =
        best.is_some_and(|name| if *name == *OUT_OF_SCOPE { out_of_scope } else { names(name) });
    Judged { text: row.text.clone(), label: row.intent.clone(), prediction, right, best_is_right }
}

/// What the rows add up to. `content` and `model` are fingerprints; `seed` is for the bootstrap.
pub fn report(rows: &[Judged], content: &str, model: &str, seed: u64) -> Report {
    let share = |part: usize, whole: usize| if whole == 0 { None } else { Some(part as f64 / whole as f64) };
    let right = rows.iter().filter(|row| row.right).count();
    let in_scope: Vec<&Judged> = rows.iter().filter(|row| row.label.is_some()).collect();
    let abstained: Vec<&Judged> = rows.iter().filter(|row| row.prediction.intent.is_none()).collect();
    let out_of_scope = rows.len() - in_scope.len();
    let rejected = abstained.iter().filter(|row| row.label.is_none()).count();
    let answered: Vec<&Judged> =
        rows.iter().filter(|row| row.prediction.confident && row.prediction.intent.is_some()).collect();
    let intents = by_intent(rows);
    let supported: Vec<&IntentScore> = intents.values().filter(|intent| intent.support > 0).collect();
    let support: usize = supported.iter().map(|intent| intent.support).sum();
    let sum = |weigh: fn(&IntentScore) -> f64| supported.iter().map(|intent| weigh(intent)).sum::<f64>();
    Report {
        accuracy: share(right, rows.len()),
        accuracy_ci95: interval::of_accuracy(&rows.iter().map(|row| row.right).collect::<Vec<_>>(), seed),
        macro_f1: (!supported.is_empty()).then(|| sum(|intent| intent.f1_score) / supported.len() as f64),
        weighted_f1: (support > 0)
            .then(|| sum(|intent| intent.f1_score * intent.support as f64) / support as f64),
        in_scope_accuracy: share(in_scope.iter().filter(|row| row.right).count(), in_scope.len()),
        oos_recall: share(rejected, out_of_scope),
        oos_precision: share(rejected, abstained.len()),
        coverage: share(answered.len(), rows.len()),
        precision_when_answering: share(answered.iter().filter(|row| row.right).count(), answered.len()),
        ece: calibration_error(rows),
        n: rows.len(),
        by_stage: by_stage(rows),
        intents,
        counting: super::COUNTING,
        content: content.to_owned(),
        model: model.to_owned(),
    }
}

/// What a row counts as predicted for: a right answer by another name counts for the label.
fn predicted(row: &Judged) -> Name {
    let own = row.prediction.intent.clone().unwrap_or_else(|| OUT_OF_SCOPE.into());
    if row.right { row.label.clone().unwrap_or_else(|| OUT_OF_SCOPE.into()) } else { own }
}

fn labelled(row: &Judged) -> Name {
    row.label.clone().unwrap_or_else(|| OUT_OF_SCOPE.into())
}

fn by_intent(rows: &[Judged]) -> BTreeMap<Name, IntentScore> {
    let names: BTreeSet<Name> = rows.iter().flat_map(|row| [labelled(row), predicted(row)]).collect();
    let score = |name: &Name| {
        let of_label: Vec<&Judged> = rows.iter().filter(|row| labelled(row) == *name).collect();
        let predicted_count = rows.iter().filter(|row| predicted(row) == *name).count();
        let hits = of_label.iter().filter(|row| row.right).count();
        let share = |whole: usize| if whole == 0 { 0.0 } else { hits as f64 / whole as f64 };
        let (precision, recall) = (share(predicted_count), share(of_label.len()));
        let f1_score = if hits == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        let mut confused: BTreeMap<Name, usize> = BTreeMap::new();
        for row in of_label.iter().filter(|row| !row.right) {
            *confused.entry(predicted(row)).or_default() += 1;
        }
        let mut confused_with: Vec<Confusion> =
            confused.into_iter().map(|(intent, count)| Confusion { intent, count }).collect();
        confused_with.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.intent.cmp(&b.intent)));
        confused_with.truncate(5);
        let own =
            |row: &&Judged| row.prediction.intent.as_ref() == Some(name) && row.prediction.by != Stage::Graph;
        let threshold = rows.iter().find(own).map(|row| row.prediction.threshold);
        IntentScore { precision, recall, f1_score, support: of_label.len(), confused_with, threshold }
    };
    names.iter().map(|name| (name.clone(), score(name))).collect()
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

/// Expected calibration error over ten bins: how far, on average, the confidence of best intents and the rate of right ones are apart.
/// An abstention is no claim about an intent; so what counts is the intent that was abstained from.
fn calibration_error(rows: &[Judged]) -> Option<f64> {
    let mut bins = [(0.0, 0.0); 10];
    for row in rows {
        let bin = &mut bins[((row.prediction.confidence * 10.0) as usize).min(9)];
        bin.0 += f64::from(row.prediction.confidence);
        bin.1 += f64::from(u8::from(row.best_is_right));
    }
    let apart: f64 = bins.iter().map(|(confidence, right)| (confidence - right).abs()).sum();
    (!rows.is_empty()).then(|| apart / rows.len() as f64)
}
