//! Vectors that training leaves beside the model, so that a start need not compute them again.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
};

use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use sha2::{Digest, Sha256};

use super::{EmbedError, Embedder, all_cores, embed_many};

/// Vectors of normalised texts by one embedder: 8 bits for each number, scaled so that the largest of each vector is 127. All have
/// length 1, so that their directions are all there is to keep.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vectors {
    /// The embedder's fingerprint.
    embedder: String,
    dimensions: usize,
    /// [`key`] of the texts, ascending.
    keys: Vec<u64>,
    /// One text after the other.
    values: Vec<i8>,
}

impl Vectors {
    pub fn new<'a>(embedder: &dyn Embedder, texts: impl Iterator<Item = (&'a str, &'a [f32])>) -> Self {
        let mut rows: Vec<(u64, &[f32])> = texts.map(|(text, vector)| (key(text), vector)).collect();
        rows.sort_unstable_by_key(|(key, _)| *key);
        rows.dedup_by_key(|(key, _)| *key);
        let scaled = |vector: &[f32]| -> Vec<i8> {
            let largest = vector.iter().fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
            vector.iter().map(|value| (value / largest * 127.0).round() as i8).collect()
        };
        Self {
            embedder: embedder.fingerprint().to_owned(),
            dimensions: embedder.dimensions(),
            keys: rows.iter().map(|(key, _)| *key).collect(),
            values: rows.iter().flat_map(|(_, vector)| scaled(vector)).collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The vector of a normalised text.
    pub fn get(&self, text: &str) -> Option<Vec<f32>> {
        let row = self.keys.binary_search(&key(text)).ok()?;
        let values = self.values.get(row * self.dimensions..)?.get(..self.dimensions)?;
        let squares: i32 = values.iter().map(|value| i32::from(*value).pow(2)).sum();
        let length = (squares as f32).sqrt().max(1.0);
        Some(values.iter().map(|value| f32::from(*value) / length).collect())
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let keys: Vec<u8> = self.keys.iter().flat_map(|key| key.to_le_bytes()).collect();
        let values: Vec<u8> = self.values.iter().map(|value| value.cast_unsigned()).collect();
        let rows = self.keys.len();
        let parts = [
            ("keys", Dtype::U64, vec![rows], &keys),
            ("values", Dtype::I8, vec![rows, self.dimensions], &values),
        ];
        let views = parts.map(|(name, kind, shape, bytes)| {
            (name, TensorView::new(kind, shape, bytes).expect("the shape comes from the bytes"))
        });
        let embedder = [("embedder".to_owned(), self.embedder.clone())].into();
        safetensors::serialize(BTreeMap::from(views), Some(embedder))
            .expect("flat tensors can always be written")
    }

    /// # Errors
    /// What is wrong with the bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(|error| error.to_string())?;
        let tensors = SafeTensors::deserialize(bytes).map_err(|error| error.to_string())?;
        let part = |name: &str, kind: Dtype| {
            let tensor = tensors.tensor(name).map_err(|error| error.to_string())?;
            if tensor.dtype() == kind { Ok(tensor) } else { Err(format!("{name} is not {kind:?}")) }
        };
        let (keys, values) = (part("keys", Dtype::U64)?, part("values", Dtype::I8)?);
        let embedder = header.metadata().as_ref().and_then(|texts| texts.get("embedder"));
        let keys: Vec<u64> =
            keys.data().as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect();
        let dimensions = match values.shape() {
            [rows, dimensions] if *rows == keys.len() && keys.is_sorted() => *dimensions,
            _ => return Err("its parts do not fit together".into()),
        };
        Ok(Self {
            embedder: embedder.ok_or("it does not name its embedder")?.clone(),
            dimensions,
            keys,
            values: values.data().iter().map(|byte| byte.cast_signed()).collect(),
        })
    }
}

/// The first 64 bits of the text's SHA-256.
fn key(text: &str) -> u64 {
    Sha256::digest(text).iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
}

/// An embedder that takes what it can from [`Vectors`], and computes the rest on all cores.
pub struct Known<'a> {
    embedder: &'a dyn Embedder,
    /// `None` when they come from another embedder.
    vectors: Option<&'a Vectors>,
    computed: AtomicUsize,
}

impl<'a> Known<'a> {
    pub fn new(embedder: &'a dyn Embedder, vectors: &'a Vectors) -> Self {
        let same = vectors.embedder == embedder.fingerprint() && vectors.dimensions == embedder.dimensions();
        Self { embedder, vectors: same.then_some(vectors), computed: AtomicUsize::new(0) }
    }

    /// How many texts had to be computed.
    pub fn computed(&self) -> usize {
        self.computed.load(Ordering::Relaxed)
    }
}

impl Embedder for Known<'_> {
    fn fingerprint(&self) -> &str {
        self.embedder.fingerprint()
    }

    fn dimensions(&self) -> usize {
        self.embedder.dimensions()
    }

    fn intent_dimensions(&self) -> usize {
        self.embedder.intent_dimensions()
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        let mut vectors: Vec<Option<Vec<f32>>> =
            texts.iter().map(|text| self.vectors.and_then(|vectors| vectors.get(text))).collect();
        let unknown: Vec<&str> =
            texts.iter().zip(&vectors).filter(|(_, known)| known.is_none()).map(|(text, _)| *text).collect();
        let computed = embed_many(self.embedder, &unknown, all_cores(), &|_| {})?;
        self.computed.fetch_add(unknown.len(), Ordering::Relaxed);
        let places = vectors.iter_mut().filter(|place| place.is_none());
        places.zip(computed).for_each(|(place, vector)| *place = Some(vector));
        Ok(vectors.into_iter().map(Option::unwrap_or_default).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlu::embed::HashEmbedder;

    const TEXTS: [&str; 3] = ["我的快递到哪了", "怎么退货", ""];

    fn vectors() -> Vectors {
        let vectors = HashEmbedder.embed(&TEXTS).unwrap();
        Vectors::new(&HashEmbedder, TEXTS.into_iter().zip(vectors.iter().map(Vec::as_slice)))
    }

    #[test]
    fn kept_vectors_are_the_computed_ones() {
        let kept = Vectors::from_bytes(&vectors().to_bytes()).unwrap();
        assert_eq!(kept, vectors());
        let known = Known::new(&HashEmbedder, &kept);
        let check = |text: &str, computed: usize| {
            let (found, expected) = (known.embed(&[text]).unwrap().remove(0), HashEmbedder::vector(text));
            let off = found.iter().zip(&expected).fold(0.0_f32, |most, (a, b)| most.max((a - b).abs()));
            assert!(off < 0.01, "{text}: {off}");
            assert_eq!(known.computed(), computed, "{text}");
        };
        check(TEXTS[0], 0);
        check(TEXTS[1], 0);
        check(TEXTS[2], 0);
        check("没有见过", 1);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let whole = vectors().to_bytes();
        let check = |bytes: &[u8], expected: &str| {
            let error = Vectors::from_bytes(bytes).unwrap_err();
            assert!(error.contains(expected), "{error}");
        };
        check(&whole[..whole.len() - 1], "incomplete");
        check(b"x", "header");
        check(&safetensors::serialize(BTreeMap::<&str, TensorView<'_>>::new(), None).unwrap(), "keys");
    }

    #[test]
    fn vectors_of_another_embedder_count_for_nothing() {
        let other = Vectors { embedder: "other".into(), ..vectors() };
        let known = Known::new(&HashEmbedder, &other);
        assert_eq!(known.embed(&TEXTS), HashEmbedder.embed(&TEXTS));
        assert_eq!(known.computed(), TEXTS.len());
    }
}
