//! From likeness to the confidence in a hit.

/// Questions that a curve is learned from at least.
const ENOUGH: usize = 50;

/// The narrowest distance between the middle of what is strange and its upper end.
const NARROWEST: f32 = 0.03;

/// A logistic curve: 1 / (1 + e^-(slope × (likeness - middle))).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Curve {
    middle: f32,
    slope: f32,
}

impl Default for Curve {
    /// Set by hand for likeness in characters: the same words come to 0.99 and half of them to 0.7.
    fn default() -> Self {
        Self { middle: 0.4, slope: 10.0 }
    }
}

impl Curve {
    pub fn confidence(self, likeness: f32) -> f32 {
        1.0 / (1.0 + libm::expf(-self.slope * (likeness - self.middle)))
    }

    /// Of how near the nearest entry is to questions that no entry answers. As near as half of those are is worth 0.5, nearer than all
    /// but a twentieth of them 0.95. The default where there are too few of them.
    pub fn learn(mut strange: Vec<f32>) -> Self {
        if strange.len() < ENOUGH {
            return Self::default();
        }
        strange.sort_by(f32::total_cmp);
        let (middle, upper) = (strange[strange.len() / 2], strange[strange.len() * 19 / 20]);
        // ln(0.95 / 0.05)
        Self { middle, slope: 2.944_439 / (upper - middle).max(NARROWEST) }
    }
}

#[cfg(test)]
mod tests {
    use super::Curve;

    #[test]
    fn what_is_rare_among_strangers_is_sure() {
        let strange: Vec<f32> = (0..100).map(|at| 0.3 + at as f32 / 200.0).collect();
        let curve = Curve::learn(strange.clone());
        let check = |likeness: f32, expected: f32| {
            let found = curve.confidence(likeness);
            assert!((found - expected).abs() < 0.01, "{likeness}: {found}");
        };
        check(0.55, 0.5);
        check(0.775, 0.95);
        check(0.325, 0.05);
        assert_eq!(Curve::learn(strange[..10].to_vec()), Curve::default());
        assert!(Curve::learn(vec![0.5; 60]).confidence(0.6) <= 1.0);
    }
}
