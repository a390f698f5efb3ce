//! `/content/inbox`: what the bot did not do well by, and what becomes of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::DraftState;
use crate::{
    domain::{ConversationId, Name, Settling},
    http::error::{ApiError, Code},
    inbox::{Group, Message, Why},
};

/// Groups of an answer, unless asked otherwise, and at most.
const GROUPS: usize = 50;
const MOST_GROUPS: usize = 200;
/// Messages shown of a group; `size` counts all.
const SHOWN: usize = 100;
/// Messages of one call.
const MESSAGES: usize = 5_000;

/// The parameters as they came.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct InboxRequest {
    why: Option<String>,
    limit: Option<String>,
}

impl InboxRequest {
    /// For which reason, and how many groups.
    ///
    /// # Errors
    /// `bad_query`.
    pub fn check(self) -> Result<(Option<Why>, usize), ApiError> {
        let bad = |field, rule| Err(ApiError::new(Code::BadQuery, rule).field(field));
        let why = match self.why.as_deref() {
            None | Some("") => None,
            Some(name) => match Why::ALL.into_iter().find(|why| why.as_str() == name) {
                Some(why) => Some(why),
                None => return bad("why", "`why` names no reason for which messages are in the inbox."),
            },
        };
        let limit = match self.limit.as_deref().map(str::parse::<usize>) {
            None => GROUPS,
            Some(Ok(limit)) if limit > 0 => limit.min(MOST_GROUPS),
            Some(Ok(_) | Err(_)) => return bad("limit", "`limit` is a whole number from 1."),
        };
        Ok((why, limit))
    }
}

#[derive(Debug, Serialize)]
pub struct InboxView {
    pub groups: Vec<GroupView>,
    pub open: usize,
    pub settled_7d: usize,
    /// Messages that are not compared with others yet.
    pub ungrouped: usize,
}

#[derive(Debug, Serialize)]
pub struct GroupView {
    id: String,
    size: usize,
    suggested: Option<Suggested>,
    messages: Vec<MessageView>,
}

#[derive(Debug, Serialize)]
pub struct Suggested {
    pub intent: Name,
    pub confidence: f32,
}

#[derive(Debug, Serialize)]
struct MessageView {
    conversation: ConversationId,
    seq: u64,
    text: String,
    at: Timestamp,
    why: &'static str,
    intent: Option<Name>,
    confidence: f32,
    corrected_to: Option<Name>,
    by: Option<String>,
}

impl GroupView {
    /// `names` are those of seats, by id.
    pub fn new(group: &Group, suggested: Option<Suggested>, names: &BTreeMap<String, String>) -> Self {
        let view = |message: &Message| {
            let Message { conversation, seq, at, text, why, intent, confidence, corrected_to, by } = message;
            let name = |seat: &str| names.get(seat).cloned().unwrap_or_else(|| seat.to_owned());
            MessageView {
                conversation: conversation.clone(),
                seq: *seq,
                text: text.clone(),
                at: *at,
                why: why.as_str(),
                intent: intent.clone(),
                confidence: confidence.get(),
                corrected_to: corrected_to.clone(),
                by: by.as_ref().map(|seat| name(seat.as_str())),
            }
        };
        Self {
            id: group.id.clone(),
            size: group.messages.len(),
            suggested,
            messages: group.messages.iter().take(SHOWN).map(view).collect(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settle {
    messages: Vec<Place>,
    r#as: As,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reopen {
    messages: Vec<Place>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    conversation: ConversationId,
    seq: u64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct As {
    intent: Option<Name>,
    faq: Option<Name>,
    not_ours: bool,
    dismiss: bool,
}

impl Settle {
    /// Which messages, and what they are.
    ///
    /// # Errors
    /// `bad_edit`.
    pub fn check(self) -> Result<(Vec<(ConversationId, u64)>, Settling), ApiError> {
        let As { intent, faq, not_ours, dismiss } = self.r#as;
        let how = match (intent, faq, not_ours, dismiss) {
            (Some(intent), None, false, false) => Settling::Intent(intent),
            (None, Some(faq), false, false) => Settling::Faq(faq),
            (None, None, true, false) => Settling::NotOurs,
            (None, None, false, true) => Settling::Dismissed,
            (Some(_) | None, Some(_) | None, true | false, true | false) => {
                let message = "`as` has one of `intent`, `faq`, `not_ours` and `dismiss`.";
                return Err(ApiError::new(Code::BadEdit, message).field("as"));
            }
        };
        Ok((places(self.messages)?, how))
    }
}

impl Reopen {
    /// Which messages.
    ///
    /// # Errors
    /// `bad_edit`.
    pub fn check(self) -> Result<Vec<(ConversationId, u64)>, ApiError> {
        places(self.messages)
    }
}

fn places(messages: Vec<Place>) -> Result<Vec<(ConversationId, u64)>, ApiError> {
    if messages.is_empty() || messages.len() > MESSAGES {
        let message = format!("There are 1 to {MESSAGES} messages in a call.");
        return Err(ApiError::new(Code::BadEdit, message).field("messages"));
    }
    Ok(messages.into_iter().map(|Place { conversation, seq }| (conversation, seq)).collect())
}

#[derive(Debug, Serialize)]
pub struct SettleAnswer {
    pub settled: usize,
    pub draft: Option<DraftState>,
}
