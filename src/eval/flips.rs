//! flips.json: every message whose outcome changed since an earlier run.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

use super::{Judged, Record};
use crate::{domain::Name, train::Cost};

/// Better is what costs less; of two outcomes that cost the same, the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Worse,
    Better,
    /// Something else came out, no better and no worse.
    Other,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flip {
    pub change: Change,
    pub before: Record,
    pub after: Record,
}

/// What changed between two runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flips {
    pub worse: usize,
    pub better: usize,
    pub other: usize,
    /// Messages that came out as before.
    pub same: usize,
    /// Messages that only one of the runs has.
    pub added: usize,
    pub gone: usize,
    /// Worse ones first, in each kind the surest first.
    pub flips: Vec<Flip>,
}

impl Flips {
    pub fn count(&self, change: Change) -> usize {
        match change {
            Change::Worse => self.worse,
            Change::Better => self.better,
            Change::Other => self.other,
        }
    }
}

/// Rows are the same when text and label are; of equal ones the first is held against the first.
pub fn flips(before: Vec<Record>, after: &[Judged], cost: Cost) -> Flips {
    let mut known: BTreeMap<(String, Option<Name>), VecDeque<Record>> = BTreeMap::new();
    for record in before {
        known.entry((record.text.clone(), record.label.clone())).or_default().push_back(record);
    }
    let (mut flips, mut same, mut added) = (Vec::new(), 0, 0);
    for row in after {
        let earlier = known.get_mut(&(row.text.clone(), row.label.clone())).and_then(VecDeque::pop_front);
        let Some(before) = earlier else {
            added += 1;
            continue;
        };
        let after = Record::new(row);
        if (&before.intent, before.outcome, before.right) == (&after.intent, after.outcome, after.right) {
            same += 1;
        } else {
            flips.push(Flip { change: change(&before, &after, cost), before, after });
        }
    }
    let gone = known.values().map(VecDeque::len).sum();
    flips.sort_by(|a, b| {
        a.change.cmp(&b.change).then_with(|| b.after.confidence.total_cmp(&a.after.confidence))
    });
    let count = |change| flips.iter().filter(|flip| flip.change == change).count();
    let (worse, better, other) = (count(Change::Worse), count(Change::Better), count(Change::Other));
    Flips { worse, better, other, same, added, gone, flips }
}

fn change(before: &Record, after: &Record, cost: Cost) -> Change {
    let rank = |record: &Record| (record.outcome.cost(record.right, record.offered, cost), !record.right);
    match rank(after).partial_cmp(&rank(before)) {
        Some(std::cmp::Ordering::Less) => Change::Better,
        Some(std::cmp::Ordering::Greater) => Change::Worse,
        Some(std::cmp::Ordering::Equal) | None => Change::Other,
    }
}
