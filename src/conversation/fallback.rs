//! What is said and done when thinking itself has failed: a plain sentence, and a person.

use std::sync::Arc;

use jiff::Timestamp;

use super::Brain;
use crate::{
    dialogue::{Speaker, Tracker},
    domain::{Action, Decision, Event, FlowEnd, Handoff, Mode, Name, Signal, Trace, Understanding},
};

/// What is said: the reply's plain wording, or the sentence where the content has none.
const REPLIES: [(&str, &str); 2] =
    [("system.down", "抱歉，系统出了点问题。"), ("handoff.queued", "正在为您转接人工客服，请稍等。")];
const REASON: &str = "system_down";

/// A brain without a thought: it understands nothing and hands everything over.
pub(super) struct Fallback {
    wordings: [Option<String>; REPLIES.len()],
}

impl Fallback {
    /// In place of a brain that broke down, with an understanding that claims nothing.
    pub fn of(broken: &dyn Brain) -> (Arc<dyn Brain>, Understanding) {
        (
            Arc::new(Self { wordings: REPLIES.map(|(reply, _)| broken.wording(reply)) }),
            Understanding::nothing(Trace::default()),
        )
    }
}

impl Brain for Fallback {
    fn settle(&self, _text: &str, _at: Timestamp) -> Option<Understanding> {
        Some(Understanding::nothing(Trace::default()))
    }

    fn understand(&self, _text: &str, _at: Timestamp) -> Understanding {
        Understanding::nothing(Trace::default())
    }

    fn decide(&self, tracker: &Tracker, _signal: &Signal) -> Decision {
        hand_over(self, tracker)
    }

    fn wording(&self, reply: &str) -> Option<String> {
        let position = REPLIES.iter().position(|(known, _)| *known == reply)?;
        self.wordings[position].clone()
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
    let sentences = REPLIES.map(|(reply, sentence)| Event::BotSaid {
        reply: Some(Name::from(reply)),
        text: brain.wording(reply).unwrap_or_else(|| sentence.to_owned()),
        choices: Vec::new(),
        card: None,
        intent: None,
        confidence: None,
        policy: by.clone(),
    });
    let flows = tracker.stack.iter().rev();
    let flows = flows.map(|frame| Event::FlowEnded { flow: frame.flow.clone(), how: FlowEnd::HandedOff });
    let requested = Event::HandoffRequested { handoff: handoff.clone() };
    let events = flows.chain(sentences).chain([requested]).collect();
    Decision { by, events, action: Action::HandOff(handoff) }
}
