//! Floats to int8 and the scale that undoes it: symmetric, the largest magnitude becomes 127.

use crate::lanes::{largest, round};

const LEVELS: f32 = 127.0;

/// Quantises a row and returns its scale. `number` turns a whole number within ±127 into what the caller stores.
#[inline(always)]
pub fn row<T>(row: &[f32], into: &mut [T], number: impl Fn(i32) -> T) -> f32 {
    let largest = largest(row);
    // A row of zeros stays one; a largest magnitude that is hardly above zero would make the factor infinite.
    let factor = if largest > f32::MIN_POSITIVE * LEVELS { LEVELS / largest } else { 0.0 };
    for (into, value) in into.iter_mut().zip(row) {
        *into = number(round(*value * factor));
    }
    largest / LEVELS
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_largest_magnitude_becomes_127() {
        let check = |values: &[f32], expected: &[i32], scale: f32| {
            let mut found = vec![0; values.len()];
            let found_scale = super::row(values, &mut found, |value| value);
            assert_eq!((found.as_slice(), found_scale), (expected, scale), "{values:?}");
        };
        check(&[0.0, 127.0, -63.5, 2.5], &[0, 127, -64, 2], 1.0);
        check(&[-254.0, 1.0, 3.0], &[-127, 0, 2], 2.0);
        check(&[0.0, 0.0], &[0, 0], 0.0);
        check(&[], &[], 0.0);
    }
}
