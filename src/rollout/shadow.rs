//! A version that hears what live hears, and says nothing: it is compared on a thread of its own.

use std::{
    collections::VecDeque,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, SyncSender},
    },
    thread,
};

use jiff::Timestamp;
use tokio::sync::watch;

use super::{Names, Version, metrics::Heard, reaction::reaction};
use crate::{
    conversation::{Brain, Understood},
    dialogue::Tracker,
    domain::Understanding,
    versions::Outcome,
};

/// Messages that wait to be compared. More come than a shadow can hear: they are dropped, and counted.
const WAITING: usize = 256;
/// Differences that are kept.
const DIFFERENCES: usize = 100;
/// How much less than others the thread gets of the processor: serving comes first.
const NICE: i32 = 10;

pub(super) struct Shadow {
    since: Timestamp,
    names: Names,
    queue: SyncSender<Box<Message>>,
    shared: Arc<Shared>,
}

/// All that live decided from.
struct Message {
    live: Arc<dyn Brain>,
    tracker: Tracker,
    understanding: Understanding,
}

struct Shared {
    over: AtomicBool,
    compared: Mutex<Compared>,
    /// Messages that were taken out of the queue or dropped.
    done: watch::Sender<u64>,
    heard: Heard,
}

/// What came of listening so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Compared {
    pub compared: u64,
    /// Messages for which there was no room in the queue.
    pub dropped: u64,
    /// Messages over which the shadow broke down.
    pub failed: u64,
    pub differ: u64,
    /// The newest first.
    pub differences: VecDeque<Difference>,
}

/// Messages with the same words that come out differently in the same way.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    pub text: String,
    pub before: Outcome,
    pub after: Outcome,
    pub count: u64,
}

/// A shadow, as it is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct ShadowReport {
    pub since: Timestamp,
    pub names: Names,
    pub compared: Compared,
}

impl Shadow {
    /// # Errors
    /// When there is no thread to be had.
    pub fn start(version: Version, heard: Heard) -> io::Result<Self> {
        let (queue, messages) = mpsc::sync_channel(WAITING);
        let shared = Arc::new(Shared {
            over: AtomicBool::new(false),
            compared: Mutex::default(),
            done: watch::Sender::new(0),
            heard,
        });
        let Version { names, brain } = version;
        let listening = shared.clone();
        thread::Builder::new().name("shadow".into()).spawn(move || listening.listen(&*brain, &messages))?;
        Ok(Self { since: Timestamp::now(), names, queue, shared })
    }

    /// Never waits.
    pub fn offer(&self, message: &Understood<'_>) {
        let offered = self.queue.try_send(Box::new(Message {
            live: message.brain.clone(),
            tracker: message.tracker.clone(),
            understanding: message.understanding.clone(),
        }));
        if offered.is_err() {
            self.shared.drop_one();
        }
    }

    pub fn report(&self) -> ShadowReport {
        ShadowReport { since: self.since, names: self.names.clone(), compared: self.shared.lock().clone() }
    }

    /// Tells how many messages are done with.
    pub fn done(&self) -> watch::Receiver<u64> {
        self.shared.done.subscribe()
    }
}

impl Drop for Shadow {
    fn drop(&mut self) {
        // The thread looks between two messages; nobody has to wait for it.
        self.shared.over.store(true, Ordering::Relaxed);
    }
}

impl Shared {
    fn listen(&self, shadow: &dyn Brain, messages: &Receiver<Box<Message>>) {
        if let Err(error) = rustix::process::nice(NICE) {
            tracing::debug!(%error, "the shadow has no lower priority");
        }
        for message in messages {
            if self.over.load(Ordering::Relaxed) {
                return;
            }
            // A panic is a fault of that version; it is logged by the panic hook, and no customer notices.
            let reactions = catch_unwind(AssertUnwindSafe(|| message.compare(shadow)));
            self.note(message.tracker.text, reactions.ok());
        }
    }

    fn note(&self, text: String, reactions: Option<(Outcome, Outcome)>) {
        let mut compared = self.lock();
        match reactions {
            None => {
                compared.failed += 1;
                self.heard.failed();
            }
            Some((before, after)) if before.is_like(&after) => {
                compared.compared += 1;
                self.heard.same();
            }
            Some((before, after)) => {
                compared.compared += 1;
                compared.add(text, before, after);
                self.heard.differs();
            }
        }
        drop(compared);
        self.done.send_modify(|done| *done += 1);
    }

    fn drop_one(&self) {
        self.lock().dropped += 1;
        self.heard.dropped();
        self.done.send_modify(|done| *done += 1);
    }

    fn lock(&self) -> MutexGuard<'_, Compared> {
        self.compared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Message {
    fn compare(&self, shadow: &dyn Brain) -> (Outcome, Outcome) {
        let (text, at) = (&self.tracker.text, self.tracker.now);
        let understanding = shadow.settle(text, at).unwrap_or_else(|| shadow.understand(text, at));
        let before = reaction(&*self.live, &self.tracker, self.understanding.clone());
        (before, reaction(shadow, &self.tracker, understanding))
    }
}

impl Compared {
    fn add(&mut self, text: String, before: Outcome, after: Outcome) {
        self.differ += 1;
        let same = |known: &Difference| {
            known.text == text && known.before.is_like(&before) && known.after.is_like(&after)
        };
        let known = self.differences.iter().position(same).and_then(|at| self.differences.remove(at));
        let count = known.map_or(0, |known| known.count) + 1;
        self.differences.push_front(Difference { text, before, after, count });
        self.differences.truncate(DIFFERENCES);
    }
}
