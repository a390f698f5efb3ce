//! What the desk wants done. A step changes nothing by itself: who holds a chat changes with the event that it leads to.

use std::time::Duration;

use jiff::Timestamp;

use super::ChatId;
use crate::domain::{Release, SeatId, ShopId};

/// One thing to do. What did not lead to its event is asked for again half a minute later; what no longer holds, because an earlier
/// step or somebody else was faster, is left undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Ask the seat. It has the chat once it accepts, which counts as `SeatAssigned` by `Pushed`.
    Offer { chat: ChatId, seat: SeatId, until: Timestamp },
    /// The offer no longer stands.
    Withdraw { chat: ChatId, seat: SeatId, why: Withdrawal },
    /// Give the chat to the seat.
    Assign { chat: ChatId, seat: SeatId },
    /// The seat holds the chat no longer.
    Release { chat: ChatId, seat: SeatId, why: Release },
    /// The seat, which was invited, is in the chat no longer.
    Leave { chat: ChatId, seat: SeatId },
    /// The seat let offers pass and counts as away until it says otherwise.
    Away { shop: ShopId, seat: SeatId },
    /// Something took too long. It no longer holds where the conversation has gone beyond `seq`.
    TimeOut { chat: ChatId, seq: u64, limit: Limit, then: Then },
    /// Tell the customer.
    Place { chat: ChatId, place: Place },
}

/// Why an offer no longer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawal {
    TimedOut,
    Declined,
    /// The seat is full or does not take chats any more.
    Unavailable,
    /// Somebody else has the chat, or it is over.
    Settled,
}

/// What took too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    FirstReply,
    SeatIdle,
    CustomerIdle,
    Queue,
    /// The shop is closed and nobody is on duty.
    Hours,
}

/// What follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// The seat is told that the customer waits.
    Remind(SeatId),
    /// The seat holds the chat no longer.
    Release(SeatId),
    /// The bot goes on.
    HandBack,
    Close,
}

/// Where a customer stands in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From 1. Exact up to 20, then rounded up to tens, beyond 100 to hundreds, so that a long queue is not told at every step.
    pub position: u32,
    /// Whole minutes; none while no seat takes chats.
    pub eta: Option<Duration>,
}
