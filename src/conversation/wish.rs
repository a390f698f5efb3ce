//! What customers do beside speaking: pure, over the tracker alone.

use std::collections::BTreeMap;

use super::act::{ActError, Verdict, read};
use crate::{
    dialogue::Tracker,
    domain::{Attachment, Event, Mode, Party},
};

/// What a customer wants of a conversation, beside an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// A person, as by the phrase.
    Person,
    /// Stars from 1 to 5 for whoever served them, before or after the end; the latest counts.
    Rate {
        score: Stars,
        text: Option<String>,
    },
    Read {
        seq: u64,
    },
    Attach {
        attachment: Attachment,
    },
    /// The form outside opening hours: a message and how to reach them.
    LeaveMessage {
        text: String,
        contact: BTreeMap<String, String>,
    },
}

/// From 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stars(u8);

impl Stars {
    /// None outside of 1 to 5.
    pub fn new(score: u8) -> Option<Self> {
        (1..=5).contains(&score).then_some(Self(score))
    }
}

impl Wish {
    pub(super) fn judge(self, tracker: &Tracker) -> Result<Verdict, ActError> {
        match self {
            Self::Person if matches!(tracker.mode, Mode::Waiting | Mode::Human(_)) => {
                Ok(Verdict::Already(tracker.seq))
            }
            Self::Person => Ok(Verdict::HandOver),
            Self::Rate { .. } if !tracker.served => Err(ActError::NotServed),
            Self::Rate { score: Stars(score), text } => Ok(Verdict::store(Event::Rated { score, text })),
            Self::Read { seq } => read(tracker, Party::Customer, seq),
            Self::LeaveMessage { .. } | Self::Attach { .. } if tracker.mode == Mode::Closed => {
                Err(ActError::Closed)
            }
            Self::Attach { attachment } => {
                Ok(Verdict::store(Event::Attached { by: Party::Customer, attachment }))
            }
            Self::LeaveMessage { text, contact } => Ok(Verdict::store(Event::LeftMessage { text, contact })),
        }
    }
}
