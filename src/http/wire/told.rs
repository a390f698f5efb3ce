//! Events as both sides of a conversation read them over a socket.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
use serde::Serialize;

use super::reply::ChoiceView;
use crate::domain::{
    Assignment, Attachment, AttachmentId, Card, Closing, ConversationId, Event, MessageId, Mode, Party,
    Recorded, SeatId,
};

/// What an event names but does not say.
#[derive(Clone, Copy)]
pub struct Lookup<'a> {
    /// What seats are called, as far as it is known.
    pub name: &'a dyn Fn(&SeatId) -> Option<Arc<str>>,
    /// Where a file can be fetched.
    pub url: &'a dyn Fn(&AttachmentId) -> String,
}

/// Who reads it. Customers read a seat's name and nothing else of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Customer,
    Seats,
}

/// An event of a conversation's log with its place there.
#[derive(Debug, Serialize)]
pub struct Placed<T> {
    #[serde(flatten)]
    pub what: T,
    pub seq: u64,
    pub at: Timestamp,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Told<'a> {
    /// What follows belongs to this conversation.
    Opened {
        conversation: &'a ConversationId,
    },
    Message {
        by: &'static str,
        #[serde(flatten)]
        seat: SeatView<'a>,
        text: &'a str,
        /// What the button said that stands for the text.
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<&'a str>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        choices: Vec<ChoiceView>,
        #[serde(skip_serializing_if = "Option::is_none")]
        card: Option<&'a Card>,
        #[serde(skip_serializing_if = "Option::is_none")]
        client_id: Option<&'a MessageId>,
    },
    Mode {
        mode: &'static str,
        #[serde(flatten)]
        seat: SeatView<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        how: Option<Assignment>,
    },
    Read {
        by: &'static str,
        up_to: u64,
    },
    LeftMessage {
        text: &'a str,
        contact: &'a BTreeMap<String, String>,
    },
    Introduced {
        fields: &'a BTreeMap<String, String>,
    },
    Attachment {
        by: &'static str,
        /// For seats; the name is the file's.
        #[serde(skip_serializing_if = "Option::is_none")]
        seat: Option<&'a SeatId>,
        #[serde(flatten)]
        attachment: &'a Attachment,
        /// Where it can be fetched for a while.
        url: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        client_id: Option<&'a MessageId>,
    },
    Rated {
        score: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<&'a str>,
    },
    Closed {
        why: &'static str,
    },
}

/// A seat, as far as the audience may know it.
#[derive(Debug, Default, Serialize)]
pub struct SeatView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    seat: Option<&'a SeatId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Arc<str>>,
}

impl<'a> SeatView<'a> {
    pub fn new(seat: &'a SeatId, audience: Audience, lookup: Lookup<'_>) -> Self {
        Self { seat: (audience == Audience::Seats).then_some(seat), name: (lookup.name)(seat) }
    }
}

