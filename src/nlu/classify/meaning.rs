//! One linear function per class over a text's vector.

/// Weights and biases, fitted by `train`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Meaning {
    dimensions: usize,
    /// `classes` × `dimensions`, class by class.
    weights: Vec<f32>,
    biases: Vec<f32>,
}

impl Meaning {
    /// `None` when the parts do not fit together.
    pub fn new(dimensions: usize, weights: Vec<f32>, biases: Vec<f32>) -> Option<Self> {
        let sound = dimensions > 0 && weights.len() == dimensions * biases.len();
        sound.then_some(Self { dimensions, weights, biases })
    }

    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    pub fn biases(&self) -> &[f32] {
        &self.biases
    }

    /// A raw score for each class; `None` for a vector of another length.
    pub fn scores(&self, vector: &[f32]) -> Option<Vec<f32>> {
        let of_class = |(weights, bias): (&[f32], &f32)| {
            weights.iter().zip(vector).map(|(weight, value)| weight * value).sum::<f32>() + bias
        };
        let fits = vector.len() == self.dimensions;
        fits.then(|| self.weights.chunks_exact(self.dimensions).zip(&self.biases).map(of_class).collect())
    }
}
