//! Every variable can be set where it is used.

use std::collections::BTreeSet;

use crate::content::{
    Code, ENTITY_KINDS, Step, VARIABLES,
    draft::{Draft, Kind, Scope, Variable},
    node::suggest,
};
use crate::domain::Name;

pub(super) fn check(draft: &mut Draft) {
    let mut findings = Vec::new();
    for variable in &draft.variables {
        let users = match &variable.scope {
            Scope::Row => {
                if variable.name != "item" {
                    let message = format!("only `item` is known here, not `{}`", variable.name);
                    findings.push((variable.place.clone(), message));
                }
                continue;
            }
            Scope::Entities => vec![None],
            Scope::Intent(name) => vec![Some(name)],
            Scope::Reply(name) => speakers(draft, name),
        };
        findings.extend(users.into_iter().find_map(|intent| unknown(draft, variable, intent)));
    }
    for (place, message) in findings {
        draft.findings.add(&place, Code::UnknownVariable, message);
    }
}

/// The intents whose flows say a reply; none stands for the engine itself.
fn speakers<'d>(draft: &'d Draft, reply: &Name) -> Vec<Option<&'d Name>> {
    let references = draft.references.iter();
    let users: BTreeSet<_> = references
        .filter(|reference| reference.kind == Kind::Reply && reference.name == *reply)
        .map(|reference| reference.by.as_ref())
        .collect();
    if users.is_empty() { vec![None] } else { users.into_iter().collect() }
}

fn unknown(
    draft: &Draft,
    variable: &Variable,
    intent: Option<&Name>,
) -> Option<(crate::content::Place, String)> {
    let known = known(draft, intent)?;
    let name = variable.name.as_str();
    if known.contains(name) {
        return None;
    }
    let hint = suggest(name, known.into_iter());
    let wherever = intent.map(|intent| format!(" in the flow of `{intent}`")).unwrap_or_default();
    Some((variable.place.clone(), format!("nothing sets `{name}`{wherever}{hint}")))
}

/// The variables that can be set in an intent's flow, or outside of flows. None for an intent that could not be read.
fn known<'d>(draft: &'d Draft, intent: Option<&Name>) -> Option<BTreeSet<&'d str>> {
    let mut known: BTreeSet<&str> = VARIABLES.into_iter().chain(ENTITY_KINDS).collect();
    known.extend(draft.content.entities.iter().map(|kind| kind.name.as_str()));
    if let Some(intent) = intent {
        let intent = draft.content.intents.get(intent)?;
        known.extend(intent.slots.iter().map(|slot| slot.name.as_str()));
        for step in &intent.flow.steps {
            if let Step::Call { bind: Some(bind), .. } = step {
                known.insert(bind.as_str());
            }
        }
    }
    Some(known)
}
