//! The policies, in the order in which they are asked.

mod answer;
mod clarify;
mod flow;
mod handoff;
mod presence;

use std::sync::Arc;

use super::{playbook::Playbook, tracker::Tracker};
use crate::domain::{Decision, Signal};

/// A way to react. The first policy that proposes something decides.
pub trait Policy: Send + Sync {
    fn propose(&self, tracker: &Tracker, signal: &Signal) -> Option<Decision>;
}

/// All policies: who may speak, who asks for a person, what runs, what can be answered, what must be asked.
pub fn policies(playbook: &Arc<Playbook>) -> Vec<Box<dyn Policy>> {
    vec![
        Box::new(presence::Presence(playbook.clone())),
        Box::new(handoff::Handoff(playbook.clone())),
        Box::new(flow::Flow(playbook.clone())),
        Box::new(answer::Answer(playbook.clone())),
        Box::new(clarify::Clarify(playbook.clone())),
    ]
}

/// Whether the message is one of the phrases, but for punctuation around it.
fn is_phrase(text: &str, phrases: &[String]) -> bool {
    let text = bare(text);
    !text.is_empty() && phrases.iter().any(|phrase| bare(phrase) == text)
}

/// Whether the message begins with one of the phrases.
fn begins_with(text: &str, phrases: &[String]) -> bool {
    phrases.iter().any(|phrase| bare(text).starts_with(bare(phrase)))
}

/// Whether the message begins with a phrase that leaves; one of a single character is too little for that.
fn leaves(text: &str, cancel: &[String]) -> bool {
    cancel.iter().any(|phrase| phrase.chars().count() > 1 && text.starts_with(phrase.as_str()))
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}
