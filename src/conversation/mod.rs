//! Conversations under way: one task each, in order, on the log.
//!
//! A customer's words go hear → understand → decide → commit → act → publish (`turn.rs`, top to bottom). `commit` is the only door:
//! stored, then believed, then told. Whatever lives in memory comes back from the log: after a restart unanswered words are
//! answered, open calls asked again, and who waits for a person waits on.

mod actor;
mod fallback;
mod metrics;
mod parts;
mod published;
mod recovery;
mod registry;
mod thinking;
mod turn;

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::sync::{mpsc::error::TrySendError, oneshot};

use self::{
    actor::{Command, Heard},
    metrics::Queues,
    registry::Registry,
};
pub use self::{
    parts::{Brain, BrainSource, Limits, Parts, Systems},
    published::{Ack, Published, SayError},
};
use crate::{
    desk::Desk,
    domain::{Channel, CustomerId, ShopId, Understanding, Utterance},
    store::Contact,
};

/// A handle on all conversations of this node; cheap to clone.
#[derive(Clone)]
pub struct Conversations {
    registry: Arc<Registry>,
}

impl Conversations {
    /// Takes up what the log says is unfinished, and is open for messages at once.
    ///
    /// Must be called within a tokio runtime.
    pub fn start(parts: Parts) -> Self {
        let conversations = Self { registry: Arc::new(Registry::new(parts)) };
        tokio::spawn(recovery::run(conversations.registry.clone()));
        conversations
    }

    /// Whether everything unfinished at the start was taken up.
    pub fn recovered(&self) -> bool {
        *self.registry.recovered.borrow()
    }

    /// Waits until everything unfinished at the start was taken up.
    pub async fn until_recovered(&self) {
        // The sender lives as long as `self`.
        let _ = self.registry.recovered.subscribe().wait_for(|recovered| *recovered).await;
    }

    /// Takes a customer's message; returns once it is on disk. The answer comes over [`Ack::published`].
    ///
    /// # Errors
    /// When nothing was stored; see [`SayError`].
    pub async fn say(
        &self,
        shop: &ShopId,
        customer: &CustomerId,
        channel: Channel,
        utterance: Utterance,
    ) -> Result<Ack, SayError> {
        let contact = Contact { shop: shop.clone(), customer: customer.clone(), channel };
        let mut utterance = Box::new(utterance);
        loop {
            let mailbox = self.registry.mailbox(&contact)?;
            let (reply, heard) = oneshot::channel();
            match mailbox.try_send(Command::Say(utterance, reply)) {
                Ok(()) => {}
                Err(TrySendError::Full(_)) => return Err(SayError::Busy),
                // It left memory between the look-up and the sending.
                Err(TrySendError::Closed(Command::Say(back, _))) => {
                    utterance = back;
                    continue;
                }
                Err(TrySendError::Closed(Command::Wake(_) | Command::Sleep | Command::Leave)) => {
                    return Err(SayError::Lost);
                }
            }
            match heard.await {
                Ok(Heard::Answered(result)) => return *result,
                Ok(Heard::Left(back)) => utterance = back,
                Err(_) => return Err(SayError::Lost),
            }
        }
    }

    /// What a message means to the newest brain, outside of any conversation; `None` when it breaks down over it.
    pub async fn understand(&self, text: &str, at: Timestamp) -> Option<Understanding> {
        let brain = (self.registry.parts.brain)();
        self.registry.understand(&brain, text, at).await
    }

    /// Who waits for a person.
    pub fn desk(&self) -> &Desk {
        &self.registry.desk
    }

    /// Adds turns, commits and queues to what the node tells about itself.
    pub fn register_metrics(&self, registry: &mut prometheus_client::registry::Registry) {
        self.registry.metrics.register(registry);
        registry.register_collector(Box::new(Queues(Arc::downgrade(&self.registry))));
    }

    /// Conversations in memory.
    pub fn live(&self) -> usize {
        self.registry.live()
    }

    /// Takes no more messages and waits until every turn under way has ended, or the deadline is over.
    /// Returns whether all ended. What did not end is in the log, and taken up at the next start.
    pub async fn drain(&self, deadline: Duration) -> bool {
        self.registry.close();
        tokio::time::timeout(deadline, self.registry.until_empty()).await.is_ok()
    }
}
