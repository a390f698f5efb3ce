use std::{num::NonZeroU32, time::Duration};

use serde::{Deserialize, Deserializer, de::Error};

/// Limits of WebSockets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SocketsConfig {
    /// Open at the same time; one more is answered with 503. Each takes a file descriptor.
    pub connections: NonZeroU32,
    /// A peer from which nothing came for so long is pinged; after two and a half times as long it is dropped.
    #[serde(deserialize_with = "at_least_a_second")]
    pub ping: Duration,
    /// Of a message from a peer.
    pub message_bytes: NonZeroU32,
    /// That wait for one peer to read them; above that it is dropped with 4008.
    pub outbox_bytes: NonZeroU32,
    /// As above, in messages.
    pub outbox_messages: NonZeroU32,
    /// That a peer may send; more are refused with an error.
    pub messages_a_second: NonZeroU32,
    /// That a peer may send at once.
    pub burst: NonZeroU32,
    /// Pages that may hold the widget, such as `https://shop.example`; empty for all. Visitors carry a token and no cookie, so
    /// that a foreign page gets nothing of theirs.
    pub visitor_origins: Vec<String>,
}

fn at_least_a_second<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let duration = super::read::duration(deserializer)?;
    if duration < Duration::from_secs(1) {
        return Err(D::Error::custom("peers cannot be pinged more often than every second"));
    }
    Ok(duration)
}
