//! The `slots` of an intent.

use super::reply::wordings;
use crate::{
    content::{
        Choices, Code, Slot, Wordings,
        draft::{CallUse, Draft, Kind, Scope},
        jinja,
        yaml::{Data, Node},
    },
    domain::Name,
};

pub(super) const KEYS: &[&str] =
    &["entity", "required", "ask", "ask_en", "choices", "prefer", "validate", "invalid", "attempts"];

/// So many useless answers, unless the slot says otherwise.
const ATTEMPTS: u32 = 2;

pub(super) fn read_all(node: &Node, intent: &Name, draft: &mut Draft) -> Vec<Slot> {
    let entries = node.entries(&mut draft.findings).unwrap_or_default();
    let mut slots: Vec<Slot> = Vec::new();
    for (key, value) in entries {
        let Some(name) = key.name(&mut draft.findings) else { continue };
        if slots.iter().all(|slot| slot.name != name) {
            slots.extend(read(name, value, intent, draft));
        }
    }
    slots
}

fn read(name: Name, node: &Node, intent: &Name, draft: &mut Draft) -> Option<Slot> {
    let fields = node.fields(KEYS, &mut draft.findings)?;
    let scope = Scope::Intent(intent.clone());
    let kind = fields.need("entity", &mut draft.findings)?;
    let entity = kind.name(&mut draft.findings)?;
    draft.refer(Kind::Entity, &entity, &kind.place, Some(intent));
    let required = fields.flag("required", &mut draft.findings).unwrap_or(false);
    let ask = Wordings {
        zh: fields.get("ask").map(|node| wordings(node, &scope, draft)).unwrap_or_default(),
        en: fields.get("ask_en").map(|node| wordings(node, &scope, draft)).unwrap_or_default(),
    };
    if required && ask.zh.is_empty() && fields.get("ask").is_none() {
        let message = format!("slot `{name}` is required, so it needs an `ask`");
        draft.findings.add(&node.place, Code::MissingKey, message);
    }
    let choices = fields.get("choices").and_then(|node| read_choices(node, intent, draft));
    let prefer = fields.get("prefer").and_then(|node| jinja::expression(node, &scope, draft));
    let validate = fields.get("validate").and_then(|node| jinja::expression(node, &scope, draft));
    let invalid = fields.get("invalid").and_then(|node| {
        let reply = node.name(&mut draft.findings)?;
        draft.refer(Kind::Reply, &reply, &node.place, Some(intent));
        Some(reply)
    });
    let attempts = fields.get("attempts").and_then(|node| read_attempts(node, draft)).unwrap_or(ATTEMPTS);
    Some(Slot { name, entity, required, ask, choices, prefer, validate, invalid, attempts })
}

fn read_attempts(node: &Node, draft: &mut Draft) -> Option<u32> {
    const EXPECTED: &str = "a whole number from 1 to 10";
    let attempts = node.value(EXPECTED, &mut draft.findings)?;
    if !(1..=10).contains(&attempts) {
        draft.findings.add(&node.place, Code::BadValue, format!("expected {EXPECTED}"));
        return None;
    }
    Some(attempts)
}

/// A call, or a list of fixed values.
fn read_choices(node: &Node, intent: &Name, draft: &mut Draft) -> Option<Choices> {
    match &node.data {
        Data::List(_) => Some(Choices::Fixed(node.texts(&mut draft.findings))),
        Data::Text(_) => {
            let call = node.name(&mut draft.findings)?;
            draft.refer(Kind::Call, &call, &node.place, Some(intent));
            let (arguments, place) = (Vec::new(), node.place.clone());
            draft.calls.push(CallUse { call: call.clone(), arguments, for_choices: true, place });
            Some(Choices::Call(call))
        }
        Data::Nothing | Data::Map(_) => {
            node.expected("a call or a list of texts", &mut draft.findings);
            None
        }
    }
}
