//! Understanding, kept off the threads that serve everybody.
//!
//! What a rule settles takes microseconds and is understood at once. All else may wait for the encoder, so it goes to a thread
//! that may block; so many at a time, and further ones wait for their turn.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use jiff::Timestamp;
use tokio::{sync::Semaphore, task::spawn_blocking};

use super::{
    Brain,
    work::{Spent, Work},
};
use crate::domain::Understanding;

pub(super) struct Thinking {
    permits: Arc<Semaphore>,
}

/// What came of thinking about a message.
pub(super) struct Thought {
    /// The message, by its seq.
    pub of: u64,
    pub brain: Arc<dyn Brain>,
    /// None when the brain broke down over it.
    pub understanding: Option<Understanding>,
}

/// What a first look at a message brings.
pub(super) enum Settled {
    Yes(Box<Understanding>),
    /// It needs thinking about.
    No,
    /// The brain broke down over it.
    Broken,
}

impl Thinking {
    pub fn new(at_once: usize) -> Self {
        Self { permits: Arc::new(Semaphore::new(at_once)) }
    }

    /// `None` when the brain breaks down over it; and what it took.
    pub async fn understand(
        &self,
        brain: &Arc<dyn Brain>,
        text: &str,
        at: Timestamp,
    ) -> (Option<Understanding>, Spent) {
        let understood = async {
            let permit = Arc::clone(&self.permits).acquire_owned().await.ok()?;
            let (brain, text) = (Arc::clone(brain), text.to_owned());
            let thought = spawn_blocking(move || {
                let understood = Work::Understand.run(|| brain.understand(&text, at));
                // Held until the thread is free, even where nobody waits for the answer any more.
                drop(permit);
                understood
            });
            thought.await.ok()
        };
        let (understood, here) = Work::Understand.wait(understood).await;
        match understood {
            Some((understanding, there)) => {
                (Some(understanding), Spent { cpu: here.cpu + there.cpu, ..here })
            }
            None => (None, here),
        }
    }
}

/// Takes microseconds.
pub(super) fn settle(brain: &dyn Brain, text: &str, at: Timestamp) -> Settled {
    match safely(|| brain.settle(text, at)) {
        Some(Some(understanding)) => Settled::Yes(Box::new(understanding)),
        Some(None) => Settled::No,
        None => Settled::Broken,
    }
}

/// A panic is a fault of ours; it is logged by the panic hook, and the customer gets a person.
pub(super) fn safely<T>(think: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(think)).ok()
}
