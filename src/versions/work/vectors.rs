//! Vectors that the last work needed, so that a save computes only what is new.

use std::{collections::HashMap, sync::Arc};

use anyhow::bail;

use crate::{
    nlu::embed::{Embedder, Prepared},
    train::TrainError,
};

/// Texts embedded between two looks at whether to go on.
const AT_ONCE: usize = 16;

/// Bytes of vectors that are kept from one work to the next; more are forgotten.
const KEPT_BYTES: usize = 64 * 1024 * 1024;

/// Vectors of one embedder.
#[derive(Default)]
pub struct Remembered {
    embedder: String,
    vectors: HashMap<String, Vec<f32>>,
}

impl Remembered {
    /// The texts' vectors, computed on this thread as far as they are not known. `progress` is called with the texts that are done and
    /// all of them, and says whether to go on.
    ///
    /// # Errors
    /// [`TrainError::Abandoned`] when it says not to; else the embedder's.
    pub fn prepare(
        &mut self,
        embedder: Arc<dyn Embedder>,
        mut texts: Vec<String>,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> anyhow::Result<Prepared> {
        if self.embedder != embedder.fingerprint() {
            *self = Self { embedder: embedder.fingerprint().to_owned(), vectors: HashMap::new() };
        }
        texts.sort_unstable();
        texts.dedup();
        let unknown: Vec<&str> =
            texts.iter().map(String::as_str).filter(|text| !self.vectors.contains_key(*text)).collect();
        let known = texts.len() - unknown.len();
        for (done, part) in unknown.chunks(AT_ONCE).enumerate() {
            if !progress(known + done * AT_ONCE, texts.len()) {
                bail!(TrainError::Abandoned);
            }
            let vectors = embedder.embed(part)?;
            self.vectors.extend(part.iter().map(|text| (*text).to_owned()).zip(vectors));
        }
        let of_text = |text: String| self.vectors.get(&text).cloned().map(|vector| (text, vector));
        Ok(Prepared::known(embedder, texts.into_iter().filter_map(of_text).collect()))
    }

    /// Keeps no more than there is room for.
    pub fn trim(&mut self) {
        let bytes: usize =
            self.vectors.iter().map(|(text, vector)| text.len() + vector.len() * size_of::<f32>()).sum();
        if bytes > KEPT_BYTES {
            *self = Self::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlu::embed::HashEmbedder;

    #[test]
    fn what_is_known_is_not_computed_again() {
        let mut remembered = Remembered::default();
        let mut check = |texts: &[&str], expected: &[(usize, usize)], go_on: bool| {
            let mut seen = Vec::new();
            let prepared = remembered.prepare(
                Arc::new(HashEmbedder),
                texts.iter().map(|text| (*text).to_owned()).collect(),
                &mut |done, all| {
                    seen.push((done, all));
                    go_on
                },
            );
            assert_eq!(seen, expected, "{texts:?}");
            match prepared {
                Ok(prepared) => assert_eq!(prepared.embed(texts), HashEmbedder.embed(texts)),
                Err(error) => assert!(!go_on && error.is::<TrainError>(), "{error}"),
            }
        };
        check(&["在吗"], &[(0, 1)], false);
        check(&["在吗", "你好", "在吗"], &[(0, 2)], true);
        check(&["在吗"], &[], false);
        check(&["发货", "在吗"], &[(1, 2)], true);
    }
}
