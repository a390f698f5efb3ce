//! What a person needs to know to go on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Name;

/// A conversation on its way to a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Handoff {
    /// Why, as a short code: `customer_asked`, `anger`, `two_misses` …
    pub reason: Name,
    /// Which seats can take it.
    pub skill: Name,
    /// A few lines: what the customer wants and what was found so far.
    pub summary: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<Name>,
    pub slots: BTreeMap<Name, Value>,
}
