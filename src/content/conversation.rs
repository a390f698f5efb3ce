//! Scripted conversations: what a customer says, and what must come of it.

use std::collections::BTreeMap;

use super::Place;
use crate::domain::{Channel, CustomerId, Failure, Name, ShopId};

#[derive(Debug, Clone, PartialEq)]
pub struct Conversation {
    pub place: Place,
    pub title: String,
    pub customer: CustomerId,
    pub shop: ShopId,
    pub channel: Channel,
    /// Calls that fail in this conversation.
    pub fails: BTreeMap<Name, Failure>,
    pub turns: Vec<Turn>,
}

/// One message and what is expected of the reaction to it; what is absent is not looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    pub place: Place,
    pub customer: String,
    /// The intent that is understood, or that a correction makes of it.
    pub intent: Option<Name>,
    /// Replies that are said, among others.
    pub reply: Vec<Name>,
    /// Texts that stand in what is said.
    pub says: Vec<String>,
    /// Texts that do not.
    pub says_not: Vec<String>,
    /// The slot that is asked for in the end.
    pub asks: Option<Name>,
    /// How many buttons the last message has.
    pub choices: Option<usize>,
    /// Slots that are filled in this turn, with their values.
    pub slots: BTreeMap<Name, String>,
    /// Calls that are made.
    pub calls: Vec<Name>,
    /// The reason with which it is handed over.
    pub handoff: Option<Name>,
    /// Who may speak afterwards: `bot`, `waiting`.
    pub mode: Option<String>,
    /// The policy that decides last.
    pub policy: Option<Name>,
}
