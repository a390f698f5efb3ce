//! Vectors without any weights: n-grams of characters, thrown into buckets with a sign.
//!
//! Weinberger, Dasgupta, Langford, Smola, Attenberg, "Feature Hashing for Large Scale Multitask Learning", ICML 2009.

use super::{EmbedError, Embedder};
use crate::nlu::view::View;

/// Buckets; the similarity of unrelated texts stays within about 1/16 of 0.
const DIMENSIONS: usize = 256;

/// Characters that stand in most messages and tell little about them.
const COMMON: &str = "的了是我你您吗呢啊吧呀哦嘛在有个这那就都不会要能可以好请问想一下怎么什亲们给还没说看到";

#[derive(Debug, Clone, Copy, Default)]
pub struct HashEmbedder;

impl Embedder for HashEmbedder {
    fn fingerprint(&self) -> &str {
        "hash-256-1"
    }

    fn dimensions(&self) -> usize {
        DIMENSIONS
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        Ok(texts.iter().map(|text| Self::vector(text)).collect())
    }
}

impl HashEmbedder {
    /// One text's vector; it never fails.
    pub fn vector(text: &str) -> Vec<f32> {
        let view = View::new(text);
        let mut vector = vec![0.0; DIMENSIONS];
        for length in 1..=3 {
            for gram in view.symbols().windows(length) {
                let rare = gram.iter().filter(|c| c.is_alphanumeric() && !COMMON.contains(**c)).count();
                // A gram of common characters only counts a little.
                let weight = if rare == 0 { 0.1 } else { rare as f32 };
                let hash = gram.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, c| {
                    (hash ^ u64::from(u32::from(*c))).wrapping_mul(0x0000_0100_0000_01B3)
                });
                let hash = (hash ^ (hash >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                let sign = if hash >> 63 == 0 { weight } else { -weight };
                vector[(hash >> 32) as usize % DIMENSIONS] += sign;
            }
        }
        let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
        if length > 0.0 {
            vector.iter_mut().for_each(|value| *value /= length);
        }
        vector
    }
}
