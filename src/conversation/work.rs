//! What the stages of a turn take: time, and the processor's time.

use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::pin,
    time::Duration,
};

use jiff::Timestamp;
use rustix::time::{ClockId, clock_gettime};
use tokio::time::Instant;
use tracing::{Span, info_span};

use super::registry::Place;
use crate::{
    domain::{ConversationId, ShopId},
    telemetry::SPANS,
};

/// A stage of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Work {
    /// A message is taken in, until it is acknowledged.
    Hear,
    Understand,
    Decide,
    /// A shop system is asked.
    Call,
    /// Until it is on disk.
    Commit,
    /// Whoever listens is told.
    Publish,
}

/// What a stage took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spent {
    pub work: Work,
    pub took: Duration,
    /// Of the processor, without what a stage within this one used.
    pub cpu: Duration,
}

impl Work {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hear => "hear",
            Self::Understand => "understand",
            Self::Decide => "decide",
            Self::Call => "call",
            Self::Commit => "commit",
            Self::Publish => "publish",
        }
    }

    /// A span for the stage, within another.
    pub fn span(self, within: &Span, shop: &ShopId, conversation: &ConversationId) -> Span {
        let name = self.as_str();
        info_span!(target: SPANS, parent: within, "stage", otel.name = name, stage = name, %shop, %conversation)
    }

    /// Does it and says what it took.
    pub fn run<T>(self, work: impl FnOnce() -> T) -> (T, Spent) {
        let began = Instant::now();
        let (result, cpu) = metered(work);
        (result, Spent { work: self, took: began.elapsed(), cpu })
    }

    /// As `run`. What the thread does for others in between does not count.
    pub async fn wait<T>(self, work: impl Future<Output = T>) -> (T, Spent) {
        let (began, mut cpu) = (Instant::now(), Duration::ZERO);
        let mut work = pin!(work);
        let result = poll_fn(|context| {
            let (poll, used) = metered(|| work.as_mut().poll(context));
            cpu += used;
            poll
        });
        let result = result.await;
        (result, Spent { work: self, took: began.elapsed(), cpu })
    }
}

impl Place {
    /// What stands on the clock.
    pub fn now(&self) -> Timestamp {
        self.registry.parts.desk.clock().now()
    }

    /// Counts what a stage of this conversation took.
    pub fn spent(&self, spent: Spent) {
        self.registry.metrics.spent(&self.contact.shop, spent);
    }
}

thread_local! {
    /// What was metered within what is being metered.
    static WITHIN: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// The thread's own time for some work, without what was metered within it.
fn metered<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let before = WITHIN.replace(Duration::ZERO);
    let began = thread_time();
    let result = work();
    let used = thread_time().saturating_sub(began);
    let own = used.saturating_sub(WITHIN.get());
    WITHIN.set(before + used);
    (result, own)
}

/// For how long this thread has had a processor.
fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps the processor busy for so long.
    fn spin(time: Duration) {
        let began = thread_time();
        while thread_time() - began < time {}
    }

    #[tokio::test]
    async fn a_stage_counts_its_own_time_alone() {
        let some = Duration::from_millis(5);
        let ((inner, ()), outer) = Work::Hear
            .wait(async {
                spin(some);
                let (_, inner) = Work::Commit.run(|| spin(3 * some));
                // Others have the thread meanwhile.
                tokio::task::spawn(async move { spin(5 * some) }).await.unwrap();
                (inner, ())
            })
            .await;
        assert!((3 * some..5 * some).contains(&inner.cpu), "{inner:?}");
        assert!((some..3 * some).contains(&outer.cpu), "{outer:?}");
        assert!(outer.took >= 9 * some, "{outer:?}");
    }
}
