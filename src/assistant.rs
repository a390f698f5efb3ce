//! One version of everything that answers: content, graph, understanding, policies. Immutable, and swapped whole.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::{
    content::Content,
    dialogue::{self, Playbook, Policy, Tracker},
    domain::{Decision, Signal, Understanding},
    graph::Graph,
    nlu::{Model, ModelError, Nlu, UnderstandingService, artifact::training_fingerprint, embed::Embedder},
};

pub struct Assistant {
    content: Arc<Content>,
    nlu: Nlu,
    policies: Vec<Box<dyn Policy>>,
    time_zone: TimeZone,
}

impl Assistant {
    /// Puts together content and the model trained on it; `place` names the model in errors, `time_zone` is the shop's.
    ///
    /// # Errors
    /// When the model was trained on other examples.
    pub fn new(
        content: Content,
        model: Model,
        embedder: Arc<dyn Embedder>,
        place: &str,
        time_zone: TimeZone,
    ) -> Result<Self, ModelError> {
        model.check_trained_on(&examples_fingerprint(&content), place)?;
        let graph = Arc::new(Graph::new(&content));
        let nlu = Nlu::new(&content, graph.clone(), model, embedder);
        let content = Arc::new(content);
        let playbook = Arc::new(Playbook::new(content.clone(), graph, time_zone.clone()));
        Ok(Self { content, nlu, policies: dialogue::policies(&playbook), time_zone })
    }

    /// Lets a service rank the intents in the classifier's place, as long as it answers.
    pub fn with_service(self, service: Arc<dyn UnderstandingService>) -> Self {
        Self { nlu: self.nlu.with_service(service), ..self }
    }

    pub fn content(&self) -> &Content {
        &self.content
    }

    /// Names the trained model, as traces do.
    pub fn model_fingerprint(&self) -> &str {
        self.nlu.model_fingerprint()
    }

    /// What a message that came in at a moment means. Total; deterministic as long as the embedder answers. It may take as long
    /// as the embedder does, so that no thread should call it on which others wait.
    pub fn understand(&self, text: &str, at: Timestamp) -> Understanding {
        self.nlu.understand(text, self.day(at))
    }

    /// The same for a message that no customer waits for, by an embedder that the caller brings: one with the fingerprint that
    /// [`Assistant::embedder`] has. No service is asked.
    pub fn understand_with(&self, text: &str, at: Timestamp, embedder: &dyn Embedder) -> Understanding {
        self.nlu.understand_with(text, self.day(at), embedder)
    }

    /// What vectors of messages are made by, for whoever compares many of them.
    pub fn shared_embedder(&self) -> Arc<dyn Embedder> {
        self.nlu.embedder().clone()
    }

    /// Names what vectors of messages are made by.
    pub fn embedder(&self) -> &str {
        self.nlu.embedder().fingerprint()
    }

    /// The same, for a message that needs no embedder; `None` for all others. It never waits.
    pub fn settle(&self, text: &str, at: Timestamp) -> Option<Understanding> {
        self.nlu.settle(text, self.day(at))
    }

    /// What to do about a signal. Pure.
    pub fn decide(&self, tracker: &Tracker, signal: &Signal) -> Decision {
        dialogue::decide(&self.policies, tracker, signal)
    }

    /// The shop's date at a moment.
    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.time_zone.clone()).date()
    }
}

/// Names the examples that a model for this content learns from.
pub fn examples_fingerprint(content: &Content) -> String {
    let examples = content.intents.values().flat_map(|intent| {
        intent.examples.iter().map(|example| (example.text.as_str(), intent.name.as_str()))
    });
    training_fingerprint(examples)
}
