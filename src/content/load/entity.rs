//! knowledge/entities.yml.

use regex::Regex;

use crate::content::{
    Code, EntityKind,
    draft::{Draft, Kind},
    yaml::Node,
};
use crate::domain::Name;

pub(super) const KEYS: &[&str] = &["entities"];
pub(super) const KIND_KEYS: &[&str] = &["values", "pattern"];

pub(super) fn read(node: &Node, draft: &mut Draft) {
    let Some(fields) = node.fields(KEYS, &mut draft.findings) else { return };
    let Some(kinds) = fields.need("entities", &mut draft.findings) else { return };
    for (key, value) in kinds.entries(&mut draft.findings).unwrap_or_default() {
        let Some(name) = key.name(&mut draft.findings) else { continue };
        if !draft.define(Kind::Entity, &name, &key.place) {
            continue;
        }
        let kind = read_kind(name, value, draft);
        draft.content.entities.extend(kind);
    }
}

fn read_kind(name: Name, node: &Node, draft: &mut Draft) -> Option<EntityKind> {
    let fields = node.fields(KIND_KEYS, &mut draft.findings)?;
    if fields.get("values").is_none() && fields.get("pattern").is_none() {
        let message = "an entity kind needs `values` or a `pattern`";
        draft.findings.add(&node.place, Code::MissingKey, message);
    }
    let values = fields.get("values").map(|node| read_values(node, draft)).unwrap_or_default();
    let pattern = fields.get("pattern").and_then(|node| {
        let pattern = Regex::new(node.text(&mut draft.findings)?);
        pattern.map_err(|error| draft.findings.add(&node.place, Code::BadValue, in_one_line(&error))).ok()
    });
    Some(EntityKind { name, values, pattern })
}

fn read_values(node: &Node, draft: &mut Draft) -> Vec<(String, Vec<String>)> {
    let mut values = Vec::new();
    for (key, names) in node.entries(&mut draft.findings).unwrap_or_default() {
        let Some(value) = key.text(&mut draft.findings) else { continue };
        values.push((value.to_owned(), names.texts(&mut draft.findings)));
    }
    values
}

/// The regex crate draws the fault under the pattern; the last line says what it is.
fn in_one_line(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    format!("not a regular expression: {}", last.trim_start_matches("error: "))
}
