//! Ranks the intents: by the words of a text, by where its vector lies, and by the examples nearest to it.

mod calibration;
mod fusion;
mod meaning;
mod nearest;
mod planes;
mod scope;

pub use calibration::{Calibration, log_odds};
pub use fusion::fit as fit_fusion;
pub use meaning::Meaning;
pub use nearest::Nearest;
pub use planes::Planes;
pub use scope::{SIGNS, Scope, signs};

use serde::{Deserialize, Serialize};

use super::{features::Vocabulary, view::View};
use crate::domain::Name;

/// Three views of a text. Without a vector, or with that of another embedder than the classifier was fitted with, the first is all.
#[derive(Debug, Clone, Default)]
pub struct Classifier {
    classes: Vec<Name>,
    vocabulary: Vocabulary,
    planes: Planes,
    dense: Option<Dense>,
    fusion: Fusion,
}

/// The views of a text's vector.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dense {
    pub meaning: Meaning,
    pub nearest: Nearest,
}

/// What each view's raw scores are multiplied with, by what is known of a text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Fusion {
    /// For terms without a vector.
    pub terms: [f32; 1],
    /// For terms, meaning and nearest examples.
    pub all: [f32; 3],
}

impl Default for Fusion {
    fn default() -> Self {
        Self { terms: [1.0], all: [1.0, 0.0, 0.0] }
    }
}

impl Fusion {
    /// The probability of each class, from the raw scores of the views that there are.
    pub fn probabilities(&self, terms: &[f32], dense: Option<[&[f32]; 2]>) -> Vec<f32> {
        match dense {
            Some([meaning, nearest]) => fusion::probabilities(&self.all, [terms, meaning, nearest]),
            None => fusion::probabilities(&self.terms, [terms]),
        }
    }
}

impl Classifier {
    /// `None` when the parts do not fit together.
    pub fn new(
        classes: Vec<Name>,
        vocabulary: Vocabulary,
        planes: Planes,
        dense: Option<Dense>,
        fusion: Fusion,
    ) -> Option<Self> {
        let fits = |dense: &Dense| {
            dense.meaning.biases().len() == classes.len() && dense.nearest.classes() == classes.len()
        };
        let sound = planes.are_sound(classes.len(), vocabulary.len()) && dense.as_ref().is_none_or(fits);
        sound.then_some(Self { classes, vocabulary, planes, dense, fusion })
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

    pub fn dense(&self) -> Option<&Dense> {
        self.dense.as_ref()
    }

    /// A raw score for each class by the terms; only their calibration means something.
    pub fn by_terms(&self, view: &View) -> Vec<f32> {
        self.planes.scores(&self.vocabulary.vector(view))
    }

    /// What a vector is to the examples; `None` without an example, or for a vector of another length.
    pub fn place(&self, vector: &[f32]) -> Option<Place> {
        let dense = self.dense.as_ref()?;
        let cosines = dense.nearest.cosines(vector)?;
        let (meaning, nearest) = (dense.meaning.scores(vector)?, dense.nearest.scores(&cosines));
        Some(Place { meaning, nearest, cosines })
    }

    /// The probability of each class.
    pub fn probabilities(&self, view: &View, place: Option<&Place>) -> Vec<f32> {
        self.fusion.probabilities(&self.by_terms(view), place.map(Place::views))
    }
}

/// Where a vector lies among the examples.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// A raw score for each class.
    pub meaning: Vec<f32>,
    /// A raw score for each class.
    pub nearest: Vec<f32>,
    /// The cosine to each example; examples in the order of their intents, then of their texts.
    pub cosines: Vec<f32>,
}

impl Place {
    fn views(&self) -> [&[f32]; 2] {
        [&self.meaning, &self.nearest]
    }
}
