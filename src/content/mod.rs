//! The operator's files as data: read once, checked wholly, then immutable.
//!
//! Loading and checking are the same code: `load` always returns what it could read together with every finding.

mod catalog;
mod correction;
mod diagnostic;
mod entity;
mod expression;
mod faq;
mod flow;
mod intent;
mod reply;
mod shared;
mod slot;

use std::{collections::BTreeMap, sync::Arc};

pub use catalog::{Catalog, Category, Product, Relation, ReturnWindow};
pub use correction::{Condition, Correction};
pub use diagnostic::{Code, Diagnostic, Severity};
pub use entity::EntityKind;
pub use expression::{Expression, Template};
pub use faq::Faq;
pub use flow::{Flow, Step};
pub use intent::{Example, Intent, Rule, Threshold};
pub use reply::{Reply, Wordings};
pub use shared::{HandoffRule, Phrases};
pub use slot::{Choices, Slot};

use crate::domain::{Integration, Name};

/// All content of one version.
#[derive(Debug, Clone, Default)]
pub struct Content {
    pub intents: BTreeMap<Name, Intent>,
    pub replies: BTreeMap<Name, Reply>,
    pub phrases: Phrases,
    /// Codes in the customer's words: `terms["order_status"]["paid"]`.
    pub terms: Arc<BTreeMap<String, BTreeMap<String, String>>>,
    pub handoff_rules: Vec<HandoffRule>,
    pub faq: Vec<Faq>,
    pub entities: Vec<EntityKind>,
    pub corrections: Vec<Correction>,
    pub catalog: Catalog,
    pub integrations: Vec<Integration>,
    /// Of every file's text, 16 hex digits: the content version.
    pub fingerprint: String,
}
