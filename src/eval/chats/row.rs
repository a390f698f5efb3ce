//! chats.jsonl: a line for each conversation, so that a later run can tell what changed.

use serde::{Deserialize, Serialize};

use super::{Did, Ending, JudgedChat, Verdict};
use crate::domain::Name;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChatRow {
    pub id: String,
    pub ending: Ending,
    pub cost: f64,
    pub turns: Vec<RowTurn>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowTurn {
    pub user: String,
    /// As the file has it.
    pub label: Option<String>,
    /// What that means here.
    pub accept: Vec<Name>,
    pub verdict: Verdict,
    #[serde(flatten)]
    pub did: Did,
    pub confidence: Option<f32>,
    /// What the bot would say.
    pub said: Vec<String>,
    /// The call whose answer nobody knows.
    pub would_call: Option<Name>,
    /// What was answered then.
    pub agent: String,
}

impl ChatRow {
    pub fn new(chat: &JudgedChat) -> Self {
        let turns =
            chat.chat.turns.iter().zip(&chat.replayed.turns).zip(chat.labels.iter().zip(&chat.verdicts));
        let turn = |((turn, now), (label, verdict)): ((&super::ChatTurn, &super::ReplayedTurn), _)| {
            let (label, verdict): (&super::Label, &Verdict) = (label, verdict);
            RowTurn {
                user: turn.user.clone(),
                label: turn.intent.clone(),
                accept: label.accept.clone(),
                verdict: *verdict,
                did: now.did.clone(),
                confidence: now.confidence,
                said: now.said.clone(),
                would_call: now.would_call.clone(),
                agent: turn.agent.clone(),
            }
        };
        Self {
            id: chat.chat.id.clone(),
            ending: chat.ending,
            cost: chat.cost,
            turns: turns.map(turn).collect(),
        }
    }
}

/// # Errors
/// Never on what a judged chat is made of.
pub fn rows(chats: &[JudgedChat]) -> serde_json::Result<String> {
    let mut text = String::new();
    for chat in chats {
        text += &serde_json::to_string(&ChatRow::new(chat))?;
        text.push('\n');
    }
    Ok(text)
}
