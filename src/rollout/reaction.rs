//! What a version does about a message, in short.

use crate::{
    conversation::Brain,
    dialogue::Tracker,
    domain::{Confidence, Event, Name, Signal, Stage, Understanding},
};

/// What the reply of an FAQ entry is called begins with this.
const FAQ: &str = "faq:";

#[derive(Debug, Clone, PartialEq)]
pub struct Reaction {
    pub does: Does,
    /// What it acts on; where it does not act, the likeliest.
    pub intent: Option<Name>,
    pub confidence: Confidence,
    pub by: Stage,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Does {
    /// Goes on with an intent.
    Answers,
    /// Says this FAQ entry.
    Faq(Name),
    /// 您是想问…?
    AsksWhich,
    NotUnderstood,
}

impl Does {
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Faq(_) => "faq",
            Self::AsksWhich => "asks_which",
            Self::NotUnderstood => "not_understood",
        }
    }
}

impl Reaction {
    /// Deciding is pure, so that this is what the brain has decided or would decide in a conversation.
    pub fn of(brain: &dyn Brain, tracker: &Tracker, understanding: Understanding) -> Self {
        let (by, confidence) = (understanding.by, understanding.top().map(|(_, confidence)| confidence));
        let top = understanding.top().map(|(intent, _)| intent.clone());
        let events = brain.decide(tracker, &Signal::Said(understanding)).events;
        let has = |kind: fn(&Event) -> bool| events.iter().any(kind);
        let faq = events.iter().find_map(|event| match_faq(event));
        let does = if has(|event| matches!(event, Event::Missed {})) {
            Does::NotUnderstood
        } else if has(|event| matches!(event, Event::Clarified { .. })) {
            Does::AsksWhich
        } else {
            faq.map_or(Does::Answers, Does::Faq)
        };
        // In a flow that only goes on, the words of an answer are about no intent of their own.
        let running = tracker.stack.last().map(|frame| frame.flow.clone());
        let acts = does == Does::Answers;
        let intent = events.iter().rev().find_map(started).or(running.filter(|_| acts)).or(top);
        Self { does, intent, confidence: confidence.unwrap_or(Confidence::NONE), by }
    }

    /// Whether a customer would notice no difference.
    pub fn is_like(&self, other: &Self) -> bool {
        self.does == other.does && (self.does != Does::Answers || self.intent == other.intent)
    }
}

fn match_faq(event: &Event) -> Option<Name> {
    if let Event::BotSaid { reply: Some(reply), .. } = event {
        reply.as_str().strip_prefix(FAQ).map(Name::from)
    } else {
        None
    }
}

fn started(event: &Event) -> Option<Name> {
    if let Event::FlowStarted { flow, .. } = event { Some(flow.clone()) } else { None }
}
