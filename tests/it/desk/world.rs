//! A shop around the desk: it stores what the desk's steps lead to, and keeps its own simple books to hold the desk against.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use jiff::{Timestamp, tz::TimeZone};
use xiaoer::{
    config::{Config, DeskConfig},
    desk::{ChatId, Fact, Presence, SeatState, State, Step, Then, Withdrawal},
    domain::{
        Assignment, Closing, ConversationId, CustomerId, Event, Handoff, Name, Recorded, Release, SeatId,
        ShopId, Utterance,
    },
};

pub struct World {
    pub config: DeskConfig,
    pub state: State,
    pub now: Timestamp,
    /// When the desk was last asked what is to be done.
    pub looked: Timestamp,
    pub started: Timestamp,
    pub logs: BTreeMap<ConversationId, Log>,
    pub seats: BTreeMap<SeatId, Seat>,
    pub offers: BTreeMap<ConversationId, SeatId>,
    /// Until when a seat gets no offer of a chat.
    pub passed: BTreeMap<(ConversationId, SeatId), Timestamp>,
    /// The seat that each customer had last, and since when.
    pub familiar: BTreeMap<CustomerId, (Timestamp, SeatId)>,
    pub steps: Vec<Step>,
}

pub struct Log {
    pub customer: CustomerId,
    pub events: Vec<Recorded>,
}

#[derive(Clone)]
pub struct Seat {
    pub presence: Presence,
    pub gone: Option<Timestamp>,
}

impl World {
    pub fn new(config: DeskConfig) -> Self {
        let now = start();
        Self {
            state: State::new(config.clone(), zone(), now),
            config,
            now,
            looked: now,
            started: now,
            logs: BTreeMap::new(),
            seats: BTreeMap::new(),
            offers: BTreeMap::new(),
            passed: BTreeMap::new(),
            familiar: BTreeMap::new(),
            steps: Vec::new(),
        }
    }

    /// What the desk wants done now.
    pub fn look(&mut self) -> Vec<Step> {
        self.looked = self.now;
        self.state.next(self.now)
    }

    /// A customer asks for a person, in a conversation of this number.
    pub fn ask(&mut self, number: usize, skill: &str, reason: &str) {
        let id = conversation(number);
        let log = self.logs.entry(id.clone()).or_insert_with(|| Log {
            // Every customer has two conversations.
            customer: CustomerId::new(format!("customer{}", number / 2)).unwrap(),
            events: Vec::new(),
        });
        if log.is_waiting() || log.holder().is_some() {
            return;
        }
        let slots = match number % 5 {
            0 => BTreeMap::from([("level".into(), "vip".into())]),
            _ => BTreeMap::new(),
        };
        let (skill, reason) = (Name::from(skill), reason.into());
        let handoff = Handoff { reason, skill: skill.clone(), summary: String::new(), intent: None, slots };
        self.commit(&id, vec![Event::HandoffRequested { handoff }, Event::Queued { skill }]);
    }

    /// Stores events and tells the desk; time goes on, so that no two commits are at the same time.
    pub fn commit(&mut self, id: &ConversationId, events: Vec<Event>) {
        self.now += Duration::from_millis(1);
        let log = self.logs.get_mut(id).unwrap();
        let first = log.seq() + 1;
        let at = self.now;
        let events: Vec<Recorded> =
            (first..).zip(events).map(|(seq, event)| Recorded { seq, at, event }).collect();
        log.events.extend(events.clone());
        for recorded in &events {
            match &recorded.event {
                Event::Released { seat, why: Release::TimedOut | Release::Transferred } => {
                    self.passed.insert((id.clone(), seat.clone()), at + self.config.offer_again);
                }
                Event::SeatAssigned { seat, .. } => {
                    self.familiar.insert(log.customer.clone(), (at, seat.clone()));
                }
                _ => {}
            }
        }
        if !log.is_waiting() {
            self.passed.retain(|(of, _), _| of != id);
        }
        let customer = log.customer.clone();
        self.state.apply(Fact::Recorded { chat: &chat(id), customer: &customer, events: &events }, at);
    }

    pub fn present(&mut self, name: &SeatId, state: SeatState, capacity: u32, skills: &[&str]) {
        let skills = skills.iter().map(|skill| Name::from(*skill)).collect();
        let presence = Presence { state, capacity, skills };
        let gone = (state == SeatState::Offline).then_some(self.now);
        self.seats.insert(name.clone(), Seat { presence: presence.clone(), gone });
        self.state.apply(Fact::Present { shop: &shop(), seat: name, presence }, self.now);
    }

