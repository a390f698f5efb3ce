//! Every name that is used must be given somewhere.

use crate::content::{
    Code, ENTITY_KINDS,
    draft::{Draft, Kind},
    node::suggest,
};
use crate::domain::Name;

pub(super) fn check(draft: &mut Draft) {
    let mut findings = Vec::new();
    for reference in &draft.references {
        let (kind, name) = (reference.kind, &reference.name);
        let built_in = kind == Kind::Entity && ENTITY_KINDS.contains(&name.as_str());
        if built_in || draft.defined(kind, name) {
            continue;
        }
        let message = if kind == Kind::HandoffReason {
            format!("`terms.handoff_reason` has no words for `{name}`")
        } else {
            let built_in = if kind == Kind::Entity { &ENTITY_KINDS[..] } else { &[] };
            let hint = suggest(name.as_str(), draft.names(kind).chain(built_in.iter().copied()));
            format!("there is no {} `{name}`{hint}", kind.noun())
        };
        findings.push((reference.place.clone(), code(kind), message));
    }
    for (intent, slot, place) in &draft.filled {
        let Some(known) = draft.content.intents.get(intent) else { continue };
        if known.slots.iter().all(|known| known.name != *slot) {
            let hint = suggest(slot.as_str(), known.slots.iter().map(|slot| slot.name.as_str()));
            findings.push((
                place.clone(),
                Code::UnknownSlot,
                format!("intent `{intent}` has no slot `{slot}`{hint}"),
            ));
        }
    }
    findings.extend(unreachable_intents(draft));
    for (place, code, message) in findings {
        draft.findings.add(&place, code, message);
    }
}

fn code(kind: Kind) -> Code {
    match kind {
        Kind::Intent => Code::UnknownIntent,
        Kind::Reply => Code::UnknownReply,
        Kind::Call => Code::UnknownCall,
        Kind::Entity => Code::UnknownEntity,
        Kind::Category => Code::UnknownCategory,
        Kind::Product | Kind::Thing | Kind::Faq | Kind::Correction => Code::UnknownThing,
        Kind::Terms => Code::UnknownTerm,
        Kind::HandoffReason => Code::UnnamedReason,
    }
}

/// Intents that nothing leads to.
fn unreachable_intents(draft: &Draft) -> Vec<(crate::content::Place, Code, String)> {
    let corrected =
        |name: &Name| draft.content.corrections.iter().any(|correction| correction.intent == *name);
    let intents = draft.content.intents.values();
    intents
        .filter(|intent| intent.examples.is_empty() && !corrected(&intent.name))
        .filter_map(|intent| {
            let place = draft.definitions.get(&(Kind::Intent, intent.name.clone()))?.clone();
            let message = format!("intent `{}` has neither examples nor a correction to it", intent.name);
            Some((place, Code::NoExamples, message))
        })
        .collect()
}
