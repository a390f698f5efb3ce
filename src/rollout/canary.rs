//! A version that answers a share of the conversations, while it does.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::{Draw, Names, RolloutError, Side, Tally, Version, rule, tallies::Tallies, watched::Watched};
use crate::{
    conversation::Brain,
    domain::ShopId,
    store::{Follower, Following, Pace},
};

/// Why a canary no longer answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    Stopped,
    /// Its version answers everybody.
    Published,
    /// It answered wrongly more often than live.
    WrongAnswers,
    /// It broke down again and again, or its model was gone after a restart.
    Failed,
}

impl Ended {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Published => "published",
            Self::WrongAnswers => "wrong_answers",
            Self::Failed => "failed",
        }
    }
}

/// What of a canary outlives the process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Begun {
    pub draw: Draw,
    pub names: Names,
    /// The position of the log after which it began.
    pub after: u64,
}

/// A canary, as it is looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CanaryReport {
    pub draw: Draw,
    pub names: Names,
    /// When and how it ended.
    pub end: Option<(Timestamp, Ended)>,
    pub live: Tally,
    pub canary: Tally,
}

impl CanaryReport {
    pub(super) fn of(begun: &Begun, end: Option<(Timestamp, Ended)>) -> Self {
        let Begun { draw, names, .. } = begun.clone();
        Self { draw, names, end, live: Tally::default(), canary: Tally::default() }
    }

    pub fn of_side(&self, side: Side) -> &Tally {
        match side {
            Side::Live => &self.live,
            Side::Canary => &self.canary,
        }
    }

    /// In 95 of 100 cases holds the share of a side's conversations in which something is wrong.
    pub fn wrong_share(&self, side: Side) -> [f64; 2] {
        rule::wrong_share(self.of_side(side))
    }
}

/// What its end is up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    No,
    /// Its version is live; that is yet to be noted.
    Published,
    /// Somebody has noted it.
    Noted,
}

pub(super) struct Canary {
    begun: Begun,
    pub watched: Arc<Watched>,
    pub tallies: Following<Tallies>,
    over: watch::Sender<Over>,
}

impl Canary {
    /// Counts from where it began. It opens a file, and must be called where that may take a moment.
    pub fn start(
        shop: ShopId,
        begun: Begun,
        version: Version,
        log: Follower,
        every: Duration,
    ) -> Result<Self, RolloutError> {
        let pace = Pace { name: "canary", after: begun.after, every };
        let tallies = Tallies::new(shop, begun.draw.clone(), begun.names.clone());
        Ok(Self {
            tallies: Following::start(pace, tallies, log)?,
            watched: Arc::new(Watched::new(version.brain)),
            over: watch::Sender::new(Over::No),
            begun,
        })
    }

    pub fn begun(&self) -> &Begun {
        &self.begun
    }

    pub fn draw(&self) -> &Draw {
        &self.begun.draw
    }

    pub fn brain(&self) -> Arc<dyn Brain> {
        self.watched.clone()
    }

    pub fn report(&self, end: Option<(Timestamp, Ended)>) -> CanaryReport {
        let tallies = self.tallies.fold();
        let (live, canary) = (tallies.of(Side::Live), tallies.of(Side::Canary));
        CanaryReport { live, canary, ..CanaryReport::of(&self.begun, end) }
    }

    /// Its version answers everybody: it has to end.
    pub fn publish(&self) {
        self.over.send_replace(Over::Published);
    }

    /// Its end is noted, or nobody is left to note it.
    pub fn is_over(&self) {
        self.over.send_replace(Over::Noted);
    }

    /// Waits until it has to end, and says how; none when its end is noted already.
    pub async fn must_end(&self) -> Option<Ended> {
        let (mut over, mut standing) = (self.over.subscribe(), self.tallies.subscribe());
        // The senders live as long as `self`.
        tokio::select! {
            over = over.wait_for(|over| *over != Over::No) => {
                over.is_ok_and(|over| *over == Over::Published).then_some(Ended::Published)
            }
            _ = standing.wait_for(|_| self.tallies.fold().has_risen()) => Some(Ended::WrongAnswers),
            () = self.watched.until_broken() => Some(Ended::Failed),
        }
    }
}
