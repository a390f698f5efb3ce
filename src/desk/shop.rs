//! One shop's chats and seats, and the order that is kept among them.
//!
//! `chats` and `seats` are the state; all other collections follow from them and are brought up to date by `attach`, `detach` and
//! `change_seat` alone.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    time::Duration,
};

use jiff::Timestamp;

use super::{
    ChatId, Presence, SeatState, Step, Withdrawal,
    chat::{Chat, Phase},
    duty::Duty,
    familiar::Familiar,
    handling::Handling,
    meaning::Meaning,
    measure::{Known, Measured},
    queue::{Queue, Rank},
    rules::{Moment, Running},
    seat::{Free, Seat},
    time::after,
};
use crate::domain::{ConversationId, CustomerId, Name, Recorded, SeatId, ShopId};

#[derive(Debug)]
pub(super) struct Shop {
    pub(super) id: ShopId,
    pub(super) chats: HashMap<ConversationId, Chat>,
    pub(super) seats: BTreeMap<SeatId, Seat>,
    pub(super) queues: BTreeMap<Name, Queue>,
    pub(super) free: BTreeSet<Free>,
    pub(super) duty: Duty,
    pub(super) timers: BTreeSet<(Timestamp, Timer)>,
    pub(super) familiar: Familiar,
    pub(super) handling: BTreeMap<Name, Handling>,
    /// A chat may fit a seat since it was last looked.
    pub(super) unsettled: bool,
    /// The last seat on duty has left since it was last looked.
    pub(super) deserted: bool,
    /// Places or estimates may have changed since customers were told.
    pub(super) moved: bool,
    pub(super) told: Option<Timestamp>,
    /// To be done, in order.
    pub(super) steps: Vec<Step>,
    /// Skills that stand in figures.
    pub(super) known: Known,
    pub(super) measured: Vec<Measured>,
}

/// What has to be looked at when its time comes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Timer {
    Seat(SeatId),
    Chat(ConversationId),
}

impl Shop {
    pub fn new(id: ShopId) -> Self {
        Self {
            id,
            chats: HashMap::new(),
            seats: BTreeMap::new(),
            queues: BTreeMap::new(),
            free: BTreeSet::new(),
            duty: Duty::default(),
            timers: BTreeSet::new(),
            familiar: Familiar::default(),
            handling: BTreeMap::new(),
            unsettled: false,
            deserted: false,
            moved: false,
            told: None,
            steps: Vec::new(),
            known: Known::default(),
            measured: Vec::new(),
        }
    }

    /// Takes in what was committed together, or a whole log.
    pub fn record(
        &mut self,
        moment: Moment<'_>,
        conversation: &ConversationId,
        customer: &CustomerId,
        events: &[Recorded],
    ) {
        let known = self.chats.get(conversation).map(|chat| chat.seq);
        let new = events.partition_point(|recorded| recorded.seq <= known.unwrap_or(0));
        let new = &events[new..];
        if new.iter().any(|recorded| Meaning::of(&recorded.event).moves()) {
            self.moved(moment, conversation, customer, new);
        } else if known.is_some() {
            self.spoken(moment, conversation, customer, new);
        }
    }

    fn moved(
        &mut self,
        moment: Moment<'_>,
        conversation: &ConversationId,
        customer: &CustomerId,
        events: &[Recorded],
    ) {
        let mut chat = self.detach(moment, conversation);
        let pledge = chat.as_ref().and_then(Chat::pledge).cloned();
        for recorded in events {
            // A log that is read again was measured when it was written.
            let live = events.first().is_some_and(|first| first.seq > 1);
            self.learn(chat.as_ref(), customer, recorded, live);
            self.measure(chat.as_ref(), recorded, live);
            chat = Chat::next(chat, customer, recorded, moment.rules.config.offer_again);
        }
        let seat = chat.as_ref().and_then(Chat::held).map(|held| held.seat.clone());
        if let Some(pledge) = pledge
            && seat.as_ref() != Some(&pledge.seat)
            && chat.as_ref().is_none_or(|chat| chat.pledge().is_none())
        {
            self.withdraw(moment, conversation, &pledge.seat, Withdrawal::Settled);
        }
        if let Some(chat) = chat {
            self.attach(moment, conversation, chat);
        }
        if let Some(seat) = seat {
            self.recall_beyond_capacity(moment, &seat);
        }
    }

