//! Floats to int8.

use crate::lanes::{largest, maximum, minimum, round};

/// How to undo the quantisation of a token: `(number - zero) * scale`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Grid {
    pub scale: f32,
    pub zero: i32,
}

/// Quantises a token's values over the whole range that they have, which need not lie around zero: after GELU it does not,
/// and a few channels of a hidden state reach far to one side. `number` turns a whole number within ±127 into what the
/// caller stores.
#[inline(always)]
pub fn token<T>(values: &[f32], into: &mut [T], number: impl Fn(i32) -> T) -> Grid {
    // Two fewer than ±127 on each side: the zero and a value may both be rounded outwards.
    const STEPS: f32 = 252.0;
    let (low, high) = (minimum(values).min(0.0), maximum(values).max(0.0));
    let factor = inverse(STEPS, high - low);
    let zero = -round((low + high) * 0.5 * factor);
    for (into, value) in into.iter_mut().zip(values) {
        *into = number(round(*value * factor) + zero);
    }
    Grid { scale: (high - low) / STEPS, zero }
}

/// Quantises a row of a matrix around zero: the largest magnitude becomes 127. Returns the scale.
pub fn row(values: &[f32], into: &mut [i8]) -> f32 {
    const STEPS: f32 = 127.0;
    let largest = largest(values);
    let factor = inverse(STEPS, largest);
    for (into, value) in into.iter_mut().zip(values) {
        *into = round(*value * factor) as i8;
    }
    largest / STEPS
}

/// Steps in a unit; none where the range is so small that there would be infinitely many.
#[inline(always)]
fn inverse(steps: f32, range: f32) -> f32 {
    if range > f32::MIN_POSITIVE * steps { steps / range } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_rows_largest_magnitude_becomes_127() {
        let check = |values: &[f32], expected: &[i8], scale: f32| {
            let mut found = vec![0; values.len()];
            let found_scale = row(values, &mut found);
            assert_eq!((found.as_slice(), found_scale), (expected, scale), "{values:?}");
        };
        check(&[0.0, 127.0, -63.5, 2.5], &[0, 127, -64, 2], 1.0);
        check(&[-254.0, 1.0, 3.0], &[-127, 0, 2], 2.0);
        check(&[0.0, 0.0], &[0, 0], 0.0);
        check(&[], &[], 0.0);
    }

    #[test]
    fn a_tokens_range_is_used_whole() {
        let check = |values: &[f32], expected: &[i32], grid: Grid| {
            let mut found = vec![0; values.len()];
            let found_grid = token(values, &mut found, |number| number);
            assert_eq!((found.as_slice(), found_grid), (expected, grid), "{values:?}");
        };
        check(&[0.0, 252.0, 100.0], &[-126, 126, -26], Grid { scale: 1.0, zero: -126 });
        check(&[-126.0, 126.0, 0.0], &[-126, 126, 0], Grid { scale: 1.0, zero: 0 });
        check(&[-4.0, -504.0], &[124, -126], Grid { scale: 2.0, zero: 126 });
        check(&[0.0; 3], &[0; 3], Grid { scale: 0.0, zero: 0 });
        check(&[], &[], Grid::default());
    }

    proptest! {
        #[test]
        fn numbers_stay_within_127_and_near(values in prop::collection::vec(-1e3..1e3_f32, 0..50)) {
            let mut numbers = vec![0; values.len()];
            let grid = token(&values, &mut numbers, |number| number);
            for (value, number) in values.iter().zip(numbers) {
                prop_assert!((-127..=127).contains(&number));
                let error = ((number - grid.zero) as f32 * grid.scale - value).abs();
                prop_assert!(error <= grid.scale * 0.501, "{value} is off by {error}");
            }
        }
    }
}
