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
use crate::nlu::embed::Embedder;

/// Texts embedded at a time.
const AT_ONCE: usize = 16;
/// Between two looks at what came.
const EVERY: Duration = Duration::from_secs(1);
const NICE: i32 = 10;

/// What makes vectors of messages now.
pub type EmbedderSource = Arc<dyn Fn() -> Arc<dyn Embedder> + Send + Sync>;

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
        embedder: EmbedderSource,
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
                keep(&shared, &*embedder(), &wanted(), &going);
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

fn keep(vectors: &RwLock<Vectors>, embedder: &dyn Embedder, wanted: &[String], going: &dyn Fn() -> bool) {
    let missing: Vec<&str> = {
        let mut vectors = vectors.write().unwrap_or_else(PoisonError::into_inner);
        if vectors.embedder != embedder.fingerprint() {
            let (embedder, revision) = (embedder.fingerprint().to_owned(), vectors.revision + 1);
            *vectors = Vectors { embedder, of: HashMap::new(), revision };
        }
        let kept: HashSet<&str> = wanted.iter().map(String::as_str).collect();
        vectors.of.retain(|text, _| kept.contains(text.as_str()));
        wanted.iter().map(String::as_str).filter(|text| !vectors.of.contains_key(*text)).collect()
    };
    for part in missing.chunks(AT_ONCE) {
        // What is not made now is asked for again.
        let Some(made) = embedder.embed(part).ok().filter(|_| going()) else { return };
        let mut vectors = vectors.write().unwrap_or_else(PoisonError::into_inner);
        let made = made.iter().map(|vector| Vector::new(vector));
        vectors.of.extend(part.iter().map(|text| (*text).to_owned()).zip(made));
        vectors.revision += 1;
    }
}
