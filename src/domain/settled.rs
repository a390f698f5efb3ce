//! A misunderstood message that somebody has sorted.

use jiff::Timestamp;

use super::{ConversationId, Name, SeatId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub conversation: ConversationId,
    /// Of the customer's message.
    pub seq: u64,
    /// What the customer said.
    pub text: String,
    pub how: Settling,
    pub by: SeatId,
    pub at: Timestamp,
    /// Whether the content says it because the message was sorted, and not before.
    pub taught: bool,
}

/// What a message was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settling {
    /// It means this intent.
    Intent(Name),
    /// This entry of the FAQ answers it.
    Faq(Name),
    /// It is none of the shop's business.
    NotOurs,
    /// Nothing is to be learned from it.
    Dismissed,
}
