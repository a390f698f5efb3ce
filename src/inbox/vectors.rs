//! Vectors of the messages, computed by a thread that takes its time.

use std::{
    collections::{HashMap, HashSet},
    io,
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard,
        mpsc::{self, RecvTimeoutError},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use super::group::Vector;
use crate::nlu::embed::EmbedError;

/// Texts embedded at a time.
const AT_ONCE: usize = 16;
/// Between two looks at what came.
const EVERY: Duration = Duration::from_secs(1);
const NICE: i32 = 10;

/// What makes vectors of texts.
pub trait Points: Send + Sync {
    /// Names the embedder and its weights.
    fn fingerprint(&self) -> String;

    /// A vector for each normalised text, by the embedder of that name.
    ///
    /// # Errors
    /// When there are none now.
    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError>;
}

/// The vectors that there are, all of one embedder.
#[derive(Debug, Default)]
pub(super) struct Vectors {
    embedder: String,
    of: HashMap<String, Vector>,
    /// Rises with every change.
    pub revision: u64,
}

impl Vectors {
    pub fn get(&self, text: &str) -> Option<&Vector> {
        self.of.get(text)
    }
}

/// The thread, which ends with this.
pub(super) struct Embedding {
    vectors: Arc<RwLock<Vectors>>,
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Embedding {
    /// Keeps a vector of each text that `wanted` names, and of no other.
    pub fn start(
        points: Arc<dyn Points>,
        wanted: impl Fn() -> Vec<String> + Send + 'static,
    ) -> io::Result<Self> {
        let vectors = Arc::<RwLock<Vectors>>::default();
        let (stop, stopped) = mpsc::channel::<()>();
        let shared = vectors.clone();
        let run = move || {
            if let Err(error) = rustix::process::nice(NICE) {
                tracing::debug!(%error, "the inbox has no lower priority");
            }
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(EVERY) {
                let going = || !matches!(stopped.try_recv(), Err(mpsc::TryRecvError::Disconnected));
                keep(&shared, &*points, &wanted(), &going);
            }
        };
        let thread = thread::Builder::new().name("inbox-vectors".into()).spawn(run)?;
        Ok(Self { vectors, stop: Some(stop), thread: Some(thread) })
    }

    pub fn read(&self) -> RwLockReadGuard<'_, Vectors> {
        self.vectors.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Embedding {
    fn drop(&mut self) {
        drop(self.stop.take());
        // It looks between two batches.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn keep(vectors: &RwLock<Vectors>, points: &dyn Points, wanted: &[String], going: &dyn Fn() -> bool) {
    let embedder = points.fingerprint();
    let missing: Vec<&str> = {
        let mut vectors = vectors.write().unwrap_or_else(PoisonError::into_inner);
        if vectors.embedder != embedder {
            *vectors =
                Vectors { embedder: embedder.clone(), of: HashMap::new(), revision: vectors.revision + 1 };
        }
        let kept: HashSet<&str> = wanted.iter().map(String::as_str).collect();
        vectors.of.retain(|text, _| kept.contains(text.as_str()));
        wanted.iter().map(String::as_str).filter(|text| !vectors.of.contains_key(*text)).collect()
    };
    for part in missing.chunks(AT_ONCE) {
        // Another model may have gone live meanwhile.
        let made = points.embed(part).ok().filter(|_| going() && points.fingerprint() == embedder);
        let Some(made) = made else { return };
        let mut vectors = vectors.write().unwrap_or_else(PoisonError::into_inner);
        let made =
            part.iter().map(|text| (*text).to_owned()).zip(made.iter().map(|vector| Vector::new(vector)));
        vectors.of.extend(made);
        vectors.revision += 1;
    }
}
