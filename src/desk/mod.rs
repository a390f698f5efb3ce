//! Who waits for a person, and who gets them.
//!
//! [`State`] is the core: facts in, steps out, no clock, no lock. The queue is a fold of the logs, so that it is the same after a
//! restart. [`Desk`] is a handle on it for the tasks of a node.

mod assign;
mod chat;
mod clock;
mod due;
mod duty;
mod fact;
mod familiar;
mod handling;
mod hours;
mod meaning;
mod measure;
mod metrics;
mod overview;
mod place;
mod queue;
mod rules;
mod seat;
mod shop;
mod state;
mod step;
mod time;

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::{Timestamp, tz::TimeZone};
use prometheus_client::registry::Registry;
use tokio::sync::Notify;

pub use self::{
    clock::Clock,
    fact::{ChatId, Fact, Presence, SeatState},
    measure::Known,
    overview::{Holding, Line, Overview},
    state::{Standing, State, Waiting},
    step::{Limit, Place, Step, Then, Withdrawal},
};
use self::{
    clock::{Present, Time},
    metrics::{Metrics, Standing as Standings},
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
    time: Time,
    changed: Notify,
    metrics: Metrics,
    profile: (Name, Duration),
}

impl Desk {
    pub fn new(config: DeskConfig, zone: TimeZone) -> Self {
        Self::with_clock(config, zone, Clock::default())
    }

    /// By another clock than the machine's.
    pub fn with_clock(config: DeskConfig, zone: TimeZone, clock: Clock) -> Self {
        let profile = (config.profile.clone(), config.profile_within);
        let time = Time::begin(clock);
        let state = Mutex::new(State::new(config, zone, time.present().now));
        let (changed, metrics) = (Notify::new(), Metrics::default());
        Self(Arc::new(Shared { state, time, changed, metrics, profile }))
    }

    /// What stands on the clock. It may jump.
    pub fn clock(&self) -> &Clock {
        &self.0.time.clock
    }

    /// Adds who waits, and how long things took, to what the node tells about itself.
    pub fn register_metrics(&self, registry: &mut Registry) {
        self.0.metrics.register(registry);
        registry.register_collector(Box::new(Standings(Arc::downgrade(&self.0))));
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

    /// What is to be done now, and how long to wait before asking again if nothing happens meanwhile. For the one task that does it.
    pub fn next(&self) -> (Vec<Step>, Option<Duration>) {
        let (mut state, present) = self.0.now();
        let steps = state.next(present.now).into_iter().map(|step| present.step(step)).collect();
        let due = state.due(present.now).map(|due| due.duration_since(present.now));
        (steps, due.map(|due| Duration::try_from(due).unwrap_or(Duration::ZERO)))
    }

    /// Returns when something was taken in that [`Desk::next`] may have an answer to.
    pub async fn changed(&self) {
        self.0.changed.notified().await;
    }

    /// A shop's queue, in the order in which customers are served.
    pub fn waiting(&self, shop: &ShopId) -> Vec<Waiting> {
        let (state, present) = self.0.now();
        state.waiting(shop).into_iter().map(|waiting| present.waiting(waiting)).collect()
    }

    /// One who waits; none who does not.
    pub fn waits(&self, chat: &ChatId) -> Option<Waiting> {
        let (state, present) = self.0.now();
        state.waits(chat).map(|waiting| present.waiting(waiting))
    }

    /// Where a customer stands in their queue; none who does not wait.
    pub fn place(&self, chat: &ChatId) -> Option<Place> {
        let (state, present) = self.0.now();
        state.place(chat, present.now)
    }

    /// Whether a seat was offered this conversation, and may still accept.
    pub fn is_promised(&self, shop: &ShopId, conversation: &ConversationId, seat: &SeatId) -> bool {
        self.0.lock().is_promised(shop, conversation, seat)
    }

    /// The seats of a shop that are connected or have chats.
    pub fn seats(&self, shop: &ShopId) -> Vec<Standing> {
        self.0.lock().seats(shop)
    }

    /// Whether a seat talks with a customer now, or could: the customer waits.
    pub fn serves(&self, shop: &ShopId, seat: &SeatId, customer: &CustomerId) -> bool {
        self.0.lock().serves(shop, seat, customer)
    }

    /// How a shop's desk stands now, with a queue for each of these skills and for all in which somebody waits.
    pub fn overview(&self, shop: &ShopId, skills: BTreeSet<Name>) -> Overview {
        let (state, present) = self.0.now();
        state.overview(shop, skills, present)
    }

    /// Whether the shop is open, and when it opens next if it is not, and ever within a year.
    pub fn hours(&self) -> (bool, Option<Timestamp>) {
        let now = self.clock().now();
        match self.0.lock().opens(now) {
            Some(opens) if opens <= now => (true, None),
            opens => (false, opens),
        }
    }

    /// When the shop opens next, if ever within a year; now, if it is open.
    pub fn opens(&self) -> Option<Timestamp> {
        self.0.lock().opens(self.clock().now())
    }

    /// How many wait, of all shops.
    pub fn len(&self) -> usize {
        self.0.lock().len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.lock().is_empty()
    }

    fn tell(&self, fact: Fact<'_>) {
        let (mut state, present) = self.0.now();
        match fact {
            Fact::Recorded { chat, customer, events } => {
                let events = &*present.events(events);
                state.apply(Fact::Recorded { chat, customer, events }, present.now);
            }
            Fact::Present { .. } | Fact::Gone { .. } | Fact::Declined { .. } => {
                state.apply(fact, present.now);
            }
        }
        let measured = state.measured();
        drop(state);
        measured.into_iter().for_each(|measured| self.0.metrics.observe(measured));
        self.0.changed.notify_one();
    }
}

impl Shared {
    /// The state, and the present for it.
    fn now(&self) -> (MutexGuard<'_, State>, Present) {
        let (mut state, present) = (self.lock(), self.time.present());
        state.set_clock(present.ahead);
        (state, present)
    }

    /// How every shop's desk stands at a moment.
    fn standings(&self) -> (Timestamp, Vec<(ShopId, measure::Standings)>) {
        let (state, present) = self.now();
        (present.now, state.standings())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Desk {
    fn default() -> Self {
        let config = Config::embedded();
        Self::new(config.desk, config.shop.timezone)
    }
}
