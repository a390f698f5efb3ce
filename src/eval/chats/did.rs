//! What the bot did about a message, then or now, from the events of the turn.

use serde::{Deserialize, Serialize};

use crate::{
    dialogue::Tracker,
    domain::{Event, FilledBy, Mode, Name},
};

/// In short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doing {
    Answered,
    /// A shop system was asked, and answered, or would have been asked.
    LookedUp,
    /// For a slot.
    Asked,
    /// "您是想问…?", or for other words.
    AskedBack,
    HandedOver,
    /// A person has the conversation, or is waited for.
    WithPerson,
    Nothing,
}

impl Doing {
    pub const ALL: [Self; 7] = [
        Self::Answered,
        Self::LookedUp,
        Self::Asked,
        Self::AskedBack,
        Self::HandedOver,
        Self::WithPerson,
        Self::Nothing,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::LookedUp => "looked_up",
            Self::Asked => "asked",
            Self::AskedBack => "asked_back",
            Self::HandedOver => "handed_over",
            Self::WithPerson => "with_person",
            Self::Nothing => "nothing",
        }
    }

    /// Whether the customer got on without a person and without a question back.
    pub fn is_answer(self) -> bool {
        match self {
            Self::Answered | Self::LookedUp | Self::Asked => true,
            Self::AskedBack | Self::HandedOver | Self::WithPerson | Self::Nothing => false,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Did {
    pub doing: Doing,
    /// What it took the message for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<Name>,
    /// Replies said, by name; `faq:ID` for an FAQ entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<Name>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<Name>,
    /// Of a handover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Name>,
    /// The message gave a running flow what it had asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub filled: bool,
}

impl Did {
    /// `before` is the conversation when the message came in; the events are those that it brought about.
    pub fn of(before: &Tracker, events: &[Event]) -> Self {
        let mut did = Self {
            doing: Doing::Nothing,
            intent: before.stack.last().map(|frame| frame.flow.clone()),
            replies: Vec::new(),
            calls: Vec::new(),
            reason: None,
            filled: false,
        };
        let (mut back, mut asked, mut said, mut resumed, mut started) = (false, false, false, false, false);
        let mut released = false;
        for event in events {
            match event {
                Event::FlowStarted { flow, .. } => {
                    did.intent = Some(flow.clone());
                    started = true;
                }
                Event::FlowResumed { .. } => resumed = true,
                Event::Clarified { .. } | Event::Missed {} => back = true,
                Event::Asked { .. } => asked = true,
                Event::BotSaid { reply, intent, .. } => {
                    said = true;
                    did.replies.extend(reply.clone());
                    let is_entry = reply.as_ref().is_some_and(|reply| reply.as_str().starts_with("faq:"));
                    if is_entry && !started || did.intent.is_none() {
                        did.intent.clone_from(intent);
                    }
                }
                Event::SlotFilled { by: FilledBy::Customer | FilledBy::Choice, .. } => {
                    did.filled |= !started;
                }
                Event::CallStarted { call, .. } => did.calls.push(call.name.clone()),
                Event::HandoffRequested { handoff } => {
                    did.reason = Some(handoff.reason.clone());
                    did.intent = handoff.intent.clone().or(did.intent);
                }
                Event::HandedBack { seat: None } => released = true,
                // What else happens says nothing about this.
                Event::Opened { .. }
                | Event::CustomerSaid { .. }
                | Event::Understood { .. }
                | Event::SlotFilled { .. }
                | Event::SlotCleared { .. }
                | Event::SlotRejected { .. }
                | Event::CallEnded { .. }
                | Event::FlowEnded { .. }
                | Event::Queued { .. }
                | Event::SeatAssigned { .. }
                | Event::Released { .. }
                | Event::Invited { .. }
                | Event::SeatLeft { .. }
                | Event::AgentSaid { .. }
                | Event::Noted { .. }
                | Event::Labelled { .. }
                | Event::Corrected { .. }
                | Event::Read { .. }
                | Event::LeftMessage { .. }
                | Event::Introduced { .. }
                | Event::Attached { .. }
                | Event::HandedBack { .. }
                | Event::Rated { .. }
                | Event::Closed { .. } => {}
            }
        }
        did.doing = if before.mode != Mode::Bot && !released {
            Doing::WithPerson
        } else if did.reason.is_some() {
            Doing::HandedOver
        } else if back {
            Doing::AskedBack
        } else if asked && !resumed {
            Doing::Asked
        } else if !did.calls.is_empty() {
            Doing::LookedUp
        } else if said {
            Doing::Answered
        } else {
            Doing::Nothing
        };
        if matches!(did.doing, Doing::WithPerson | Doing::Nothing) {
            (did.intent, did.replies) = (None, Vec::new());
        }
        did
    }

    /// Whether the customer gets the same as from the other, as far as names tell.
    pub fn is_same(&self, other: &Self) -> bool {
        (self.doing, &self.intent, &self.replies, &self.reason)
            == (other.doing, &other.intent, &other.replies, &other.reason)
    }
}
