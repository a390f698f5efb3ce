//! One linear function per class over the terms, stored by feature: most features speak for or against a few classes only.

use crate::nlu::features::Sparse;

/// The weights that are not nearly zero. Features are the terms of the vocabulary.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Planes {
    pub biases: Vec<f32>,
    /// What a weight of 1 stands for, by class.
    pub scales: Vec<f32>,
    /// Feature `i` has the entries `starts[i]..starts[i + 1]`.
    pub starts: Vec<u32>,
    pub classes: Vec<u16>,
    pub weights: Vec<i8>,
}

impl Planes {
    /// Of dense weights, `by_class[class][feature]`. Weights below `prune` of the class's largest are dropped.
    pub fn new(by_class: &[Vec<f32>], biases: Vec<f32>, prune: f32) -> Self {
        let largest =
            |weights: &Vec<f32>| weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let scales: Vec<f32> =
            by_class.iter().map(|weights| largest(weights).max(f32::MIN_POSITIVE) / 127.0).collect();
        let mut planes = Self { biases, scales, starts: vec![0], ..Self::default() };
        for feature in 0..by_class.first().map_or(0, Vec::len) {
            for ((class, weights), scale) in (0_u16..).zip(by_class).zip(&planes.scales) {
                let steps = weights[feature] / scale;
                if steps.abs() >= prune * 127.0 && steps.round() != 0.0 {
                    planes.classes.push(class);
                    planes.weights.push(steps.round() as i8);
                }
            }
            planes.starts.push(planes.weights.len() as u32);
        }
        planes
    }

    /// Whether all indices stay inside.
    pub fn are_sound(&self, classes: usize, features: usize) -> bool {
        self.biases.len() == classes
            && self.scales.len() == classes
            && self.starts.len() == features + 1
            && self.starts.first() == Some(&0)
            && self.starts.is_sorted()
            && self.starts.last().is_some_and(|last| *last as usize == self.weights.len())
            && self.classes.len() == self.weights.len()
            && self.classes.iter().all(|class| usize::from(*class) < classes)
    }

    /// A raw score for each class.
    pub fn scores(&self, vector: &Sparse) -> Vec<f32> {
        let mut sums = vec![0.0; self.biases.len()];
        for (feature, value) in vector.indices.iter().zip(&vector.values) {
            let feature = *feature as usize;
            let entries = self.starts[feature] as usize..self.starts[feature + 1] as usize;
            for (class, weight) in self.classes[entries.clone()].iter().zip(&self.weights[entries]) {
                sums[usize::from(*class)] += f32::from(*weight) * value;
            }
        }
        sums.iter()
            .zip(&self.scales)
            .zip(&self.biases)
            .map(|((sum, scale), bias)| sum * scale + bias)
            .collect()
    }
}
