//! AdamW: Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019. One pass over the weights, in place.

const FIRST_DECAY: f32 = 0.9;
const SECOND_DECAY: f32 = 0.999;
const EPS: f32 = 1e-8;

/// Moves weights that are always given in the same order.
pub(super) struct AdamW {
    weight_decay: f32,
    /// The length that the gradient is cut to.
    longest: f32,
    /// Running means of the gradients and of their squares, by the place of the weights.
    moments: Vec<(Vec<f32>, Vec<f32>)>,
    steps: i32,
}

impl AdamW {
    pub fn new(weight_decay: f32, longest: f32) -> Self {
        Self { weight_decay, longest, moments: Vec::new(), steps: 0 }
    }

    /// Moves weights against their gradients.
    pub fn step<'w>(&mut self, weights: impl Iterator<Item = (&'w mut Vec<f32>, &'w Vec<f32>)>, rate: f32) {
        self.steps += 1;
        let weights: Vec<_> = weights.collect();
        let squares: f32 = weights.iter().map(|(_, gradient)| squares(gradient)).sum();
        let scale = (self.longest / (squares.sqrt() + 1e-6)).min(1.0);
        let kept = 1.0 - rate * self.weight_decay;
        // Both means start at 0, which the first steps have to make up for.
        let rate = rate / (1.0 - FIRST_DECAY.powi(self.steps));
        let correction = 1.0 / (1.0 - SECOND_DECAY.powi(self.steps));
        for (place, (weights, gradient)) in weights.into_iter().enumerate() {
            if self.moments.len() == place {
                self.moments.push((vec![0.0; weights.len()], vec![0.0; weights.len()]));
            }
            let (first, second) = &mut self.moments[place];
            for (((weight, gradient), first), second) in
                weights.iter_mut().zip(gradient).zip(first).zip(second)
            {
                let gradient = gradient * scale;
                *first = FIRST_DECAY * *first + (1.0 - FIRST_DECAY) * gradient;
                *second = SECOND_DECAY * *second + (1.0 - SECOND_DECAY) * gradient * gradient;
                *weight = kept * *weight - rate * *first / ((*second * correction).sqrt() + EPS);
            }
        }
    }
}

/// Summed in lanes that a processor adds at once.
fn squares(values: &[f32]) -> f32 {
    const LANES: usize = 16;
    let (lanes, rest) = values.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for values in lanes {
        sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value * value);
    }
    sums.iter().chain(&rest.iter().map(|value| value * value).collect::<Vec<_>>()).sum()
}

#[cfg(test)]
mod tests {
    use super::AdamW;

    #[test]
    fn a_first_step_is_as_long_as_the_rate() {
        let check = |weights: [f32; 2], decay: f32, longest: f32, expected: [f32; 2]| {
            let (mut moved, gradient) = (weights.to_vec(), vec![3.0, -4.0]);
            AdamW::new(decay, longest).step([(&mut moved, &gradient)].into_iter(), 0.1);
            for (moved, expected) in moved.iter().zip(expected) {
                assert!((moved - expected).abs() < 1e-5, "{weights:?}: {moved} for {expected}");
            }
        };
        check([0.0, 0.0], 0.0, f32::INFINITY, [-0.1, 0.1]);
        check([0.0, 0.0], 0.0, 1.0, [-0.1, 0.1]);
        check([1.0, -2.0], 0.5, f32::INFINITY, [0.85, -1.8]);
    }
}
