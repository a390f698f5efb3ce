//! What the bot would say, for the seat that talks instead.

use super::{Brain, Suggestion, thinking::safely};
use crate::{
    dialogue::Tracker,
    domain::{Action, Event, Mode, Signal, Understanding},
};

/// An answer that needs no shop system. What the bot would only ask back is no help to a person, and is not suggested.
pub(super) fn of(
    brain: &dyn Brain,
    tracker: &Tracker,
    understanding: &Understanding,
    seq: u64,
) -> Option<Suggestion> {
    let mut alone = tracker.clone();
    (alone.mode, alone.handoff) = (Mode::Bot, None);
    let decision = safely(|| brain.decide(&alone, &Signal::Said(understanding.clone())))?;
    let at_a_loss = |event: &Event| matches!(event, Event::Missed {} | Event::Clarified { .. });
    if decision.action != Action::Listen || decision.events.iter().any(at_a_loss) {
        return None;
    }
    let texts: Vec<&str> = decision.events.iter().filter_map(said).collect();
    let (intent, confidence) = understanding
        .top()
        .map_or((None, None), |(intent, confidence)| (Some(intent.clone()), Some(confidence)));
    let trace = understanding.trace.clone();
    (!texts.is_empty()).then(|| Suggestion { seq, text: texts.join("\n"), intent, confidence, trace })
}

fn said(event: &Event) -> Option<&str> {
    if let Event::BotSaid { text, .. } = event { Some(text) } else { None }
}
