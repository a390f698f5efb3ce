//! From raw scores to probabilities.

/// Softmax of the scores over a temperature: Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural Networks",
/// ICML 2017.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Calibration {
    /// Above 0. The smaller, the surer.
    pub temperature: f32,
}

impl Default for Calibration {
    fn default() -> Self {
        Self { temperature: 1.0 }
    }
}

impl Calibration {
    /// The probability of each class; they add up to 1.
    pub fn probabilities(self, scores: &[f32]) -> Vec<f32> {
        let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut powers: Vec<f32> =
            scores.iter().map(|score| libm::expf((score - largest) / self.temperature)).collect();
        let sum: f32 = powers.iter().sum();
        powers.iter_mut().for_each(|power| *power /= sum);
        powers
    }

    /// The temperature under which the true classes of held-out rows are most likely.
    pub fn fit(rows: &[(Vec<f32>, usize)]) -> Self {
        let cost = |logarithm: f64| -> f64 {
            let calibration = Self { temperature: libm::exp(logarithm) as f32 };
            rows.iter().map(|(scores, truth)| calibration.surprise(scores, *truth)).sum()
        };
        // The cost has one valley in the logarithm of the temperature; the golden section finds it.
        let ratio = 0.618_033_988_749_895;
        let (mut low, mut high) = (-5.0_f64, 2.0_f64);
        let (mut left, mut right) = (high - ratio * (high - low), low + ratio * (high - low));
        let (mut at_left, mut at_right) = (cost(left), cost(right));
        for _ in 0..30 {
            if at_left < at_right {
                (high, right, at_right) = (right, left, at_left);
                left = high - ratio * (high - low);
                at_left = cost(left);
            } else {
                (low, left, at_left) = (left, right, at_right);
                right = low + ratio * (high - low);
                at_right = cost(right);
            }
        }
        Self { temperature: libm::exp(f64::midpoint(low, high)) as f32 }
    }

    /// The negative logarithm of the true class's probability.
    fn surprise(self, scores: &[f32], truth: usize) -> f64 {
        let largest = f64::from(scores.iter().copied().fold(f32::NEG_INFINITY, f32::max));
        let heat = f64::from(self.temperature);
        let sum: f64 = scores.iter().map(|score| libm::exp((f64::from(*score) - largest) / heat)).sum();
        libm::log(sum) - (f64::from(scores[truth]) - largest) / heat
    }
}

#[cfg(test)]
mod tests {
    use super::Calibration;

    #[test]
    fn probabilities_add_up() {
        let check = |scores: &[f32]| {
            let probabilities = Calibration { temperature: 0.3 }.probabilities(scores);
            assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{probabilities:?}");
        };
        check(&[0.0]);
        check(&[-1.0, 0.2, 0.3]);
        check(&[1e4, -1e4, 0.0]);
    }

    #[test]
    fn temperature_meets_the_rate() {
        // The better score is right in three of four rows.
        let rows: Vec<_> = (0..400).map(|row| (vec![1.0, 0.0], usize::from(row % 4 == 0))).collect();
        let sure = Calibration::fit(&rows).probabilities(&[1.0, 0.0])[0];
        assert!((sure - 0.75).abs() < 0.01, "{sure}");
    }
}
