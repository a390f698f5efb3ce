//! Learns, from rows that were held out, to tell messages that are about none of the intents.

use super::{
    discriminant::{cholesky, solve},
    threshold::Judged,
};
use crate::{
    content::labelled::OUT_OF_SCOPE,
    domain::Name,
    nlu::{SIGNS, Scope, signs},
};

/// The share of messages that are taken to be about no intent. Nobody knows it before a shop opens; a low one leaves the confidence
/// of ordinary messages alone.
const OUTSIDE: f64 = 0.02;

/// Of the rows that come out right at most this share may be turned away.
const LOSS: f64 = 0.0015;

/// The share of messages about no intent that must be turned away for it, net; less may be chance.
const WORTH: f64 = 0.01;

/// Steps that Newton's method may take; it needs about eight.
const STEPS: usize = 30;

/// Holds the weights, of signs in units of their spread, together where the rows are told apart without a fault.
const RIDGE: f64 = 1e-4;

/// An intercept stands beside the weights.
const UNKNOWNS: usize = SIGNS + 1;

/// `None` without vectors, and where turning messages away would lose more than it gains.
///
/// Messages about no intent are the rows labelled so, and every other row with its own class taken away: to the classes that are left,
/// that is a message about something unknown. The two kinds weigh the same.
pub(super) fn learn(rows: &[Judged], classes: &[Name]) -> Option<Scope> {
    let outside = classes.iter().position(|class| *class == *OUT_OF_SCOPE);
    let (labelled, inside): (Vec<&Judged>, Vec<&Judged>) =
        rows.iter().partition(|row| Some(row.truth) == outside);
    let seen = |row: &Judged, hidden: Option<usize>| {
        let counts = |class| Some(class) != outside && Some(class) != hidden;
        Some(signs(&row.probabilities, row.nearest.as_deref()?, counts).map(f64::from))
    };
    let all = |rows: &[&Judged]| rows.iter().map(|row| seen(row, None)).collect::<Option<Vec<_>>>();
    let known = all(&inside)?;
    let hidden = inside.iter().map(|row| seen(row, Some(row.truth))).collect::<Option<Vec<_>>>()?;
    let unknown: Vec<Vec<_>> =
        [all(&labelled)?, hidden].into_iter().filter(|kind| !kind.is_empty()).collect();

    let mut sample = weighed(&known, 1.0, 1.0 - OUTSIDE);
    for kind in &unknown {
        sample.extend(weighed(kind, 0.0, OUTSIDE / unknown.len() as f64));
    }
    let scope = fit(&sample)?;
    let probability = |signs: [f64; SIGNS]| scope(0.0).probability(signs.map(|sign| sign as f32));
    let right: Vec<bool> = inside.iter().map(|row| row.best().0 == row.truth).collect();
    let verdicts = sample.iter().enumerate().filter_map(|(place, one)| {
        let gain = if one.inside == 0.0 { one.weight } else { -one.weight };
        // Rows that come out wrong are neither won nor lost.
        right.get(place).is_none_or(|right| *right).then(|| (probability(one.signs), gain))
    });
    let bound = bound(verdicts.collect(), LOSS * (1.0 - OUTSIDE));
    bound.map(scope)
}

/// One message as the regression sees it.
struct Sample {
    signs: [f64; SIGNS],
    /// 1 for a message in scope, 0 for another.
    inside: f64,
    weight: f64,
}

fn weighed(signs: &[[f64; SIGNS]], inside: f64, together: f64) -> Vec<Sample> {
    let weight = together / signs.len() as f64;
    signs.iter().map(|signs| Sample { signs: *signs, inside, weight }).collect()
}

/// Where the signs lie and how far they spread.
struct Spread {
    mean: [f64; SIGNS],
    deviation: [f64; SIGNS],
}

impl Spread {
    fn of(sample: &[Sample]) -> Self {
        let mean_of =
            |value: &dyn Fn(&Sample) -> f64| sample.iter().map(value).sum::<f64>() / sample.len() as f64;
        let mean: [f64; SIGNS] = std::array::from_fn(|sign| mean_of(&|one| one.signs[sign]));
        let square = |value: f64| value * value;
        let variance = |sign| mean_of(&|one: &Sample| square(one.signs[sign] - mean[sign]));
        // A sign that is the same everywhere gets no weight, whatever it is measured in.
        let deviation = std::array::from_fn(|sign: usize| variance(sign).sqrt().max(1e-6));
        Self { mean, deviation }
    }
}

/// The most likely weights, waiting for a bound. A sign that would speak against what it stands for is left out; `None` when all are.
fn fit(sample: &[Sample]) -> Option<impl Fn(f32) -> Scope + use<>> {
    let spread = Spread::of(sample);
    let mut counts = [true; SIGNS];
    let weights = loop {
        let weights = most_likely(sample, &spread, counts)?;
        let signs = weights[..SIGNS].iter().zip(&mut counts);
        let Some((_, counts)) = signs.filter(|(weight, _)| **weight < 0.0).min_by(|a, b| a.0.total_cmp(b.0))
        else {
            break weights;
        };
        *counts = false;
    };
    if !counts.contains(&true) {
        return None;
    }
    let slopes: [f64; SIGNS] = std::array::from_fn(|sign| weights[sign] / spread.deviation[sign]);
    let shift: f64 = slopes.iter().zip(&spread.mean).map(|(slope, mean)| slope * mean).sum();
    let (slopes, bias) = (slopes.map(|slope| slope as f32), (weights[SIGNS] - shift) as f32);
    Some(move |bound| Scope::new(slopes, bias, bound))
}

