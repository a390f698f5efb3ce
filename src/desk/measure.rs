//! What is measured at the desk: how long somebody waited, when it is over, and how things stand.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use jiff::Timestamp;

use super::{
    SeatState,
    chat::{Chat, Phase, Turn},
    meaning::Meaning,
    shop::Shop,
};
use crate::domain::{Name, Recorded, ShopId};

/// Names that stand in figures. Those of the content come with the handoffs it asks for; a seat may make up any.
const NAMES: usize = 64;
const OTHER: &str = "other";

/// Something took so long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    pub shop: ShopId,
    pub skill: Name,
    pub what: Span,
    pub took: Duration,
}

/// From when until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// From when a conversation came into the queue until a seat took it.
    Wait,
    /// From when a seat got a conversation until it said something.
    FirstReply,
}

/// How a shop's desk stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standings {
    /// By skill: how many wait, and since when the first of them has.
    pub queues: BTreeMap<Name, (usize, Option<Timestamp>)>,
    /// Chats that a seat holds.
    pub held: usize,
    /// Connected seats, by what they say of themselves.
    pub seats: [(SeatState, usize); 4],
}

/// A bounded set of names; all further ones are one.
#[derive(Debug, Default)]
pub struct Known(BTreeSet<Name>);

impl Known {
    pub fn learn(&mut self, name: &Name) {
        if self.0.len() < NAMES && !self.0.contains(name) {
            self.0.insert(name.clone());
        }
    }

    /// The name itself, or `other`.
    pub fn name(&self, name: &Name) -> Name {
        if self.0.contains(name) { name.clone() } else { Name::from(OTHER) }
    }
}

impl Shop {
    /// Looks at an event before the chat takes it in. What comes with a whole log was measured when it was written.
    pub(super) fn measure(&mut self, chat: Option<&Chat>, recorded: &Recorded, live: bool) {
        let meaning = Meaning::of(&recorded.event);
        if let Meaning::Asked(handoff) = &meaning {
            self.known.learn(&handoff.skill);
        }
        let Some(chat) = chat.filter(|_| live) else { return };
        let (what, since) = match (&meaning, &chat.phase) {
            (Meaning::Taken(_), Phase::Waiting { queued, .. }) => (Span::Wait, *queued),
            (Meaning::SeatSpoke(_), Phase::Held(held)) if held.turn == Turn::FirstReply => {
                (Span::FirstReply, held.from)
            }
            (_, Phase::Waiting { .. } | Phase::Held(_)) => return,
        };
        let took = Duration::try_from(recorded.at.duration_since(since)).unwrap_or(Duration::ZERO);
        let (shop, skill) = (self.id.clone(), self.known.name(&chat.skill));
        self.measured.push(Measured { shop, skill, what, took });
    }

    pub fn standings(&self) -> Standings {
        let mut standings = Standings {
            queues: self.known.0.iter().map(|skill| (skill.clone(), (0, None))).collect(),
            held: self.chats.values().filter(|chat| chat.held().is_some()).count(),
            seats: [SeatState::Online, SeatState::Busy, SeatState::Away, SeatState::Offline]
                .map(|state| (state, 0)),
        };
        for (skill, queue) in &self.queues {
            let (length, oldest) = standings.queues.entry(self.known.name(skill)).or_default();
            *length += queue.line.len();
            *oldest = oldest.iter().copied().chain(queue.line.keys().map(|rank| rank.since)).min();
        }
        for seat in self.seats.values().filter(|seat| seat.gone.is_none()) {
            for (state, seats) in &mut standings.seats {
                *seats += usize::from(*state == seat.presence.state);
            }
        }
        standings
    }
}
