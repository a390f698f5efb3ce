//! Who holds a conversation.

use serde::{Deserialize, Serialize};

use super::SeatId;

/// One side of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    Customer,
    Seat(SeatId),
}

/// How a seat came to hold a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assignment {
    /// The seat took it out of the queue.
    #[default]
    Taken,
    /// The desk offered it, and the seat accepted.
    Pushed,
    /// Another seat passed it on.
    Transferred,
    /// A supervisor stepped in.
    TakenOver,
}

/// Why a seat no longer holds a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// The seat's connection is gone.
    Vanished,
    /// The seat passed it on to a skill.
    Transferred,
    /// The seat did not answer in time.
    TimedOut,
}

/// Why a conversation ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// It was quiet for long, and something new begins.
    #[default]
    Over,
    BySeat(SeatId),
    /// The customer did not answer a person any more.
    Idle,
    /// Nobody came in time.
    QueueTimedOut,
}

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
