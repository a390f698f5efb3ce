use std::{num::NonZeroU32, time::Duration};

use serde::Deserialize;

/// What is refused, so that one sender cannot use up the node.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Of a customer's message, in characters.
    pub message_characters: usize,
    /// Of a request's body.
    pub body_bytes: usize,
    /// Of a message's metadata, as JSON.
    pub metadata_bytes: usize,
    /// The longest `?wait=`.
    #[serde(deserialize_with = "super::read::duration")]
    pub wait: Duration,
    /// Messages of one conversation that wait for their turn; one more is answered with 429.
    pub mailbox: NonZeroU32,
    /// Conversations kept in memory; one more puts an idle one to sleep, or is answered with 429.
    pub live_conversations: NonZeroU32,
}
