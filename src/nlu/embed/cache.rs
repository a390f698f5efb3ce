//! Vectors of the messages that come again and again: 在吗, 发货了吗, 好的.

use std::sync::Arc;

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family},
    registry::Registry,
};
use quick_cache::{Weighter, sync::Cache};

use super::{EmbedError, Embedder};

/// Remembers what another embedder said about single texts, the rest forgotten first that is asked for least.
///
/// Several texts at once are no message of a customer: they are passed on, and push nothing out.
pub struct CachedEmbedder {
    inner: Arc<dyn Embedder>,
    vectors: Cache<String, Arc<[f32]>, Bytes>,
    bytes: usize,
    lookups: Family<Lookup, Counter>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Lookup {
    outcome: &'static str,
}

const HIT: Lookup = Lookup { outcome: "hit" };
const MISS: Lookup = Lookup { outcome: "miss" };

impl CachedEmbedder {
    /// Takes up to `bytes` of memory.
    pub fn new(inner: Arc<dyn Embedder>, bytes: usize) -> Self {
        let entries = bytes / entry_bytes(TYPICAL_TEXT, inner.dimensions());
        let vectors = Cache::with_weighter(entries.max(1), bytes as u64, Bytes);
        Self { inner, vectors, bytes, lookups: Family::default() }
    }

    /// The same for another embedder: it remembers nothing yet, and counts on where this one stands.
    pub fn with_embedder(&self, inner: Arc<dyn Embedder>) -> Self {
        Self { lookups: self.lookups.clone(), ..Self::new(inner, self.bytes) }
    }

    pub fn register_metrics(&self, registry: &mut Registry) {
        registry.register(
            "encoder_cache_lookups",
            "Messages whose vector was or was not remembered",
            self.lookups.clone(),
        );
    }
}

impl Embedder for CachedEmbedder {
    fn fingerprint(&self) -> &str {
        self.inner.fingerprint()
    }

    fn dimensions(&self) -> usize {
        self.inner.dimensions()
    }

    fn intent_dimensions(&self) -> usize {
        self.inner.intent_dimensions()
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        let [text] = texts else { return self.inner.embed(texts) };
        if let Some(vector) = self.vectors.get(*text) {
            self.lookups.get_or_create(&HIT).inc();
            return Ok(vec![vector.to_vec()]);
        }
        self.lookups.get_or_create(&MISS).inc();
        let vectors = self.inner.embed(texts)?;
        if let [vector] = vectors.as_slice() {
            self.vectors.insert((*text).to_owned(), vector.as_slice().into());
        }
        Ok(vectors)
    }
}

/// Weighs an entry by the memory that it takes.
#[derive(Clone)]
struct Bytes;

impl Weighter<String, Arc<[f32]>> for Bytes {
    fn weight(&self, text: &String, vector: &Arc<[f32]>) -> u64 {
        entry_bytes(text.len(), vector.len()) as u64
    }
}

/// Bytes of a shopper's line: ten Chinese characters.
const TYPICAL_TEXT: usize = 30;

/// The text, the vector, and about what the table and the allocator need for them.
fn entry_bytes(text: usize, dimensions: usize) -> usize {
    text + dimensions * size_of::<f32>() + 128
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Says how often it was asked, but not about 坏.
    #[derive(Default)]
    struct Counting {
        asked: Mutex<Vec<String>>,
    }

    impl Embedder for Counting {
        fn fingerprint(&self) -> &str {
            "counting"
        }

        fn dimensions(&self) -> usize {
            2
        }

        fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
            let mut asked = self.asked.lock().unwrap();
            asked.extend(texts.iter().map(|text| (*text).to_owned()));
            if texts.contains(&"坏") {
                return Err(EmbedError::Busy);
            }
            Ok(texts.iter().map(|text| vec![text.len() as f32, 1.0]).collect())
        }
    }

    fn check(calls: &[&[&str]], bytes: usize, asked: &[&str]) -> CachedEmbedder {
        let inner = Arc::new(Counting::default());
        let cached = CachedEmbedder::new(inner.clone(), bytes);
        for texts in calls {
            let expected = if texts.contains(&"坏") {
                Err(EmbedError::Busy)
            } else {
                Ok(texts.iter().map(|text| vec![text.len() as f32, 1.0]).collect())
            };
            assert_eq!(cached.embed(texts), expected, "{texts:?}");
        }
        assert_eq!(*inner.asked.lock().unwrap(), asked);
        cached
    }

    #[test]
    fn a_message_is_embedded_once() {
        let cached = check(&[&["在吗"], &["你好"], &["在吗"], &["在吗"]], 1 << 20, &["在吗", "你好"]);
        let count = |lookup| cached.lookups.get_or_create(lookup).get();
        assert_eq!((count(&HIT), count(&MISS)), (2, 2));
    }

    #[test]
    fn several_texts_are_passed_on() {
        check(&[&["在吗", "你好"], &["在吗"], &[]], 1 << 20, &["在吗", "你好", "在吗"]);
    }

    #[test]
    fn failures_are_not_remembered() {
        check(&[&["坏"], &["坏"]], 1 << 20, &["坏", "坏"]);
    }

    #[test]
    fn memory_is_bounded() {
        let inner = Arc::new(Counting::default());
        let cached = CachedEmbedder::new(inner, 20_000);
        for number in 0..1_000 {
            cached.embed(&[&format!("第{number}条")]).unwrap();
            assert!(cached.vectors.weight() <= 20_000);
        }
        assert!(cached.vectors.len() > 20, "{}", cached.vectors.len());
    }
}
