//! Chooses thresholds on held-out rows.

use super::scope;
use crate::content::labelled::OUT_OF_SCOPE;
use crate::domain::Name;
use crate::nlu::{Scope, Thresholds};

/// An answer is given where so many of the like were right.
const PRECISION: f32 = 0.85;

/// A message of this probability is acted on, however few of its class's held-out rows were right.
const SURE: f32 = 0.85;

/// Two intents are close where fewer than so many of the like were right.
const CLOSE: f32 = 0.6;

/// Rows that a class's own threshold rests on at least.
const ENOUGH: usize = 20;

/// What a model that has not seen a row makes of it.
pub(super) struct Judged {
    /// Of each class.
    pub probabilities: Vec<f32>,
    /// How near each class lies, if vectors count.
    pub nearest: Option<Vec<f32>>,
    pub truth: usize,
}

impl Judged {
    /// The most likely class, and its probability.
    pub fn best(&self) -> (usize, f32) {
        best(&self.probabilities)
    }
}

/// The share of rows whose most likely class is the true one.
pub(super) fn accuracy(rows: &[Judged]) -> f32 {
    rows.iter().filter(|row| row.best().0 == row.truth).count() as f32 / rows.len().max(1) as f32
}

pub(super) fn choose(rows: &[Judged], classes: &[Name]) -> Thresholds {
    let scope = scope::learn(rows, classes);
    let mut ranked: Vec<Ranked> = rows.iter().filter_map(|row| rank(row, scope.as_ref(), classes)).collect();
    ranked.sort_by(|a, b| b.best.total_cmp(&a.best));
    let abstain = abstain(&ranked);
    let overall = answer(ranked.iter(), abstain).unwrap_or(1.0);
    let answer = (0..classes.len())
        .map(|class| {
            let own: Vec<&Ranked> = ranked.iter().filter(|row| row.class == class).collect();
            if own.len() < ENOUGH {
                overall
            } else {
                answer(own.into_iter(), abstain)
                    .unwrap_or(overall)
                    .clamp(overall / 2.0, SURE.max(overall / 2.0))
            }
        })
        .collect();
    Thresholds { abstain, answer, margin: margin(&ranked), scope }
}

struct Ranked {
    class: usize,
    best: f32,
    second: f32,
    right: bool,
    out_of_scope: bool,
}

fn best(probabilities: &[f32]) -> (usize, f32) {
    let highest =
        |best: (usize, f32), (class, p): (usize, &f32)| if *p > best.1 { (class, *p) } else { best };
    probabilities.iter().enumerate().fold((0, -1.0), highest)
}

/// `None` for a row that is turned away whatever its best class.
fn rank(row: &Judged, scope: Option<&Scope>, classes: &[Name]) -> Option<Ranked> {
    let mut probabilities = row.probabilities.clone();
    let gate = scope.zip(row.nearest.as_deref());
    let verdict = gate.map(|(scope, nearest)| scope.weigh(&mut probabilities, nearest, classes));
    let outside = verdict.is_some_and(|verdict| verdict.is_outside());
    let (class, best) = best(&probabilities);
    if outside && classes[class] != *OUT_OF_SCOPE {
        return None;
    }
    let others = probabilities.iter().enumerate().filter(|(other, _)| *other != class);
    let second = others.fold(0.0_f32, |second, (_, p)| second.max(*p));
    let out_of_scope = classes[row.truth] == *OUT_OF_SCOPE;
    Some(Ranked { class, best, second, right: class == row.truth, out_of_scope })
}

/// The bound under which abstaining is right most often; 0 where the rows know no reason to.
fn abstain(ranked: &[Ranked]) -> f32 {
    // From the least sure row upwards: what abstaining on it and all before it wins or loses.
    let (mut gain, mut most, mut bound) = (0_i64, 0_i64, 0.0);
    for row in ranked.iter().rev() {
        gain += i64::from(row.out_of_scope) - i64::from(row.right);
        if gain > most {
            (most, bound) = (gain, row.best);
        }
    }
    bound
}

/// The lowest bound from which on the rows, surest first, reach the precision.
fn answer<'a>(rows: impl Iterator<Item = &'a Ranked>, abstain: f32) -> Option<f32> {
    let (mut right, mut bound) = (0, None);
    for (count, row) in (1..).zip(rows) {
        right += usize::from(row.right);
        if right as f32 >= PRECISION * count as f32 {
            bound = Some(row.best.max(abstain));
        }
    }
    bound
}

/// The widest gap, in steps of 0.02 up to 0.3, at and below which the first two are close.
fn margin(ranked: &[Ranked]) -> f32 {
    let close = |step: &i32| {
        let width = *step as f32 * 0.02;
        let near = ranked.iter().filter(|row| (width - 0.02..width).contains(&(row.best - row.second)));
        let (right, all) = near.fold((0, 0), |(right, all), row| (right + i32::from(row.right), all + 1));
        all > 0 && (right as f32) < CLOSE * all as f32
    };
    (1..=15).take_while(close).last().map_or(0.02, |step| step as f32 * 0.02)
}
