//! Functions of one number by polynomial: straight-line code that a compiler turns into vectors, without a library whose
//! last bit differs from machine to machine. Additions and products stay apart: a fused one would round differently.

use crate::lanes::round;

/// e to the power of a number that is not above 0, near it within 3e-7 of the value; below -87 it is about 1e-38.
#[inline(always)]
pub fn exp(value: f32) -> f32 {
    // 2^f on [-1/2, 1/2], minimax of the relative error.
    const TWO_TO: [f32; 6] =
        [1.000_000_1, 0.693_146_94, 0.240_221_2, 0.055_507_135, 0.009_675_542, 0.001_327_647];
    let power = if value > -87.0 { value } else { -87.0 } * std::f32::consts::LOG2_E;
    let whole = round(power);
    let fraction = power - whole as f32;
    // The exponent is added to the bits: the factor is at least 0.7 and the whole at least -126.
    f32::from_bits(horner(&TWO_TO, fraction).to_bits().wrapping_add_signed(whole << 23))
}

/// x · Φ(x), the GELU of Hendrycks and Gimpel (arXiv:1606.08415) with the error function, within 1e-5 for |x| up to 10.
#[inline(always)]
pub fn gelu(x: f32) -> f32 {
    x * normal(x)
}

/// The derivative of [`gelu`], within 2e-5 for |x| up to 10, for who trains an encoder.
#[inline(always)]
pub fn gelu_slope(x: f32) -> f32 {
    const DENSITY_AT_0: f32 = 0.398_942_3;
    normal(x) + x * DENSITY_AT_0 * exp(-0.5 * x * x)
}

/// Φ(x), the share of a normal distribution below x.
#[inline(always)]
fn normal(x: f32) -> f32 {
    // Beyond the bound Φ is 0 or 1 to six digits.
    const BOUND: f32 = 5.0;
    // (Φ(x) - 1/2) / x as a function of 2x²/BOUND² - 1, minimax of the error of gelu.
    const HALF_PHI: [f32; 12] = [
        0.141_363_74,
        -0.070_298_254,
        0.051_525_813,
        -0.040_391_78,
        0.031_351_637,
        -0.023_623_614,
        0.016_930_718,
        -0.010_176_946,
        0.005_080_658_5,
        -0.003_863_771_4,
        0.003_211_947_6,
        -0.001_110_274_2,
    ];
    let inside = if x > -BOUND { x } else { -BOUND };
    let inside = if inside < BOUND { inside } else { BOUND };
    let at = inside * inside * (2.0 / (BOUND * BOUND)) - 1.0;
    0.5 + inside * horner(&HALF_PHI, at)
}

#[inline(always)]
fn horner<const N: usize>(coefficients: &[f32; N], x: f32) -> f32 {
    let mut value = coefficients[N - 1];
    for coefficient in coefficients[..N - 1].iter().rev() {
        value = value * x + coefficient;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(from: f32, to: f32) -> impl Iterator<Item = f32> {
        (0..=100_000_u32).map(move |step| from + (to - from) * (step as f32 / 1e5))
    }

    #[test]
    fn exp_is_near_the_library() {
        for x in grid(-86.0, 0.0) {
            let expected = libm::exp(f64::from(x));
            let error = (f64::from(exp(x)) - expected).abs() / expected;
            // The last bit of a product with x is worth more the larger x is.
            let bound = 2.5e-7 + 1.2e-7 * f64::from(x.abs());
            assert!(error < bound, "exp({x}) is off by {error}");
        }
        assert!(exp(-1e9) < 1e-37 && exp(f32::NEG_INFINITY) < 1e-37);
    }

    #[test]
    fn gelu_is_near_the_error_function() {
        for x in grid(-10.0, 10.0) {
            let wide = f64::from(x);
            let expected = wide * 0.5 * libm::erfc(-wide / std::f64::consts::SQRT_2);
            let error = (f64::from(gelu(x)) - expected).abs();
            assert!(error < 1e-5, "gelu({x}) is off by {error}");
            let density = libm::exp(-wide * wide / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
            let expected = 0.5 * libm::erfc(-wide / std::f64::consts::SQRT_2) + wide * density;
            let error = (f64::from(gelu_slope(x)) - expected).abs();
            assert!(error < 2e-5, "the slope at {x} is off by {error}");
        }
    }
}
