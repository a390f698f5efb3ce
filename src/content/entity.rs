//! Entity kinds that the shop describes itself.

use crate::domain::Name;

#[derive(Debug, Clone)]
pub struct EntityKind {
    pub name: Name,
    /// Canonical values with their other names.
    pub values: Vec<(String, Vec<String>)>,
    /// A regular expression; the first group, or the whole match, is the value.
    pub pattern: Option<regex::Regex>,
}
