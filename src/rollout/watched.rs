//! A canary's brain, whose breakdowns are counted.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::Arc,
};

use jiff::Timestamp;
use tokio::sync::watch;

use crate::{
    conversation::{Brain, IntentTitle},
    dialogue::Tracker,
    domain::{Decision, Name, Signal, Understanding},
};

/// One may be a message's fault; this many are the version's.
const TOO_MANY: u32 = 3;

pub(super) struct Watched {
    brain: Arc<dyn Brain>,
    panics: watch::Sender<u32>,
}

impl Watched {
    pub fn new(brain: Arc<dyn Brain>) -> Self {
        Self { brain, panics: watch::Sender::new(0) }
    }

    /// Waits until it has broken down too often.
    pub async fn until_broken(&self) {
        // The sender lives as long as `self`.
        let _ = self.panics.subscribe().wait_for(|panics| *panics >= TOO_MANY).await;
    }

    /// Whoever asked sees the panic all the same.
    fn watch<T>(&self, think: impl FnOnce() -> T) -> T {
        catch_unwind(AssertUnwindSafe(think)).unwrap_or_else(|panic| {
            self.panics.send_modify(|panics| *panics += 1);
            resume_unwind(panic)
        })
    }
}

impl Brain for Watched {
    fn settle(&self, text: &str, at: Timestamp) -> Option<Understanding> {
        self.watch(|| self.brain.settle(text, at))
    }

    fn understand(&self, text: &str, at: Timestamp) -> Understanding {
        self.watch(|| self.brain.understand(text, at))
    }

    fn decide(&self, tracker: &Tracker, signal: &Signal) -> Decision {
        self.watch(|| self.brain.decide(tracker, signal))
    }

    fn wording(&self, reply: &str) -> Option<String> {
        self.brain.wording(reply)
    }

    fn intents(&self) -> Vec<IntentTitle> {
        self.brain.intents()
    }

    fn reason(&self, code: &Name) -> Option<String> {
        self.brain.reason(code)
    }
}
