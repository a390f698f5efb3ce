//! What all intents share.

use crate::domain::Name;

/// Whole messages that every flow understands, already normalised.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Phrases {
    /// Asks for a person.
    pub human: Vec<String>,
    /// Leaves the flow.
    pub cancel: Vec<String>,
    /// Takes the last answer back; the beginning of a message is enough.
    pub correct: Vec<String>,
    /// Agrees; what may follow says [`Phrases::doubt`].
    pub yes: Vec<String>,
    /// Declines; the beginning of a message is enough.
    pub no: Vec<String>,
    /// Behind a yes, takes it back: 确定吗, 好 但是…
    pub doubt: Vec<String>,
}

/// The operator's keyword rule: a match always goes to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoffRule {
    pub reason: Name,
    /// Any of these stands in the message; normalised.
    pub any: Vec<String>,
    /// Said instead of `handoff.queued`.
    pub reply: Option<Name>,
}