    pub fn gone(&mut self, name: &SeatId) {
        if let Some(seat) = self.seats.get_mut(name) {
            seat.gone.get_or_insert(self.now);
        }
        self.state.apply(Fact::Gone { shop: &shop(), seat: name }, self.now);
    }

    pub fn decline(&mut self, id: &ConversationId, seat: &SeatId) {
        self.state.apply(Fact::Declined { chat: &chat(id), seat }, self.now);
    }

    pub fn take(&mut self, id: &ConversationId, seat: &SeatId, how: Assignment) {
        self.commit(id, vec![Event::SeatAssigned { seat: seat.clone(), how }]);
    }

    pub fn seat_says(&mut self, id: &ConversationId, seat: &SeatId) {
        self.commit(id, vec![Event::AgentSaid { seat: seat.clone(), text: "您好".into(), client_id: None }]);
    }

    pub fn customer_says(&mut self, id: &ConversationId) {
        let utterance =
            Utterance { text: "在吗".into(), title: None, message_id: None, metadata: BTreeMap::new() };
        self.commit(id, vec![Event::CustomerSaid { utterance }]);
    }

    pub fn release(&mut self, id: &ConversationId, seat: &SeatId, why: Release, skill: Name) {
        self.commit(id, vec![Event::Released { seat: seat.clone(), why }, Event::Queued { skill }]);
    }

    /// Does what a step asks for.
    pub fn perform(&mut self, step: &Step) {
        self.steps.push(step.clone());
        match step {
            Step::Offer { chat, seat, .. } => {
                assert_eq!(self.offers.insert(chat.conversation.clone(), seat.clone()), None, "{step:?}");
            }
            Step::Withdraw { chat, seat, why } => {
                assert_eq!(self.offers.remove(&chat.conversation).as_ref(), Some(seat), "{step:?}");
                match why {
                    Withdrawal::TimedOut | Withdrawal::Declined => {
                        let until = self.now + self.config.offer_again;
                        self.passed.insert((chat.conversation.clone(), seat.clone()), until);
                    }
                    Withdrawal::Unavailable | Withdrawal::Settled => {}
                }
            }
            Step::Assign { chat, seat } => self.take(&chat.conversation, seat, Assignment::Pushed),
            Step::Release { chat, seat, why } => {
                let skill = self.logs[&chat.conversation].skill();
                self.release(&chat.conversation, seat, *why, skill);
            }
            Step::Leave { chat, seat } if self.logs[&chat.conversation].is_waiting() => {
                assert!(!self.logs[&chat.conversation].present_seats().contains(seat));
            }
            Step::Leave { chat, seat } => {
                self.commit(&chat.conversation, vec![Event::SeatLeft { seat: seat.clone() }]);
            }
            Step::Away { seat, .. } => self.seats.get_mut(seat).unwrap().presence.state = SeatState::Away,
            Step::TimeOut { chat, seq, then, .. } => {
                if *seq == self.logs[&chat.conversation].seq() {
                    self.follow(&chat.conversation, then);
                }
            }
            Step::Place { .. } => {}
        }
    }

    fn follow(&mut self, id: &ConversationId, then: &Then) {
        match then {
            Then::Remind(_) => {}
            Then::Release(seat) => {
                let skill = self.logs[id].skill();
                self.release(id, seat, Release::TimedOut, skill);
            }
            Then::HandBack => self.commit(id, vec![Event::HandedBack { seat: None }]),
            Then::Close => self.commit(id, vec![Event::Closed { why: Closing::Idle }]),
        }
    }

    /// A new process: what is in memory is gone, the logs of those who have to do with a person are read again.
    pub fn restart(&mut self) {
        (self.state, self.started) = (State::new(self.config.clone(), zone(), self.now), self.now);
        self.offers.clear();
        self.seats.clear();
        self.passed.clear();
        self.familiar.clear();
        for (id, log) in &self.logs {
            if !log.is_waiting() && log.holder().is_none() {
                continue;
            }
            let fact = Fact::Recorded { chat: &chat(id), customer: &log.customer, events: &log.events };
            self.state.apply(fact, self.now);
            self.passed
                .extend(log.passed(self.config.offer_again).map(|(seat, at)| ((id.clone(), seat), at)));
            if let Some(taken) = log.taken_last() {
                let last = self.familiar.entry(log.customer.clone()).or_insert_with(|| taken.clone());
                *last = taken.max(last.clone());
            }
            for seat in log.present_seats() {
                let presence = Presence { state: SeatState::Offline, capacity: 0, skills: BTreeSet::new() };
                self.seats.insert(seat, Seat { presence, gone: Some(self.now) });
            }
        }
    }

