//! The desk's time: the clock's when the desk was opened, and from then on without its jumps.
//!
//! Who waits, waits as long as time passes, whatever the clock is set to meanwhile. Opening hours and what people read follow the
//! clock.

use std::{borrow::Cow, fmt, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::{Step, Waiting};
use crate::domain::Recorded;

/// What lies between the two is no jump, but how clocks are kept right.
const SLACK: SignedDuration = SignedDuration::from_secs(1);

/// What the clock of the machine says; cheap to clone.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    pub fn new(read: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    /// In the log's resolution, so that what is believed equals what is read again.
    pub fn now(&self) -> Timestamp {
        let now = (self.0)();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new(Timestamp::now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clock").field(&self.now()).finish()
    }
}

/// Counts on from when it was begun.
#[derive(Debug)]
pub(super) struct Time {
    pub clock: Clock,
    began: (Timestamp, Instant),
}

/// One moment, in the desk's time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Present {
    pub now: Timestamp,
    /// By how much the clock is ahead.
    pub ahead: SignedDuration,
}

impl Time {
    pub fn begin(clock: Clock) -> Self {
        let began = (clock.now(), Instant::now());
        Self { clock, began }
    }

    pub fn present(&self) -> Present {
        let (from, since) = self.began;
        let now = from.saturating_add(since.elapsed()).unwrap_or(Timestamp::MAX);
        let ahead = self.clock.now().duration_since(now);
        Present { now, ahead: if ahead.abs() < SLACK { SignedDuration::ZERO } else { ahead } }
    }
}

impl Present {
    /// From the clock's time. Nothing has happened after now.
    pub fn of_clock(self, at: Timestamp) -> Timestamp {
        at.saturating_sub(self.ahead).unwrap_or(self.now).min(self.now)
    }

    pub fn to_clock(self, at: Timestamp) -> Timestamp {
        at.saturating_add(self.ahead).unwrap_or(at)
    }

    /// Events with the times at which they happened for the desk.
    pub fn events(self, events: &[Recorded]) -> Cow<'_, [Recorded]> {
        if events.iter().all(|recorded| self.of_clock(recorded.at) == recorded.at) {
            return Cow::Borrowed(events);
        }
        let moved = |recorded: &Recorded| Recorded { at: self.of_clock(recorded.at), ..recorded.clone() };
        events.iter().map(moved).collect()
    }

    pub fn step(self, step: Step) -> Step {
        match step {
            Step::Offer { chat, seat, until } => Step::Offer { chat, seat, until: self.to_clock(until) },
            Step::Withdraw { .. }
            | Step::Assign { .. }
            | Step::Release { .. }
            | Step::Leave { .. }
            | Step::Away { .. }
            | Step::TimeOut { .. }
            | Step::Place { .. } => step,
        }
    }

    pub fn waiting(self, waiting: Waiting) -> Waiting {
        Waiting { since: self.to_clock(waiting.since), ..waiting }
    }
}