/// Newton's method on the logistic loss, of the signs that count in units of their spread.
fn most_likely(sample: &[Sample], spread: &Spread, counts: [bool; SIGNS]) -> Option<[f64; UNKNOWNS]> {
    let rows = sample.iter().map(|one| {
        let scaled = |sign| (one.signs[sign] - spread.mean[sign]) / spread.deviation[sign];
        std::array::from_fn(|at| match counts.get(at) {
            Some(true) => scaled(at),
            Some(false) => 0.0,
            None => 1.0,
        })
    });
    let rows: Vec<[f64; UNKNOWNS]> = rows.collect();
    let mut weights = [0.0; UNKNOWNS];
    for _ in 0..STEPS {
        let step = newton(&rows, sample, &weights)?;
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight -= step.clamp(-2.0, 2.0));
        if step.iter().all(|step| step.abs() < 1e-9) {
            break;
        }
    }
    Some(weights)
}

/// The gradient over the curvature; `None` where there is no curvature.
fn newton(rows: &[[f64; UNKNOWNS]], sample: &[Sample], weights: &[f64; UNKNOWNS]) -> Option<Vec<f64>> {
    let mut gradient = weights.map(|weight| RIDGE * weight);
    let mut curvature = [0.0; UNKNOWNS * UNKNOWNS];
    curvature.iter_mut().step_by(UNKNOWNS + 1).for_each(|value| *value = RIDGE);
    for (row, one) in rows.iter().zip(sample) {
        let sum: f64 = row.iter().zip(weights).map(|(value, weight)| value * weight).sum();
        let probability = 1.0 / (1.0 + libm::exp(-sum));
        let bend = one.weight * probability * (1.0 - probability);
        for (at, value) in row.iter().enumerate() {
            gradient[at] += one.weight * (probability - one.inside) * value;
            row.iter()
                .enumerate()
                .for_each(|(other, more)| curvature[at * UNKNOWNS + other] += bend * value * more);
        }
    }
    cholesky(&mut curvature, UNKNOWNS)?;
    Some(solve(&curvature, &gradient))
}

/// The bound that gains most, of verdicts with what turning each away gains, or loses where it is negative; `None` where none gains
/// enough. All losses together stay within `bearable`.
fn bound(mut verdicts: Vec<(f32, f64)>, bearable: f64) -> Option<f32> {
    verdicts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut gain, mut lost, mut best) = (0.0, 0.0, (WORTH * OUTSIDE, None));
    for (place, (_, value)) in verdicts.iter().enumerate() {
        gain += value;
        lost += (-value).max(0.0);
        if lost > bearable {
            break;
        }
        // Halfway to the next, if there is anything between: new messages may be a little less clear than the known ones.
        let Some((next, _)) = verdicts.get(place + 1) else { break };
        let middle = f32::midpoint(verdicts[place].0, *next);
        if gain > best.0 && middle > verdicts[place].0 {
            best = (gain, Some(middle));
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::learn;
    use crate::{domain::Name, train::threshold::Judged};

    /// Rows of two intents, and some that are about neither and lie far away.
    fn rows() -> Vec<Judged> {
        let mut random = fastrand::Rng::with_seed(7);
        let mut row = |truth: usize| {
            let guess = if truth == 2 { usize::from(random.bool()) } else { truth };
            let mut probabilities = vec![0.05, 0.05, 0.0];
            probabilities[guess] = 0.9 + 0.05 * random.f32();
            let near = |class: usize| if class == truth { 0.6 } else { 0.0 };
            let nearest = (0..3).map(|class| near(class) + 0.4 * random.f32()).collect();
            Judged { probabilities, nearest: Some(nearest), truth }
        };
        (0..400).map(|at| row(if at < 20 { 2 } else { at % 2 })).collect()
    }

    /// Rows of intents each of which has a twin: without its own intent a row looks as it did.
    fn twins() -> Vec<Judged> {
        let mut random = fastrand::Rng::with_seed(7);
        let mut row = |truth: usize| {
            let mut nearest = vec![0.0; 3];
            nearest[0] = random.f32();
            nearest[1] = nearest[0];
            Judged { probabilities: vec![0.5, 0.5, 0.0], nearest: Some(nearest), truth }
        };
        (0..400).map(|at| row(at % 2)).collect()
    }

    fn classes() -> Vec<Name> {
        ["a", "b", "out_of_scope"].map(Name::from).to_vec()
    }

    #[test]
    fn what_tells_messages_apart_is_learned() {
        let scope = learn(&rows(), &classes()).unwrap();
        let check = |near: f32, is_outside: bool| {
            let mut probabilities = [0.93, 0.05, 0.0];
            let verdict = scope.weigh(&mut probabilities, &[near, 0.1, 0.1], &classes());
            assert_eq!(verdict.is_outside(), is_outside, "{near}: {verdict:?} by {scope:?}");
        };
        check(0.9, false);
        check(0.1, true);
    }

    #[test]
    fn nothing_to_go_by_is_nothing_learned() {
        let check = |rows: Vec<Judged>| assert_eq!(learn(&rows, &classes()), None);
        check(twins());
        check(rows().into_iter().map(|row| Judged { nearest: None, ..row }).collect());
        check(Vec::new());
        let same = || Judged { probabilities: vec![0.5, 0.5, 0.0], nearest: Some(vec![0.3; 3]), truth: 0 };
        check(vec![same(), same()]);
    }
}
