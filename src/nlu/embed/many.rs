//! Many texts at once, on all cores.

use std::{
    collections::HashMap,
    num::NonZeroUsize,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::{EmbedError, Embedder};

/// Texts that a thread takes at a time.
const TAKEN: usize = 32;

/// The processors of this machine.
pub fn all_cores() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// The vectors of many texts, in their order, which do not depend on the number of threads. `progress` is called with the number of
/// texts that came to be done.
///
/// # Errors
/// When the embedder fails for one of them.
pub fn embed_many(
    embedder: &dyn Embedder,
    texts: &[&str],
    threads: NonZeroUsize,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Vec<f32>>, EmbedError> {
    let parts: Vec<&[&str]> = texts.chunks(TAKEN).collect();
    if threads.get() == 1 || parts.len() < 2 {
        let mut vectors = Vec::with_capacity(texts.len());
        for part in parts {
            vectors.extend(embedder.embed(part)?);
            progress(part.len());
        }
        return Ok(vectors);
    }
    let next = AtomicUsize::new(0);
    let done: Vec<Mutex<Result<Vec<Vec<f32>>, EmbedError>>> =
        parts.iter().map(|_| Mutex::new(Ok(Vec::new()))).collect();
    thread::scope(|scope| {
        for _ in 0..threads.get().min(parts.len()) {
            scope.spawn(|| {
                while let Some((part, place)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    parts.get(at).zip(done.get(at))
                } {
                    *place.lock().unwrap_or_else(PoisonError::into_inner) = embedder.embed(part);
                    progress(part.len());
                }
            });
        }
    });
    let mut vectors = Vec::with_capacity(texts.len());
    for part in done {
        vectors.extend(part.into_inner().unwrap_or_else(PoisonError::into_inner)?);
    }
    Ok(vectors)
}

/// An embedder that has the vectors of some texts ready.
pub struct Prepared {
    embedder: Arc<dyn Embedder>,
    vectors: HashMap<String, Vec<f32>>,
}

impl Prepared {
    /// # Errors
    /// When the embedder fails for one of the texts.
    pub fn new(
        embedder: Arc<dyn Embedder>,
        mut texts: Vec<String>,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Self, EmbedError> {
        texts.sort_unstable();
        texts.dedup();
        let all: Vec<&str> = texts.iter().map(String::as_str).collect();
        let vectors = embed_many(&*embedder, &all, all_cores(), progress)?;
        Ok(Self { embedder, vectors: texts.into_iter().zip(vectors).collect() })
    }

    /// With vectors that were computed by this embedder before.
    pub fn known(embedder: Arc<dyn Embedder>, vectors: HashMap<String, Vec<f32>>) -> Self {
        Self { embedder, vectors }
    }

    pub fn into_vectors(self) -> HashMap<String, Vec<f32>> {
        self.vectors
    }

    /// The texts with their vectors, in no order.
    pub fn vectors(&self) -> impl Iterator<Item = (&str, &[f32])> {
        self.vectors.iter().map(|(text, vector)| (text.as_str(), vector.as_slice()))
    }
}

impl Embedder for Prepared {
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
        let ready = |text: &&str| match self.vectors.get(*text) {
            Some(vector) => Ok(vector.clone()),
            None => Ok(self.embedder.embed(&[*text])?.pop().unwrap_or_default()),
        };
        texts.iter().map(ready).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlu::embed::HashEmbedder;

    /// Fails for one text.
    struct Faulty;

    impl Embedder for Faulty {
        fn fingerprint(&self) -> &str {
            "faulty"
        }

        fn dimensions(&self) -> usize {
            1
        }

        fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
            let one = |text: &&str| if *text == "77" { Err(EmbedError::Busy) } else { Ok(vec![1.0]) };
            texts.iter().map(one).collect()
        }
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let texts: Vec<String> = (0..100).map(|number| number.to_string()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let expected = HashEmbedder.embed(&texts).unwrap();
        let check = |threads: usize| {
            let threads = NonZeroUsize::new(threads).unwrap();
            let done = AtomicUsize::new(0);
            let count = |texts: usize| {
                done.fetch_add(texts, Ordering::Relaxed);
            };
            assert_eq!(
                embed_many(&HashEmbedder, &texts, threads, &count).as_ref(),
                Ok(&expected),
                "{threads}"
            );
            assert_eq!(done.into_inner(), texts.len(), "{threads}");
            assert_eq!(embed_many(&Faulty, &texts, threads, &|_| {}), Err(EmbedError::Busy), "{threads}");
        };
        check(1);
        check(2);
        check(9);
    }

    #[test]
    fn what_is_prepared_is_not_computed_again() {
        let ready = Prepared::new(Arc::new(Faulty), vec!["1".into(), "2".into()], &|_| {}).unwrap();
        let ready = Prepared { embedder: Arc::new(Faulty), vectors: ready.vectors };
        assert_eq!(ready.embed(&["2", "1", "5"]), Ok(vec![vec![1.0]; 3]));
        assert_eq!(ready.embed(&["77"]), Err(EmbedError::Busy));
        assert!(Prepared::new(Arc::new(Faulty), vec!["77".into()], &|_| {}).is_err());
    }
}
