//! What a flow must know before it can go on.

use super::{Expression, Wordings};
use crate::domain::Name;

#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    pub name: Name,
    /// The kind of entity that fills it; `text` takes the whole next message.
    pub entity: Name,
    /// Asked for before the first step.
    pub required: bool,
    pub ask: Wordings,
    pub choices: Option<Choices>,
    /// Over `item`: only rows like this, if there are any.
    pub prefer: Option<Expression>,
    /// Over `value`.
    pub validate: Option<Expression>,
    /// The reply when `validate` does not hold.
    pub invalid: Option<Name>,
    /// So many useless answers, then a person.
    pub attempts: u32,
}

/// Where a slot's buttons come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choices {
    /// The rows of this call's answer.
    Call(Name),
    Fixed(Vec<String>),
}
