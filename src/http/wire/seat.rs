//! `/ws/seat`: what seats say.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use serde::Deserialize;

use super::{message::check_text, visitor::client_id_of};
use crate::{
    config::Limits,
    conversation::{Act, Target},
    domain::{ConversationId, Name, SeatId},
    http::{
        error::{ApiError, Code},
        talk::{conversation_id, read, seat_id},
    },
    identity::Permission,
};

/// Of a label, an intent or a skill.
const NAME_BYTES: usize = 64;
const LABELS: usize = 32;

/// A message of a seat.
#[derive(Debug)]
pub enum SeatSays {
    Hello(SeatHello),
    Order(Order),
    Deed(Deed),
}

#[derive(Debug, Deserialize)]
pub struct SeatHello {
    /// Up to which seq of which conversation everything is known.
    #[serde(default)]
    pub after: BTreeMap<String, u64>,
}

/// What concerns the connection more than a conversation.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Order {
    Presence {
        state: String,
        #[serde(default)]
        capacity: Option<u16>,
    },
    /// To read what one does not take part in, and with the permission to go on hearing it.
    Open {
        conversation: String,
        #[serde(default)]
        after: u64,
    },
    Shut {
        conversation: String,
    },
    /// An offer.
    Decline {
        conversation: String,
    },
    Typing {
        conversation: String,
    },
    /// What this connection has before it now, if anything.
    Look {
        #[serde(default)]
        conversation: Option<String>,
    },
}

const ORDERS: [&str; 6] = ["presence", "open", "shut", "decline", "typing", "look"];

const DEEDS: [&str; 12] = [
    "take",
    "take_over",
    "say",
    "note",
    "label",
    "transfer",
    "invite",
    "leave",
    "hand_back",
    "close",
    "read",
    "wrong",
];

#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(rename = "type", borrow)]
    name: Cow<'a, str>,
}

impl SeatSays {
    /// # Errors
    /// `bad_frame`, or `deep_json`.
    pub fn read(text: &str) -> Result<Self, ApiError> {
        let kind = read::<Kind<'_>>(text)?;
        match &*kind.name {
            "hello" => read(text).map(Self::Hello),
            name if ORDERS.contains(&name) => read(text).map(Self::Order),
            name if DEEDS.contains(&name) => read(text).map(Self::Deed),
            _ => {
                Err(ApiError::new(Code::BadFrame, "The `type` is none that this socket takes.").field("type"))
            }
        }
    }
}

/// What is done to a conversation.
#[derive(Debug, Deserialize)]
pub struct Deed {
    pub(super) conversation: String,
    #[serde(flatten)]
    pub(super) what: What,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum What {
    Take {},
    TakeOver {},
    Say {
        client_id: String,
        text: String,
    },
    Note {
        client_id: String,
        text: String,
    },
    Label {
        #[serde(default)]
        add: BTreeSet<String>,
        #[serde(default)]
        remove: BTreeSet<String>,
    },
    Transfer {
        to: To,
    },
    Invite {
        seat: String,
    },
    Leave {},
    HandBack {},
    Close {},
    Read {
        seq: u64,
    },
    /// What stands at `seq` was wrong.
    Wrong {
        seq: u64,
        #[serde(default)]
        intent: Option<String>,
    },
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum To {
    Seat(String),
    Skill(String),
}

/// An act of a seat that has been checked as far as its frame goes.
#[derive(Debug, PartialEq)]
pub struct Asked {
    pub conversation: ConversationId,
    pub act: Act,
    pub needs: Needs,
}

/// What the socket has to know before the act may go on its way.
#[derive(Debug, PartialEq, Eq)]
pub enum Needs {
    /// The conversation itself knows who may.
    Nothing,
    /// The seat may see the conversation.
    Sight,
    Permission(Permission),
    /// The colleague who is to have it is there.
    Colleague(SeatId),
}

impl Deed {
    /// # Errors
    /// What is missing or too much.
    pub fn check(self, seat: SeatId, limits: &Limits) -> Result<Asked, ApiError> {
        let conversation = conversation_id(&self.conversation)?;
        let (act, needs) = match self.what {
            What::Take {} => (Act::Take { seat }, Needs::Nothing),
            What::TakeOver {} => (Act::TakeOver { seat }, Needs::Permission(Permission::TakeOver)),
            What::Say { client_id, text } => {
                check_text(&text, limits.message_characters)?;
                let client_id = Some(client_id_of(client_id)?);
                (Act::Say { seat, text, client_id }, Needs::Nothing)
            }
            What::Note { client_id, text } => {
                check_text(&text, limits.message_characters)?;
                let client_id = Some(client_id_of(client_id)?);
                (Act::Note { seat, text, client_id }, Needs::Sight)
            }
            What::Label { add, remove } => {
                let (add, remove) = (labels(add)?, labels(remove)?);
                (Act::Label { seat, add, remove }, Needs::Sight)
            }
            What::Transfer { to: To::Seat(to) } => {
                let to = seat_id(&to)?;
                (Act::Transfer { seat, to: Target::Seat(to.clone()) }, Needs::Colleague(to))
            }
            What::Transfer { to: To::Skill(skill) } => {
                let to = Target::Skill(name(&skill, "to")?);
                (Act::Transfer { seat, to }, Needs::Nothing)
            }
            What::Invite { seat: guest } => {
                let guest = seat_id(&guest)?;
                (Act::Invite { seat, guest: guest.clone() }, Needs::Colleague(guest))
            }
            What::Leave {} => (Act::Leave { seat }, Needs::Nothing),
            What::HandBack {} => (Act::HandBack { seat }, Needs::Nothing),
            What::Close {} => (Act::Close { seat }, Needs::Nothing),
            What::Read { seq } => (Act::Read { seat, seq }, Needs::Sight),
            What::Wrong { seq, intent } => {
                let intent = intent.map(|intent| name(&intent, "intent")).transpose()?;
                (Act::Wrong { seat, seq, intent }, Needs::Sight)
            }
        };
        Ok(Asked { conversation, act, needs })
    }
}

fn labels(texts: BTreeSet<String>) -> Result<BTreeSet<Name>, ApiError> {
    if texts.len() > LABELS {
        return Err(ApiError::from(Code::BadName).field("add"));
    }
    texts.iter().map(|text| name(text, "add")).collect()
}

fn name(text: &str, field: &'static str) -> Result<Name, ApiError> {
    let fits = (1..=NAME_BYTES).contains(&text.len()) && !text.chars().any(char::is_control);
    if fits && !text.trim().is_empty() {
        Ok(Name::from(text))
    } else {
        Err(ApiError::from(Code::BadName).field(field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_message_is_said() {
        let check = |text: &str, field: Option<&str>, words: &str| {
            let error = SeatSays::read(text).unwrap_err();
            assert_eq!((error.code, error.field), (Code::BadFrame, field), "{text}");
            assert!(error.message.contains(words), "{text}: {}", error.message);
        };
        check(r#"{"type": "nothing"}"#, Some("type"), "`type` is none");
        check(r#"{"type": "human", "conversation": "c"}"#, Some("type"), "`type` is none");
        check(r#"{"conversation": "c"}"#, None, "missing field `type`");
        check(r#"{"type": "take"}"#, None, "missing field `conversation`");
        check(r#"{"type": "open"}"#, None, "missing field `conversation`");
        check(r#"{"type": "say", "conversation": "c", "client_id": "1"}"#, None, "missing field `text`");
    }
}