    pub fn waiting(&self) -> impl Iterator<Item = (&ConversationId, &Log)> {
        self.logs.iter().filter(|(_, log)| log.is_waiting())
    }

    /// Chats that a seat holds or helps with, and those that it is offered.
    pub fn load(&self, seat: &SeatId) -> usize {
        let has = self.logs.values().filter(|log| log.present_seats().contains(seat)).count();
        has + self.offers.values().filter(|of| *of == seat).count()
    }
}

impl Log {
    pub fn seq(&self) -> u64 {
        self.events.len() as u64
    }

    pub fn is_waiting(&self) -> bool {
        self.waits_since().is_some()
    }

    /// Since when, if nobody has it yet.
    pub fn waits_since(&self) -> Option<Timestamp> {
        let last = self.events.iter().rev().find(|recorded| {
            matches!(
                recorded.event,
                Event::HandoffRequested { .. }
                    | Event::Released { .. }
                    | Event::SeatAssigned { .. }
                    | Event::HandedBack { .. }
                    | Event::Closed { .. }
            )
        })?;
        let waits = matches!(last.event, Event::HandoffRequested { .. } | Event::Released { .. });
        waits.then_some(last.at)
    }

    /// When a person was last asked for, and why.
    pub fn asked(&self) -> (Timestamp, &Handoff) {
        let asked = self.events.iter().rev().find_map(|recorded| match &recorded.event {
            Event::HandoffRequested { handoff } => Some((recorded.at, handoff)),
            _ => None,
        });
        asked.unwrap()
    }

    pub fn skill(&self) -> Name {
        let skill = self.events.iter().rev().find_map(|recorded| match &recorded.event {
            Event::Queued { skill } => Some(skill.clone()),
            _ => None,
        });
        skill.unwrap()
    }

    pub fn holder(&self) -> Option<SeatId> {
        let mut holder = None;
        for recorded in &self.events {
            match &recorded.event {
                Event::SeatAssigned { seat, .. } => holder = Some(seat.clone()),
                Event::Released { .. } | Event::HandedBack { .. } | Event::Closed { .. } => holder = None,
                _ => {}
            }
        }
        holder
    }

    /// Who holds it, and who helps.
    pub fn present_seats(&self) -> BTreeSet<SeatId> {
        let mut seats = BTreeSet::new();
        let mut holder = None;
        for recorded in &self.events {
            match &recorded.event {
                Event::SeatAssigned { seat, .. } => {
                    holder.take().map(|before| seats.remove(&before));
                    holder = Some(seat.clone());
                    seats.insert(seat.clone());
                }
                Event::Invited { seat, .. } => drop(seats.insert(seat.clone())),
                Event::SeatLeft { seat } => drop(seats.remove(seat)),
                Event::Released { .. } | Event::HandedBack { .. } | Event::Closed { .. } => {
                    seats.clear();
                    holder = None;
                }
                _ => {}
            }
        }
        seats
    }

    fn taken_last(&self) -> Option<(Timestamp, SeatId)> {
        self.events.iter().rev().find_map(|recorded| match &recorded.event {
            Event::SeatAssigned { seat, .. } => Some((recorded.at, seat.clone())),
            _ => None,
        })
    }

    /// Seats that gave it back, and until when they do not get it again.
    fn passed(&self, again: Duration) -> impl Iterator<Item = (SeatId, Timestamp)> {
        let mut passed = BTreeMap::new();
        for recorded in &self.events {
            match &recorded.event {
                Event::Released { seat, why: Release::TimedOut | Release::Transferred } => {
                    passed.insert(seat.clone(), recorded.at + again);
                }
                Event::SeatAssigned { .. } | Event::HandedBack { .. } | Event::Closed { .. } => {
                    passed.clear()
                }
                _ => {}
            }
        }
        passed.into_iter()
    }
}

pub fn config() -> DeskConfig {
    Config::embedded().desk
}

pub fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

/// A Tuesday, ten in the morning in Shanghai.
pub fn start() -> Timestamp {
    "2026-11-24T10:00:00+08:00".parse().unwrap()
}

pub fn shop() -> ShopId {
    ShopId::new("demo").unwrap()
}

pub fn conversation(number: usize) -> ConversationId {
    ConversationId::new(format!("c{number:02}")).unwrap()
}

pub fn chat(id: &ConversationId) -> ChatId {
    ChatId { shop: shop(), conversation: id.clone() }
}

pub fn seat(number: usize) -> SeatId {
    SeatId::new(format!("seat{number}")).unwrap()
}
