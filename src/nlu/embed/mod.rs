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

    /// A vector for each text.
    ///
    /// # Errors
    /// When there are none now; the same texts may fare better later.
    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError>;
}

/// Why texts have no vectors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmbedError {
    #[error("the encoder has more to do than it can take")]
    Busy,
    #[error("the encoder gives no vectors: {0}")]
    Unavailable(String),
}
