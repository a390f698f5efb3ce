//! The operator's files as data: read once, checked wholly, then immutable.
//!
//! Loading and checking are the same code: `load` always returns what it could read together with every finding.

mod catalog;
mod chart;
mod check;
mod conversation;
mod correction;
mod diagnostic;
mod draft;
pub mod edit;
pub(crate) mod emit;
mod entity;
mod expression;
mod faq;
mod flow;
mod intent;
mod jinja;
pub mod labelled;
mod learned;
mod load;
mod node;
mod reply;
mod shared;
mod slot;
pub mod source;
pub mod yaml;

use std::{collections::BTreeMap, sync::Arc};

pub use catalog::{Catalog, Category, Product, Relation, ReturnWindow};
pub use chart::{Chart, ChartNode, Edge, NodeKind, chart};
pub use check::SYSTEM_REPLIES;
pub use conversation::{Conversation, Turn};
pub use correction::{Condition, Correction};
pub use diagnostic::{Code, Diagnostic, Place, Severity};
pub use entity::EntityKind;
pub use expression::{Expression, Template};
pub use faq::Faq;
pub use flow::{Flow, Step};
pub use intent::{Example, Intent, Rule, Threshold};
pub use jinja::FILTERS;
pub use learned::{LEARNED, Learned, Source};
pub use load::{conversations, load};
pub(crate) use node::suggest;
pub use reply::{Reply, Wordings};
pub use shared::{HandoffRule, Phrases};
pub use slot::{Choices, Slot};
pub use source::SourceFile;

use crate::domain::{Integration, Name};

/// All content of one version.
#[derive(Debug, Clone, Default)]
pub struct Content {
    pub intents: BTreeMap<Name, Intent>,
    /// What `threshold: auto` means where the model's own choice does not hold.
    pub thresholds: BTreeMap<Name, f32>,
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

/// Entity kinds that are recognised everywhere; `text` is a whole message.
pub const ENTITY_KINDS: [&str; 15] = [
    "order_no",
    "tracking_no",
    "phone",
    "money",
    "quantity",
    "date",
    "period",
    "ordinal",
    "product",
    "category",
    "carrier",
    "city",
    "promotion",
    "yes_no",
    "text",
];

/// Variables that expressions and replies have besides slots, entities and answers of calls.
pub const VARIABLES: [&str; 13] = [
    "facts",
    "text",
    "call",
    "failure",
    "item",
    "value",
    "customer",
    "shop",
    "channel",
    "now",
    "language",
    "return_window",
    "task",
];

/// The text as every stage of understanding sees a message.
fn normalized(text: &str) -> String {
    crate::text::normalize(text).as_str().to_owned()
}

/// The first 16 hex digits of the SHA-256 of the parts, each with its length in front.
fn digest<'a>(parts: impl Iterator<Item = &'a [u8]>) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hex::encode(&hash.finalize()[..8])
}
