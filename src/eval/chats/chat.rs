//! A chat as the file has it: one conversation a line.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::Did;
use crate::{
    content::{Code, Diagnostic, Place},
    domain::{Call, Channel, CustomerId, Name, Outcome, ShopId},
};

/// A conversation of the past. Of a foreign one often no more is known than who said what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chat {
    #[serde(deserialize_with = "number_or_text")]
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop: Option<ShopId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// What the customer gave in the end, 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stars: Option<u8>,
    pub turns: Vec<ChatTurn>,
}

/// A message, and what came of it then.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ChatTurn {
    /// Empty where the customer asked for a person by a button.
    pub user: String,
    /// The label. None: nobody has said what was meant.
    #[serde(default)]
    pub intent: Option<String>,
    /// What was answered then; empty where nobody did.
    #[serde(default)]
    pub agent: String,
    /// How content the customer was: 0 bad, 1 neutral, 2 good.
    #[serde(default)]
    pub sat: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Who answered then; without it, a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Answerer>,
    /// A seat called the bot's answer wrong.
    #[serde(default, skip_serializing_if = "is_false")]
    pub wrong: bool,
    /// A person was needed here: the button was pressed, or a person stepped in unasked.
    #[serde(default, skip_serializing_if = "is_false")]
    pub person: bool,
    /// The bot had been given the conversation back before this message.
    #[serde(default, skip_serializing_if = "is_false")]
    pub handed_back: bool,
    /// What shop systems were asked then, and what they said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<LoggedCall>,
    /// What the bot did then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<Did>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answerer {
    Bot,
    Person,
    Nobody,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LoggedCall {
    pub name: Name,
    #[serde(default)]
    pub with: BTreeMap<String, Value>,
    pub outcome: Outcome,
}

impl Chat {
    /// What a shop system said to the same question in this conversation: first within the turn, then to the same question at any
    /// time, then to a question of that name within the turn.
    pub(super) fn answer(&self, turn: usize, call: &Call) -> Option<Outcome> {
        let here = || self.turns[turn].calls.iter();
        let same = |logged: &&LoggedCall| logged.name == call.name && logged.with == call.with;
        let anywhere = || self.turns.iter().flat_map(|turn| &turn.calls);
        let found = here().find(same).or_else(|| anywhere().find(same));
        let found = found.or_else(|| here().find(|logged| logged.name == call.name));
        found.map(|logged| logged.outcome.clone())
    }
}

impl ChatTurn {
    /// A person's words, where a person answered.
    pub(super) fn person_said(&self) -> Option<&str> {
        let by_person = matches!(self.by, Some(Answerer::Person) | None);
        Some(self.agent.as_str()).filter(|said| by_person && !said.trim().is_empty())
    }

    /// The button that asks for a person: nothing was said.
    pub(super) fn is_button(&self) -> bool {
        self.person && self.user.is_empty()
    }
}

/// Reads chats. What could be read comes with a finding for each line that could not.
pub fn read(file: &Arc<str>, text: &str) -> (Vec<Chat>, Vec<Diagnostic>) {
    let (mut chats, mut findings) = (Vec::new(), Vec::new());
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (line, row) in (1..).zip(text.lines()).filter(|(_, row)| !row.trim().is_empty()) {
        match serde_json::from_str::<Chat>(row) {
            Ok(chat) => chats.push(chat),
            Err(error) => {
                let column = row.char_indices().take_while(|(at, _)| *at + 1 < error.column()).count() + 1;
                let place = Place { file: file.clone(), line, column };
                let message = error.to_string();
                let what = message.rsplit_once(" at line").map_or(message.as_str(), |(what, _)| what);
                let message = format!("the conversation is not as expected: {what}");
                findings.push(Diagnostic::new(&place, Code::Syntax, message));
            }
        }
    }
    (chats, findings)
}

/// A line of the file, with its end.
///
/// # Errors
/// Never on what a chat is made of.
pub fn written(chat: &Chat) -> serde_json::Result<String> {
    serde_json::to_string(chat).map(|line| line + "\n")
}

fn number_or_text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    match Value::deserialize(from)? {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            Err(serde::de::Error::custom("`id` is a text or a number"))
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}
