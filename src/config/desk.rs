use std::{collections::BTreeSet, num::NonZeroU32, time::Duration};

use serde::Deserialize;

use super::{
    Hours,
    read::{duration, some_time},
};
use crate::domain::Name;

/// How waiting customers come to people. A time limit of zero is none.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskConfig {
    pub assignment: Dispatch,
    /// So long may a seat look at an offer before the next seat gets it.
    #[serde(deserialize_with = "some_time")]
    pub accept: Duration,
    /// So long is a chat not offered again to a seat that let it pass.
    #[serde(deserialize_with = "some_time")]
    pub offer_again: Duration,
    /// Offers in a row without any answer, after which a seat counts as away.
    pub missed_offers: NonZeroU32,
    /// Chats at a time, of a seat that does not say how many it takes.
    pub capacity: u32,
    /// So long may a seat's connection be gone before its chats wait for others.
    #[serde(deserialize_with = "duration")]
    pub grace: Duration,
    /// Reasons of a handoff that go first.
    pub urgent: BTreeSet<Name>,
    /// They count as having waited so much longer.
    #[serde(deserialize_with = "duration")]
    pub urgent_head_start: Duration,
    /// Values of a handoff's slot `level` that make a customer a VIP.
    pub vip: BTreeSet<String>,
    #[serde(deserialize_with = "duration")]
    pub vip_head_start: Duration,
    /// The call that knows a customer's `level`, asked when a person is asked for; one that is not connected is not asked.
    pub profile: Name,
    /// A handoff waits for it no longer than this.
    #[serde(deserialize_with = "duration")]
    pub profile_within: Duration,
    /// The call that knows a customer's latest orders, for the seat that talks with them.
    pub orders: Name,
    /// A seat waits no longer than this for what the shop knows of a customer.
    #[serde(deserialize_with = "some_time")]
    pub panel_within: Duration,
    /// How long a seat talks with a customer, as long as nothing was measured.
    #[serde(deserialize_with = "some_time")]
    pub handling: Duration,
    /// Until a seat that got a chat says something.
    #[serde(deserialize_with = "duration")]
    pub first_reply: Duration,
    pub first_reply_then: SeatLate,
    /// Until a seat answers what the customer said.
    #[serde(deserialize_with = "duration")]
    pub seat_idle: Duration,
    pub seat_idle_then: SeatLate,
    /// Until the customer answers what a seat said.
    #[serde(deserialize_with = "duration")]
    pub customer_idle: Duration,
    pub customer_idle_then: CustomerLate,
    /// In the queue.
    #[serde(deserialize_with = "duration")]
    pub queue: Duration,
    pub queue_then: CustomerLate,
    pub hours: Hours,
}

/// Who moves first when a customer waits and a seat is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dispatch {
    /// The desk offers, the seat accepts.
    Offer,
    /// The desk gives, without asking.
    Assign,
    /// Seats take from the queue.
    Take,
}

/// What follows when a seat is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatLate {
    /// The seat is told, again and again.
    Remind,
    /// The chat waits for another seat.
    Release,
}

/// What follows when a customer is late, or nobody came for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerLate {
    /// The bot goes on.
    HandBack,
    /// The conversation is over.
    Close,
}
