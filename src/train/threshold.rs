//! Chooses thresholds on held-out rows.

use super::{Case, Cost, bounds, calibration, scope};
use crate::content::labelled::OUT_OF_SCOPE;
use crate::domain::Name;
use crate::nlu::{Calibration, Scope, Thresholds};

/// Two intents are close where fewer than so many of the like were right.
const CLOSE: f32 = 0.6;

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

/// The bounds that make these rows cost least.
pub(super) fn choose(rows: &[Judged], classes: &[Name], cost: Cost) -> Thresholds {
    let scope = scope::learn(rows, classes);
    let ranked = |calibration: Calibration| -> Vec<Ranked> {
        rows.iter().filter_map(|row| rank(row, scope.as_ref(), calibration, classes)).collect()
    };
    let raw: Vec<(f32, bool)> =
        ranked(Calibration::default()).iter().map(|row| (row.best, row.right)).collect();
    let calibration = calibration::fit(&raw);
    let mut ranked = ranked(calibration);
    ranked.sort_by(|a, b| b.best.total_cmp(&a.best));
    let abstain = abstain(&ranked);
    let cases: Vec<Case> = ranked.iter().map(|row| row.case(cost)).collect();
    let answer = bounds(&cases, classes.len()).into_iter().map(|bound| bound.max(abstain)).collect();
    Thresholds { abstain, answer, margin: margin(&ranked), scope, calibration }
}

struct Ranked {
    class: usize,
    best: f32,
    second: f32,
    right: bool,
    /// Whether a question back between the two best classes offers the true one.
    offered: bool,
    out_of_scope: bool,
}

impl Ranked {
    fn case(&self, cost: Cost) -> Case {
        Case {
            class: self.class,
            confidence: self.best,
            acted: if self.right { 0.0 } else { cost.wrong },
            // Whoever does not find what they meant in the question goes to a person after it.
            held: if self.offered { cost.question } else { cost.question + cost.handover },
        }
    }
}

fn best(probabilities: &[f32]) -> (usize, f32) {
    let highest =
        |best: (usize, f32), (class, p): (usize, &f32)| if *p > best.1 { (class, *p) } else { best };
    probabilities.iter().enumerate().fold((0, -1.0), highest)
}

/// `None` for a row that is turned away whatever its best class.
fn rank(row: &Judged, scope: Option<&Scope>, calibration: Calibration, classes: &[Name]) -> Option<Ranked> {
    let mut probabilities = row.probabilities.clone();
    let gate = scope.zip(row.nearest.as_deref());
    let verdict = gate.map(|(scope, nearest)| scope.weigh(&mut probabilities, nearest, classes));
    let outside = verdict.is_some_and(|verdict| verdict.is_outside());
    calibration.apply(&mut probabilities);
    let (class, best) = best(&probabilities);
    if outside && classes[class] != *OUT_OF_SCOPE {
        return None;
    }
    probabilities[class] = -1.0;
    let (next, second) = self::best(&probabilities);
    let (right, out_of_scope) = (class == row.truth, classes[row.truth] == *OUT_OF_SCOPE);
    // To whoever wants something else, asking for other words is right.
    let offered = right || next == row.truth || out_of_scope;
    Some(Ranked { class, best, second: second.max(0.0), right, offered, out_of_scope })
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
