//! Test stories, and end-to-end tests: what customers say and what must come of it.

use super::annotation;
use crate::{
    content::yaml::Node,
    import::{
        emit::one_line,
        names::shown,
        note::Notes,
        project::{Conversation, Turn, plain},
    },
};

/// Whether a story says what customers wrote beside what it means.
pub(super) fn is_test(story: &Node) -> bool {
    story.items_at("steps").iter().any(|step| step.at("user").is_some() && step.at("intent").is_some())
}

/// A test story, or a case of an end-to-end test. `is_said` tells which actions are replies.
pub(super) fn conversation(
    story: &Node,
    is_said: &dyn Fn(&str) -> bool,
    notes: &mut Notes,
) -> Option<Conversation> {
    let title =
        story.word_at("story").or(story.word_at("test_case")).or(story.word_at("rule")).unwrap_or("test");
    let mut turns: Vec<Turn> = Vec::new();
    for step in story.items_at("steps") {
        if let Some(text) = step.word_at("user") {
            let customer =
                one_line(&plain(&annotation::parts(text.trim(), &step.place, &mut Notes::default())));
            if customer.is_empty() || customer.starts_with('/') {
                let message =
                    format!("the test `{}`: `{}` is no message of a customer", shown(title), shown(text));
                notes.left_out(&step.place, message);
                return None;
            }
            let intent = step.word_at("intent").map(str::to_owned);
            turns.push(Turn { customer, intent, ..Turn::default() });
            continue;
        }
        let Some(turn) = turns.last_mut() else {
            notes.left_out(
                &step.place,
                format!("in the test `{}`: what the bot does before anybody speaks", shown(title)),
            );
            continue;
        };
        expect(step, turn, is_said, notes);
    }
    (!turns.is_empty()).then(|| Conversation { title: one_line(title), turns })
}

fn expect(step: &Node, turn: &mut Turn, is_said: &dyn Fn(&str) -> bool, notes: &mut Notes) {
    if let Some(action) = step.word_at("action").or(step.word_at("utter")) {
        if is_said(action) {
            turn.replies.push(action.to_owned());
        } else if action != "action_listen" {
            notes.left_out(&step.place, format!("that `{}` runs is not looked at", shown(action)));
        }
    } else if let Some(words) = step.word_at("bot") {
        turn.says.push(one_line(words));
    } else if let Some(slots) = step.at("slot_was_set") {
        for (name, value) in slots.items().iter().flat_map(Node::pairs) {
            match (name.word(), value.word()) {
                (Some("requested_slot"), _) => {}
                (Some(name), Some(value)) => turn.slots.push((name.to_owned(), value.to_owned())),
                (Some(_), None) | (None, _) => {
                    notes.left_out(&name.place, "that a slot is set, without a value")
                }
            }
        }
    } else if step.at("active_loop").is_none() {
        let key = step.pairs().first().and_then(|(key, _)| key.word()).unwrap_or_default();
        notes.left_out(&step.place, format!("the expectation `{}`", shown(key)));
    }
}
