//! What a version does about a message in a conversation, in short.

use crate::{
    conversation::Brain,
    dialogue::Tracker,
    domain::{Confidence, Event, Name, Signal, Understanding},
    versions::{Does, Outcome},
};

/// What the reply of an FAQ entry is called begins with this.
const FAQ: &str = "faq:";

/// What the brain has decided, or would decide: deciding is pure.
pub(super) fn reaction(brain: &dyn Brain, tracker: &Tracker, understanding: Understanding) -> Outcome {
    let by = understanding.by;
    let (top, confidence) = match understanding.top() {
        Some((intent, confidence)) => (Some(intent.clone()), confidence),
        None => (None, Confidence::NONE),
    };
    let events = brain.decide(tracker, &Signal::Said(understanding)).events;
    let does = if events.iter().any(|event| matches!(event, Event::Missed {})) {
        Does::NotUnderstood
    } else if events.iter().any(|event| matches!(event, Event::Clarified { .. })) {
        Does::AsksWhich
    } else {
        events.iter().find_map(entry).map_or(Does::Answers, Does::Faq)
    };
    // In a flow that only goes on, the words of an answer are about no intent of their own.
    let running = tracker.stack.last().map(|frame| frame.flow.clone()).filter(|_| does == Does::Answers);
    Outcome { intent: events.iter().rev().find_map(started).or(running).or(top), does, confidence, by }
}

fn entry(event: &Event) -> Option<Name> {
    if let Event::BotSaid { reply: Some(reply), .. } = event {
        reply.as_str().strip_prefix(FAQ).map(Name::from)
    } else {
        None
    }
}

fn started(event: &Event) -> Option<Name> {
    if let Event::FlowStarted { flow, .. } = event { Some(flow.clone()) } else { None }
}