    fn spoken(
        &mut self,
        moment: Moment<'_>,
        conversation: &ConversationId,
        customer: &CustomerId,
        events: &[Recorded],
    ) {
        for recorded in events {
            if let Meaning::SeatSpoke(seat) = Meaning::of(&recorded.event)
                && let Some(seat) = self.seats.get_mut(seat)
            {
                seat.missed = 0;
            }
            if let Some(chat) = self.chats.remove(conversation) {
                self.measure(Some(&chat), recorded, true);
                let again = moment.rules.config.offer_again;
                if let Some(chat) = Chat::next(Some(chat), customer, recorded, again) {
                    self.chats.insert(conversation.clone(), chat);
                }
            }
        }
        self.retime(moment, conversation);
    }

    /// What is remembered beyond the chat itself.
    fn learn(&mut self, chat: Option<&Chat>, customer: &CustomerId, recorded: &Recorded, live: bool) {
        let meaning = Meaning::of(&recorded.event);
        if let Meaning::Taken(seat) = meaning {
            self.familiar.met(customer, seat, recorded.at);
        } else if let Meaning::Over = meaning
            && live
            && let Some(chat) = chat
            && let Some(held) = chat.held()
        {
            let length = Duration::try_from(recorded.at.duration_since(held.from)).unwrap_or(Duration::ZERO);
            self.handling.entry(chat.skill.clone()).or_default().add(length);
            self.moved = true;
        }
    }

    pub fn present(&mut self, moment: Moment<'_>, id: &SeatId, presence: Presence) {
        let gone = (presence.state == SeatState::Offline).then_some(moment.now);
        self.change_seat(moment, id, |seat| {
            seat.presence = presence;
            seat.gone = gone;
            seat.missed = 0;
        });
        self.changed_presence(moment, id);
    }

    /// Others may fit now, queues may move at another pace, and the seat may not get what it was promised.
    pub(super) fn changed_presence(&mut self, moment: Moment<'_>, id: &SeatId) {
        (self.unsettled, self.moved) = (true, true);
        self.recall_beyond_capacity(moment, id);
    }

    pub fn gone(&mut self, moment: Moment<'_>, id: &SeatId) {
        let until = after(moment.now, moment.rules.config.grace);
        if self.seats.get(id).is_some_and(|seat| seat.gone.is_none()) {
            self.change_seat(moment, id, |seat| seat.gone = Some(until));
            self.changed_presence(moment, id);
        }
    }

    /// A seat that takes nothing, or is full, is not waited for.
    pub(super) fn recall_beyond_capacity(&mut self, moment: Moment<'_>, id: &SeatId) {
        let Some(seat) = self.seats.get(id) else { return };
        if !seat.takes() || seat.load() > seat.capacity() {
            for conversation in seat.pledged.clone() {
                self.unpledge(moment, &conversation, Withdrawal::Unavailable);
            }
        }
    }

    /// Brings a chat into its place.
    pub(super) fn attach(&mut self, moment: Moment<'_>, conversation: &ConversationId, chat: Chat) {
        match &chat.phase {
            Phase::Waiting { pledge, .. } => {
                let rank = Rank::of(moment.rules, conversation, &chat);
                self.queues.entry(chat.skill.clone()).or_default().enter(rank, &chat);
                self.moved = true;
                match pledge {
                    Some(pledge) => self.change_seat(moment, &pledge.seat, |seat| {
                        seat.pledged.insert(conversation.clone());
                    }),
                    None => self.unsettled = true,
                }
            }
            Phase::Held(held) => {
                self.change_seat(moment, &held.seat, |seat| {
                    seat.chats.insert(conversation.clone());
                    seat.given = seat.given.max(held.from);
                    seat.missed = 0;
                });
                for guest in &held.guests {
                    self.change_seat(moment, guest, |seat| {
                        seat.chats.insert(conversation.clone());
                    });
                }
            }
        }
        self.chats.insert(conversation.clone(), chat);
        self.retime(moment, conversation);
    }

