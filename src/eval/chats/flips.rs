//! flips.json: every conversation that came out otherwise than in an earlier replay.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

use super::{ChatRow, Did, Ending, Verdict};
use crate::eval::Change;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChatFlips {
    pub worse: usize,
    pub better: usize,
    pub other: usize,
    /// Conversations that came out as before.
    pub same: usize,
    /// Conversations that only one of the replays has.
    pub added: usize,
    pub gone: usize,
    /// Worse ones first, in each kind those that differ most.
    pub flips: Vec<ChatFlip>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChatFlip {
    pub id: String,
    /// Better is what costs less.
    pub change: Change,
    pub before: Ending,
    pub after: Ending,
    pub cost_before: f64,
    pub cost_after: f64,
    pub turns: Vec<TurnFlip>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TurnFlip {
    pub user: String,
    pub before: Did,
    pub after: Did,
    pub verdict_before: Verdict,
    pub verdict_after: Verdict,
}

/// Conversations are the same when their ids are and they say the same; of equal ones the first is held against the first.
pub fn chat_flips(before: Vec<ChatRow>, after: Vec<ChatRow>) -> ChatFlips {
    let mut known: BTreeMap<Vec<String>, VecDeque<ChatRow>> = BTreeMap::new();
    for row in before {
        known.entry(key(&row)).or_default().push_back(row);
    }
    let (mut flips, mut same, mut added) = (Vec::new(), 0, 0);
    for row in after {
        match known.get_mut(&key(&row)).and_then(VecDeque::pop_front) {
            None => added += 1,
            Some(before) => match flip(before, row) {
                Some(flip) => flips.push(flip),
                None => same += 1,
            },
        }
    }
    let gone = known.values().map(VecDeque::len).sum();
    let distance = |flip: &ChatFlip| (flip.cost_after - flip.cost_before).abs();
    flips.sort_by(|a, b| a.change.cmp(&b.change).then_with(|| distance(b).total_cmp(&distance(a))));
    let count = |change| flips.iter().filter(|flip| flip.change == change).count();
    let (worse, better, other) = (count(Change::Worse), count(Change::Better), count(Change::Other));
    ChatFlips { worse, better, other, same, added, gone, flips }
}

fn key(row: &ChatRow) -> Vec<String> {
    let said = row.turns.iter().map(|turn| turn.user.clone());
    std::iter::once(row.id.clone()).chain(said).collect()
}

fn flip(before: ChatRow, after: ChatRow) -> Option<ChatFlip> {
    let turns: Vec<TurnFlip> = before
        .turns
        .into_iter()
        .zip(after.turns)
        .filter(|(before, after)| before.verdict != after.verdict || !before.did.is_same(&after.did))
        .map(|(before, after)| TurnFlip {
            user: after.user,
            before: before.did,
            after: after.did,
            verdict_before: before.verdict,
            verdict_after: after.verdict,
        })
        .collect();
    let change = match after.cost.total_cmp(&before.cost) {
        std::cmp::Ordering::Less => Change::Better,
        std::cmp::Ordering::Greater => Change::Worse,
        std::cmp::Ordering::Equal => Change::Other,
    };
    (!turns.is_empty()).then_some(ChatFlip {
        id: after.id,
        change,
        before: before.ending,
        after: after.ending,
        cost_before: before.cost,
        cost_after: after.cost,
        turns,
    })
}
