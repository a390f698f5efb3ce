//! Looking into the YAML and JSON of others: what is not there is nothing, not a fault.

use crate::content::{
    Place,
    yaml::{Data, Node},
};

impl Node {
    /// The value of a key, unless this is no mapping.
    pub(super) fn at(&self, key: &str) -> Option<&Node> {
        self.pairs().iter().find(|(name, _)| name.word() == Some(key)).map(|(_, value)| value)
    }

    /// The text of a key.
    pub(super) fn word_at(&self, key: &str) -> Option<&str> {
        self.at(key)?.word()
    }

    pub(super) fn word(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            Data::Nothing | Data::List(_) | Data::Map(_) => None,
        }
    }

    pub(super) fn pairs(&self) -> &[(Node, Node)] {
        match &self.data {
            Data::Map(entries) => entries,
            Data::Nothing | Data::Text(_) | Data::List(_) => &[],
        }
    }

    pub(super) fn items(&self) -> &[Node] {
        match &self.data {
            Data::List(items) => items,
            Data::Nothing | Data::Text(_) | Data::Map(_) => &[],
        }
    }

    /// The items of a key that holds a list.
    pub(super) fn items_at(&self, key: &str) -> &[Node] {
        self.at(key).map_or(&[], Node::items)
    }

    /// The lines of a text with their places; `- ` in front is left on.
    pub(super) fn lines_of_text(&self) -> Vec<(&str, Place)> {
        let Some(text) = self.word() else { return Vec::new() };
        // A block's place is its first line that is not blank.
        let lines = text.trim_start_matches('\n').lines().enumerate();
        lines
            .map(|(index, line)| (line, Place { line: self.place.line + index, ..self.place.clone() }))
            .collect()
    }
}
