//! The thread that keeps the index up with the log.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use tantivy::IndexReader;
use tokio::sync::watch;

use super::{
    Settings,
    index::{Index, IndexError},
    metrics::Metrics,
    schema::Fields,
};
use crate::store::Follower;

/// Events that are read at a time.
const PAGE: usize = 1_000;
/// While far behind, what is read is made findable so often.
const COMMIT: Duration = Duration::from_secs(1);
/// How much less than others the thread, and those that it starts, get of the processor: serving comes first.
const NICE: i32 = 10;

/// The thread, as its owner sees it: it ends with this.
pub struct Following {
    pub shared: Arc<Shared>,
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What searches know of the index.
pub struct Shared {
    ready: RwLock<Option<(IndexReader, Fields)>>,
    doubtful: AtomicBool,
    last: AtomicU64,
    /// The position up to which the log can be searched.
    pub reached: watch::Sender<u64>,
    pub metrics: Metrics,
}

impl Following {
    pub fn start(settings: Settings, log: Follower, metrics: Metrics) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            ready: RwLock::default(),
            doubtful: AtomicBool::new(false),
            last: AtomicU64::new(0),
            reached: watch::Sender::new(0),
            metrics,
        });
        let (stop, stopped) = mpsc::channel();
        let follower = Thread { settings, log, shared: shared.clone(), stopped };
        let thread = thread::Builder::new().name("search-index".into()).spawn(move || follower.run())?;
        Ok(Self { shared, stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        drop(self.stop.take());
        // It looks between two pages: the folder is free when this returns.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

impl Shared {
    /// None while there is nothing to search.
    pub fn ready(&self) -> Option<(IndexReader, Fields)> {
        self.ready.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn behind(&self) -> u64 {
        self.last.load(Ordering::Relaxed).saturating_sub(*self.reached.borrow())
    }

    /// A search has failed: the index is looked over.
    pub fn doubt(&self) {
        self.doubtful.store(true, Ordering::Relaxed);
    }

    fn serve(&self, ready: Option<(IndexReader, Fields)>) {
        *self.ready.write().unwrap_or_else(PoisonError::into_inner) = ready;
    }

    fn stand(&self, last: u64, reached: u64) {
        self.last.store(last, Ordering::Relaxed);
        self.reached.send_replace(reached);
        self.metrics.behind.set(i64::try_from(self.behind()).unwrap_or(i64::MAX));
    }
}

struct Thread {
    settings: Settings,
    log: Follower,
    shared: Arc<Shared>,
    stopped: mpsc::Receiver<()>,
}

/// The owner is gone.
struct Stop;

impl Thread {
    fn run(self) {
        if let Err(error) = rustix::process::nice(NICE) {
            tracing::debug!(%error, "the search index has no lower priority");
        }
        let mut down = false;
        loop {
            // A damaged file can be anything, to tantivy too.
            let followed = catch_unwind(AssertUnwindSafe(|| self.follow(&mut down)));
            self.shared.serve(None);
            match followed {
                Ok(Ok(Stop)) => return,
                // Looked over at once.
                Ok(Err(IndexError::Doubtful)) => continue,
                Ok(Err(error)) if !down => tracing::error!(%error, "past messages cannot be searched"),
                Err(_) if !down => tracing::error!("past messages cannot be searched: the index broke down"),
                Ok(Err(_)) | Err(_) => {}
            }
            down = true;
            if self.pause(self.settings.again).is_err() {
                return;
            }
        }
    }

    /// Until the owner is gone.
    fn follow(&self, down: &mut bool) -> Result<Stop, IndexError> {
        let mut index = Index::open(&self.settings.folder, &self.log)?;
        self.shared.stand(self.log.last()?, index.position());
        self.shared.serve(Some((index.reader().clone(), index.fields())));
        let mut read = index.position();
        let mut committed = Instant::now();
        loop {
            let page = self.log.page(read, PAGE)?;
            if page.rows > 0 {
                index.add(&page.events)?;
                read = page.last;
            }
            let whole = page.rows < PAGE;
            if read > index.position() && (whole || committed.elapsed() >= COMMIT) {
                let mark = self.log.mark(read)?.ok_or(IndexError::Doubtful)?;
                let before = index.position();
                index.commit(read, mark)?;
                committed = Instant::now();
                self.shared.metrics.indexed.inc_by(read - before);
                self.shared.stand(self.log.last()?.max(read), read);
            }
            if whole {
                index.rest()?;
                if std::mem::take(down) {
                    tracing::info!("past messages can be searched again");
                }
            }
            let pause = if whole { self.settings.every } else { Duration::ZERO };
            if self.pause(pause).is_err() {
                return Ok(Stop);
            }
            if self.shared.doubtful.swap(false, Ordering::Relaxed) || !self.settings.folder.exists() {
                return Err(IndexError::Doubtful);
            }
        }
    }

    fn pause(&self, time: Duration) -> Result<(), Stop> {
        match self.stopped.recv_timeout(time) {
            Err(RecvTimeoutError::Timeout) => Ok(()),
            Ok(()) | Err(RecvTimeoutError::Disconnected) => Err(Stop),
        }
    }
}
