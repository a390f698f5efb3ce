//! Not sure enough: ask which, ask for other words, and after two misses bring in a person.

use std::sync::Arc;

use serde_json::json;

use super::Policy;
use crate::{
    dialogue::{
        draft::Draft,
        playbook::Playbook,
        tracker::{Tracker, UNCLEAR},
    },
    domain::{Action, Certainty, Choice, Confidence, Decision, Event, Name, Signal, Understanding},
};

/// So many messages in a row that nothing fitted, then a person.
pub(super) const MISSES: u32 = 2;
/// Options of "您是想问…?" when the first two are close, and when nothing is sure.
const CLOSE_OPTIONS: usize = 2;
const UNSURE_OPTIONS: usize = 3;
/// What belongs to somebody else is no option.
const OUT_OF_SCOPE: &str = "out_of_scope";
/// From this confidence on the best intent is offered, with the next beside it, and every other.
const WORTH_OFFERING: f32 = 0.15;

pub(super) struct Clarify(pub Arc<Playbook>);

impl Policy for Clarify {
    fn propose(&self, tracker: &Tracker, signal: &Signal) -> Option<Decision> {
        let Signal::Said(understanding) = signal else { return None };
        let mut draft = Draft::new(&self.0, tracker, signal, "clarify");
        draft.emit(Event::Missed {});
        if draft.tracker.misses >= MISSES {
            return Some(draft.hand_off(&Name::from("two_misses"), None));
        }
        if understanding.trace.normalized.trim().is_empty() {
            draft.say(&Name::from("message.empty"));
            return Some(draft.decide(Action::Listen));
        }
        let at_most = match understanding.certainty {
            Certainty::Confident | Certainty::Close => CLOSE_OPTIONS,
            Certainty::Unsure => UNSURE_OPTIONS,
        };
        let options = self.options(&draft, understanding, at_most);
        if options.len() < 2 {
            draft.say(&Name::from("fallback.rephrase"));
        } else {
            let (intents, choices) = options.into_iter().unzip();
            draft.emit(Event::Clarified { intents });
            draft.offer("fallback.options", choices);
        }
        Some(draft.decide(Action::Listen))
    }
}

impl Clarify {
    /// The likeliest intents as buttons.
    fn options(&self, draft: &Draft, understanding: &Understanding, at_most: usize) -> Vec<(Name, Choice)> {
        let offered =
            understanding.intents.iter().filter(|(name, _)| *name != UNCLEAR && *name != OUT_OF_SCOPE);
        let worth = |(_, confidence): &&(Name, Confidence)| confidence.get() >= WORTH_OFFERING;
        let worth = match offered.clone().filter(worth).count() {
            // A button alone is no question.
            1 => 2,
            count => count,
        };
        let known = offered.take(worth).filter_map(|(name, _)| self.0.intent(name.as_str()));
        let option = |intent: &crate::content::Intent| {
            let title = draft.title(&intent.title, intent.title_en.as_deref());
            (intent.name.clone(), Choice { value: json!(title), title })
        };
        known.take(at_most).map(option).collect()
    }
}
