//! The handle on a shop's versions, and the thread that works on its draft.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    thread,
};

use jiff::{SignedDuration, Timestamp};

use super::{
    Candidate, Draft, Opened, Progress, VersionsError,
    book::Book,
    keeper::Keeper,
    load::{self, Engines},
    measure::Gauge,
    rows::RowFiles,
    work::{self, Bench, Round, Surroundings},
};
use crate::{assistant::Assistant, domain::ShopId, nlu::Model, store::Follower};

/// So far back customers' messages are looked at.
const SAID_SINCE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Distinct ones, the newest.
const SAID_MOST: usize = 2_000;

/// Lower than that of turns: how much the kernel lets the work take when there is not enough for both.
const NICE: i32 = 10;

/// Lets turns go before this thread, where the system knows how.
pub(super) fn step_back() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::debug!(%error, "the work on versions takes as much as turns");
    }
}

/// Who answers: told of what is to be live, and asked beforehand.
pub trait Node: Send + Sync {
    /// Whether it could serve here: every variable of its integrations has a value, and the like.
    ///
    /// # Errors
    /// One sentence on why not.
    fn fits(&self, assistant: &Assistant) -> Result<(), String>;

    /// It answers from now on; turns under way keep the one that they began with.
    ///
    /// # Errors
    /// As [`Node::fits`]; the old one stays.
    fn set_live(&self, assistant: Arc<Assistant>) -> Result<(), String>;
}

/// A shop's versions and its draft; cheap to clone. What takes the disk runs on a thread of its own.
#[derive(Clone)]
pub struct Versions(pub(super) Arc<Inside>);

pub(super) struct Inside {
    pub shop: ShopId,
    book: Mutex<Book>,
    pub keeper: Keeper,
    pub bench: Arc<Bench>,
    pub gauge: Arc<Gauge>,
    pub engines: Arc<dyn Engines>,
    pub node: Arc<dyn Node>,
    live: Mutex<Arc<Assistant>>,
    log: Mutex<Follower>,
}

/// The draft, and how the work on it stands.
#[derive(Debug, Clone)]
pub struct Standing {
    pub draft: Draft,
    pub progress: Progress,
}

impl Versions {
    pub(super) fn start(opened: Opened, node: Arc<dyn Node>, log: Follower) -> std::io::Result<Self> {
        let Opened { assistant, shop, book, engines, .. } = opened;
        let bench = Arc::<Bench>::default();
        if book.draft().is_some() {
            bench.begin();
        }
        let inside = Arc::new(Inside {
            shop,
            book: Mutex::new(book),
            keeper: Keeper::start()?,
            bench: bench.clone(),
            gauge: Arc::default(),
            engines,
            node,
            live: Mutex::new(assistant),
            log: Mutex::new(log),
        });
        let versions = Arc::downgrade(&inside);
        thread::Builder::new().name("draft".into()).spawn(move || work_until_closed(&bench, &versions))?;
        Ok(Self(inside))
    }

    /// The draft and how the work on it stands; `None` where there is no draft.
    pub async fn standing(&self) -> Result<Option<Standing>, VersionsError> {
        self.blocking(|inside| {
            let draft = inside.book().draft().cloned();
            Ok(draft.map(|draft| Standing { draft, progress: inside.bench.progress() }))
        })
        .await
    }

    /// What came of the work on the draft.
    ///
    /// # Errors
    /// [`VersionsError::NotReady`] where nothing did yet; [`VersionsError::Changed`] where the draft has another revision by now.
    pub async fn candidate(&self, revision: u64) -> Result<Arc<Candidate>, VersionsError> {
        self.blocking(move |inside| {
            let book = inside.book();
            let draft = book.draft().ok_or(VersionsError::NotReady)?;
            if draft.revision != revision {
                return Err(VersionsError::Changed(Vec::new()));
            }
            inside.bench.candidate().ok_or(VersionsError::NotReady)
        })
        .await
    }

    /// The candidate, whatever its revision; `None` unless the draft is ready.
    pub fn ready(&self) -> Option<Arc<Candidate>> {
        self.0.bench.candidate()
    }

    /// Of the version that is in the folder.
    pub fn live_assistant(&self) -> Arc<Assistant> {
        self.0.live().clone()
    }

    pub fn shop(&self) -> &ShopId {
        &self.0.shop
    }

    /// Away from the async threads.
    pub(super) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inside) -> Result<T, VersionsError> + Send + 'static,
    ) -> Result<T, VersionsError> {
        let inside = self.0.clone();
        let done = self.0.keeper.run(move || work(&inside)).await;
        done.unwrap_or_else(|| Err(VersionsError::Disk("it broke down".to_owned())))
    }
}

impl Inside {
    pub fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn live(&self) -> MutexGuard<'_, Arc<Assistant>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The work starts over, where there is something to work on.
    pub fn start_over(&self, book: &Book) {
        if book.draft().is_some() {
            self.bench.begin()
        } else {
            self.bench.clear()
        }
        self.gauge.forget_draft();
        book.sweep(&super::Manifest::default());
    }

    /// One round of work on the draft.
    fn work(&self, round: Round, remembered: &mut work::Remembered) -> Result<(), VersionsError> {
        let fits = |assistant: &Assistant| self.node.fits(assistant);
        let store = |model: Model| -> anyhow::Result<_> {
            let files = model.files()?.into_iter();
            let files = files.map(|(name, bytes)| (super::manifest::model_path(name), bytes)).collect();
            let book = self.book();
            let stored = book.store(&files)?;
            let model = load::model(&book.blobs, &stored, "the draft")?;
            Ok((stored, model))
        };
        let surroundings = {
            let book = self.book();
            let (Some(draft), Some(live)) = (book.draft(), book.live()) else { return Ok(()) };
            let content = draft.over(&live.files);
            Surroundings {
                revision: draft.revision,
                base: live.version.number,
                files: load::sources(&book.blobs, &content)?,
                content,
                live: self.live().clone(),
                model: load::model(&book.blobs, &live.files, "the live version")
                    .map_err(|error| VersionsError::Disk(error.to_string()))?,
                model_files: live.files.model(),
                engines: &*self.engines,
                rows: RowFiles::of(&book.folder),
                said: Vec::new(),
                fits: &fits,
                store: &store,
            }
        };
        let since = Timestamp::now() - SAID_SINCE;
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let said =
            log.said(&self.shop, since, SAID_MOST).map_err(|error| VersionsError::Disk(error.to_string()))?;
        drop(log);
        let Some(candidate) =
            work::work(&self.bench, round, remembered, Surroundings { said, ..surroundings })
        else {
            return Ok(());
        };
        // What this round stored is needed from here on; what earlier ones did is not.
        let book = self.book();
        let files = candidate.files.clone();
        if self.bench.finish(round, candidate) {
            book.sweep(&files);
        }
        Ok(())
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.bench.close();
        self.gauge.close();
    }
}

fn work_until_closed(bench: &Bench, versions: &Weak<Inside>) {
    step_back();
    let mut remembered = work::Remembered::default();
    while let Some(round) = bench.next() {
        let Some(inside) = versions.upgrade() else { return };
        let done = catch_unwind(AssertUnwindSafe(|| inside.work(round, &mut remembered)));
        let why = match done {
            Ok(Ok(())) => continue,
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it broke down".to_owned(),
        };
        tracing::error!(why, "the work on the draft failed");
        bench.tell(round, |progress| progress.step = work::Step::Failed(why));
    }
}
