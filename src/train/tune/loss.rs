//! What tuning makes small: how surprising the classes of texts are, by the cosine to one prototype a class.

use fastrand::Rng;

use super::{
    network::{unit, unit_back},
    product::{gradient, product, product_turned},
};

/// What cosines are multiplied with, so that a softmax can become sure.
const SCALE: f32 = 16.0;

/// The share of a vector's numbers that are left out at random, so that a class rests on more than a few of them.
const DROPOUT: f32 = 0.1;

/// What is taken from the truth and spread over all classes: Szegedy et al. (arXiv:1512.00567).
const SMOOTHING: f32 = 0.05;

/// One direction for each class. It serves the tuning only: the classifier learns from the tuned vectors by itself.
pub(super) struct Prototypes {
    /// Classes × hidden size; only the directions count.
    pub directions: Vec<f32>,
    classes: usize,
}

/// A loss, and what it changes by with each vector and each prototype.
pub(super) struct Loss {
    pub surprise: f32,
    pub of_vectors: Vec<f32>,
    pub of_directions: Vec<f32>,
}

impl Prototypes {
    /// At the mean of each class's vectors.
    pub fn new(vectors: &[Vec<f32>], labels: &[usize], classes: usize) -> Self {
        let size = vectors.first().map_or(0, Vec::len);
        let mut directions = vec![0.0; classes * size];
        for (vector, class) in vectors.iter().zip(labels) {
            let sums = &mut directions[class * size..][..size];
            sums.iter_mut().zip(vector).for_each(|(sum, value)| *sum += value);
        }
        Self { directions: unit(&directions, size.max(1)), classes }
    }

    /// The mean over texts with these vectors of length 1 and these classes.
    pub fn loss(&self, vectors: &[f32], labels: &[usize], random: &mut Rng) -> Loss {
        let (texts, size) = (labels.len(), self.directions.len() / self.classes);
        let mut left_out = || if random.f32() < DROPOUT { 0.0 } else { 1.0 / (1.0 - DROPOUT) };
        let mask: Vec<f32> = vectors.iter().map(|_| left_out()).collect();
        let masked = times(vectors, &mask);
        let directions = unit(&self.directions, size);
        let mut of_cosines = product_turned(&masked, &directions, size);
        let mut surprise = 0.0;
        for (row, label) in of_cosines.chunks_exact_mut(self.classes).zip(labels) {
            surprise += self.judge(row, *label) / texts as f32;
            row.iter_mut().for_each(|value| *value *= SCALE / texts as f32);
        }
        let of_vectors = times(&product(&of_cosines, &directions, self.classes, size), &mask);
        let of_directions = gradient(&of_cosines, self.classes, &masked, size);
        Loss { surprise, of_vectors, of_directions: unit_back(&self.directions, &of_directions, size) }
    }

    /// The surprise of one text, whose cosines become the slopes of its scores.
    fn judge(&self, cosines: &mut [f32], label: usize) -> f32 {
        let largest = cosines.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = cosines.iter().map(|cosine| (SCALE * (cosine - largest)).exp()).sum();
        let spread = SMOOTHING / self.classes as f32;
        let mut surprise = 0.0;
        for (class, cosine) in cosines.iter_mut().enumerate() {
            let truth = spread + if class == label { 1.0 - SMOOTHING } else { 0.0 };
            let logarithm = SCALE * (*cosine - largest) - sum.ln();
            surprise -= truth * logarithm;
            *cosine = logarithm.exp() - truth;
        }
        surprise
    }
}

fn times(values: &[f32], factors: &[f32]) -> Vec<f32> {
    values.iter().zip(factors).map(|(value, factor)| value * factor).collect()
}
