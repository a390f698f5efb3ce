//! One chat: a fold of its events, and what the desk remembers beside them.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use jiff::Timestamp;

use super::{Place, meaning::Meaning, time::after};
use crate::domain::{CustomerId, Handoff, Name, Recorded, Release, SeatId};

#[derive(Debug, Clone)]
pub(super) struct Chat {
    pub customer: CustomerId,
    /// Of the last event.
    pub seq: u64,
    pub handoff: Handoff,
    pub skill: Name,
    /// When a person was asked for. Whoever comes back into the queue keeps it, and so their place.
    pub since: Timestamp,
    pub phase: Phase,
    /// Seats that do not get it before.
    pub passed: BTreeMap<SeatId, Timestamp>,
    /// The place that the customer was told last, while the chat is out of the line; the line keeps it otherwise.
    pub told: Option<Place>,
    /// A time limit that was seen to is not looked at before.
    pub quiet_until: Option<Timestamp>,
    /// When it has to be looked at.
    pub due: Option<Timestamp>,
}

#[derive(Debug, Clone)]
pub(super) enum Phase {
    Waiting { queued: Timestamp, pledge: Option<Pledge> },
    Held(Held),
}

/// A seat that was offered the chat, or is about to get it.
#[derive(Debug, Clone)]
pub(super) struct Pledge {
    pub seat: SeatId,
    pub from: Timestamp,
    pub until: Timestamp,
}

#[derive(Debug, Clone)]
pub(super) struct Held {
    pub seat: SeatId,
    pub from: Timestamp,
    pub guests: BTreeSet<SeatId>,
    pub turn: Turn,
    /// Since when it is their turn.
    pub turn_since: Timestamp,
}

/// Who is to say something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// The seat, for the first time.
    FirstReply,
    Seat,
    Customer,
}

impl Chat {
    /// What a chat becomes with the next event; none is a conversation that no person has to do with.
    pub fn next(
        chat: Option<Self>,
        customer: &CustomerId,
        recorded: &Recorded,
        again: Duration,
    ) -> Option<Self> {
        let at = recorded.at;
        let chat = match (Meaning::of(&recorded.event), chat) {
            (Meaning::Asked(handoff), Some(chat)) if chat.held().is_none() => {
                Some(Self { handoff: handoff.clone(), skill: handoff.skill.clone(), ..chat })
            }
            (Meaning::Asked(handoff), _) => Some(Self::waiting(customer, handoff.clone(), at)),
            (Meaning::Taken(seat), chat) => {
                let chat = chat.unwrap_or_else(|| Self::waiting(customer, unasked(), at));
                Some(chat.taken(seat, at))
            }
            (Meaning::Over, _) | (_, None) => None,
            (Meaning::Queued(skill), Some(chat)) => Some(chat.queued(skill)),
            (Meaning::Released(seat, why), Some(chat)) => Some(chat.released(seat, why, at, again)),
            (Meaning::Joined(seat), Some(mut chat)) => {
                if let Phase::Held(held) = &mut chat.phase {
                    held.guests.insert(seat.clone());
                }
                Some(chat)
            }
            (Meaning::Left(seat), Some(mut chat)) => {
                if let Phase::Held(held) = &mut chat.phase {
                    held.guests.remove(seat);
                }
                Some(chat)
            }
            (Meaning::CustomerSpoke, Some(chat)) => Some(chat.turned(Turn::Seat, at)),
            (Meaning::SeatSpoke(_), Some(chat)) => Some(chat.turned(Turn::Customer, at)),
            (Meaning::Nothing, Some(chat)) => Some(chat),
        };
        chat.map(|chat| Self { seq: recorded.seq, ..chat })
    }

    pub fn held(&self) -> Option<&Held> {
        match &self.phase {
            Phase::Held(held) => Some(held),
            Phase::Waiting { .. } => None,
        }
    }

    pub fn pledge(&self) -> Option<&Pledge> {
        match &self.phase {
            Phase::Waiting { pledge, .. } => pledge.as_ref(),
            Phase::Held(_) => None,
        }
    }

    fn waiting(customer: &CustomerId, handoff: Handoff, at: Timestamp) -> Self {
        Self {
            customer: customer.clone(),
            seq: 0,
            skill: handoff.skill.clone(),
            handoff,
            since: at,
            phase: Phase::Waiting { queued: at, pledge: None },
            passed: BTreeMap::new(),
            told: None,
            quiet_until: None,
            due: None,
        }
    }

    fn queued(mut self, skill: &Name) -> Self {
        if self.skill != *skill {
            self.skill = skill.clone();
            if let Phase::Waiting { pledge, .. } = &mut self.phase {
                *pledge = None;
            }
        }
        self
    }

    fn taken(mut self, seat: &SeatId, at: Timestamp) -> Self {
        let mut guests = match self.phase {
            Phase::Held(held) => held.guests,
            Phase::Waiting { .. } => BTreeSet::new(),
        };
        guests.remove(seat);
        let held = Held { seat: seat.clone(), from: at, guests, turn: Turn::FirstReply, turn_since: at };
        self.phase = Phase::Held(held);
        self.passed.clear();
        self.told = None;
        self.quiet_until = None;
        self
    }

    fn released(mut self, seat: &SeatId, why: Release, at: Timestamp, again: Duration) -> Self {
        if self.held().is_none_or(|held| held.seat != *seat) {
            return self;
        }
        self.phase = Phase::Waiting { queued: at, pledge: None };
        self.quiet_until = None;
        match why {
            Release::Vanished => {}
            Release::Transferred | Release::TimedOut => {
                self.passed.insert(seat.clone(), after(at, again));
            }
        }
        self
    }

    /// The other side's words do not start the clock of one who is late already.
    fn turned(mut self, turn: Turn, at: Timestamp) -> Self {
        if let Phase::Held(held) = &mut self.phase
            && (turn == Turn::Customer || held.turn == Turn::Customer)
        {
            (held.turn, held.turn_since) = (turn, at);
            self.quiet_until = None;
        }
        self
    }
}

/// Of a chat that a seat took without anybody having asked for a person.
fn unasked() -> Handoff {
    Handoff {
        reason: "".into(),
        skill: "general".into(),
        summary: String::new(),
        intent: None,
        slots: BTreeMap::new(),
    }
}
