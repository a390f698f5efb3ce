//! One seat: what it says of itself, and what it has.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Presence, SeatState};
use crate::domain::{ConversationId, Name, SeatId};

#[derive(Debug)]
pub(super) struct Seat {
    pub presence: Presence,
    /// The connection is gone; from this time on, so is the seat.
    pub gone: Option<Timestamp>,
    /// Chats that it holds or helps with.
    pub chats: BTreeSet<ConversationId>,
    /// Chats that it was offered, or is about to get.
    pub pledged: BTreeSet<ConversationId>,
    /// Offers in a row that it let pass without a word; those that stood at the same time count as one.
    pub missed: u32,
    pub missed_at: Timestamp,
    /// When it was last given something.
    pub given: Timestamp,
}

/// Sorts seats that have room as they are given chats: least loaded first, then who was given something longest ago.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Free {
    /// In thousandths of the capacity.
    load: u64,
    given: Timestamp,
    pub seat: SeatId,
}

impl Seat {
    /// One of which nothing is known but that it has chats.
    pub fn unseen(gone: Timestamp) -> Self {
        Self {
            presence: Presence { state: SeatState::Offline, capacity: 0, skills: BTreeSet::new() },
            gone: Some(gone),
            chats: BTreeSet::new(),
            pledged: BTreeSet::new(),
            missed: 0,
            missed_at: Timestamp::MIN,
            given: Timestamp::MIN,
        }
    }

    pub fn load(&self) -> usize {
        self.chats.len() + self.pledged.len()
    }

    /// Whether somebody sits there.
    pub fn on_duty(&self) -> bool {
        self.gone.is_none() && matches!(self.presence.state, SeatState::Online | SeatState::Busy)
    }

    /// Whether it takes chats, full or not.
    pub fn takes(&self) -> bool {
        self.gone.is_none() && self.presence.state == SeatState::Online
    }

    pub fn has(&self, skill: &Name) -> bool {
        self.presence.skills.is_empty() || self.presence.skills.contains(skill)
    }

    pub fn capacity(&self) -> usize {
        usize::try_from(self.presence.capacity).unwrap_or(usize::MAX)
    }

    /// Its place among seats that have room, if it has.
    pub fn free(&self, id: &SeatId) -> Option<Free> {
        let (load, capacity) = (self.load(), self.capacity());
        (self.takes() && load < capacity).then(|| Free {
            load: load as u64 * 1000 / capacity as u64,
            given: self.given,
            seat: id.clone(),
        })
    }
}
