//! What to do about messages that are taken for another intent, and why: judged by the examples that lie nearest to them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Judged, Mixup, mixups};
use crate::{
    content::labelled::OUT_OF_SCOPE,
    domain::{Name, Neighbour},
};

/// An example this like a message says the same.
const SAME: f32 = 0.97;

/// From here on the engine was sure of what it got wrong.
const SURE: f32 = 0.9;

/// Two intents are one where such a share of both is taken for the other.
const MERGE: f64 = 0.15;

/// What a shop can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Make one intent of the two, or say what tells them apart.
    Merge,
    /// The message fits the other intent better: its label is in doubt.
    Move,
    /// The intent has too few examples like these.
    Add,
    /// An example of the other intent says the same.
    Remove,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Advice<'r> {
    pub action: Action,
    pub mixup: Mixup<'r>,
    /// Messages of the predicted intent that are taken for the labelled one.
    pub back: usize,
    /// The share of both intents' messages that are taken for the other.
    pub share: f64,
    /// Of the nearest examples of these messages: how many there are, and how many of them the predicted intent has.
    pub near: (usize, usize),
    /// How many of the messages the engine was sure of.
    pub sure: usize,
    /// The example that is most like one of the messages and of the predicted intent.
    pub rival: Option<&'r Neighbour>,
}

/// For each mix-up, most frequent first; for intents to be merged once for both ways.
pub fn advice<'r>(rows: &'r [Judged]) -> Vec<Advice<'r>> {
    let all = mixups(rows);
    let mut labelled: BTreeMap<Name, usize> = BTreeMap::new();
    rows.iter().for_each(|row| *labelled.entry(row.label()).or_default() += 1);
    let counts: BTreeMap<(Name, Name), usize> =
        all.iter().map(|mixup| ((mixup.label.clone(), mixup.predicted.clone()), mixup.rows.len())).collect();
    let advise = |mixup: Mixup<'r>| {
        let names = (mixup.predicted.clone(), mixup.label.clone());
        let both: usize = [&names.0, &names.1].into_iter().filter_map(|name| labelled.get(name)).sum();
        let back = counts.get(&names).copied().unwrap_or_default();
        let share = (mixup.rows.len() + back) as f64 / both as f64;
        judge(mixup, back, share)
    };
    let mut merged: BTreeSet<(Name, Name)> = BTreeSet::new();
    let is_news = |advice: &Advice<'r>| {
        let Mixup { label, predicted, .. } = &advice.mixup;
        advice.action != Action::Merge
            || (!merged.contains(&(predicted.clone(), label.clone()))
                && merged.insert((label.clone(), predicted.clone())))
    };
    all.into_iter().map(advise).filter(is_news).collect()
}

/// What a person would look at first counts first: an example that says the opposite, then two intents that are hard to tell apart, then
/// a label in doubt, then examples that are missing.
fn judge(mixup: Mixup<'_>, back: usize, share: f64) -> Advice<'_> {
    let neighbours = || mixup.rows.iter().flat_map(|row| &row.prediction.neighbours);
    let rivals = || neighbours().filter(|near| near.intent == mixup.predicted);
    let rival = rivals().max_by(|a, b| a.similarity.total_cmp(&b.similarity));
    let near = (neighbours().count(), rivals().count());
    let sure = mixup.rows.iter().filter(|row| row.prediction.confidence >= SURE).count();
    let of_none = mixup.label == *OUT_OF_SCOPE || mixup.predicted == *OUT_OF_SCOPE;
    let action = if rival.is_some_and(|rival| rival.similarity >= SAME) {
        Action::Remove
    } else if !of_none && back > 0 && mixup.rows.len() + back > 2 && share >= MERGE {
        Action::Merge
    } else if !of_none && 2 * sure > mixup.rows.len() && near.1 == near.0 {
        Action::Move
    } else {
        Action::Add
    };
    Advice { action, mixup, back, share, near, sure, rival }
}
