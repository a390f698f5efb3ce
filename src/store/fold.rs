//! A fold of the log that keeps up with it, on a thread of its own: no commit waits for it.

use std::{
    io,
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard,
        mpsc::{self, RecvTimeoutError},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use jiff::Timestamp;
use tokio::sync::watch;

use super::{Follower, Placed, ReadError};

/// Events that are read at a time.
const PAGE: usize = 1_000;
/// How much less than others the thread gets of the processor: serving comes first.
const NICE: i32 = 10;

/// What becomes of the log, event by event.
pub trait Fold: Send + Sync + 'static {
    fn record(&mut self, placed: &Placed);
}

/// How the log is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Of the thread, and in what it logs.
    pub name: &'static str,
    /// The position after which it begins.
    pub after: u64,
    /// Between two looks at the log.
    pub every: Duration,
}

/// The thread, as its owner sees it: it ends with this.
pub struct Following<F> {
    shared: Arc<Shared<F>>,
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared<F> {
    fold: RwLock<F>,
    standing: watch::Sender<Standing>,
}

/// Up to where the log is in the fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    pub position: u64,
    /// Events that follow, when it was last looked.
    pub behind: u64,
    pub as_of: Timestamp,
}

impl<F: Fold> Following<F> {
    /// # Errors
    /// When there is no thread to be had.
    pub fn start(pace: Pace, fold: F, log: Follower) -> io::Result<Self> {
        let standing = watch::Sender::new(Standing { position: pace.after, ..Standing::default() });
        let shared = Arc::new(Shared { fold: RwLock::new(fold), standing });
        let (stop, stopped) = mpsc::channel();
        let follower = Thread { pace, log, shared: shared.clone(), stopped };
        let thread = thread::Builder::new().name(pace.name.into()).spawn(move || follower.run())?;
        Ok(Self { shared, stop: Some(stop), thread: Some(thread) })
    }

    /// What has become of the log so far. Nothing is added while somebody looks.
    pub fn fold(&self) -> RwLockReadGuard<'_, F> {
        self.shared.fold.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn standing(&self) -> Standing {
        *self.shared.standing.borrow()
    }

    /// Tells of every look at the log.
    pub fn subscribe(&self) -> watch::Receiver<Standing> {
        self.shared.standing.subscribe()
    }

    /// Waits until everything up to a position of the log is counted.
    pub async fn until(&self, position: u64) {
        // The sender lives as long as `self`.
        let _ = self.subscribe().wait_for(|standing| standing.position >= position).await;
    }
}

impl<F> Drop for Following<F> {
    fn drop(&mut self) {
        drop(self.stop.take());
        // It looks between two pages.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

struct Thread<F> {
    pace: Pace,
    log: Follower,
    shared: Arc<Shared<F>>,
    stopped: mpsc::Receiver<()>,
}

impl<F: Fold> Thread<F> {
    fn run(self) {
        let name = self.pace.name;
        if let Err(error) = rustix::process::nice(NICE) {
            tracing::debug!(%error, name, "who follows the log has no lower priority");
        }
        let mut down = false;
        loop {
            let whole = self.read();
            match &whole {
                Ok(_) if std::mem::take(&mut down) => tracing::info!(name, "the log is followed again"),
                Err(error) if !std::mem::replace(&mut down, true) => {
                    tracing::error!(%error, name, "what follows the log stands still: it cannot be read");
                }
                Ok(_) | Err(_) => {}
            }
            let pause = if whole.is_ok_and(|whole| !whole) { Duration::ZERO } else { self.pace.every };
            match self.stopped.recv_timeout(pause) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// A page of the log; whether that was all.
    fn read(&self) -> Result<bool, ReadError> {
        let position = self.shared.standing.borrow().position;
        let page = self.log.page(position, PAGE)?;
        let whole = page.rows < PAGE;
        let newest = page.events.last().map(|placed| placed.recorded.at);
        let mut fold = self.shared.fold.write().unwrap_or_else(PoisonError::into_inner);
        page.events.iter().for_each(|placed| fold.record(placed));
        drop(fold);
        let position = page.last.max(position);
        let behind = if whole { 0 } else { self.log.last()?.saturating_sub(position) };
        let as_of = newest.filter(|_| !whole).unwrap_or_else(Timestamp::now);
        self.shared.standing.send_replace(Standing { position, behind, as_of });
        Ok(whole)
    }
}
