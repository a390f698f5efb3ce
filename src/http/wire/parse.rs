//! `POST /model/parse`, in the shape of Rasa's.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::message::check_text;
use crate::{
    domain::{Certainty, Confidence, Name, Passage, Trace, Understanding},
    http::error::ApiError,
};

#[derive(Debug, Deserialize)]
pub struct ParseRequest {
    #[serde(default)]
    text: String,
}

impl ParseRequest {
    /// # Errors
    /// When nothing in the text can be seen, or when it is too long.
    pub fn check(self, characters: usize) -> Result<String, ApiError> {
        check_text(&self.text, characters)?;
        Ok(self.text)
    }
}

#[derive(Debug, Serialize)]
pub struct ParseAnswer {
    text: String,
    /// The best one, however unsure; `certainty` says whether the bot would act on it.
    intent: Ranked,
    entities: Vec<ParsedEntity>,
    intent_ranking: Vec<Ranked>,
    by: &'static str,
    certainty: Certainty,
    passages: Vec<Passage>,
    trace: Trace,
}

#[derive(Debug, Clone, Serialize)]
struct Ranked {
    name: Option<Name>,
    confidence: Confidence,
}

/// Places in characters, as Rasa counts.
#[derive(Debug, Serialize)]
struct ParsedEntity {
    entity: Name,
    start: usize,
    end: usize,
    value: Value,
}

impl ParseAnswer {
    pub fn new(text: String, understanding: Understanding) -> Self {
        let Understanding { by, intents, certainty, entities, passages, language: _, trace } = understanding;
        let ranking: Vec<Ranked> =
            intents.into_iter().map(|(name, confidence)| Ranked { name: Some(name), confidence }).collect();
        let none = Ranked { name: None, confidence: Confidence::NONE };
        let characters = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count());
        let entities = entities
            .into_iter()
            .map(|entity| ParsedEntity {
                start: characters(entity.span.start),
                end: characters(entity.span.end),
                entity: entity.kind,
                value: entity.value,
            })
            .collect();
        Self {
            intent: ranking.first().cloned().unwrap_or(none),
            entities,
            intent_ranking: ranking,
            by: by.as_str(),
            certainty,
            passages,
            trace,
            text,
        }
    }
}
