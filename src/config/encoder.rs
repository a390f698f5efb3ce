use std::{
    num::{NonZeroU16, NonZeroUsize},
    path::PathBuf,
    time::Duration,
};

use serde::Deserialize;

/// The encoder that says what messages are near in meaning; see docs/encoder.md.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EncoderConfig {
    /// The folder with config.json, tokenizer.json and model.safetensors, or `none` for n-grams without weights. Without it: what is
    /// built in.
    pub path: Option<PathBuf>,
    /// How a text's vector is made of its tokens'. Without it: as the encoder's files say, else the mean.
    pub pooling: Option<Pooling>,
    /// Stands in front of every text, as some encoders were trained.
    pub prefix: Option<String>,
    /// Of a longer text the beginning is read. Without it: as the encoder's files say, else 128.
    pub max_tokens: Option<NonZeroU16>,
    /// That embed customers' messages. Without it: one a core.
    pub threads: Option<NonZeroUsize>,
    /// Messages that wait for a thread; further ones are understood without their vector.
    pub waiting: NonZeroUsize,
    /// Messages that wait are embedded together, as many as are done within this time; with 0 one at a time.
    #[serde(deserialize_with = "super::read::duration")]
    pub budget: Duration,
    /// Memory for the vectors of messages that came before.
    pub cache_bytes: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pooling {
    /// The mean of all tokens.
    Mean,
    /// The first token.
    Cls,
}
