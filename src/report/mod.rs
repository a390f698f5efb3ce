//! How the shop is doing: figures from the log, by the hour.
//!
//! The figures are a fold of the log (`ledger.rs`), kept in memory by a thread that follows it: no commit waits for
//! it, and an answer adds up hours instead of reading events. After a start the log is read once from its beginning.

mod case;
mod counts;
mod durations;
mod figures;
mod hour;
mod ledger;
mod ledgers;
mod range;
mod summary;
mod turn;

use std::{collections::BTreeMap, io, sync::Arc, time::Duration};

use jiff::{Timestamp, tz::TimeZone};
use tokio::task;

use self::ledgers::Ledgers;
pub use self::{
    counts::Counts,
    durations::Durations,
    figures::{Figures, IntentFigures, Messages, SeatFigures, mean},
    ledger::Ledger,
    range::{By, Range, RangeError},
    summary::{Bucket, Summary},
};
use crate::{
    domain::{Name, ShopId},
    store::{Follower, Following, Pace},
};

#[derive(Debug, Clone)]
pub struct Settings {
    /// In which days and hours begin.
    pub zone: TimeZone,
    /// Between two looks at the log.
    pub every: Duration,
}

impl Settings {
    pub fn new(zone: TimeZone) -> Self {
        Self { zone, every: Duration::from_secs(1) }
    }
}

/// A handle on the figures; cheap to clone.
#[derive(Clone)]
pub struct Reports(Arc<Following<Ledgers>>);

/// Figures, and up to when they go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub summary: Summary,
    /// Everything before is counted.
    pub as_of: Timestamp,
    /// Events that are not counted yet.
    pub behind: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("adding up the figures broke down")]
pub struct BrokeDown;

impl Reports {
    /// Follows the log from its beginning.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub fn start(settings: Settings, log: Follower) -> io::Result<Self> {
        let pace = Pace { name: "report", after: 0, every: settings.every };
        Ok(Self(Arc::new(Following::start(pace, Ledgers::new(settings.zone), log)?)))
    }

    /// # Errors
    /// When a thread broke down; never because of what is in the log.
    pub async fn of(&self, shop: &ShopId, range: Range) -> Result<Report, BrokeDown> {
        let (following, shop) = (self.0.clone(), shop.clone());
        let add_up = move || {
            let ledgers = following.fold();
            let standing = following.standing();
            let summary = match ledgers.of(&shop) {
                Some(ledger) => Summary::of(ledger, &range),
                None => Summary::of(&Ledger::new(ledgers.zone().clone()), &range),
            };
            Report { summary, as_of: standing.as_of, behind: standing.behind }
        };
        task::spawn_blocking(add_up).await.map_err(|_| BrokeDown)
    }

    /// Waits until everything up to a position of the log is counted.
    pub async fn until(&self, position: u64) {
        self.0.until(position).await;
    }

    /// How often entries of the FAQ have answered since a moment, and when each last did.
    ///
    /// # Errors
    /// As [`Reports::of`].
    pub async fn faq_answers(
        &self,
        shop: &ShopId,
        since: Timestamp,
    ) -> Result<BTreeMap<Name, (u64, Timestamp)>, BrokeDown> {
        let (following, shop) = (self.0.clone(), shop.clone());
        let add_up = move || {
            let ledgers = following.fold();
            ledgers.of(&shop).map(|ledger| ledger.faq_answers(since)).unwrap_or_default()
        };
        task::spawn_blocking(add_up).await.map_err(|_| BrokeDown)
    }
}
