//! What of an event can be found.

use std::borrow::Cow;

use crate::domain::{Event, Name, Party, SeatId, Utterance};

/// The words of an event, and whose they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'e> {
    pub kind: Kind,
    pub by: Author<'e>,
    pub text: Cow<'e, str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Message,
    /// For seats alone.
    Note,
    Labels,
    /// The name of a file.
    Attachment,
    LeftMessage,
    Rating,
    /// What customers say of themselves.
    Introduction,
}

impl Kind {
    /// The word that the outside sees.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Note => "note",
            Self::Labels => "labels",
            Self::Attachment => "attachment",
            Self::LeftMessage => "left_message",
            Self::Rating => "rating",
            Self::Introduction => "introduction",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author<'e> {
    Customer,
    Bot,
    Seat(&'e SeatId),
}

impl<'e> From<&'e Party> for Author<'e> {
    fn from(party: &'e Party) -> Self {
        match party {
            Party::Customer => Self::Customer,
            Party::Seat(seat) => Self::Seat(seat),
        }
    }
}

impl<'e> Entry<'e> {
    /// None for what has no words of anybody.
    pub fn of(event: &'e Event) -> Option<Self> {
        use Author::{Bot, Customer, Seat};
        let entry = |kind, by, text: &'e str| Some(Self { kind, by, text: Cow::Borrowed(text) });
        match event {
            Event::CustomerSaid { utterance: Utterance { text, title: Some(title), .. } } => {
                let text = format!("{title} {text}").into();
                Some(Self { kind: Kind::Message, by: Customer, text })
            }
            Event::CustomerSaid { utterance } => entry(Kind::Message, Customer, &utterance.text),
            Event::BotSaid { text, .. } => entry(Kind::Message, Bot, text),
            Event::AgentSaid { seat, text, .. } => entry(Kind::Message, Seat(seat), text),
            Event::Noted { seat, text, .. } => entry(Kind::Note, Seat(seat), text),
            Event::Labelled { seat, labels } => {
                let names: Vec<&str> = labels.iter().map(Name::as_str).collect();
                Some(Self { kind: Kind::Labels, by: Seat(seat), text: names.join(" ").into() })
            }
            Event::Attached { by, attachment, client_id: _ } => {
                entry(Kind::Attachment, by.into(), &attachment.name)
            }
            Event::LeftMessage { text, .. } => entry(Kind::LeftMessage, Customer, text),
            Event::Introduced { fields } => {
                let values: Vec<&str> = fields.values().map(String::as_str).collect();
                Some(Self { kind: Kind::Introduction, by: Customer, text: values.join(" ").into() })
            }
            Event::Rated { text, .. } => entry(Kind::Rating, Customer, text.as_deref()?),
            Event::Opened { .. }
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
            | Event::HandoffRequested { .. }
            | Event::Queued { .. }
            | Event::SeatAssigned { .. }
            | Event::Released { .. }
            | Event::Invited { .. }
            | Event::SeatLeft { .. }
            | Event::Corrected { .. }
            | Event::Read { .. }
            | Event::HandedBack { .. }
            | Event::Closed { .. } => None,
        }
    }
}
