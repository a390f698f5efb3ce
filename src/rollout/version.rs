//! A version of everything that answers, and what traces call it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{assistant::Assistant, conversation::Brain, domain::Trace};

/// What answers, by name.
#[derive(Clone)]
pub struct Version {
    pub names: Names,
    pub brain: Arc<dyn Brain>,
}

/// Fingerprints of content and model, as the trace of every understanding has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    pub content: String,
    pub model: String,
}

impl From<Arc<Assistant>> for Version {
    fn from(assistant: Arc<Assistant>) -> Self {
        let names = Names {
            content: assistant.content().fingerprint.clone(),
            model: assistant.model_fingerprint().to_owned(),
        };
        Self { names, brain: assistant }
    }
}

impl Names {
    pub(super) fn are_of(&self, trace: &Trace) -> bool {
        self.content == trace.content && self.model == trace.model
    }
}
