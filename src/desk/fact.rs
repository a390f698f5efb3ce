//! What the desk is told.

use std::collections::BTreeSet;

use crate::domain::{ConversationId, CustomerId, Name, Recorded, SeatId, ShopId};

/// Names a chat: a conversation that waits for a person, or that a person holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChatId {
    pub shop: ShopId,
    pub conversation: ConversationId,
}

/// The only ways in which the desk's state changes.
#[derive(Debug, Clone)]
pub enum Fact<'a> {
    /// Events of one conversation that were committed together, or its whole log. What was told before changes nothing.
    Recorded { chat: &'a ChatId, customer: &'a CustomerId, events: &'a [Recorded] },
    /// A seat is connected and says what it takes.
    Present { shop: &'a ShopId, seat: &'a SeatId, presence: Presence },
    /// A seat's last connection is gone.
    Gone { shop: &'a ShopId, seat: &'a SeatId },
    /// A seat does not want what it was offered.
    Declined { chat: &'a ChatId, seat: &'a SeatId },
}

impl Fact<'_> {
    pub(super) fn shop(&self) -> &ShopId {
        match self {
            Self::Recorded { chat, .. } | Self::Declined { chat, .. } => &chat.shop,
            Self::Present { shop, .. } | Self::Gone { shop, .. } => shop,
        }
    }
}

/// What a seat says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    pub state: SeatState,
    /// Chats at a time that the desk may give it. What it takes by itself, or gets from a colleague, may go beyond.
    pub capacity: u32,
    /// What it can take; without any, everything.
    pub skills: BTreeSet<Name>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatState {
    /// Gets chats.
    Online,
    /// At the desk, but gets nothing new.
    Busy,
    /// Not at the desk; keeps what it has.
    Away,
    /// Off duty: gives back what it has.
    Offline,
}

impl SeatState {
    /// The word that the outside sees.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Busy => "busy",
            Self::Away => "away",
            Self::Offline => "offline",
        }
    }

    /// The state of that name, if there is one.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Online, Self::Busy, Self::Away, Self::Offline].into_iter().find(|state| state.as_str() == name)
    }
}
