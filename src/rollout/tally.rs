//! What one side of a canary came to.

use std::ops::{AddAssign, SubAssign};

use serde::{Deserialize, Serialize};

/// Whose answer it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Live,
    Canary,
}

impl Side {
    pub const ALL: [Self; 2] = [Self::Live, Self::Canary];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Canary => "canary",
        }
    }
}

/// Turns of conversations that began since the canary did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    pub conversations: u64,
    /// With those in which the bot asked which of two things was meant.
    pub turns: u64,
    pub answered: u64,
    pub not_understood: u64,
    pub handed_over: u64,
    /// Turns that turned out wrong; see docs/versions.md.
    pub wrong: u64,
    /// Conversations with such a turn.
    pub wrong_conversations: u64,
}

impl Tally {
    fn each(&mut self, other: &Self, change: impl Fn(&mut u64, u64)) {
        change(&mut self.conversations, other.conversations);
        change(&mut self.turns, other.turns);
        change(&mut self.answered, other.answered);
        change(&mut self.not_understood, other.not_understood);
        change(&mut self.handed_over, other.handed_over);
        change(&mut self.wrong, other.wrong);
        change(&mut self.wrong_conversations, other.wrong_conversations);
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.each(&other, |own, others| *own += others);
    }
}

impl SubAssign for Tally {
    /// Of what was added before.
    fn sub_assign(&mut self, other: Self) {
        self.each(&other, |own, others| *own -= others);
    }
}
