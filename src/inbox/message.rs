//! A message that the bot did not do well by.

use jiff::Timestamp;

use crate::domain::{Confidence, ConversationId, Name, SeatId};

/// Why a message is in the inbox. Of several reasons the first counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// A seat said that what the bot made of it was wrong.
    Corrected,
    /// Nothing fitted.
    Missed,
    /// The bot asked which of several was meant, and none of them was.
    Clarified,
    /// The bot answered, and the customer asked for a person at once.
    AskedForPerson,
    /// The bot answered it last in a conversation that got one or two stars.
    RatedLow,
}

impl Why {
    pub const ALL: [Self; 5] =
        [Self::Corrected, Self::Missed, Self::Clarified, Self::AskedForPerson, Self::RatedLow];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::Missed => "missed",
            Self::Clarified => "clarified",
            Self::AskedForPerson => "asked_for_person",
            Self::RatedLow => "rated_low",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    pub conversation: ConversationId,
    /// Of the customer's words; of the last of them, where they came in pieces.
    pub seq: u64,
    pub at: Timestamp,
    pub text: String,
    pub why: Why,
    /// What the bot took it for, and how surely.
    pub intent: Option<Name>,
    pub confidence: Confidence,
    /// What a seat says was meant, and who that is.
    pub corrected_to: Option<Name>,
    pub by: Option<SeatId>,
}
