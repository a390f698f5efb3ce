//! What an utterance was taken to mean, how surely, and why.

use serde::{Deserialize, Serialize};

use super::{Entity, Name};

/// A calibrated probability in 0..=1: of all answers given with 0.8, four in five are right.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confidence(f32);

impl Confidence {
    pub const NONE: Self = Self(0.0);
    pub const SURE: Self = Self(1.0);

    /// Clamps to 0..=1; what is not a number is no confidence at all.
    pub fn new(probability: f32) -> Self {
        if probability.is_nan() { Self::NONE } else { Self(probability.clamp(0.0, 1.0)) }
    }

    pub fn get(self) -> f32 {
        self.0
    }
}

/// Which stage of the cascade settled the intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// An operator's rule.
    Rules,
    /// The message says the same as an example.
    Nearest,
    Classifier,
    /// A correction by the knowledge graph.
    Graph,
    /// Nothing fits.
    None,
}

impl Stage {
    pub const ALL: [Self; 5] = [Self::Rules, Self::Nearest, Self::Classifier, Self::Graph, Self::None];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Nearest => "nearest",
            Self::Classifier => "classifier",
            Self::Graph => "graph",
            Self::None => "none",
        }
    }
}

/// What the thresholds make of the ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The first intent may be acted on.
    Confident,
    /// The first two are too close: ask which.
    Close,
    /// Nothing reaches its threshold.
    Unsure,
}

/// The language to answer in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    Zh,
    En,
}

/// A knowledge passage that may answer the utterance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// The FAQ entry's id.
    pub id: Name,
    /// The wording that matched.
    pub question: String,
    pub confidence: Confidence,
}

/// What the engine makes of one utterance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Understanding {
    pub by: Stage,
    /// Best first, at most five; empty when nothing was said.
    pub intents: Vec<(Name, Confidence)>,
    pub certainty: Certainty,
    /// In order of their place in the text; spans do not overlap.
    pub entities: Vec<Entity>,
    /// Best first.
    pub passages: Vec<Passage>,
    pub language: Language,
    pub trace: Trace,
}

impl Understanding {
    /// Of a message that says nothing, or that nobody could read.
    pub fn nothing(trace: Trace) -> Self {
        Self {
            by: Stage::None,
            intents: Vec::new(),
            certainty: Certainty::Unsure,
            entities: Vec::new(),
            passages: Vec::new(),
            language: Language::default(),
            trace,
        }
    }

    /// The best intent and its confidence, however unsure.
    pub fn top(&self) -> Option<(&Name, Confidence)> {
        self.intents.first().map(|(name, confidence)| (name, *confidence))
    }

    /// The intent to act on: the best one, when it is sure enough.
    pub fn intent(&self) -> Option<&Name> {
        match self.certainty {
            Certainty::Confident => self.intents.first().map(|(name, _)| name),
            Certainty::Close | Certainty::Unsure => None,
        }
    }

    /// The first entity of a kind.
    pub fn entity(&self, kind: &str) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.kind == kind)
    }
}

/// Why: enough for a person to see how the ranking came about, and to replay it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Trace {
    /// The text that every stage saw.
    pub normalized: String,
    /// Rules that matched, as `intent#number`, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// Why there is no vector, where there is none: all else then comes from rules and words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_vector: Option<NoVector>,
    /// What the understanding service did, where one was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceTrace>,
    /// Whether it is about an intent at all, where the model can tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<ScopeVerdict>,
    /// The examples nearest in meaning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub neighbours: Vec<Neighbour>,
    /// Corrections by the graph, by name, with the intent they started from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<(Name, Name)>,
    /// What the best intent had to reach.
    pub threshold: Confidence,
    /// Fingerprints of the content and of the trained model.
    pub content: String,
    pub model: String,
}

/// Why a message was understood without its vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoVector {
    /// The encoder had too much to do.
    Busy,
    /// The encoder failed.
    Unavailable,
}

/// What an understanding service, asked in the classifier's place, did about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceTrace {
    /// It ranked the intents, and so many more that the content does not have; 255 stands for more, too.
    Answered { unknown: u8 },
    /// It gave no good answer, so that the classifier ranked them.
    Failed,
}

/// How probably a message is about any of the intents.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ScopeVerdict {
    pub probability: Confidence,
    /// Below it, a message is out of scope.
    pub bound: Confidence,
}

impl ScopeVerdict {
    pub fn is_outside(self) -> bool {
        self.probability < self.bound
    }
}

/// A known example near the utterance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Neighbour {
    pub text: String,
    pub intent: Name,
    /// Similarity, 1 for the same text.
    pub similarity: f32,
}
