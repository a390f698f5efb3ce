//! What the dialogue decides on, and what comes back from the world.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Event, Handoff, Name, Understanding};

/// Numbers the calls of one conversation, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallId(pub u32);

/// A question to a shop system, always asked in the name of the conversation's customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    pub id: CallId,
    /// `system.call` as integrations.yml names it.
    pub name: Name,
    pub with: BTreeMap<String, Value>,
}

/// What became of a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Answered(Value),
    Failed(Failure),
}

/// Why a call brought no answer. Flows see it as `$failure`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// There is no such thing, or it is not this customer's.
    NotFound,
    /// Down, too slow, or it answered nonsense.
    Unavailable,
}

impl Failure {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Unavailable => "unavailable",
        }
    }
}

/// What the dialogue is asked to react to. What it tells of is in the tracker already, but for the understanding.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one is made in a turn, and goes by reference from there")]
pub enum Signal {
    Said(Understanding),
    Returned(CallId, Outcome),
    /// A person is asked for without words, by a button.
    PersonAsked,
    /// Something happened, at the desk most often, that the customer is told in a sentence.
    Desk(Notice),
}

/// What customers are told without having said anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// A seat has handed the conversation back to the bot.
    HandedBack,
    /// The seat is gone or did not answer; another one comes.
    NextSeat,
    /// Nobody came in time.
    NobodyCame,
    /// The shop is closed, and nobody is there.
    OutsideHours,
    /// The customer has not answered for long.
    CustomerQuiet,
    /// The bot got a file, of which it sees nothing.
    FileReceived,
}

impl Notice {
    /// The reply that says it.
    pub fn reply(self) -> &'static str {
        match self {
            Self::HandedBack => "handoff.back",
            Self::NextSeat => "desk.next_seat",
            Self::NobodyCame => "desk.nobody_came",
            Self::OutsideHours => "desk.outside_hours",
            Self::CustomerQuiet => "desk.customer_quiet",
            Self::FileReceived => "attachment.received",
        }
    }
}

/// The one outward thing left to do after a decision's events are stored.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Wait for the customer.
    Listen,
    Call(Call),
    HandOff(Handoff),
}

/// What one step of the dialogue comes to: events to store, then one action.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Which policy decided; shown in the trace.
    pub by: Name,
    pub events: Vec<Event>,
    pub action: Action,
}
