//! Conversations under way: one task each, in order, on the log.
//!
//! A customer's words go hear → understand → decide → commit → act → publish (`turn.rs`, top to bottom). What people at the desk
//! do goes through the same mailbox and the same door (`deed.rs`). `commit` is the only door: stored, then believed, then told.
//! Whatever lives in memory comes back from the log: after a restart unanswered words are answered, open calls asked again, and
//! who waits for a person waits on.

mod act;
mod actor;
mod asking;
mod burst;
mod canned;
mod deed;
mod driver;
mod ear;
mod fallback;
mod heard;
mod hub;
mod mailbox;
mod metrics;
mod order;
mod parts;
mod profile;
mod recovery;
mod registry;
mod suggestion;
mod telling;
mod thinking;
mod turn;
mod wish;
mod words;
mod work;

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;

pub use self::{
    act::{Act, ActError, Acted, Target},
    canned::Filled,
    ear::Ear,
    heard::{Heard, Suggestion},
    hub::{Hub, Listener, Listening, Topic},
    parts::{Brain, BrainSource, Brains, IntentTitle, Limits, Parts, Systems, Understood},
    wish::{Stars, Wish},
    words::{Ack, SayError, Words},
};
use self::{
    mailbox::{Command, Deed},
    metrics::Queues,
    registry::Registry,
    telling::Telling,
};
use crate::{
    desk::Desk,
    domain::{ConversationId, Name, Party, SeatId, ShopId, Understanding},
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
        tokio::spawn(driver::run(Arc::downgrade(&conversations.registry)));
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

    /// Takes a customer's message; returns once it is on disk. Who wants to hear the answer listens at the hub before.
    ///
    /// # Errors
    /// When nothing was stored; see [`SayError`].
    pub async fn say(&self, contact: &Contact, words: Words) -> Result<Ack, SayError> {
        self.registry.ask(contact, words, Command::Say).await
    }

    /// Does what a person at the desk wants; returns once it is on disk. That the person may act for this shop, and take over, is
    /// the caller's to know.
    ///
    /// # Errors
    /// Who holds the conversation instead, or why nothing was stored; see [`ActError`].
    pub async fn act(
        &self,
        shop: &ShopId,
        conversation: &ConversationId,
        act: Act,
    ) -> Result<Acted, ActError> {
        let contact = self.contact(shop, conversation).await?;
        if let Act::Wrong { seq, .. } = &act {
            // What is in the log stays as it is, so that it can be looked at beforehand.
            let event = self.registry.parts.store.event(shop, conversation, *seq).await?;
            event.filter(act::can_be_wrong).ok_or(ActError::Unknown)?;
        }
        self.registry.ask(&contact, Deed::Act(conversation.clone(), act), Command::Do).await
    }

    /// Does what a customer wants beside an answer; returns once it is on disk. Without a conversation it is the open one, or a
    /// new one; stars and marks of reading need one, which may be closed.
    ///
    /// # Errors
    /// As [`Conversations::act`]; a conversation of somebody else is unknown.
    pub async fn wish(
        &self,
        contact: &Contact,
        conversation: Option<ConversationId>,
        wish: Wish,
    ) -> Result<Acted, ActError> {
        self.registry.ask(contact, Deed::Wish(conversation, wish), Command::Do).await
    }

    /// The customer writes; a seat that talks with them sees what. Nothing is stored. A conversation
    /// that a seat holds is in memory, unless others need the room; any other has nobody to tell.
    pub fn customer_types(&self, contact: &Contact, text: Option<String>) {
        self.types(contact, Party::Customer, text);
    }

    /// A seat writes; the customer sees that, but not what.
    pub fn seat_types(&self, shop: &ShopId, conversation: &ConversationId, seat: SeatId) {
        if let Some(contact) = self.registry.awake_contact(shop, conversation) {
            self.types(&contact, Party::Seat(seat), None);
        }
    }

    /// What a message means to the live brain, outside of any conversation; `None` when it breaks down over it.
    pub async fn understand(&self, text: &str, at: Timestamp) -> Option<Understanding> {
        let brain = self.registry.parts.brain.live();
        self.registry.understand(&brain, text, at).await
    }

    /// What the live brain can tell apart.
    pub fn intents(&self) -> Vec<IntentTitle> {
        self.registry.parts.brain.live().intents()
    }

    /// Why a person is asked for, as the live brain puts it; none for a code that it does not know.
    pub fn reason(&self, code: &Name) -> Option<String> {
        self.registry.parts.brain.live().reason(code)
    }

    /// Who waits for a person.
    pub fn desk(&self) -> &Desk {
        &self.registry.parts.desk
    }

    /// Who listens to what.
    pub fn hub(&self) -> &Hub {
        &self.registry.hub
    }

    /// An id for a conversation that has not begun; see [`Words::opening`].
    pub fn new_id() -> ConversationId {
        actor::new_id()
    }

    /// Adds turns, their stages, commits and the desk to what the node tells about itself.
    pub fn register_metrics(&self, registry: &mut prometheus_client::registry::Registry) {
        self.registry.metrics.register(registry);
        self.registry.parts.desk.register_metrics(registry);
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

    /// Whose a conversation is, open or closed.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when there is none of that id, or why the log cannot be read.
    pub async fn contact(&self, shop: &ShopId, conversation: &ConversationId) -> Result<Contact, ActError> {
        self.registry.contact(shop, conversation).await
    }

    fn types(&self, contact: &Contact, by: Party, text: Option<String>) {
        if let Some(mailbox) = self.registry.awake(contact)
            && mailbox.capacity() > mailbox.max_capacity() / 2
        {
            // There is always room left for what counts.
            let _ = mailbox.try_send(Command::Tell(Box::new(Telling::Typing { by, text })));
        }
    }
}
