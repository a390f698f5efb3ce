//! The thread that reads the log and keeps the figures.

use std::{
    io,
    sync::{
        Arc, PoisonError, RwLock,
        mpsc::{self, RecvTimeoutError},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use jiff::Timestamp;
use tokio::sync::watch;

use super::{Settings, ledgers::Ledgers};
use crate::store::{Follower, ReadError};

/// Events that are read at a time.
const PAGE: usize = 1_000;
/// How much less than others the thread gets of the processor: serving comes first.
const NICE: i32 = 10;

/// The thread, as its owner sees it: it ends with this.
pub struct Following {
    pub shared: Arc<Shared>,
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

pub struct Shared {
    pub ledgers: RwLock<Ledgers>,
    pub standing: watch::Sender<Standing>,
}

/// Up to where the log is in the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    pub position: u64,
    /// Events that follow, when it was last looked.
    pub behind: u64,
    pub as_of: Timestamp,
}

impl Following {
    pub fn start(settings: Settings, log: Follower) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            ledgers: RwLock::new(Ledgers::new(settings.zone)),
            standing: watch::Sender::default(),
        });
        let (stop, stopped) = mpsc::channel();
        let follower = Thread { every: settings.every, log, shared: shared.clone(), stopped };
        let thread = thread::Builder::new().name("report".into()).spawn(move || follower.run())?;
        Ok(Self { shared, stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        drop(self.stop.take());
        // It looks between two pages.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

struct Thread {
    every: Duration,
    log: Follower,
    shared: Arc<Shared>,
    stopped: mpsc::Receiver<()>,
}

impl Thread {
    fn run(self) {
        if let Err(error) = rustix::process::nice(NICE) {
            tracing::debug!(%error, "the figures have no lower priority");
        }
        let mut down = false;
        loop {
            let whole = self.read();
            match &whole {
                Ok(_) if std::mem::take(&mut down) => tracing::info!("figures follow the log again"),
                Err(error) if !std::mem::replace(&mut down, true) => {
                    tracing::error!(%error, "figures stand still: the log cannot be read");
                }
                Ok(_) | Err(_) => {}
            }
            let pause = if whole.is_ok_and(|whole| !whole) { Duration::ZERO } else { self.every };
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
        let mut ledgers = self.shared.ledgers.write().unwrap_or_else(PoisonError::into_inner);
        page.events.iter().for_each(|placed| ledgers.record(placed));
        drop(ledgers);
        let position = page.last.max(position);
        let behind = if whole { 0 } else { self.log.last()?.saturating_sub(position) };
        let as_of = newest.filter(|_| !whole).unwrap_or_else(Timestamp::now);
        self.shared.standing.send_replace(Standing { position, behind, as_of });
        Ok(whole)
    }
}
