//! Texts as points: near each other when they mean the same.

mod bert;
mod cache;
mod hash;
mod job;
mod many;
mod metrics;
mod pace;
mod queue;
mod vectors;

use std::borrow::Cow;

pub use bert::{BertEmbedder, EncoderError, EncoderOptions, Pooling};
pub use cache::CachedEmbedder;
pub use hash::HashEmbedder;
pub use many::{Prepared, all_cores, embed_many};
pub use queue::{QueueSettings, QueuedEmbedder};
pub use vectors::{Known, Vectors};

/// Turns normalised texts into vectors of length 1, or 0 for a text without content.
pub trait Embedder: Send + Sync {
    /// Names the embedder and its weights; what was computed with another one is of no use.
    fn fingerprint(&self) -> &str;

    fn dimensions(&self) -> usize;

    /// How many numbers at the end of a vector tell intents apart: all, unless layers that were tuned to intents speak beside those
    /// that know the language at large.
    fn intent_dimensions(&self) -> usize {
        self.dimensions()
    }

    /// A vector for each text.
    ///
    /// # Errors
    /// When there are none now; the same texts may fare better later.
    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError>;
}

/// The end of a vector, by which intents are told apart, at length 1 again. A vector that is no longer stays as it is.
pub fn intent_part(vector: &[f32], dimensions: usize) -> Cow<'_, [f32]> {
    if vector.len() <= dimensions {
        return Cow::Borrowed(vector);
    }
    let mut part = vector[vector.len() - dimensions..].to_vec();
    to_length_1(&mut part);
    Cow::Owned(part)
}

fn to_length_1(vector: &mut [f32]) {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
}

/// Why texts have no vectors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmbedError {
    #[error("the encoder has more to do than it can take")]
    Busy,
    #[error("the encoder gives no vectors: {0}")]
    Unavailable(String),
}
