//! Ranks the intents: a linear model over hashed n-grams, words and the dense vector.

use super::features::{Sparse, Vocabulary};
use super::view::View;
use crate::domain::Name;

/// One linear function per class, stored by feature: most features speak for or against a few classes only.
#[derive(Debug, Clone, Default)]
pub struct Classifier {
    classes: Vec<Name>,
    vocabulary: Vocabulary,
    planes: Planes,
    /// What the dense vector is multiplied with before it joins the terms; 0 leaves it out.
    dense_weight: f32,
}

/// The weights that are not nearly zero. Features are the terms of the vocabulary, then the dense dimensions.
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

    fn scores(&self, vector: &Sparse) -> Vec<f32> {
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

impl Classifier {
    /// `None` when the parts do not fit together.
    pub fn new(
        classes: Vec<Name>,
        vocabulary: Vocabulary,
        planes: Planes,
        dense_weight: f32,
        dimensions: usize,
    ) -> Option<Self> {
        let sound = planes.are_sound(classes.len(), vocabulary.len() + dimensions);
        sound.then_some(Self { classes, vocabulary, planes, dense_weight })
    }

    /// The intents in the order of the scores.
    pub fn classes(&self) -> &[Name] {
        &self.classes
    }

    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    pub fn planes(&self) -> &Planes {
        &self.planes
    }

    pub fn dense_weight(&self) -> f32 {
        self.dense_weight
    }

    /// A raw score for each class; only their calibration means something. Without a dense vector the terms stand alone.
    pub fn scores(&self, view: &View, dense: Option<&[f32]>) -> Vec<f32> {
        self.planes.scores(&join(
            self.vocabulary.vector(view),
            self.vocabulary.len(),
            dense.unwrap_or_default(),
            self.dense_weight,
        ))
    }
}

/// The terms' vector with the dense one behind it.
pub fn join(mut vector: Sparse, terms: usize, dense: &[f32], weight: f32) -> Sparse {
    if weight != 0.0 {
        vector.indices.extend((terms as u32..).take(dense.len()));
        vector.values.extend(dense.iter().map(|value| value * weight));
    }
    vector
}
