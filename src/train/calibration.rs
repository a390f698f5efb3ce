//! Finds out on held-out rows how often the best class is right where it has a probability.

use crate::nlu::{Calibration, log_odds};

/// Steps that Newton's method may take; it needs about six.
const STEPS: usize = 30;

/// Changing nothing has the weight of so many rows, so that a few do not decide.
const PRIOR: f64 = 10.0;

/// A better best class is never less probably right.
const FLATTEST: f64 = 0.05;

/// The most likely calibration, from the probability of each row's best class and whether that was right.
pub(super) fn fit(rows: &[(f32, bool)]) -> Calibration {
    let rows: Vec<(f64, f64)> =
        rows.iter().map(|(best, right)| (log_odds(*best), f64::from(u8::from(*right)))).collect();
    let (mut slope, mut bias) = (1.0_f64, 0.0_f64);
    for _ in 0..STEPS {
        let mut gradient = [PRIOR * (slope - 1.0), PRIOR * bias];
        let mut curvature = [PRIOR, 0.0, PRIOR];
        for (odds, right) in &rows {
            let probability = 1.0 / (1.0 + libm::exp(-slope * odds - bias));
            let (miss, weight) = (probability - right, probability * (1.0 - probability));
            gradient[0] += miss * odds;
            gradient[1] += miss;
            curvature[0] += weight * odds * odds;
            curvature[1] += weight * odds;
            curvature[2] += weight;
        }
        let [a, b, c] = curvature;
        let determinant = a * c - b * b;
        let together = [
            (c * gradient[0] - b * gradient[1]) / determinant,
            (a * gradient[1] - b * gradient[0]) / determinant,
        ];
        // At its bound the slope stays where it is, and the bias goes on alone.
        let is_flat = slope <= FLATTEST && together[0] > 0.0;
        let step = if is_flat { [0.0, gradient[1] / c] } else { together }.map(|step| step.clamp(-1.0, 1.0));
        (slope, bias) = ((slope - step[0]).max(FLATTEST), bias - step[1]);
        if step.iter().all(|step| step.abs() < 1e-9) {
            break;
        }
    }
    Calibration::new(slope as f32, bias as f32)
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn what_is_too_sure_is_set_right() {
        // So many rows of a probability, and how many of them are right.
        let check = |rows: &[(f32, usize, usize)], best: f32, expected: std::ops::Range<f32>| {
            let rows: Vec<(f32, bool)> = rows
                .iter()
                .flat_map(|(p, all, right)| (0..*all).map(move |row| (*p, row < *right)))
                .collect();
            let found = fit(&rows).probability(best);
            assert!(expected.contains(&found), "{best}: {found}");
        };
        check(&[], 0.9, 0.899..0.901);
        check(&[(0.9, 1, 0)], 0.9, 0.83..0.88);
        check(&[(0.97, 1000, 920), (0.5, 1000, 520)], 0.97, 0.91..0.93);
        check(&[(0.97, 1000, 920), (0.5, 1000, 520)], 0.5, 0.51..0.53);
        check(&[(0.6, 1000, 1000), (0.9, 1000, 1000)], 0.6, 0.95..1.0);
        // Nobody gets less sure by being more sure.
        check(&[(0.2, 1000, 900), (0.9, 1000, 100)], 0.9, 0.4..0.6);
    }
}
