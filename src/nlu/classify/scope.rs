//! Whether a text is about any of the classes at all.
//!
//! A softmax shares out all it has among the classes that it knows, be the text about none of them. What it leaves out is how near
//! the examples lie: Sun, Ming, Zhu, Li, "Out-of-Distribution Detection with Deep Nearest Neighbors", ICML 2022.

use serde::{Deserialize, Serialize};

use crate::{
    content::labelled::OUT_OF_SCOPE,
    domain::{Confidence, Name, ScopeVerdict},
};

/// What [`signs`] counts.
pub const SIGNS: usize = 2;

/// The largest odds that count: beyond them a softmax only says that it was fitted well.
const ODDS: f64 = 1e4;

/// A logistic regression on [`signs`], fitted by `train`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scope {
    weights: [f32; SIGNS],
    bias: f32,
    bound: f32,
}

impl Scope {
    /// A text whose probability lies below `bound`, in 0..=1, is about no class.
    pub fn new(weights: [f32; SIGNS], bias: f32, bound: f32) -> Self {
        Self { weights, bias, bound }
    }

    /// How probably a text with these signs is about one of the classes.
    pub fn probability(&self, signs: [f32; SIGNS]) -> f32 {
        let sum = self.weights.iter().zip(signs).map(|(weight, sign)| f64::from(*weight) * f64::from(sign));
        (1.0 / (1.0 + libm::exp(-sum.sum::<f64>() - f64::from(self.bias)))) as f32
    }

    /// Judges a text by the probability of each class and its nearness, and leaves the intents only what is in scope: each probability is
    /// multiplied with that of being in scope, but for the class of what is out of it.
    pub fn weigh(&self, probabilities: &mut [f32], nearest: &[f32], classes: &[Name]) -> ScopeVerdict {
        let is_intent = |class: usize| classes[class] != *OUT_OF_SCOPE;
        let inside = self.probability(signs(probabilities, nearest, is_intent));
        let intents = probabilities.iter_mut().enumerate().filter(|(class, _)| is_intent(*class));
        intents.for_each(|(_, probability)| *probability *= inside);
        ScopeVerdict { probability: Confidence::new(inside), bound: Confidence::new(self.bound) }
    }
}

/// What a text shows of being about one of the classes of which `counts` holds: the logarithm of the likeliest one's odds among them,
/// and the raw score of the nearest one. Both views have the same classes; without any that counts, nothing speaks for the text.
pub fn signs(probabilities: &[f32], nearest: &[f32], counts: impl Fn(usize) -> bool) -> [f32; SIGNS] {
    let counted = |scores: &[f32]| -> Vec<f64> {
        let kept = scores.iter().enumerate().filter(|(class, _)| counts(*class));
        kept.map(|(_, score)| f64::from(*score)).collect()
    };
    let likely = counted(probabilities);
    let best = likely.iter().copied().fold(0.0, f64::max);
    let others = likely.iter().sum::<f64>() - best;
    let odds = if best > 0.0 { (best / others.max(best / ODDS)).max(1.0 / ODDS) } else { 1.0 / ODDS };
    [libm::log(odds) as f32, counted(nearest).into_iter().fold(-1.0, f64::max) as f32]
}

#[cfg(test)]
mod tests {
    use super::{Scope, signs};
    use crate::domain::Name;

    #[test]
    fn signs_are_those_of_the_classes_that_count() {
        let check = |probabilities: &[f32], nearest: &[f32], left_out: usize, expected: [f32; 2]| {
            let found = signs(probabilities, nearest, |class| class != left_out);
            let near = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-3);
            assert!(near, "{probabilities:?} without {left_out}: {found:?}");
        };
        let (probabilities, nearest) = ([0.6, 0.3, 0.1], [0.2, 0.9, 0.4]);
        check(&probabilities, &nearest, 9, [0.405, 0.9]);
        check(&probabilities, &nearest, 0, [1.099, 0.9]);
        check(&probabilities, &nearest, 1, [1.792, 0.4]);
        // Nothing but one class, or nothing at all.
        check(&[1.0, 0.0], &[0.5, -1.0], 9, [9.21, 0.5]);
        check(&[1.0, 0.0], &[0.5, -1.0], 0, [-9.21, -1.0]);
        check(&[], &[], 9, [-9.21, -1.0]);
    }

    #[test]
    fn what_lies_nearer_is_more_probably_in_scope() {
        let scope = Scope::new([0.5, 8.0], -4.0, 0.3);
        let check = |far: [f32; 2], near: [f32; 2]| {
            let (far, near) = (scope.probability(far), scope.probability(near));
            assert!(0.0 <= far && far < near && near <= 1.0, "{far} {near}");
        };
        check([0.0, 0.2], [0.0, 0.9]);
        check([-2.0, 0.5], [2.0, 0.5]);
        check([-9.21, -1.0], [9.21, 1.0]);
    }

    #[test]
    fn no_intent_gains_by_it() {
        let classes = ["a", "out_of_scope", "b"].map(Name::from);
        let check = |probabilities: [f32; 3], nearest: [f32; 3], is_outside: bool| {
            let mut weighed = probabilities;
            let verdict = Scope::new([0.5, 8.0], -4.0, 0.3).weigh(&mut weighed, &nearest, &classes);
            assert_eq!(verdict.is_outside(), is_outside, "{verdict:?}");
            assert!(weighed[0] <= probabilities[0] && weighed[2] <= probabilities[2], "{weighed:?}");
            assert!((weighed[1] - probabilities[1]).abs() < f32::EPSILON, "{weighed:?}");
        };
        check([0.9, 0.0, 0.1], [0.8, 0.1, 0.2], false);
        check([0.9, 0.0, 0.1], [0.0, 0.1, 0.0], true);
        // That something out of scope lies near speaks for no intent.
        check([0.1, 0.8, 0.1], [0.0, 0.9, 0.0], true);
    }
}
