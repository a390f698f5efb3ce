//! What is said and done when thinking itself has failed: a plain sentence, and a person.

use std::sync::Arc;

use jiff::Timestamp;

use super::Brain;
use crate::{
    dialogue::{Speaker, Tracker},
    domain::{
        Action, Certainty, Confidence, Decision, Event, Handoff, Language, Mode, Name, Signal, Stage, Trace,
        Understanding,
    },
};

/// Said when the content has no wording either.
const SENTENCE: &str = "抱歉，系统出了点问题，正在为您转接人工客服。";
const REPLY: &str = "system.down";
const REASON: &str = "system_down";

/// A brain without a thought: it understands nothing and hands everything over.
pub(super) struct Fallback {
    wording: Option<String>,
}

impl Fallback {
    /// In place of a brain that broke down, with an understanding that claims nothing.
    pub fn of(broken: &dyn Brain) -> (Arc<dyn Brain>, Understanding) {
        (Arc::new(Self { wording: broken.wording(REPLY) }), nothing_understood())
    }
}

impl Brain for Fallback {
    fn understand(&self, _text: &str, _at: Timestamp) -> Understanding {
        nothing_understood()
    }

    fn decide(&self, tracker: &Tracker, _signal: &Signal) -> Decision {
        hand_over(self, tracker)
    }

    fn wording(&self, _reply: &str) -> Option<String> {
        self.wording.clone()
    }
}

fn nothing_understood() -> Understanding {
    Understanding {
        by: Stage::None,
        intents: Vec::new(),
        certainty: Certainty::Unsure,
        entities: Vec::new(),
        passages: Vec::new(),
        language: Language::Zh,
        trace: Trace { threshold: Confidence::NONE, ..Trace::default() },
    }
}

/// A decision that needs no brain.
pub(super) fn hand_over(brain: &dyn Brain, tracker: &Tracker) -> Decision {
    let by = Name::from(REASON);
    if tracker.mode != Mode::Bot {
        return Decision { by, events: Vec::new(), action: Action::Listen };
    }
    let said = tracker.lines.iter().rev().find(|line| line.by == Speaker::Customer);
    let handoff = Handoff {
        reason: Name::from(REASON),
        skill: Name::from("general"),
        summary: format!("系统出错，客户原话：{}", said.map_or("", |line| line.text.as_str())),
        intent: tracker.stack.last().map(|frame| frame.flow.clone()),
        slots: tracker.slots(),
    };
    let sentence = Event::BotSaid {
        reply: Some(Name::from(REPLY)),
        text: brain.wording(REPLY).unwrap_or_else(|| SENTENCE.to_owned()),
        choices: Vec::new(),
        card: None,
        intent: None,
        confidence: None,
        policy: by.clone(),
    };
    let requested = Event::HandoffRequested { handoff: handoff.clone() };
    Decision { by, events: vec![sentence, requested], action: Action::HandOff(handoff) }
}