impl<'a> Told<'a> {
    /// None where the event is not for both sides, or says nothing that another does not.
    pub fn of(
        conversation: &'a ConversationId,
        event: &'a Event,
        audience: Audience,
        lookup: Lookup<'_>,
    ) -> Option<Self> {
        let seat = |seat: &'a SeatId| SeatView::new(seat, audience, lookup);
        let mode = |mode: &Mode| Self::Mode { mode: mode.as_str(), seat: SeatView::default(), how: None };
        let told = match event {
            Event::Opened { .. } => Self::Opened { conversation },
            Event::CustomerSaid { utterance } => Self::Message {
                by: "customer",
                seat: SeatView::default(),
                text: &utterance.text,
                title: utterance.title.as_deref(),
                choices: Vec::new(),
                card: None,
                client_id: utterance.message_id.as_ref(),
            },
            Event::BotSaid { text, choices, card, .. } => Self::Message {
                by: "bot",
                seat: SeatView::default(),
                text,
                title: None,
                choices: choices.iter().cloned().map(ChoiceView::from).collect(),
                card: card.as_ref(),
                client_id: None,
            },
            Event::AgentSaid { seat: by, text, client_id } => Self::Message {
                by: "seat",
                seat: seat(by),
                text,
                title: None,
                choices: Vec::new(),
                card: None,
                client_id: client_id.as_ref().filter(|_| audience == Audience::Seats),
            },
            Event::HandoffRequested { .. } | Event::Released { .. } => mode(&Mode::Waiting),
            Event::SeatAssigned { seat: by, how } => Self::Mode {
                mode: Mode::Human(by.clone()).as_str(),
                seat: seat(by),
                how: (audience == Audience::Seats).then_some(*how),
            },
            Event::HandedBack { .. } => mode(&Mode::Bot),
            Event::Read { by, seq } => Self::Read { by: side(by), up_to: *seq },
            Event::LeftMessage { text, contact } => Self::LeftMessage { text, contact },
            Event::Introduced { fields } => Self::Introduced { fields },
            Event::Attached { by, attachment, client_id } => {
                let seat = match by {
                    Party::Seat(seat) => Some(seat),
                    Party::Customer => None,
                };
                // Of what a seat sent, customers read neither.
                let theirs = seat.is_none() || audience == Audience::Seats;
                Self::Attachment {
                    by: side(by),
                    seat: seat.filter(|_| theirs),
                    attachment,
                    url: (lookup.url)(&attachment.id),
                    client_id: client_id.as_ref().filter(|_| theirs),
                }
            }
            Event::Rated { score, text } => Self::Rated { score: *score, text: text.as_deref() },
            Event::Closed { why } => Self::Closed { why: reason(why) },
            Event::Queued { .. }
            | Event::Invited { .. }
            | Event::SeatLeft { .. }
            | Event::Understood { .. }
            | Event::FlowStarted { .. }
            | Event::FlowResumed { .. }
            | Event::SlotFilled { .. }
            | Event::SlotCleared { .. }
            | Event::SlotRejected { .. }
            | Event::Asked { .. }
            | Event::Clarified { .. }
            | Event::Missed {}
            | Event::CallStarted { .. }
            | Event::CallEnded { .. }
            | Event::FlowEnded { .. }
            | Event::Noted { .. }
            | Event::Labelled { .. }
            | Event::Corrected { .. } => return None,
        };
        Some(told)
    }
}

/// What a customer reads of an event.
pub fn for_customer(
    conversation: &ConversationId,
    recorded: &Recorded,
    lookup: Lookup<'_>,
) -> Option<String> {
    let Recorded { seq, at, event } = recorded;
    if !event.is_for_customer() {
        return None;
    }
    let what = Told::of(conversation, event, Audience::Customer, lookup)?;
    Some(frame(&Placed { what, seq: *seq, at: *at }))
}

/// Who may speak, by a log from its beginning.
pub fn mode(log: &[Recorded]) -> Mode {
    log.iter().rev().find_map(|recorded| mode_after(&recorded.event)).unwrap_or_default()
}

/// Who may speak after an event that changes it.
pub fn mode_after(event: &Event) -> Option<Mode> {
    if let Event::SeatAssigned { seat, .. } = event {
        Some(Mode::Human(seat.clone()))
    } else if matches!(event, Event::HandoffRequested { .. } | Event::Released { .. }) {
        Some(Mode::Waiting)
    } else if matches!(event, Event::HandedBack { .. }) {
        Some(Mode::Bot)
    } else {
        matches!(event, Event::Closed { .. }).then_some(Mode::Closed)
    }
}

/// A message of a socket as it goes out.
pub fn frame(shape: &impl Serialize) -> String {
    serde_json::to_string(shape).expect("its keys are texts and it does not fail to be written")
}

fn side(party: &Party) -> &'static str {
    match party {
        Party::Customer => "customer",
        Party::Seat(_) => "seat",
    }
}

fn reason(why: &Closing) -> &'static str {
    match why {
        Closing::Over => "over",
        Closing::BySeat(_) => "by_seat",
        Closing::Idle => "idle",
        Closing::QueueTimedOut => "queue_timed_out",
    }
}
