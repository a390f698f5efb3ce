//! What is understood is answered: a choice of the clarifying question, an FAQ entry, or the intent's flow.

use std::sync::Arc;

use super::{Policy, bare};
use crate::{
    content::{Intent, Step},
    dialogue::{
        draft::Draft,
        flow::{self, Sureness},
        playbook::Playbook,
        slot,
        tracker::{Tracker, UNCLEAR},
    },
    domain::{Decision, Event, Name, Signal, Stage, Understanding},
};

/// An FAQ entry answers outright from this confidence on.
const DIRECT: Sureness = Sureness { of_topic: 0.95, other: 0.95 };

pub(super) struct Answer(pub Arc<Playbook>);

impl Policy for Answer {
    fn propose(&self, tracker: &Tracker, signal: &Signal) -> Option<Decision> {
        let Signal::Said(understanding) = signal else { return None };
        let mut draft = Draft::new(&self.0, tracker, signal, "answer");
        if let Some(intent) = self.picked(tracker, understanding) {
            return Some(flow::start(draft, intent));
        }
        let intent = understanding.intent().or_else(|| confirmed(&draft, understanding));
        let intent = intent.and_then(|intent| self.0.intent(intent.as_str()));
        let settled = understanding.by == Stage::Rules;
        let acts = intent.is_some_and(calls_systems);
        let topic = intent.map(|intent| &intent.name);
        if !settled && !acts && flow::answer_faq(&mut draft, topic, DIRECT) {
            return Some(flow::advance(draft));
        }
        let intent = intent?;
        if intent.name == UNCLEAR {
            draft.emit(Event::Missed {});
            if draft.tracker.misses >= super::clarify::MISSES {
                return Some(draft.hand_off(&Name::from("two_misses"), None));
            }
        }
        Some(flow::start(draft, intent))
    }
}

impl Answer {
    /// A button was tapped or typed: an intent's title, or a number after "您是想问…?".
    fn picked(&self, tracker: &Tracker, understanding: &Understanding) -> Option<&Intent> {
        let text = bare(&understanding.trace.normalized);
        let clarified = tracker.clarified.as_ref().map_or(&[][..], |asked| &asked.intents);
        if let Some(intent) = slot::numbered(clarified, understanding) {
            return self.0.intent(intent.as_str());
        }
        let titled = self.0.content.intents.values().find(|intent| {
            let title_en = intent.title_en.as_deref().unwrap_or_default();
            bare(&intent.title.to_lowercase()) == text || bare(&title_en.to_lowercase()) == text
        });
        titled.filter(|_| !text.is_empty())
    }
}

/// The likeliest intent, not sure enough by itself, when the FAQ entry that would answer outright is about it too.
fn confirmed<'u>(draft: &Draft, understanding: &'u Understanding) -> Option<&'u Name> {
    let (likeliest, _) = understanding.intents.first()?;
    let (entry, _) = flow::faq_entry(draft, None, DIRECT)?;
    (entry.intent.as_ref() == Some(likeliest)).then_some(likeliest)
}

/// Live data beats a general answer.
fn calls_systems(intent: &Intent) -> bool {
    intent.flow.steps.iter().any(|step| matches!(step, Step::Call { .. }))
}
