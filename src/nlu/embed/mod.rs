//! Texts as points: near each other when they mean the same.

mod hash;

pub use hash::HashEmbedder;

/// Turns normalised texts into vectors of length 1, or 0 for a text without content.
pub trait Embedder: Send + Sync {
    /// Names the embedder and its weights; what was computed with another one is of no use.
    fn fingerprint(&self) -> &str;

    fn dimensions(&self) -> usize;

    fn embed(&self, texts: &[&str]) -> Vec<Vec<f32>>;
}
