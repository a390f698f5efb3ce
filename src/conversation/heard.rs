//! What the outside gets to hear of a conversation.

use jiff::Timestamp;
use std::time::Duration;

use crate::domain::{Confidence, ConversationId, Handoff, Mode, Name, Party, Recorded, SeatId, Trace};

/// Told to who listens. What is recorded is on disk by then; everything else is of the moment and lost on who does not hear it.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    Recorded {
        conversation: ConversationId,
        recorded: Recorded,
    },
    /// Every customer message up to this seq has been fully reacted to; no call is open.
    Settled {
        conversation: ConversationId,
        seq: u64,
        mode: Mode,
    },
    /// Somebody writes. A customer's words so far are shown to seats, a seat's to nobody, but that it writes is told to all.
    Typing {
        conversation: ConversationId,
        by: Party,
        text: Option<String>,
    },
    Suggestion {
        conversation: ConversationId,
        suggestion: Suggestion,
    },
    /// Where the customer stands in the queue.
    Queue {
        conversation: ConversationId,
        /// From 1.
        position: u32,
        /// None while no seat takes chats.
        eta: Option<Duration>,
    },
    /// The desk asks this seat to take the conversation.
    Offer {
        conversation: ConversationId,
        seat: SeatId,
        handoff: Box<Handoff>,
        /// How the customer's last words were understood.
        trace: Option<Box<Trace>>,
        until: Timestamp,
    },
    /// The offer no longer stands.
    Withdrawn {
        conversation: ConversationId,
        seat: SeatId,
    },
    /// The customer waits for this seat's answer.
    Reminder {
        conversation: ConversationId,
        seat: SeatId,
    },
    /// The seat let offers pass, and gets no more until it says otherwise.
    Away {
        seat: SeatId,
    },
}

/// What the bot would have said, had no person held the conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Of the message that it answers.
    pub seq: u64,
    pub text: String,
    pub intent: Option<Name>,
    pub confidence: Option<Confidence>,
    pub trace: Trace,
}

impl Heard {
    /// Which conversation it is about, if it is about one.
    pub fn conversation(&self) -> Option<&ConversationId> {
        match self {
            Self::Recorded { conversation, .. }
            | Self::Settled { conversation, .. }
            | Self::Typing { conversation, .. }
            | Self::Suggestion { conversation, .. }
            | Self::Queue { conversation, .. }
            | Self::Offer { conversation, .. }
            | Self::Withdrawn { conversation, .. }
            | Self::Reminder { conversation, .. } => Some(conversation),
            Self::Away { .. } => None,
        }
    }

    /// Whether it is for the customer's ears.
    pub fn is_for_customer(&self) -> bool {
        match self {
            Self::Recorded { recorded, .. } => recorded.event.is_for_customer(),
            Self::Typing { by, .. } => *by != Party::Customer,
            Self::Settled { .. } | Self::Queue { .. } => true,
            Self::Suggestion { .. }
            | Self::Offer { .. }
            | Self::Withdrawn { .. }
            | Self::Reminder { .. }
            | Self::Away { .. } => false,
        }
    }
}
