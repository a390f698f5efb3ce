//! `/ws/visitor`: what visitors say and hear.

use std::{collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    config::Limits,
    conversation::{Stars, Wish, Words},
    domain::{ConversationId, MessageId, Utterance},
    http::{
        error::{ApiError, Code},
        wire::message::check_text,
    },
};

/// Of the forms before a chat and outside opening hours.
const FIELDS: usize = 8;
const FIELD_BYTES: usize = 256;

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum VisitorSays {
    Hello(Hello),
    Say {
        client_id: String,
        text: String,
    },
    /// A button.
    Choose {
        client_id: String,
        value: Value,
    },
    Typing {
        #[serde(default)]
        text: Option<String>,
    },
    Read {
        seq: u64,
    },
    Human {},
    Rate {
        score: u8,
        #[serde(default)]
        text: Option<String>,
    },
    LeaveMessage {
        text: String,
        #[serde(default)]
        contact: BTreeMap<String, String>,
    },
    Introduce {
        fields: BTreeMap<String, String>,
    },
}

#[derive(Debug, Default, Deserialize)]
pub struct Hello {
    #[serde(default)]
    pub token: Option<String>,
    #[serde(default)]
    pub customer: Option<String>,
    #[serde(default)]
    pub signature: Option<String>,
    /// To which `after` belongs.
    #[serde(default)]
    pub conversation: Option<String>,
    /// The seq up to which everything is known.
    #[serde(default)]
    pub after: Option<u64>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum VisitorHears<'a> {
    Welcome {
        conversation: &'a ConversationId,
        seq: u64,
        token: &'a str,
        mode: &'static str,
    },
    Ack {
        client_id: &'a MessageId,
        conversation: &'a ConversationId,
        seq: u64,
    },
    Typing {
        by: &'static str,
    },
    Queue {
        position: u32,
        /// In seconds.
        eta: Option<u64>,
    },
}

impl VisitorHears<'_> {
    pub fn queue(position: u32, eta: Option<Duration>) -> Self {
        Self::Queue { position, eta: eta.map(|eta| eta.as_secs()) }
    }
}

/// One of each, with all that it may have.
#[cfg(test)]
pub(super) fn samples() -> Vec<String> {
    use super::told::frame;

    let (conversation, client_id) = (ConversationId::new("c1").unwrap(), MessageId::new("m1").unwrap());
    let (conversation, client_id) = (&conversation, &client_id);
    let all = [
        VisitorHears::Welcome { conversation, seq: 3, token: "demo.00", mode: "bot" },
        VisitorHears::Ack { client_id, conversation, seq: 3 },
        VisitorHears::Typing { by: "seat" },
        VisitorHears::Queue { position: 2, eta: Some(60) },
    ];
    // Another kind is another sample.
    let count = |hears: &VisitorHears<'_>| match hears {
        VisitorHears::Welcome { .. }
        | VisitorHears::Ack { .. }
        | VisitorHears::Typing { .. }
        | VisitorHears::Queue { .. } => 4,
    };
    assert!(all.iter().all(|hears| count(hears) == all.len()));
    all.iter().map(frame).collect()
}

/// A message of a customer with the id that its acknowledgement repeats.
///
/// # Errors
/// What is missing or too much.
pub fn words(client_id: String, text: String, limits: &Limits) -> Result<(MessageId, Utterance), ApiError> {
    let id = client_id_of(client_id)?;
    check_text(&text, limits.message_characters)?;
    let utterance = Utterance { text, title: None, message_id: Some(id.clone()), metadata: BTreeMap::new() };
    Ok((id, utterance))
}

/// A button as the words that it stands for.
///
/// # Errors
/// As for other words; `bad_frame` for a value that no button has.
pub fn chosen(client_id: String, value: Value, limits: &Limits) -> Result<(MessageId, Words), ApiError> {
    let text = match value {
        Value::String(text) => text,
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => {
            return Err(ApiError::from(Code::BadFrame).field("value"));
        }
    };
    let (id, utterance) = words(client_id, text, limits)?;
    Ok((id, Words::chosen(utterance)))
}

/// # Errors
/// `bad_client_id`.
pub fn client_id_of(text: String) -> Result<MessageId, ApiError> {
    MessageId::new(text).map_err(|_| ApiError::from(Code::BadClientId).field("client_id"))
}

/// # Errors
/// `bad_rating`, or what is wrong with the text.
pub fn rating(score: u8, text: Option<String>, limits: &Limits) -> Result<Wish, ApiError> {
    let score = Stars::new(score).ok_or_else(|| ApiError::from(Code::BadRating).field("score"))?;
    Ok(Wish::Rate { score, text: typed(text, limits)? })
}

/// # Errors
/// `bad_contact`, or what is wrong with the text.
pub fn left_message(
    text: String,
    contact: BTreeMap<String, String>,
    limits: &Limits,
) -> Result<Wish, ApiError> {
    check_text(&text, limits.message_characters)?;
    if !is_short(&contact) {
        return Err(ApiError::from(Code::BadContact).field("contact"));
    }
    Ok(Wish::LeaveMessage { text, contact })
}

/// # Errors
/// `bad_fields`.
pub fn introduction(fields: BTreeMap<String, String>) -> Result<Wish, ApiError> {
    if fields.is_empty() || !is_short(&fields) {
        return Err(ApiError::from(Code::BadFields).field("fields"));
    }
    Ok(Wish::Introduce { fields })
}

fn is_short(fields: &BTreeMap<String, String>) -> bool {
    let short = |text: &str| text.len() <= FIELD_BYTES && !text.chars().any(char::is_control);
    fields.len() <= FIELDS && fields.iter().all(|(name, value)| short(name) && short(value))
}

/// The words so far; nothing where they were deleted.
///
/// # Errors
/// `message_too_long`.
pub fn typed(text: Option<String>, limits: &Limits) -> Result<Option<String>, ApiError> {
    let text = text.filter(|text| !text.trim().is_empty());
    if let Some(text) = &text {
        check_text(text, limits.message_characters)?;
    }
    Ok(text)
}
