//! How sure a measured number is.

/// Draws of the bootstrap.
const DRAWS: usize = 2_000;

/// The interval that holds the accuracy in 95 of 100 cases: percentiles of accuracies over rows drawn with replacement.
pub(super) fn of_accuracy(right: &[bool], seed: u64) -> Option<[f64; 2]> {
    if right.is_empty() {
        return None;
    }
    let mut random = fastrand::Rng::with_seed(seed);
    let mut draw = || (0..right.len()).filter(|_| right[random.usize(..right.len())]).count();
    let mut counts: Vec<usize> = (0..DRAWS).map(|_| draw()).collect();
    counts.sort_unstable();
    let at = |share: f64| counts[((DRAWS - 1) as f64 * share) as usize] as f64 / right.len() as f64;
    Some([at(0.025), at(0.975)])
}

#[cfg(test)]
mod tests {
    use super::of_accuracy;

    #[test]
    fn intervals() {
        assert_eq!(of_accuracy(&[], 1), None);
        assert_eq!(of_accuracy(&[true; 10], 1), Some([1.0, 1.0]));
        let rows: Vec<bool> = (0..400).map(|row| row % 4 > 0).collect();
        let [low, high] = of_accuracy(&rows, 1).expect("rows");
        // The normal approximation says 0.7076 to 0.7924.
        assert!((low - 0.7076).abs() < 0.01 && (high - 0.7924).abs() < 0.01, "{low} {high}");
        assert_eq!(of_accuracy(&rows, 1), of_accuracy(&rows, 1));
    }
}
