//! Who holds a conversation.

use serde::{Deserialize, Serialize};

use super::SeatId;

/// Who may speak to the customer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    #[default]
    Bot,
    /// For a person.
    Waiting,
    Human(SeatId),
    Closed,
}

impl Mode {
    /// The word that the outside sees.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Bot => "bot",
            Self::Waiting => "waiting",
            Self::Human(_) => "human",
            Self::Closed => "closed",
        }
    }
}
