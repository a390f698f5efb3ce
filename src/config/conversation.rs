use std::time::Duration;

use serde::Deserialize;

/// How conversations go on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConversationConfig {
    /// How long the next piece of a message that is typed in pieces is waited for; zero to answer each piece.
    #[serde(deserialize_with = "super::read::duration")]
    pub burst: Duration,
}
