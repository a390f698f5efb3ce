//! Replies that the engine needs are there, and no reply is there in vain.

use std::collections::BTreeSet;

use crate::content::{
    Code, Place,
    draft::{Draft, Kind},
};

/// What the engine says by itself.
pub const SYSTEM_REPLIES: [&str; 17] = [
    "choices.none",
    "choices.again",
    "ask.again",
    "handoff.queued",
    "handoff.already",
    "handoff.back",
    "desk.next_seat",
    "desk.nobody_came",
    "desk.outside_hours",
    "desk.customer_quiet",
    "fallback.rephrase",
    "fallback.options",
    "flow.cancelled",
    "flow.resumed",
    "flow.corrected",
    "system.down",
    "message.empty",
];

/// What the engine says where the content has it; silence is an answer too.
const OPTIONAL_REPLIES: [&str; 1] = ["attachment.received"];

pub(super) fn check(draft: &mut Draft) {
    for name in SYSTEM_REPLIES {
        if !draft.defined(Kind::Reply, &name.into()) {
            let place = Place::start("intents/shared.yml");
            draft.findings.add(
                &place,
                Code::MissingReply,
                format!("the engine says `{name}`, but no file has it"),
            );
        }
    }
    let references = draft.references.iter().filter(|reference| reference.kind == Kind::Reply);
    let used: BTreeSet<&str> = references
        .map(|reference| reference.name.as_str())
        .chain(SYSTEM_REPLIES)
        .chain(OPTIONAL_REPLIES)
        .collect();
    for ((kind, name), place) in &draft.definitions {
        if *kind == Kind::Reply && !used.contains(name.as_str()) {
            draft.findings.add(place, Code::UnusedReply, format!("nothing says the reply `{name}`"));
        }
    }
}
