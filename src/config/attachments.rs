use std::{collections::BTreeSet, num::NonZeroU64, time::Duration};

use serde::{Deserialize, Deserializer, de::Error};

use crate::domain::MediaType;

/// Files that customers and seats send each other.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachmentsConfig {
    /// Of one file.
    pub bytes: NonZeroU64,
    /// Of all files together; one more is refused.
    pub total_bytes: NonZeroU64,
    /// Files that one side of a conversation may send within an hour.
    pub an_hour: u32,
    /// What they may be, by their content.
    pub types: BTreeSet<MediaType>,
    /// A file must be here within this time.
    #[serde(deserialize_with = "some_time")]
    pub upload_timeout: Duration,
}

fn some_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let duration = super::read::duration(deserializer)?;
    if duration.is_zero() {
        return Err(D::Error::custom("no file is here in no time"));
    }
    Ok(duration)
}
