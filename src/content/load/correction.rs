//! knowledge/corrections.yml.

use std::collections::BTreeMap;

use crate::{
    content::{
        Condition, Correction,
        draft::{Draft, Kind, Scope},
        jinja,
        node::Fields,
        yaml::Node,
    },
    domain::Name,
};

pub(super) const KEYS: &[&str] = &["corrections"];
pub(super) const CORRECTION_KEYS: &[&str] = &["name", "when", "intent", "fill"];
pub(super) const WHEN_KEYS: &[&str] = &["intent", "entities", "any_entity", "category", "past"];

pub(super) fn read(node: &Node, draft: &mut Draft) {
    let Some(fields) = node.fields(KEYS, &mut draft.findings) else { return };
    let Some(corrections) = fields.need("corrections", &mut draft.findings) else { return };
    for item in corrections.list(&mut draft.findings) {
        let correction = read_correction(item, draft);
        draft.content.corrections.extend(correction);
    }
}

fn read_correction(node: &Node, draft: &mut Draft) -> Option<Correction> {
    let fields = node.fields(CORRECTION_KEYS, &mut draft.findings)?;
    let name_node = fields.need("name", &mut draft.findings)?;
    let name = name_node.name(&mut draft.findings)?;
    draft.define(Kind::Correction, &name, &name_node.place);
    let when = fields.need("when", &mut draft.findings).and_then(|node| read_condition(node, draft));
    let intent_node = fields.need("intent", &mut draft.findings)?;
    let intent = intent_node.name(&mut draft.findings)?;
    draft.refer(Kind::Intent, &intent, &intent_node.place, None);
    let mut fill = BTreeMap::new();
    let entries = fields.get("fill").and_then(|node| node.entries(&mut draft.findings));
    for (slot, value) in entries.unwrap_or_default() {
        let Some(slot_name) = slot.name(&mut draft.findings) else { continue };
        draft.filled.push((intent.clone(), slot_name.clone(), slot.place.clone()));
        if let Some(expression) = jinja::expression(value, &Scope::Entities, draft) {
            fill.insert(slot_name, expression);
        }
    }
    Some(Correction { name, when: when?, intent, fill })
}

fn read_condition(node: &Node, draft: &mut Draft) -> Option<Condition> {
    let fields = node.fields(WHEN_KEYS, &mut draft.findings)?;
    Some(Condition {
        intent: names(&fields, "intent", Kind::Intent, draft),
        entities: names(&fields, "entities", Kind::Entity, draft),
        any_entity: names(&fields, "any_entity", Kind::Entity, draft),
        category: names(&fields, "category", Kind::Category, draft),
        past: fields.flag("past", &mut draft.findings).unwrap_or(false),
    })
}

fn names(fields: &Fields<'_>, key: &str, kind: Kind, draft: &mut Draft) -> Vec<Name> {
    let items = fields.get(key).map_or(&[][..], Node::one_or_many);
    let mut names = Vec::new();
    for item in items {
        let Some(name) = item.name(&mut draft.findings) else { continue };
        draft.refer(kind, &name, &item.place, None);
        names.push(name);
    }
    names
}
