//! Services of others that understand: vectors in the shape of OpenAI's, intents in the shape of Rasa's.
//!
//! Whatever such a service does, the answer is there within the time limit, or one sentence that says why there is none.

mod breaker;
mod embeddings;
mod parse;

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use reqwest::{Client, Url, header::HeaderValue};
use serde_json::Value;
use tokio::time::{Instant, timeout};

use self::breaker::{Breaker, Change};
pub use self::{
    embeddings::EmbeddingsService,
    parse::{ParseAnswer, ParseService, ParsedEntity},
};
use super::{Trouble, client, fetch};
use crate::config::Key;

/// Why there is no answer, in one sentence without anything that was sent or received.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ServiceFault(String);

impl ServiceFault {
    fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// One address that is posted to.
struct Service {
    /// For the log.
    name: &'static str,
    client: Client,
    url: Url,
    authorization: Option<HeaderValue>,
    breaker: Mutex<Breaker>,
}

impl Service {
    /// # Errors
    /// One sentence when the address or the key cannot be one.
    fn new(name: &'static str, url: &str, key: Option<&Key>) -> Result<Self, ServiceFault> {
        let fail = |why: String| ServiceFault(format!("understanding.{name}: {why}"));
        // The address may hold a password, so that the sentence must not repeat it.
        let url = Url::parse(url).map_err(|error| fail(format!("the url is no address: {error}")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(fail("the url must begin with http:// or https://".to_owned()));
        }
        let authorization = key.map(|key| HeaderValue::try_from(format!("Bearer {}", key.as_str())));
        let mut authorization =
            authorization.transpose().map_err(|_| fail("no header can hold the key".to_owned()))?;
        authorization.iter_mut().for_each(|value| value.set_sensitive(true));
        let client = client(url.scheme() == "https").map_err(|error| fail(error.to_string()))?;
        Ok(Self { name, client, url, authorization, breaker: Mutex::default() })
    }

    /// Posts JSON and reads JSON of at most `most` bytes within the limit; `read` makes sense of it.
    async fn ask<A>(
        &self,
        body: &Value,
        limit: Duration,
        most: usize,
        read: impl FnOnce(Value) -> Result<A, ServiceFault>,
    ) -> Result<A, ServiceFault> {
        if !self.breaker().admits(Instant::now()) {
            return Err(ServiceFault::new("it failed again and again, and is left alone for a while"));
        }
        let mut request = self.client.post(self.url.clone()).json(body);
        if let Some(authorization) = &self.authorization {
            request = request.header(reqwest::header::AUTHORIZATION, authorization.clone());
        }
        let fetched = timeout(limit, fetch(request, most)).await.unwrap_or(Err(Trouble::TimedOut));
        let answer = fetched.map_err(|trouble| ServiceFault(trouble.to_string())).and_then(read);
        let change = match &answer {
            Ok(_) => self.breaker().answered(),
            Err(_) => self.breaker().failed(Instant::now()),
        };
        match (change, &answer) {
            (Change::Rests, Err(fault)) => {
                tracing::warn!(service = self.name, %fault, "fails again and again: what is built in answers");
            }
            (Change::AnswersAgain, _) => tracing::info!(service = self.name, "answers again"),
            (Change::Rests | Change::None, _) => {}
        }
        answer
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
