//! Reductions over sixteen lanes, folded in one order whatever the width of the machine's registers, and rounding that every
//! machine does alike.

const LANES: usize = 16;

/// Lane `i` adds the values at `i`, `i + 16`, `i + 32` …; then lanes are added in halves: 8 to 8, 4 to 4, 2 to 2, 1 to 1.
#[inline(always)]
pub fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += of(*value);
        }
    }
    for (lane, value) in lanes.iter_mut().zip(rest) {
        *lane += of(*value);
    }
    fold(lanes, |a, b| a + b)
}

/// The largest magnitude, or 0 without values.
#[inline(always)]
pub fn largest(values: &[f32]) -> f32 {
    reduce(values, 0.0, |lane, value| greater(lane, value.abs()))
}

/// The largest value.
#[inline(always)]
pub fn maximum(values: &[f32]) -> f32 {
    reduce(values, f32::NEG_INFINITY, greater)
}

/// The smallest value.
#[inline(always)]
pub fn minimum(values: &[f32]) -> f32 {
    reduce(values, f32::INFINITY, |a, b| if a < b { a } else { b })
}

/// Rounds to the nearest whole number, ties to the even one. Right within ±2²²; beyond, some number without meaning.
#[inline(always)]
pub fn round(value: f32) -> i32 {
    // At 1.5 · 2²³ the last bit of a float is worth 1, so the addition itself rounds.
    const SHIFT: f32 = 12_582_912.0;
    (value + SHIFT).to_bits().cast_signed().wrapping_sub(SHIFT.to_bits().cast_signed())
}

#[inline(always)]
fn reduce(values: &[f32], start: f32, of: impl Fn(f32, f32) -> f32) -> f32 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [start; LANES];
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane = of(*lane, *value);
        }
    }
    for (lane, value) in lanes.iter_mut().zip(rest) {
        *lane = of(*lane, *value);
    }
    fold(lanes, of)
}

#[inline(always)]
fn fold(mut lanes: [f32; LANES], of: impl Fn(f32, f32) -> f32) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] = of(lanes[lane], lanes[lane + half]);
        }
        half /= 2;
    }
    lanes[0]
}

/// One instruction everywhere, which `f32::max` is not; the values are never NaN where it matters.
#[inline(always)]
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_to_the_nearest_even() {
        let check = |value: f32, expected: i32| assert_eq!(round(value), expected, "{value}");
        check(0.0, 0);
        check(0.5, 0);
        check(1.5, 2);
        check(-0.5, 0);
        check(-126.5, -126);
        check(126.9, 127);
        check(-127.0, -127);
    }

    #[test]
    fn reductions_take_every_value() {
        for length in 0..50_i16 {
            let values: Vec<f32> = (0..length).map(|i| f32::from(i - 20)).collect();
            assert_eq!(sum(&values, |value| value), values.iter().sum::<f32>(), "{length}");
            assert_eq!(
                maximum(&values),
                values.iter().copied().fold(f32::NEG_INFINITY, f32::max),
                "{length}"
            );
            assert_eq!(largest(&values), values.iter().fold(0.0, |a: f32, b| a.max(b.abs())), "{length}");
        }
    }
}
