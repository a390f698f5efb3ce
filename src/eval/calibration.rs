//! Reliability: how often answers given with some confidence are right.

use super::Judged;

/// Of equal width.
pub(super) const BINS: usize = 10;

/// The normal quantile of an interval that holds 95 of 100 cases.
const Z: f64 = 1.96;

/// The bin of a confidence in 0..=1.
pub(super) fn bin(confidence: f64) -> usize {
    ((confidence * BINS as f64) as usize).min(BINS - 1)
}

/// The rows whose best intent has a confidence in a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// From the first to just below the second; 1 is in the last.
    pub range: [f64; 2],
    pub rows: usize,
    pub confidence: f64,
    /// The share whose best intent is right, acted on or not.
    pub right: f64,
    /// Wilson's interval of that share.
    pub interval: [f64; 2],
}

/// The bins that have rows, lowest first.
pub fn bins(rows: &[Judged]) -> Vec<Bin> {
    let mut sums = [(0, 0, 0.0); BINS];
    for row in rows {
        let confidence = f64::from(row.prediction.confidence);
        let (count, right, sum) = &mut sums[bin(confidence)];
        *count += 1;
        *right += usize::from(row.best_is_right);
        *sum += confidence;
    }
    let width = BINS as f64;
    let of_sum = |(place, (count, right, sum)): (usize, (usize, usize, f64))| Bin {
        range: [place as f64 / width, (place + 1) as f64 / width],
        rows: count,
        confidence: sum / count as f64,
        right: right as f64 / count as f64,
        interval: wilson(right, count),
    };
    sums.into_iter().enumerate().filter(|(_, (count, ..))| *count > 0).map(of_sum).collect()
}

/// Wilson, "Probable Inference", Journal of the American Statistical Association 22, 1927.
fn wilson(part: usize, whole: usize) -> [f64; 2] {
    let (n, p) = (whole as f64, part as f64 / whole as f64);
    let middle = p + Z * Z / (2.0 * n);
    let spread = Z * ((p * (1.0 - p) + Z * Z / (4.0 * n)) / n).sqrt();
    [middle - spread, middle + spread].map(|bound| (bound / (1.0 + Z * Z / n)).clamp(0.0, 1.0))
}

/// calibration.csv
pub fn calibration_csv(rows: &[Judged]) -> String {
    let mut text = "from,to,rows,confidence,right,right_low,right_high\n".to_owned();
    for Bin { range: [from, to], rows, confidence, right, interval: [low, high] } in bins(rows) {
        text += &format!("{from:.1},{to:.1},{rows},{confidence:.4},{right:.4},{low:.4},{high:.4}\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{bin, wilson};

    #[test]
    fn bins_cover_all_confidences() {
        let check = |confidence: f64, expected: usize| assert_eq!(bin(confidence), expected, "{confidence}");
        check(0.0, 0);
        check(0.0999, 0);
        check(0.1, 1);
        check(0.95, 9);
        check(1.0, 9);
    }

    #[test]
    fn intervals_of_shares() {
        let check = |part, whole, [low, high]: [f64; 2]| {
            let found = wilson(part, whole);
            assert!((found[0] - low).abs() < 5e-4 && (found[1] - high).abs() < 5e-4, "{found:?}");
        };
        // From Newcombe, "Two-Sided Confidence Intervals for the Single Proportion", 1998.
        check(81, 263, [0.2553, 0.3662]);
        check(15, 148, [0.0624, 0.1605]);
        check(0, 20, [0.0, 0.1611]);
        check(1, 29, [0.0061, 0.1718]);
    }
}
