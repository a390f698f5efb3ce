//! A running flow goes on: an answer to its question, a call that returned, a correction, a change of mind, a digression.

use std::sync::Arc;

use super::{Policy, begins_with, is_phrase, leaves};
use crate::{
    content::{Choices, Intent, Slot},
    dialogue::{
        draft::Draft,
        flow::{self, advance},
        frame::{Frame, Waiting},
        playbook::Playbook,
        slot,
        tracker::{Tracker, UNCLEAR},
    },
    domain::{Action, Certainty, Decision, Event, FilledBy, FlowEnd, Name, Signal, Understanding},
};

/// "算了不取消了" leaves the flow as "算了" does; in a longer message more is wanted.
const CANCEL_MESSAGE: usize = 8;

pub(super) struct Flow(pub Arc<Playbook>);

impl Policy for Flow {
    fn propose(&self, tracker: &Tracker, signal: &Signal) -> Option<Decision> {
        let mut draft = Draft::new(&self.0, tracker, signal, "flow");
        match signal {
            Signal::Returned(..) => Some(returned(draft)),
            Signal::PersonAsked | Signal::Desk(_) => None,
            Signal::Said(understanding) => match tracker.stack.last() {
                Some(frame) => self.said(draft, frame, understanding),
                None if is_phrase(&understanding.trace.normalized, &self.0.content.phrases.cancel) => {
                    draft.say(&Name::from("flow.cancelled"));
                    Some(draft.decide(Action::Listen))
                }
                None => self.corrected_late(draft, understanding),
            },
        }
    }
}

/// The answer is in the tracker; the flow goes on if nothing is on top of it.
fn returned(draft: Draft) -> Decision {
    match draft.tracker.stack.last().map(|frame| &frame.waiting) {
        Some(Waiting::Nothing) => advance(draft),
        Some(Waiting::Slot(_) | Waiting::Call { .. }) | None => draft.decide(Action::Listen),
    }
}

impl Flow {
    fn said(&self, mut draft: Draft, frame: &Frame, understanding: &Understanding) -> Option<Decision> {
        let phrases = &self.0.content.phrases;
        let text = &understanding.trace.normalized;
        let short = text.chars().count() <= CANCEL_MESSAGE && !elsewhere(frame, understanding);
        if is_phrase(text, &phrases.cancel) || short && leaves(text, &phrases.cancel) {
            draft.end_flow(FlowEnd::Cancelled);
            draft.say(&Name::from("flow.cancelled"));
            return Some(advance(draft));
        }
        match &frame.waiting {
            Waiting::Slot(asked) => {
                let intent = self.0.intent(frame.flow.as_str());
                let Some(slot) = intent.and_then(|intent| flow::find(intent, asked).ok()) else {
                    let Some(intent) = intent else {
                        draft.break_off("the flow is no longer in the content".into());
                        return Some(draft.decide(Action::Listen));
                    };
                    flow::start_over(&mut draft, intent);
                    return Some(advance(draft));
                };
                if begins_with(text, &phrases.correct)
                    && let Some(decision) = take_back(&draft, intent?, slot, understanding)
                {
                    return Some(decision);
                }
                self.answered(draft, intent?, slot, understanding)
            }
            Waiting::Call { .. } => match elsewhere(frame, understanding) {
                true => None,
                // The shop system's answer is on its way.
                false => Some(draft.decide(Action::Listen)),
            },
            Waiting::Nothing => Some(advance(draft)),
        }
    }

    fn answered(
        &self,
        mut draft: Draft,
        intent: &Intent,
        slot: &Slot,
        understanding: &Understanding,
    ) -> Option<Decision> {
        let frame = draft.tracker.stack.last()?;
        let digresses = elsewhere(frame, understanding);
        let settled = digresses && understanding.by == crate::domain::Stage::Rules;
        let answer = slot::answer(&draft, slot, understanding).filter(|_| slot.entity != "text" || !settled);
        if let Some((value, by)) = answer {
            return Some(match slot::valid(&draft, slot, &value) {
                Ok(true) => {
                    draft.fill(&slot.name, value, by);
                    also_named(&mut draft, intent, slot, understanding);
                    advance(draft)
                }
                Ok(false) => {
                    slot::say_invalid(&mut draft, slot);
                    reject(draft, slot)
                }
                Err(reason) => {
                    draft.break_off(reason);
                    draft.hand_off(&Name::from("system_down"), None)
                }
            });
        }
        if digresses {
            return None;
        }
        Some(reject(draft, slot))
    }

    /// "不对，是另一个" after the flow has ended: it runs again without the value that was wrong.
    fn corrected_late(&self, mut draft: Draft, understanding: &Understanding) -> Option<Decision> {
        let ended = draft.tracker.ended.clone()?;
        let slot = ended.last_filled.clone()?;
        let intent = self.0.intent(ended.flow.as_str())?;
        let text = &understanding.trace.normalized;
        let correct = &self.0.content.phrases.correct;
        let meant = begins_with(text, correct) && !elsewhere(&ended, understanding);
        if !meant && !is_phrase(text, correct) {
            return None;
        }
        flow::open(&mut draft, intent);
        for (kept, value) in ended.slots.iter().filter(|(name, _)| **name != slot) {
            draft.fill(kept, value.clone(), FilledBy::Flow);
        }
        draft.say(&Name::from("flow.corrected"));
        let named = draft.tracker.stack.last().is_some_and(|frame| frame.slots.contains_key(&slot));
        match other(&ended, &slot, text) {
            Some(value) => draft.fill(&slot, value, FilledBy::Choice),
            None if named => {}
            // What could be guessed was wrong before.
            None => draft.emit(Event::SlotCleared { slot }),
        }
        Some(advance(draft))
    }
}

