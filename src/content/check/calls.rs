//! Calls get the arguments that they need, and say how their rows become buttons where that is asked of them.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;
use serde_json::Value;

use crate::{
    content::{Code, draft::Draft, node::suggest},
    domain::CallShape,
};

pub(super) fn check(draft: &mut Draft) {
    let shapes = || draft.content.integrations.iter().flat_map(|system| &system.calls);
    for used in &draft.calls {
        let Some((_, shape)) = shapes().find(|(name, _)| **name == used.call) else { continue };
        let call = &used.call;
        if used.for_choices && shape.choices.is_none() {
            let message = format!("call `{call}` has no `choices`, so its rows cannot become buttons");
            draft.findings.add(&used.place, Code::NoChoices, message);
        }
        let needed = arguments(shape);
        for argument in needed.iter().filter(|argument| !used.arguments.contains(argument)) {
            let message = format!("call `{call}` needs the argument `{argument}`");
            draft.findings.add(&used.place, Code::MissingArgument, message);
        }
        for argument in used.arguments.iter().filter(|argument| !needed.contains(*argument)) {
            let hint = suggest(argument, needed.iter().map(String::as_str));
            let message = format!("call `{call}` has no use for the argument `{argument}`{hint}");
            draft.findings.add(&used.place, Code::UnknownArgument, message);
        }
    }
}

/// The `{argument}`s of path and body; `{customer}` is always known.
fn arguments(shape: &CallShape) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(&Value::String(shape.path.clone()), &mut found);
    shape.body.iter().for_each(|body| collect(body, &mut found));
    found.remove("customer");
    found
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    static ARGUMENT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\{([a-z_][a-z0-9_]*)\}").expect("the pattern is constant"));
    match value {
        Value::String(text) => {
            found.extend(ARGUMENT.captures_iter(text).map(|argument| argument[1].to_owned()));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(entries) => entries.values().for_each(|entry| collect(entry, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
