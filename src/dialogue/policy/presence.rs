//! While a person holds the conversation, or is about to, the bot keeps quiet.

use std::sync::Arc;

use super::{Policy, is_phrase};
use crate::{
    dialogue::{draft::Draft, playbook::Playbook, tracker::Tracker},
    domain::{Action, Decision, Event, Mode, Name, Signal},
};

pub(super) struct Presence(pub Arc<Playbook>);

impl Policy for Presence {
    fn propose(&self, tracker: &Tracker, signal: &Signal) -> Option<Decision> {
        if tracker.mode == Mode::Bot {
            return None;
        }
        let mut draft = Draft::new(&self.0, tracker, signal, "presence");
        match (&tracker.mode, signal) {
            (Mode::Bot | Mode::Human(_) | Mode::Closed, _) | (Mode::Waiting, Signal::Returned(..)) => {}
            (Mode::Waiting, Signal::Said(understanding)) => {
                let already = Name::from("handoff.already");
                if is_phrase(&understanding.trace.normalized, &self.0.content.phrases.cancel) {
                    draft.emit(Event::HandedBack { seat: None });
                    draft.say(&Name::from("handoff.back"));
                } else if tracker.last_reply.as_ref() != Some(&already) {
                    draft.say(&already);
                }
            }
        }
        Some(draft.decide(Action::Listen))
    }
}
