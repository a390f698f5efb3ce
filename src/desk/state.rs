//! The desk without its clock: facts in, steps out. The same facts at the same times give the same steps.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{
    ChatId, Fact, Place, SeatState, Step,
    chat::Chat,
    measure::{Measured, Standings},
    rules::{Moment, Rules},
    shop::Shop,
};
use crate::{
    config::DeskConfig,
    domain::{ConversationId, CustomerId, Handoff, Name, SeatId, ShopId},
};

/// Everybody who waits, and everybody who is there to help.
#[derive(Debug)]
pub struct State {
    rules: Rules,
    pub(super) shops: BTreeMap<ShopId, Shop>,
    open: bool,
    /// By how much the clock is ahead of the desk's time.
    ahead: SignedDuration,
    /// What is known of the opening hours holds from the first until before the second, by the clock.
    hours_known: (Timestamp, Timestamp),
}

/// A customer who waits for a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    pub conversation: ConversationId,
    pub customer: CustomerId,
    pub skill: Name,
    /// When they asked for a person.
    pub since: Timestamp,
    pub urgent: bool,
    pub vip: bool,
    /// The seat that is being asked, or about to get the chat.
    pub promised_to: Option<SeatId>,
    pub handoff: Handoff,
}

/// A seat as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub seat: SeatId,
    pub state: SeatState,
    pub connected: bool,
    pub capacity: u32,
    /// Chats that it holds or helps with.
    pub chats: Vec<ConversationId>,
    /// Chats that it is promised.
    pub promised: Vec<ConversationId>,
}

impl State {
    /// A desk where nobody waits yet. What happened before `started` comes from logs.
    pub fn new(config: DeskConfig, zone: TimeZone, started: Timestamp) -> Self {
        let rules = Rules::new(config, zone, started);
        let (ahead, hours_known) = (SignedDuration::ZERO, (started, Timestamp::MIN));
        let mut state = Self { rules, shops: BTreeMap::new(), open: true, ahead, hours_known };
        state.look_at_clock(started);
        state
    }

    /// The clock was set: opening hours follow it, while everything else goes on with the time that passes.
    pub fn set_clock(&mut self, ahead: SignedDuration) {
        self.ahead = ahead;
    }

    /// Takes in what happened. What follows from it comes with the `next` steps.
    pub fn apply(&mut self, fact: Fact<'_>, now: Timestamp) {
        let moment = Moment { rules: &self.rules, now, open: self.open };
        let id = fact.shop();
        let shop = match self.shops.get_mut(id) {
            Some(shop) => shop,
            None => self.shops.entry(id.clone()).or_insert_with(|| Shop::new(id.clone())),
        };
        match fact {
            Fact::Recorded { chat, customer, events } => {
                shop.record(moment, &chat.conversation, customer, events);
            }
            Fact::Present { seat, presence, .. } => shop.present(moment, seat, presence),
            Fact::Gone { seat, .. } => shop.gone(moment, seat),
            Fact::Declined { chat, seat } => shop.declined(moment, &chat.conversation, seat),
        }
    }

    /// What is to be done now, in order. Each step is told once, unless what it asks for does not happen.
    pub fn next(&mut self, now: Timestamp) -> Vec<Step> {
        let closing = self.look_at_clock(now);
        let moment = Moment { rules: &self.rules, now, open: self.open };
        self.shops.values_mut().flat_map(|shop| shop.next(moment, closing)).collect()
    }

    /// When `next` has something to say even if nothing happens until then.
    pub fn due(&self, now: Timestamp) -> Option<Timestamp> {
        let moment = self.moment(now);
        let changes = self.hours_known.1.saturating_sub(self.ahead).unwrap_or(Timestamp::MAX);
        let hours = (self.rules.outside(now).is_some() && !self.is_empty()).then_some(changes);
        self.shops.values().filter_map(|shop| shop.due(moment)).chain(hours).min()
    }

    /// A shop's queue, all skills together, in the order in which customers are served.
    pub fn waiting(&self, shop: &ShopId) -> Vec<Waiting> {
        let Some(shop) = self.shops.get(shop) else { return Vec::new() };
        let mut ranks: Vec<_> = shop.queues.values().flat_map(|queue| queue.line.keys()).collect();
        ranks.sort();
        let chats = ranks.iter().filter_map(|rank| Some((rank, shop.chats.get(&rank.conversation)?)));
        chats.map(|(rank, chat)| self.entry(&rank.conversation, chat)).collect()
    }

