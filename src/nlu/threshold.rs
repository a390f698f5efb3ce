//! What is sure enough.

use serde::{Deserialize, Serialize};

use super::classify::{Calibration, Scope};
use crate::domain::Certainty;

/// Bounds on probabilities, each in 0..=1.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Thresholds {
    /// Below, nothing fits.
    pub abstain: f32,
    /// From here on an intent may be acted on, by class.
    pub answer: Vec<f32>,
    /// The second intent must stay so far behind.
    pub margin: f32,
    /// Tells messages that are about none of the intents; `None` where held-out rows taught nothing about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// What probabilities go through before they are held against the bounds.
    #[serde(default, skip_serializing_if = "Calibration::changes_nothing")]
    pub calibration: Calibration,
}

impl Thresholds {
    /// What the best and the second probability come to, when the best has to reach `answer`.
    pub fn certainty(&self, best: f32, second: f32, answer: f32) -> Certainty {
        if best >= answer && best - second >= self.margin {
            Certainty::Confident
        } else if best >= self.abstain {
            Certainty::Close
        } else {
            Certainty::Unsure
        }
    }
}
