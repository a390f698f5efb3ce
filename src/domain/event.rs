//! Everything that can happen in a conversation. The log of these is the truth; all else is a fold of it.
//!
//! Stored logs outlive releases: a variant or field is added with a default, never renamed and never removed.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Assignment, Attachment, Call, CallId, Channel, Closing, Confidence, CustomerId, Handoff, MessageId, Name,
    Outcome, Party, Release, SeatId, Understanding, Utterance,
};

/// What the reply of an FAQ entry is called begins with this.
pub const FAQ_REPLY: &str = "faq:";

/// An event with its place in a conversation's log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// From 1, without a gap.
    pub seq: u64,
    pub at: Timestamp,
    pub event: Event,
}

/// The only persisted type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    Opened {
        customer: CustomerId,
        channel: Channel,
    },
    CustomerSaid {
        utterance: Utterance,
    },
    Understood {
        understanding: Box<Understanding>,
    },
    FlowStarted {
        flow: Name,
        /// Of the flow's steps; a flow that changed since starts over when it goes on.
        #[serde(default)]
        fingerprint: String,
        /// What the starting message named, by entity kind: the flow's variables.
        #[serde(default)]
        entities: BTreeMap<Name, Value>,
        /// The message that it answers, normalised, where that is not the last one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// The flow on top of the stack goes on after a digression.
    FlowResumed {
        flow: Name,
    },
    SlotFilled {
        slot: Name,
        value: Value,
        by: FilledBy,
    },
    /// A filled slot was wrong and is asked again.
    SlotCleared {
        slot: Name,
    },
    /// The answer to a question was no use.
    SlotRejected {
        slot: Name,
    },
    Asked {
        slot: Name,
        /// The step to go on with once answered.
        at: Position,
        #[serde(default)]
        choices: Vec<Choice>,
    },
    /// "您是想问…?"
    Clarified {
        intents: Vec<Name>,
    },
    /// Nothing fitted what the customer said.
    Missed {},
    BotSaid {
        /// The reply's name, `faq:ID`, or none for a question of a slot.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply: Option<Name>,
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        choices: Vec<Choice>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        card: Option<Card>,
        /// What it answers, and how surely.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intent: Option<Name>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confidence: Option<Confidence>,
        /// The policy that decided to say it.
        policy: Name,
    },
    CallStarted {
        call: Call,
        /// The step to go on with once it returns.
        at: Position,
        /// What the flow calls the answer.
        #[serde(rename = "as")]
        name: Name,
        /// Set when the answer's rows are to be the choices of this slot.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        choices_for: Option<Name>,
    },
    CallEnded {
        call: CallId,
        outcome: Outcome,
    },
    FlowEnded {
        flow: Name,
        how: FlowEnd,
    },
    HandoffRequested {
        handoff: Handoff,
    },
    /// Waits for a seat that can take this skill.
    Queued {
        skill: Name,
    },
    /// The seat holds the conversation; whoever held it before no longer does.
    SeatAssigned {
        seat: SeatId,
        #[serde(default)]
        how: Assignment,
    },
    /// The seat no longer holds the conversation, which waits again.
    Released {
        seat: SeatId,
        why: Release,
    },
    /// A second seat may speak too; the holder stays.
    Invited {
        seat: SeatId,
        by: SeatId,
    },
    /// An invited seat has left.
    SeatLeft {
        seat: SeatId,
    },
    AgentSaid {
        seat: SeatId,
        text: String,
        /// The same id of the same seat again is the same message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client_id: Option<MessageId>,
    },
    /// A note that seats alone see.
    Noted {
        seat: SeatId,
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client_id: Option<MessageId>,
    },
    Labelled {
        seat: SeatId,
        /// All labels after the change.
        labels: BTreeSet<Name>,
    },
    /// A seat says that what stands at `seq` was wrong, for the data team.
    Corrected {
        seat: SeatId,
        seq: u64,
        /// What the customer meant, where the seat knows it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intent: Option<Name>,
    },
    /// They have seen everything up to `seq`.
    Read {
        by: Party,
        seq: u64,
    },
    /// The form that stands in for a person outside opening hours.
    LeftMessage {
        text: String,
        /// How to reach the customer, as the form names it: `phone`, `email` …
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        contact: BTreeMap<String, String>,
    },
    /// Who the customer says they are, as the page in front of the chat asks it. All of it each time: the latest counts.
    Introduced {
        fields: BTreeMap<String, String>,
    },
    Attached {
        by: Party,
        attachment: Attachment,
        /// As for what is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client_id: Option<MessageId>,
    },
    /// The bot speaks again.
    HandedBack {
        /// Who handed it back; none when the customer no longer wanted a person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seat: Option<SeatId>,
    },
    /// From 1 to 5; the latest counts.
    Rated {
        score: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    Closed {
        #[serde(default)]
        why: Closing,
    },
}

impl Event {
    /// Whether customers may know of it: not how the bot came to what it says, and not what seats tell each other.
    pub fn is_for_customer(&self) -> bool {
        match self {
            Self::Opened { .. }
            | Self::CustomerSaid { .. }
            | Self::BotSaid { .. }
            | Self::HandoffRequested { .. }
            | Self::Queued { .. }
            | Self::SeatAssigned { .. }
            | Self::Released { .. }
            | Self::Invited { .. }
            | Self::SeatLeft { .. }
            | Self::AgentSaid { .. }
            | Self::Read { .. }
            | Self::LeftMessage { .. }
            | Self::Introduced { .. }
            | Self::Attached { .. }
            | Self::HandedBack { .. }
            | Self::Rated { .. }
            | Self::Closed { .. } => true,
            Self::Understood { .. }
            | Self::FlowStarted { .. }
            | Self::FlowResumed { .. }
            | Self::SlotFilled { .. }
            | Self::SlotCleared { .. }
            | Self::SlotRejected { .. }
            | Self::Asked { .. }
            | Self::Clarified { .. }
            | Self::Missed {}
            | Self::CallStarted { .. }
            | Self::CallEnded { .. }
            | Self::FlowEnded { .. }
            | Self::Noted { .. }
            | Self::Labelled { .. }
            | Self::Corrected { .. } => false,
        }
    }
}

/// Index of a step in a flow's program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(pub u32);

/// How a slot came by its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilledBy {
    /// The customer said it, in whatever message.
    Customer,
    /// The customer chose one of the choices.
    Choice,
    /// There was only one choice.
    OnlyChoice,
    /// The flow set it.
    Flow,
}

/// How a flow ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlowEnd {
    Completed,
    /// The customer changed their mind.
    Cancelled,
    HandedOff,
    /// It could not go on: content changed, a loop, a call failed without a step for it.
    Broken {
        reason: String,
    },
}

/// One thing to choose: a button, or "第二个".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    pub value: Value,
    pub title: String,
}

impl Choice {
    /// What a customer says who chooses it.
    pub fn words(&self) -> Cow<'_, str> {
        match self.value.as_str() {
            Some(text) => text.into(),
            None => self.value.to_string().into(),
        }
    }
}

/// Data that a channel may draw as a card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// `parcel` or `order`.
    pub kind: Name,
    pub data: Value,
}
