//! `POST /model/parse`, in the shape of Rasa's, which is also our own.

use std::{ops::Range, time::Duration};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Service, ServiceFault};
use crate::config::ParseConfig;

/// An answer over this many bytes is no answer.
const ANSWER_BYTES: usize = 256 * 1024;

pub struct ParseService {
    service: Service,
    timeout: Duration,
}

/// What the service says, none of it checked but its shape.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParseAnswer {
    /// With their confidences, in any order.
    pub intents: Vec<(String, f32)>,
    pub entities: Vec<ParsedEntity>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ParsedEntity {
    pub kind: String,
    /// In characters.
    pub span: Range<usize>,
    pub value: Value,
}

#[derive(Deserialize)]
struct Answer {
    intent: Option<Ranked>,
    #[serde(default)]
    intent_ranking: Vec<Ranked>,
    #[serde(default)]
    entities: Vec<WireEntity>,
}

#[derive(Deserialize)]
struct Ranked {
    /// Nothing where no intent fits.
    name: Option<String>,
    confidence: f32,
}

#[derive(Deserialize)]
struct WireEntity {
    entity: String,
    start: usize,
    end: usize,
    value: Value,
}

impl ParseService {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// One sentence when the address or the key cannot be one.
    pub fn connect(settings: &ParseConfig) -> Result<Self, ServiceFault> {
        let service = Service::new("parse", &settings.url, settings.key.as_ref())?;
        Ok(Self { service, timeout: settings.timeout })
    }

    /// # Errors
    /// When the request fails, or brings something else than was asked for.
    pub async fn parse(&self, text: &str) -> Result<ParseAnswer, ServiceFault> {
        self.service.ask(&json!({"text": text}), self.timeout, ANSWER_BYTES, read).await
    }
}

fn read(answer: Value) -> Result<ParseAnswer, ServiceFault> {
    let answer: Answer =
        serde_json::from_value(answer).map_err(|_| ServiceFault::new("an answer of another shape"))?;
    let Answer { intent, intent_ranking, entities } = answer;
    if intent.is_none() && intent_ranking.is_empty() {
        return Err(ServiceFault::new("an answer without an intent"));
    }
    // The best one stands in the ranking, too, where there is one.
    let ranked = if intent_ranking.is_empty() { intent.into_iter().collect() } else { intent_ranking };
    let intents = ranked.into_iter().filter_map(|one| Some((one.name?, one.confidence)));
    let entities = entities.into_iter().map(|one| ParsedEntity {
        kind: one.entity,
        span: one.start..one.end,
        value: one.value,
    });
    Ok(ParseAnswer { intents: intents.collect(), entities: entities.collect() })
}
