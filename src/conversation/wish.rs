//! What customers do beside speaking: pure, over the tracker alone.

use std::collections::BTreeMap;

use super::act::{ActError, Verdict, read};
use crate::{
    dialogue::Tracker,
    domain::{Attachment, Event, MessageId, Mode, Notice, Party},
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
    /// A file whose bytes are on disk.
    Attach {
        attachment: Attachment,
        client_id: Option<MessageId>,
    },
    /// The form outside opening hours: a message and how to reach them.
    LeaveMessage {
        text: String,
        contact: BTreeMap<String, String>,
    },
    /// What they say of themselves before they say anything else. Said again it is not stored again.
    Introduce {
        fields: BTreeMap<String, String>,
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
            Self::Attach { attachment, client_id } => attach(tracker, attachment, client_id),
            Self::LeaveMessage { .. } if tracker.mode == Mode::Closed => Err(ActError::Closed),
            Self::LeaveMessage { text, contact } => Ok(Verdict::store(Event::LeftMessage { text, contact })),
            Self::Introduce { .. } if tracker.mode == Mode::Closed => Err(ActError::Closed),
            Self::Introduce { fields } if fields == tracker.introduced => Ok(Verdict::Already(tracker.seq)),
            Self::Introduce { fields } => Ok(Verdict::store(Event::Introduced { fields })),
        }
    }
}

fn attach(
    tracker: &Tracker,
    attachment: Attachment,
    client_id: Option<MessageId>,
) -> Result<Verdict, ActError> {
    let by = Party::Customer;
    match client_id.as_ref().and_then(|id| tracker.message(&by, id)) {
        Some(seq) => Ok(Verdict::Already(seq)),
        None if tracker.mode == Mode::Closed => Err(ActError::Closed),
        None => {
            let attached = Event::Attached { by, attachment, client_id };
            Ok(Verdict::Store { events: vec![attached], notice: received(tracker), then: None })
        }
    }
}

/// The bot says that it cannot look at files, once for those that come together, and where it does not owe an answer anyway.
fn received(tracker: &Tracker) -> Option<Notice> {
    let notice = Notice::FileReceived;
    let said = tracker.last_reply.as_ref().is_some_and(|reply| *reply == notice.reply());
    (tracker.mode == Mode::Bot && !tracker.unanswered && !said).then_some(notice)
}
