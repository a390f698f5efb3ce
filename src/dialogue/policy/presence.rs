//! While a person holds the conversation, or is about to, the bot keeps quiet, but for what the desk lets it say.

use std::sync::Arc;

use super::{Policy, is_phrase, leaves};
use crate::{
    dialogue::{draft::Draft, playbook::Playbook, tracker::Tracker},
    domain::{Action, Decision, Event, Mode, Name, Signal},
};

pub(super) struct Presence(pub Arc<Playbook>);

impl Policy for Presence {
    fn propose(&self, tracker: &Tracker, signal: &Signal) -> Option<Decision> {
        let mut draft = Draft::new(&self.0, tracker, signal, "presence");
        match (&tracker.mode, signal) {
            (_, Signal::Desk(notice)) => draft.say(&Name::from(notice.reply())),
            (Mode::Bot, _) => return None,
            (Mode::Human(_) | Mode::Closed, _)
            | (Mode::Waiting, Signal::Returned(..) | Signal::PersonAsked) => {}
            (Mode::Waiting, Signal::Said(understanding)) => {
                let already = Name::from("handoff.already");
                let (text, cancel) = (&understanding.trace.normalized, &self.0.content.phrases.cancel);
                if is_phrase(text, cancel) || leaves(text, cancel) {
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