/// Whether the message surely wants something else than the flow does.
fn elsewhere(frame: &Frame, understanding: &Understanding) -> bool {
    understanding.certainty == Certainty::Confident
        && understanding.intent().is_some_and(|intent| *intent != frame.flow && *intent != UNCLEAR)
}

/// "不对，是另一个订单" inside the flow: clears the slot that is meant, and fills it anew if the message says with what.
///
/// At a yes-or-no question a bare "不对" is the answer no; only what names something else is a correction.
fn take_back(
    draft: &Draft,
    intent: &Intent,
    asked: &Slot,
    understanding: &Understanding,
) -> Option<Decision> {
    let frame = draft.tracker.stack.last()?.clone();
    let filled =
        intent.slots.iter().filter(|slot| frame.slots.contains_key(&slot.name) && slot.name != asked.name);
    let meant = filled.rev().find_map(|slot| Some((slot, instead(&frame, slot, understanding)?)));
    let (wrong, value) = match meant {
        Some((slot, value)) => (slot, Some(value)),
        None if asked.entity == "yes_no" => return None,
        None => {
            let last = frame.last_filled.as_ref().filter(|last| frame.slots.contains_key(*last));
            (flow::find(intent, last?).ok()?, None)
        }
    };
    let mut draft = draft.again();
    draft.emit(Event::SlotCleared { slot: wrong.name.clone() });
    draft.say(&Name::from("flow.corrected"));
    let value =
        value.or_else(|| slot::answer(&draft, wrong, understanding).filter(|_| wrong.entity != "text"));
    if let Some((value, by)) = value {
        draft.fill(&wrong.name, value, by);
    }
    Some(advance(draft))
}

/// What a correction puts in the place of a slot's value.
fn instead(
    frame: &Frame,
    slot: &Slot,
    understanding: &Understanding,
) -> Option<(serde_json::Value, FilledBy)> {
    if slot.entity == "yes_no" {
        return None;
    }
    let named = understanding.entity(slot.entity.as_str()).map(|entity| entity.value.clone());
    let named = named.filter(|value| frame.slots.get(&slot.name) != Some(value));
    let named = named.or_else(|| other_title(frame, slot, &understanding.trace.normalized));
    named.map(|value| (value, FilledBy::Customer)).or_else(|| {
        other(frame, &slot.name, &understanding.trace.normalized).map(|value| (value, FilledBy::Choice))
    })
}

/// Another of the slot's fixed choices, mentioned in the message.
fn other_title(frame: &Frame, slot: &Slot, text: &str) -> Option<serde_json::Value> {
    let Some(Choices::Fixed(titles)) = &slot.choices else { return None };
    let taken = frame.slots.get(&slot.name)?.as_str()?;
    let mut others = titles.iter().filter(|title| *title != taken && text.contains(title.as_str()));
    let (other, None) = (others.next()?, others.next()) else { return None };
    Some(serde_json::Value::from(other.as_str()))
}

/// Of two choices, the one that was not taken.
fn other(frame: &Frame, slot: &Name, text: &str) -> Option<serde_json::Value> {
    let (taken, offered) = (frame.slots.get(slot)?, frame.offered.get(slot)?);
    let mut others = offered.iter().filter(|choice| choice.value != *taken);
    let (only, None) = (others.next()?, others.next()) else { return None };
    (text.contains('另') || text.contains("other")).then(|| only.value.clone())
}

/// What else the answer named fills the slots that are still empty.
fn also_named(draft: &mut Draft, intent: &Intent, answered: &Slot, understanding: &Understanding) {
    for slot in intent.slots.iter().filter(|slot| slot.entity != answered.entity && slot.entity != "yes_no") {
        let empty = draft.tracker.stack.last().is_some_and(|frame| !frame.slots.contains_key(&slot.name));
        if let Some(entity) = understanding.entity(slot.entity.as_str()).filter(|_| empty)
            && slot::valid(draft, slot, &entity.value) == Ok(true)
        {
            draft.fill(&slot.name, entity.value.clone(), FilledBy::Customer);
        }
    }
}

/// A useless answer: ask again, or after too many of them bring in a person.
fn reject(mut draft: Draft, slot: &Slot) -> Decision {
    draft.emit(Event::SlotRejected { slot: slot.name.clone() });
    let frame = draft.tracker.stack.last();
    let rejected = frame.and_then(|frame| frame.rejected.get(&slot.name)).copied().unwrap_or_default();
    if rejected >= slot.attempts {
        return draft.hand_off(&Name::from("slot_attempts"), None);
    }
    let offered =
        frame.is_some_and(|frame| frame.offered.get(&slot.name).is_some_and(|offered| !offered.is_empty()));
    draft.say(&Name::from(if offered { "choices.again" } else { "ask.again" }));
    slot::ask_again(&mut draft, slot);
    draft.decide(Action::Listen)
}
