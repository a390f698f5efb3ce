//! One version of everything that answers: content, graph, understanding, policies. Immutable, and swapped whole.

use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    content::Content,
    dialogue::{self, Playbook, Policy, Tracker},
    domain::{Decision, Signal, Understanding},
    graph::Graph,
    nlu::Nlu,
};

pub struct Assistant {
    content: Arc<Content>,
    nlu: Nlu,
    policies: Vec<Box<dyn Policy>>,
    time_zone: TimeZone,
}

impl Assistant {
    /// Puts together what was loaded and trained; `time_zone` is the shop's.
    pub fn new(content: Arc<Content>, graph: Arc<Graph>, nlu: Nlu, time_zone: TimeZone) -> Self {
        let playbook = Arc::new(Playbook::new(content.clone(), graph, time_zone.clone()));
        Self { content, nlu, policies: dialogue::policies(&playbook), time_zone }
    }

    pub fn content(&self) -> &Content {
        &self.content
    }

    /// What a message that came in at a moment means. Deterministic and total.
    pub fn understand(&self, text: &str, at: Timestamp) -> Understanding {
        self.nlu.understand(text, at.to_zoned(self.time_zone.clone()).date())
    }

    /// What to do about a signal. Pure.
    pub fn decide(&self, tracker: &Tracker, signal: &Signal) -> Decision {
        dialogue::decide(&self.policies, tracker, signal)
    }
}
