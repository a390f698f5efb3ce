use std::{fmt, num::NonZeroU16, time::Duration};

use serde::{Deserialize, Deserializer, de::Error};

use super::variables::expand;

/// Services that take the place of what is built in; without them nothing leaves the machine.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnderstandingConfig {
    /// Gives texts their vectors in the encoder's place.
    pub embeddings: Option<EmbeddingsConfig>,
    /// Ranks the intents in the classifier's place.
    pub parse: Option<ParseConfig>,
}

/// A service in the shape of OpenAI's `/v1/embeddings`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmbeddingsConfig {
    #[serde(deserialize_with = "expanded")]
    pub url: String,
    /// The model's name, as the service knows it.
    pub model: String,
    /// Of the model's vectors; others are refused.
    pub dimensions: NonZeroU16,
    /// Sent as a bearer token.
    pub key: Option<Key>,
    /// For a request with one text; each further one adds a tenth.
    #[serde(default = "timeout", deserialize_with = "super::read::duration")]
    pub timeout: Duration,
}

/// A service in the shape of Rasa's `/model/parse`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParseConfig {
    #[serde(deserialize_with = "expanded")]
    pub url: String,
    /// Sent as a bearer token.
    pub key: Option<Key>,
    #[serde(default = "timeout", deserialize_with = "super::read::duration")]
    pub timeout: Duration,
}

/// A customer waits for it.
fn timeout() -> Duration {
    Duration::from_millis(300)
}

/// A credential of another service, which never shows in a log. `${NAME}` in it is taken from the environment.
#[derive(Clone)]
pub struct Key(String);

impl Key {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        expanded(deserializer).map(Self)
    }
}

/// A text whose `${NAME}` are taken from the environment.
fn expanded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    expand(&text, &|name| std::env::var(name).ok()).map_err(|error| D::Error::custom(format!("it {error}")))
}
