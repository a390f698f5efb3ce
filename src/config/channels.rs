use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Deserializer, de::Error};

use super::variables::expand;
use crate::domain::Channel;

/// The channels that may post messages.
pub type Channels = BTreeMap<Channel, ChannelConfig>;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelConfig {
    /// With one, every message must carry `X-Signature`.
    pub secret: Option<Secret>,
}

/// A key that never shows in a log. `${NAME}` in it is taken from the environment.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let secret = expand(&text, &|name| std::env::var(name).ok())
            .map_err(|error| D::Error::custom(format!("the secret {error}")))?;
        if secret.len() < 16 {
            return Err(D::Error::custom("a secret must have at least 16 bytes"));
        }
        Ok(Self(secret))
    }
}