    /// Takes a chat out of its place.
    pub(super) fn detach(&mut self, moment: Moment<'_>, conversation: &ConversationId) -> Option<Chat> {
        let mut chat = self.chats.remove(conversation)?;
        if let Some(due) = chat.due {
            self.timers.remove(&(due, Timer::Chat(conversation.clone())));
        }
        if let Some(held) = chat.held() {
            for seat in held.guests.iter().chain([&held.seat]) {
                self.change_seat(moment, seat, |seat| {
                    seat.chats.remove(conversation);
                });
            }
            return Some(chat);
        }
        if let Some(pledge) = chat.pledge() {
            self.change_seat(moment, &pledge.seat, |seat| {
                seat.pledged.remove(conversation);
            });
        }
        if let Some(queue) = self.queues.get_mut(&chat.skill) {
            queue.leave(&Rank::of(moment.rules, conversation, &chat), &mut chat);
            self.moved = true;
            if queue.line.is_empty() {
                self.queues.remove(&chat.skill);
            }
        }
        Some(chat)
    }

    /// Changes a seat, and what follows from it. A seat that is gone for good is forgotten.
    pub(super) fn change_seat(&mut self, moment: Moment<'_>, id: &SeatId, change: impl FnOnce(&mut Seat)) {
        let mut seat = match self.seats.remove(id) {
            Some(seat) => seat,
            None => Seat::unseen(after(moment.now, moment.rules.config.grace)),
        };
        seat.free(id).map(|free| self.free.remove(&free));
        seat.gone.map(|gone| self.timers.remove(&(gone, Timer::Seat(id.clone()))));
        self.duty.remove(&seat);
        let was_on_duty = seat.on_duty();

        change(&mut seat);

        self.duty.add(&seat);
        self.deserted |= was_on_duty && self.duty.is_empty();
        if seat.load() == 0 && seat.gone.is_some_and(|gone| gone <= moment.now) {
            return;
        }
        if let Some(free) = seat.free(id) {
            self.free.insert(free);
            self.unsettled = true;
        }
        seat.gone.map(|gone| self.timers.insert((gone, Timer::Seat(id.clone()))));
        self.seats.insert(id.clone(), seat);
    }

    /// Looks at a chat again when something about it is due.
    pub(super) fn retime(&mut self, moment: Moment<'_>, conversation: &ConversationId) {
        let Some(chat) = self.chats.get(conversation) else { return };
        let due = match chat.pledge() {
            Some(pledge) => Some(pledge.until),
            None => {
                let limits = self.running(moment, chat).map(|limit| limit.at);
                limits.chain(chat.passed.values().copied()).min()
            }
        };
        let Some(chat) = self.chats.get_mut(conversation) else { return };
        let timer = Timer::Chat(conversation.clone());
        if let Some(due) = chat.due {
            self.timers.remove(&(due, timer.clone()));
        }
        chat.due = due;
        if let Some(due) = due {
            self.timers.insert((due, timer));
        }
    }

    /// The time limits that run for a chat, with when they are to be looked at.
    pub(super) fn running(&self, moment: Moment<'_>, chat: &Chat) -> impl Iterator<Item = Running> + use<> {
        let outside = match &chat.phase {
            Phase::Waiting { queued, .. } if !moment.open && self.duty.is_empty() => {
                moment.rules.outside(*queued)
            }
            Phase::Waiting { .. } | Phase::Held(_) => None,
        };
        let quiet = chat.quiet_until.unwrap_or(Timestamp::MIN);
        let limits = [outside, moment.rules.limit(chat)].into_iter().flatten();
        limits.map(move |limit| Running { at: limit.at.max(quiet), ..limit })
    }

    pub(super) fn chat_id(&self, conversation: &ConversationId) -> ChatId {
        ChatId { shop: self.id.clone(), conversation: conversation.clone() }
    }
}
