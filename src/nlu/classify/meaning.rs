//! One linear function per class over a text's vector.

/// Weights and biases, fitted by `train`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Meaning {
    dimensions: usize,
    /// Number by number of the vector, the weights of all classes: their sums then grow beside each other, and none of them
    /// waits for its own last addition.
    weights: Vec<f32>,
    biases: Vec<f32>,
}

impl Meaning {
    /// `weights` are `classes` × `dimensions`, class by class. `None` when the parts do not fit together.
    pub fn new(dimensions: usize, weights: &[f32], biases: Vec<f32>) -> Option<Self> {
        let sound = dimensions > 0 && weights.len() == dimensions * biases.len();
        sound.then(|| Self { dimensions, weights: turned(weights, dimensions), biases })
    }

    /// `classes` × `dimensions`, class by class.
    pub fn weights(&self) -> Vec<f32> {
        turned(&self.weights, self.biases.len())
    }

    pub fn biases(&self) -> &[f32] {
        &self.biases
    }

    /// A raw score for each class; `None` for a vector of another length.
    pub fn scores(&self, vector: &[f32]) -> Option<Vec<f32>> {
        if vector.len() != self.dimensions {
            return None;
        }
        let mut sums = vec![0.0; self.biases.len()];
        for (value, weights) in vector.iter().zip(self.weights.chunks_exact(self.biases.len().max(1))) {
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight * value);
        }
        Some(sums.iter().zip(&self.biases).map(|(sum, bias)| sum + bias).collect())
    }
}

/// A matrix with so many columns, column by column.
fn turned(matrix: &[f32], columns: usize) -> Vec<f32> {
    (0..columns).flat_map(|column| matrix.iter().skip(column).step_by(columns).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::Meaning;

    #[test]
    fn a_score_for_each_class() {
        let weights = [1.0, 2.0, 3.0, -1.0, 0.5, 0.0];
        let meaning = Meaning::new(3, &weights, vec![10.0, 20.0]).unwrap();
        assert_eq!(meaning.scores(&[1.0, 2.0, 4.0]), Some(vec![27.0, 20.0]));
        assert_eq!(meaning.scores(&[1.0, 2.0]), None);
        assert_eq!(meaning.weights(), weights);
        assert_eq!(Meaning::new(3, &weights, vec![1.0]), None);
    }
}
