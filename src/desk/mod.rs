//! Who waits for a person, and who gets them.
//!
//! [`State`] is the core: facts in, steps out, no clock, no lock. The queue is a fold of the logs, so that it is the same after a
//! restart. [`Desk`] is a handle on it for the tasks of a node.

mod assign;
mod chat;
mod due;
mod duty;
mod fact;
mod familiar;
mod handling;
mod hours;
mod meaning;
mod place;
mod queue;
mod rules;
mod seat;
mod shop;
mod state;
mod step;
mod time;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::{Timestamp, tz::TimeZone};
use tokio::sync::Notify;

pub use self::{
    fact::{ChatId, Fact, Presence, SeatState},
    state::{Standing, State, Waiting},
    step::{Limit, Place, Step, Then, Withdrawal},
};
use crate::{
    config::{Config, DeskConfig},
    domain::{ConversationId, CustomerId, Name, Recorded, SeatId, ShopId},
};

/// A handle on the queue of every shop; cheap to clone. It keeps the time that the core is told.
#[derive(Debug, Clone)]
pub struct Desk(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Notify,
    profile: (Name, Duration),
}

impl Desk {
    pub fn new(config: DeskConfig, zone: TimeZone) -> Self {
        let profile = (config.profile.clone(), config.profile_within);
        let state = Mutex::new(State::new(config, zone, Timestamp::now()));
        Self(Arc::new(Shared { state, changed: Notify::new(), profile }))
    }

    /// The call that knows a customer's level, and how long a handoff waits for it.
    pub fn profile(&self) -> (Name, Duration) {
        self.0.profile.clone()
    }

    /// Takes in events of a conversation that were committed together, or its whole log. Events that were taken in before change
    /// nothing.
    pub fn record(
        &self,
        shop: &ShopId,
        conversation: &ConversationId,
        customer: &CustomerId,
        events: &[Recorded],
    ) {
        let chat = ChatId { shop: shop.clone(), conversation: conversation.clone() };
        self.tell(Fact::Recorded { chat: &chat, customer, events });
    }

    /// A seat is connected and says what it takes.
    pub fn present(&self, shop: &ShopId, seat: &SeatId, presence: Presence) {
        self.tell(Fact::Present { shop, seat, presence });
    }

    /// A seat's last connection is gone.
    pub fn gone(&self, shop: &ShopId, seat: &SeatId) {
        self.tell(Fact::Gone { shop, seat });
    }

    /// A seat does not want what it was offered.
    pub fn decline(&self, chat: &ChatId, seat: &SeatId) {
        self.tell(Fact::Declined { chat, seat });
    }

    /// What is to be done now, and when to ask again if nothing happens before. For the one task that does it.
    pub fn next(&self) -> (Vec<Step>, Option<Timestamp>) {
        let mut state = self.lock();
        let now = Timestamp::now();
        (state.next(now), state.due(now))
    }

    /// Returns when something was taken in that [`Desk::next`] may have an answer to.
    pub async fn changed(&self) {
        self.0.changed.notified().await;
    }

    /// A shop's queue, in the order in which customers are served.
    pub fn waiting(&self, shop: &ShopId) -> Vec<Waiting> {
        self.lock().waiting(shop)
    }

    /// One who waits; none who does not.
    pub fn waits(&self, chat: &ChatId) -> Option<Waiting> {
        self.lock().waits(chat)
    }

    /// Where a customer stands in their queue; none who does not wait.
    pub fn place(&self, chat: &ChatId) -> Option<Place> {
        self.lock().place(chat, Timestamp::now())
    }

    /// Whether a seat was offered this conversation, and may still accept.
    pub fn is_promised(&self, shop: &ShopId, conversation: &ConversationId, seat: &SeatId) -> bool {
        self.lock().is_promised(shop, conversation, seat)
    }

    /// The seats of a shop that are connected or have chats.
    pub fn seats(&self, shop: &ShopId) -> Vec<Standing> {
        self.lock().seats(shop)
    }

    /// When the shop opens next, if ever within a year; now, if it is open.
    pub fn opens(&self) -> Option<Timestamp> {
        self.lock().opens(Timestamp::now())
    }

    /// How many wait, of all shops.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    fn tell(&self, fact: Fact<'_>) {
        self.lock().apply(fact, Timestamp::now());
        self.0.changed.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Desk {
    fn default() -> Self {
        let config = Config::embedded();
        Self::new(config.desk, config.shop.timezone)
    }
}
