//! A person is one word away: asked for, or called for by the operator's keyword rules.

use std::sync::Arc;

use super::{Policy, is_phrase};
use crate::{
    content::Step,
    dialogue::{draft::Draft, playbook::Playbook, tracker::Tracker},
    domain::{Decision, Name, Signal, Stage, Understanding},
};

pub(super) struct Handoff(pub Arc<Playbook>);

impl Policy for Handoff {
    fn propose(&self, tracker: &Tracker, signal: &Signal) -> Option<Decision> {
        let draft = || Draft::new(&self.0, tracker, signal, "handoff");
        let understanding = match signal {
            Signal::Said(understanding) => understanding,
            Signal::PersonAsked => return Some(draft().hand_off(&Name::from("customer_asked"), None)),
            Signal::Returned(..) | Signal::Desk(_) => return None,
        };
        let text = &understanding.trace.normalized;
        let rules = &self.0.content.handoff_rules;
        let rule = rules.iter().find(|rule| rule.any.iter().any(|phrase| text.contains(phrase.as_str())));
        if let Some(rule) = rule {
            return Some(draft().hand_off(&rule.reason, rule.reply.as_ref()));
        }
        let reason = if is_phrase(text, &self.0.content.phrases.human) {
            Some(Name::from("customer_asked"))
        } else {
            self.asks_for_person(understanding).filter(|_| !answers_in_own_words(tracker, understanding))
        };
        reason.map(|reason| draft().hand_off(&reason, None))
    }
}

/// The answer to a question may sound like anything (个人 as the title of an invoice); only a rule is beyond doubt.
fn answers_in_own_words(tracker: &Tracker, understanding: &Understanding) -> bool {
    let asked = tracker.stack.last().is_some_and(|frame| frame.asked().is_some());
    asked && understanding.by != Stage::Rules && understanding.trace.normalized.chars().count() <= SHORT
}

/// Characters up to which an answer may be a word or two.
const SHORT: usize = 4;

impl Handoff {
    /// An intent whose flow does nothing but hand over asks for a person, whatever else is going on.
    fn asks_for_person(&self, understanding: &Understanding) -> Option<Name> {
        let intent = self.0.intent(understanding.intent()?.as_str())?;
        match intent.flow.steps.first() {
            Some(Step::HandOff { reason }) => Some(reason.clone()),
            Some(_) | None => None,
        }
    }
}
