//! intents/shared.yml.

use std::{collections::BTreeMap, sync::Arc};

use super::{intent::phrase, reply};
use crate::content::{
    HandoffRule, Phrases,
    draft::{Draft, Kind},
    yaml::Node,
};
use crate::domain::Name;

pub(super) const KEYS: &[&str] = &["replies", "phrases", "terms", "handoff"];
pub(super) const PHRASE_KEYS: &[&str] = &["human", "cancel", "correct", "yes", "no", "doubt"];
pub(super) const HANDOFF_KEYS: &[&str] = &["reason", "any", "reply"];

pub(super) fn read(node: &Node, draft: &mut Draft) {
    let Some(fields) = node.fields(KEYS, &mut draft.findings) else { return };
    if let Some(replies) = fields.get("replies") {
        reply::read_all(replies, draft);
    }
    if let Some(phrases) = fields.get("phrases") {
        read_phrases(phrases, draft);
    }
    if let Some(terms) = fields.get("terms") {
        read_terms(terms, draft);
    }
    let rules = fields.get("handoff").map_or(&[][..], |node| node.list(&mut draft.findings));
    for item in rules {
        let rule = read_handoff(item, draft);
        draft.content.handoff_rules.extend(rule);
    }
}

fn read_phrases(node: &Node, draft: &mut Draft) {
    let Some(fields) = node.fields(PHRASE_KEYS, &mut draft.findings) else { return };
    let mut of = |key| {
        let items = fields.get(key).map_or(&[][..], Node::one_or_many);
        items.iter().filter_map(|item| phrase(item, draft)).collect()
    };
    let [human, cancel, correct, yes, no, doubt] =
        ["human", "cancel", "correct", "yes", "no", "doubt"].map(&mut of);
    draft.content.phrases = Phrases { human, cancel, correct, yes, no, doubt };
}

fn read_terms(node: &Node, draft: &mut Draft) {
    let mut tables = BTreeMap::new();
    for (key, value) in node.entries(&mut draft.findings).unwrap_or_default() {
        let Some(table) = key.text(&mut draft.findings) else { continue };
        draft.define(Kind::Terms, &table.into(), &key.place);
        let mut words = BTreeMap::new();
        for (code, word) in value.entries(&mut draft.findings).unwrap_or_default() {
            let Some(code_text) = code.text(&mut draft.findings) else { continue };
            let Some(word) = word.text(&mut draft.findings) else { continue };
            if table == "handoff_reason" {
                draft.define(Kind::HandoffReason, &code_text.into(), &code.place);
            }
            words.insert(code_text.to_owned(), word.to_owned());
        }
        tables.insert(table.to_owned(), words);
    }
    draft.content.terms = Arc::new(tables);
}

fn read_handoff(node: &Node, draft: &mut Draft) -> Option<HandoffRule> {
    let fields = node.fields(HANDOFF_KEYS, &mut draft.findings)?;
    let reason = fields.need("reason", &mut draft.findings).and_then(|node| {
        let reason = node.name(&mut draft.findings)?;
        draft.refer(Kind::HandoffReason, &reason, &node.place, None);
        Some(reason)
    });
    let items = fields.need("any", &mut draft.findings).map_or(&[][..], Node::one_or_many);
    let any = items.iter().filter_map(|item| phrase(item, draft)).collect();
    let reply = fields.get("reply").and_then(|node| {
        let reply: Name = node.name(&mut draft.findings)?;
        draft.refer(Kind::Reply, &reply, &node.place, None);
        Some(reply)
    });
    Some(HandoffRule { reason: reason?, any, reply })
}
