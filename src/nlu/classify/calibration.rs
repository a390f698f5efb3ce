//! How far the probability of the best class can be taken at its word.
//!
//! A softmax fitted to the truth of all classes is right on the whole, yet too sure where it is sure: some messages mean something else,
//! whatever they look like. So the best class's log odds are set right by themselves: Gupta, Ramdas, "Top-label Calibration and
//! Multiclass-to-binary Reductions", ICLR 2022, in the form of Platt, "Probabilistic Outputs for Support Vector Machines", 1999.

use serde::{Deserialize, Serialize};

/// Odds beyond these only say that a softmax was fitted well.
const ODDS: f64 = 1e4;

/// A logistic regression on the log odds of the best class, fitted by `train`. `Default` changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    slope: f32,
    bias: f32,
}

impl Default for Calibration {
    fn default() -> Self {
        Self { slope: 1.0, bias: 0.0 }
    }
}

impl Calibration {
    pub fn new(slope: f32, bias: f32) -> Self {
        Self { slope, bias }
    }

    pub fn changes_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// How often the best class is right where it has this probability.
    pub fn probability(self, best: f32) -> f32 {
        let sum = f64::from(self.slope) * log_odds(best) + f64::from(self.bias);
        (1.0 / (1.0 + libm::exp(-sum))) as f32
    }

    /// Sets the best probability right; the others share what is left as they did before. The order stays.
    pub fn apply(self, probabilities: &mut [f32]) {
        if self.changes_nothing() {
            return;
        }
        let highest =
            |best: (usize, f32), (class, p): (usize, &f32)| if *p > best.1 { (class, *p) } else { best };
        let (class, best) = probabilities.iter().enumerate().fold((0, 0.0), highest);
        let others = probabilities.iter().enumerate().filter(|(other, _)| *other != class);
        let second = others.fold(0.0, |second: f32, (_, p)| second.max(*p));
        let left = (1.0 - best).max(f32::EPSILON);
        // As low as it can come without falling behind.
        let lowest = second / (left + second);
        let likely = self.probability(best).max(lowest);
        for (other, p) in probabilities.iter_mut().enumerate() {
            *p = if other == class { likely } else { *p * (1.0 - likely) / left };
        }
    }
}

/// The natural logarithm of a probability's odds.
pub fn log_odds(probability: f32) -> f64 {
    let probability = f64::from(probability);
    libm::log((probability / (1.0 - probability).max(f64::MIN_POSITIVE)).clamp(1.0 / ODDS, ODDS))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Calibration;

    #[test]
    fn the_best_is_set_right_and_the_others_share_the_rest() {
        let check = |(slope, bias), before: &[f32], expected: &[f32]| {
            let mut after = before.to_vec();
            Calibration::new(slope, bias).apply(&mut after);
            let near = after.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-3);
            assert!(near, "{before:?}: {after:?}");
        };
        check((1.0, 0.0), &[0.9, 0.06, 0.04], &[0.9, 0.06, 0.04]);
        check((0.5, 0.0), &[0.9, 0.06, 0.04], &[0.75, 0.15, 0.1]);
        check((0.5, 0.0), &[0.04, 0.06, 0.9], &[0.1, 0.15, 0.75]);
        // The best stays the best.
        check((1.0, -3.0), &[0.5, 0.4, 0.1], &[0.444, 0.444, 0.111]);
        check((0.5, 0.0), &[1.0, 0.0], &[0.99, 0.0]);
        check((0.5, 0.0), &[], &[]);
    }

    proptest! {
        #[test]
        fn the_order_stays(slope in 0.05_f32..3.0, bias in -3.0_f32..3.0, raw in prop::collection::vec(0.0_f32..1.0, 1..9)) {
            let sum: f32 = raw.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            let before: Vec<f32> = raw.iter().map(|p| p / sum).collect();
            let mut after = before.clone();
            Calibration::new(slope, bias).apply(&mut after);
            for (one, other) in (0..raw.len()).flat_map(|one| (0..raw.len()).map(move |other| (one, other))) {
                if before[one] > before[other] {
                    prop_assert!(after[one] >= after[other] - 1e-6, "{before:?} {after:?}");
                }
            }
            prop_assert!(after.iter().all(|p| (0.0..=1.0).contains(p)), "{after:?}");
        }
    }
}
