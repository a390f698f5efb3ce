//! Conditions and wordings in the Jinja language, checked when loaded and evaluated in `dialogue`.

/// A Jinja expression whose `$` sigils are gone; its syntax was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression(pub(super) String);

impl Expression {
    pub fn source(&self) -> &str {
        &self.0
    }
}

/// A Jinja template; its syntax was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(pub(super) String);

impl Template {
    pub fn source(&self) -> &str {
        &self.0
    }
}