    /// One who waits; none who does not.
    pub fn waits(&self, ChatId { shop, conversation }: &ChatId) -> Option<Waiting> {
        let chat = self.shops.get(shop)?.chats.get(conversation)?;
        chat.held().is_none().then(|| self.entry(conversation, chat))
    }

    fn entry(&self, conversation: &ConversationId, chat: &Chat) -> Waiting {
        Waiting {
            conversation: conversation.clone(),
            customer: chat.customer.clone(),
            skill: chat.skill.clone(),
            since: chat.since,
            urgent: self.rules.is_urgent(&chat.handoff),
            vip: self.rules.is_vip(&chat.handoff),
            promised_to: chat.pledge().map(|pledge| pledge.seat.clone()),
            handoff: chat.handoff.clone(),
        }
    }

    /// Where a customer stands in their queue; none who does not wait.
    pub fn place(&self, chat: &ChatId, now: Timestamp) -> Option<Place> {
        self.shops.get(&chat.shop)?.place(self.moment(now), &chat.conversation)
    }

    /// Whether a seat was offered this conversation, or is about to get it.
    pub fn is_promised(&self, shop: &ShopId, conversation: &ConversationId, seat: &SeatId) -> bool {
        let chat = self.shops.get(shop).and_then(|shop| shop.chats.get(conversation));
        chat.and_then(|chat| chat.pledge()).is_some_and(|pledge| pledge.seat == *seat)
    }

    /// Whether a seat has a chat of this customer, or one of them waits.
    pub fn serves(&self, shop: &ShopId, seat: &SeatId, customer: &CustomerId) -> bool {
        let Some(shop) = self.shops.get(shop) else { return false };
        let theirs = |id: &ConversationId| shop.chats.get(id).is_some_and(|chat| chat.customer == *customer);
        let mut waiting = shop.queues.values().flat_map(|queue| queue.line.keys());
        shop.seats.get(seat).is_some_and(|seat| seat.chats.iter().any(theirs))
            || waiting.any(|rank| theirs(&rank.conversation))
    }

    /// The seats of a shop that are connected or have chats.
    pub fn seats(&self, shop: &ShopId) -> Vec<Standing> {
        let seats = self.shops.get(shop).into_iter().flat_map(|shop| &shop.seats);
        let standing = seats.map(|(id, seat)| Standing {
            seat: id.clone(),
            state: seat.presence.state,
            connected: seat.gone.is_none(),
            capacity: seat.presence.capacity,
            chats: seat.chats.iter().cloned().collect(),
            promised: seat.pledged.iter().cloned().collect(),
        });
        standing.collect()
    }

    /// What has been measured since this was asked last.
    pub fn measured(&mut self) -> Vec<Measured> {
        self.shops.values_mut().flat_map(|shop| std::mem::take(&mut shop.measured)).collect()
    }

    /// How every shop's desk stands.
    pub fn standings(&self) -> Vec<(ShopId, Standings)> {
        self.shops.values().map(|shop| (shop.id.clone(), shop.standings())).collect()
    }

    /// How many wait, of all shops.
    pub fn len(&self) -> usize {
        let queues = self.shops.values().flat_map(|shop| shop.queues.values());
        queues.map(|queue| queue.line.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// When the shop opens next, if ever within a year; `now`, if it is open.
    pub fn opens(&self, now: Timestamp) -> Option<Timestamp> {
        self.rules.opening.opens(now)
    }

    pub(super) fn moment(&self, now: Timestamp) -> Moment<'_> {
        Moment { rules: &self.rules, now, open: self.open }
    }

    /// Whether the shop closed since it was last looked. The clock may have been put back, too.
    fn look_at_clock(&mut self, now: Timestamp) -> bool {
        let now = now.saturating_add(self.ahead).unwrap_or(now);
        let (from, until) = self.hours_known;
        if (from..until).contains(&now) {
            return false;
        }
        let was_open = self.open;
        let opening = &self.rules.opening;
        self.open = opening.is_open(now);
        self.hours_known = (now, opening.changes(now).unwrap_or(Timestamp::MAX));
        was_open && !self.open
    }
}
