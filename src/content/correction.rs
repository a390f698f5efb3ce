//! When facts about the things named turn an intent into a more exact one.

use std::collections::BTreeMap;

use super::Expression;
use crate::domain::Name;

#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    pub name: Name,
    pub when: Condition,
    pub intent: Name,
    /// Slots of the new intent, over the entities.
    pub fill: BTreeMap<Name, Expression>,
}

/// All parts that are given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Condition {
    /// One of these was understood.
    pub intent: Vec<Name>,
    /// Entities of all these kinds were found.
    pub entities: Vec<Name>,
    /// Of one of these kinds.
    pub any_entity: Vec<Name>,
    /// The product or category found belongs to one of these, or to a child of it.
    pub category: Vec<Name>,
    /// The period found lies before today.
    pub past: bool,
}
