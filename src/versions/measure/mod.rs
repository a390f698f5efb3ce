//! How well labelled messages are understood by what is live, and by the ready draft: measured once for each, by a thread that turns go
//! before. All who ask meanwhile see the same work.

mod measured;
mod run;

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

pub use self::measured::Measured;
use self::run::Order;
use super::{
    Versions, VersionsError,
    rows::{RowFiles, Seen},
    service::step_back,
    work::Remembered,
};
use crate::train::TrainError;

/// Longer nobody waits for it.
const LONGEST: Duration = Duration::from_secs(600);

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Live,
    /// Once it is ready.
    Draft,
}

/// How a measurement stands.
#[derive(Debug, Clone)]
pub enum Measurement {
    UnderWay {
        done: usize,
        all: usize,
    },
    Done(Arc<Measured>),
    /// The shop has no labelled rows.
    NoRows,
    /// Told once: whoever asks again begins anew.
    Failed(String),
}

/// A measurement, with what it is of.
#[derive(Debug, Clone)]
pub struct Gauged {
    /// What is live, or what the draft was made over.
    pub version: u32,
    /// The draft's.
    pub revision: Option<u64>,
    pub measurement: Measurement,
}

impl Versions {
    /// How well labelled messages are understood. The first who asks begins to measure, and asks again until it is done.
    ///
    /// # Errors
    /// [`VersionsError::NotReady`] where no draft is ready; else the disk's, or the system's that gives no thread.
    pub async fn gauge(&self, subject: Subject) -> Result<Gauged, VersionsError> {
        self.blocking(move |inside| {
            let book = inside.book();
            let rows = RowFiles::of(&book.folder);
            let (version, revision, assistant, files) = match subject {
                Subject::Live => {
                    let live = book.live().ok_or(VersionsError::UnknownVersion)?;
                    (live.version.number, None, inside.live().clone(), &live.files)
                }
                Subject::Draft => {
                    let candidate = &inside.bench.candidate().ok_or(VersionsError::NotReady)?;
                    let assistant = candidate.assistant.clone();
                    (candidate.base, Some(candidate.revision), assistant, &candidate.files.clone())
                }
            };
            let key = Key { subject, version, revision, rows: rows.seen() };
            let order = Order {
                assistant,
                model: files.model(),
                blobs: book.blobs.clone(),
                engines: inside.engines.clone(),
                rows,
            };
            drop(book);
            let measurement = inside.gauge.ask(key, order)?;
            Ok(Gauged { version, revision, measurement })
        })
        .await
    }
}

/// The last measurement of what is live, and of a draft.
#[derive(Default)]
pub struct Gauge {
    slots: Mutex<Slots>,
    /// Vectors of rows, which stay the same from version to version.
    vectors: Mutex<Remembered>,
}

#[derive(Default)]
struct Slots {
    live: Option<Slot>,
    draft: Option<Slot>,
    /// Whether there is a thread that measures.
    working: bool,
    closed: bool,
}

struct Slot {
    key: Key,
    /// Until the work on it begins.
    order: Option<Order>,
    measurement: Measurement,
}

/// What has another key is to be measured anew.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    subject: Subject,
    version: u32,
    revision: Option<u64>,
    rows: Seen,
}

impl Gauge {
    fn ask(self: &Arc<Self>, key: Key, order: Order) -> io::Result<Measurement> {
        let mut slots = self.lock();
        let slot = slots.of(key.subject);
        if let Some(Slot { measurement, .. }) = slot.as_ref().filter(|slot| slot.key == key) {
            let measurement = measurement.clone();
            if matches!(measurement, Measurement::Failed(_)) {
                *slot = None;
            }
            return Ok(measurement);
        }
        let measurement = Measurement::UnderWay { done: 0, all: 0 };
        *slot = Some(Slot { key, order: Some(order), measurement: measurement.clone() });
        if !slots.working {
            let gauge = self.clone();
            thread::Builder::new().name("measure".into()).spawn(move || gauge.work())?;
            slots.working = true;
        }
        Ok(measurement)
    }

    /// There is no draft any more, or another one.
    pub fn forget_draft(&self) {
        self.lock().draft = None;
    }

    /// The thread that measures may go.
    pub fn close(&self) {
        self.lock().closed = true;
    }

    fn work(&self) {
        step_back();
        let mut vectors = self.vectors.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((key, order)) = self.next() {
            let until = Instant::now() + LONGEST;
            let mut tell =
                |done, all| Instant::now() < until && self.tell(&key, Measurement::UnderWay { done, all });
            let measure = || run::measure(&order, &mut vectors, &mut tell);
            let measurement = match catch_unwind(AssertUnwindSafe(measure)) {
                Ok(Ok(Some(measured))) => Measurement::Done(Arc::new(measured)),
                Ok(Ok(None)) => Measurement::NoRows,
                Ok(Err(error)) if matches!(error.downcast_ref(), Some(TrainError::Abandoned)) => {
                    // Where it is still wanted, it was the time that was over.
                    Measurement::Failed(format!("it took longer than {} minutes", LONGEST.as_secs() / 60))
                }
                Ok(Err(error)) => Measurement::Failed(format!("{error:#}")),
                Err(_) => Measurement::Failed("it broke down".to_owned()),
            };
            if self.tell(&key, measurement.clone())
                && let Measurement::Failed(why) = measurement
            {
                tracing::warn!(why, "labelled messages were not measured");
            }
        }
    }

    /// What nobody has begun yet. Without any the thread ends.
    fn next(&self) -> Option<(Key, Order)> {
        let mut slots = self.lock();
        let Slots { live, draft, closed, .. } = &mut *slots;
        let open = |slot: &mut Option<Slot>| {
            let slot = slot.as_mut().filter(|_| !*closed)?;
            Some((slot.key.clone(), slot.order.take()?))
        };
        let next = [live, draft].into_iter().find_map(open);
        slots.working = next.is_some();
        next
    }

    /// Tells how it stands, as long as somebody may want to know; says whether.
    fn tell(&self, key: &Key, measurement: Measurement) -> bool {
        let mut slots = self.lock();
        if slots.closed {
            return false;
        }
        match slots.of(key.subject).as_mut().filter(|slot| slot.key == *key) {
            Some(slot) => {
                slot.measurement = measurement;
                true
            }
            None => false,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slots {
    fn of(&mut self, subject: Subject) -> &mut Option<Slot> {
        match subject {
            Subject::Live => &mut self.live,
            Subject::Draft => &mut self.draft,
        }
    }
}
