//! Past messages, found by their words.
//!
//! The index is derived from the log and follows it on a thread of its own (`follow.rs`): no commit waits for it, and it may be
//! deleted at any time. It answers with places in the log, newest first (`newest.rs`); the log has the last word on what stands
//! there.

mod entry;
mod follow;
mod index;
mod labels;
mod metrics;
mod newest;
mod phrases;
mod schema;
mod snippet;
mod words;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use prometheus_client::registry::Registry;
use tokio::{sync::Semaphore, task, time::timeout};

pub use self::{
    entry::{Author, Entry, Kind},
    phrases::{PhraseError, Phrases},
    snippet::Snippet,
};
use tantivy::Searcher;

use self::{follow::Following, labels::most_used, metrics::Metrics, newest::newest, schema::Fields};
use crate::{
    domain::{CustomerId, Name, SeatId, ShopId},
    store::Follower,
};

/// Searches at a time; others wait a moment.
const SEARCHES: usize = 2;
const WAIT: Duration = Duration::from_secs(1);
/// A search that takes longer is given up.
const TIME: Duration = Duration::from_secs(2);

/// What is looked for, and where.
#[derive(Debug, Clone)]
pub struct Question {
    pub shop: ShopId,
    /// None for everything that is there.
    pub phrases: Option<Phrases>,
    pub customer: Option<CustomerId>,
    /// That the conversation has now.
    pub label: Option<Name>,
    /// That took part in the conversation.
    pub seat: Option<SeatId>,
    pub from: Option<Timestamp>,
    /// Before then.
    pub until: Option<Timestamp>,
    /// Before this position of the log.
    pub before: Option<u64>,
    pub scope: Scope,
    pub limit: usize,
}

/// Which conversations are searched. It may be more than somebody may read of them.
#[derive(Debug, Clone)]
pub enum Scope {
    All,
    /// In which the seat took part, and those that wait now, as the log numbers them.
    Seat {
        seat: SeatId,
        waiting: Vec<u64>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    #[error("past messages cannot be searched at the moment")]
    Down,
    #[error("too many search at the same time")]
    Busy,
    #[error("the search took too long")]
    TooSlow,
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(_: tantivy::TantivyError) -> Self {
        Self::Down
    }
}

/// Where the index lies, and how it keeps up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Holds nothing else, and need not exist.
    pub folder: PathBuf,
    /// Between two looks at the log.
    pub every: Duration,
    /// After a failure.
    pub again: Duration,
}

impl Settings {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, every: Duration::from_secs(1), again: Duration::from_secs(30) }
    }
}

/// A handle on the index; cheap to clone.
#[derive(Clone)]
pub struct Search(Arc<Inside>);

struct Inside {
    following: Following,
    permits: Arc<Semaphore>,
}

impl Search {
    /// Follows the log from where the index stopped. An index that is of no use is built anew meanwhile.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub fn start(settings: Settings, log: Follower) -> std::io::Result<Self> {
        let following = Following::start(settings, log, Metrics::default())?;
        Ok(Self(Arc::new(Inside { following, permits: Arc::new(Semaphore::new(SEARCHES)) })))
    }

    pub fn register_metrics(&self, registry: &mut Registry) {
        self.0.following.shared.metrics.register(registry);
    }

    /// Positions in the log of what was found, newest first.
    ///
    /// # Errors
    /// When it cannot be known for now.
    pub async fn find(&self, question: Question) -> Result<Vec<u64>, SearchError> {
        let began = Instant::now();
        let look =
            move |searcher: &Searcher, fields: &_, deadline| newest(searcher, fields, &question, deadline);
        let result = self.look(look).await;
        self.0.following.shared.metrics.count(&result, began.elapsed());
        result
    }

    /// The labels that conversations of a shop have now, the most used first, and no more than so many.
    ///
    /// # Errors
    /// As [`Search::find`].
    pub async fn labels(&self, shop: &ShopId, most: usize) -> Result<Vec<Name>, SearchError> {
        let shop = shop.clone();
        self.look(move |searcher, fields, deadline| most_used(searcher, fields, &shop, most, deadline)).await
    }

    async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Searcher, &Fields, Instant) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, SearchError> {
        let shared = self.0.following.shared.clone();
        let permit = timeout(WAIT, self.0.permits.clone().acquire_owned()).await;
        let permit = permit.map_err(|_| SearchError::Busy)?.map_err(|_| SearchError::Down)?;
        let looked = move || {
            let _permit = permit;
            let (reader, fields) = shared.ready().ok_or(SearchError::Down)?;
            let deadline = Instant::now() + TIME;
            // Files that were damaged since they were checked may be anything.
            let found = catch_unwind(AssertUnwindSafe(|| look(&reader.searcher(), &fields, deadline)));
            let found = found.unwrap_or(Err(SearchError::Down));
            if matches!(found, Err(SearchError::Down)) {
                shared.doubt();
            }
            found
        };
        task::spawn_blocking(looked).await.unwrap_or(Err(SearchError::Down))
    }

    /// Events of the log that cannot be found yet.
    pub fn behind(&self) -> u64 {
        self.0.following.shared.behind()
    }

    /// Waits until everything up to a position of the log can be found.
    pub async fn until(&self, position: u64) {
        // The sender lives as long as `self`.
        let _ = self.0.following.shared.reached.subscribe().wait_for(|reached| *reached >= position).await;
    }
}
