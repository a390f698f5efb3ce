//! The flow machine: runs the active flow until it waits, ends or hands over.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    draft::Draft,
    frame::Waiting,
    slot::{self, Obtained},
};
use crate::{
    content::{Faq, Flow, Intent, Slot, Step},
    domain::{Action, Confidence, Decision, Event, FilledBy, FlowEnd, Name, Position},
};

/// Steps that one decision may take before it counts as a loop.
const STEPS: usize = 250;
/// Flows nest this deep at most.
const DEPTH: usize = 4;
/// From which confidence on an FAQ entry is an answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sureness {
    /// For entries of the topic that was understood.
    pub of_topic: f32,
    pub other: f32,
}

/// Inside a flow the topic was understood already, so an entry of it need not be as sure.
const IN_FLOW: Sureness = Sureness { of_topic: 0.7, other: 0.95 };

/// What a step leaves to do.
enum Next {
    Go,
    Wait(Action),
    HandOff(Name),
}

/// Starts an intent's flow with what the message named, and runs it.
pub(super) fn start(mut draft: Draft, intent: &Intent) -> Decision {
    if draft.tracker.stack.len() >= DEPTH {
        while !draft.tracker.stack.is_empty() {
            draft.end_flow(FlowEnd::Cancelled);
        }
    }
    open(&mut draft, intent);
    advance(draft)
}

/// Pushes the flow with what the message named, and fills what that settles.
pub(super) fn open(draft: &mut Draft, intent: &Intent) {
    let mut entities: BTreeMap<Name, Value> = BTreeMap::new();
    let mut corrections = Vec::new();
    if let Some(understanding) = &draft.tracker.understanding {
        for entity in &understanding.entities {
            entities.entry(entity.kind.clone()).or_insert_with(|| entity.value.clone());
        }
        corrections.extend(understanding.trace.corrections.iter().map(|(name, _)| name.clone()));
    }
    // A button after "您是想问…?" answers the message before it.
    let asked = draft.tracker.clarified.as_ref().filter(|asked| asked.intents.contains(&intent.name));
    let text = asked.map(|asked| asked.text.clone());
    if let Some(asked) = asked {
        entities.extend(asked.entities.clone());
    }
    let (flow, fingerprint) = (intent.name.clone(), intent.flow.fingerprint.clone());
    draft.emit(Event::FlowStarted { flow, fingerprint, entities, text });
    fill_by_corrections(draft, intent, &corrections);
    slot::fill_named(draft, intent);
}

fn fill_by_corrections(draft: &mut Draft, intent: &Intent, corrections: &[Name]) {
    let playbook = draft.playbook;
    let known = playbook.content.corrections.iter().filter(|known| corrections.contains(&known.name));
    for (slot, value) in known.filter(|known| known.intent == intent.name).flat_map(|known| &known.fill) {
        if let Ok(value) = draft.evaluate(value)
            && !value.is_null()
        {
            draft.fill(slot, value, FilledBy::Customer);
        }
    }
}

/// Runs on until something is left to do.
pub(super) fn advance(mut draft: Draft) -> Decision {
    for _ in 0..STEPS {
        match step(&mut draft) {
            Ok(Next::Go) if draft.broken => return draft.decide(Action::Listen),
            Ok(Next::Go) => {}
            Ok(Next::Wait(action)) => return draft.decide(action),
            Ok(Next::HandOff(reason)) => return draft.hand_off(&reason, None),
            Err(reason) => {
                draft.break_off(reason);
                return hand_off(draft, "system_down");
            }
        }
    }
    draft.break_off("the flow does not come to an end".into());
    hand_off(draft, "loop")
}

fn hand_off(draft: Draft, reason: &str) -> Decision {
    draft.hand_off(&Name::from(reason), None)
}

fn step(draft: &mut Draft) -> Result<Next, String> {
    let playbook = draft.playbook;
    let Some(frame) = draft.tracker.stack.last_mut() else { return Ok(Next::Wait(Action::Listen)) };
    if frame.waiting != Waiting::Nothing {
        return Ok(resume(draft));
    }
    let Some(intent) = playbook.intent(frame.flow.as_str()) else {
        return Err("the flow is no longer in the content".into());
    };
    if frame.fingerprint != intent.flow.fingerprint {
        start_over(draft, intent);
        return Ok(Next::Go);
    }
    if frame.failed {
        frame.failed = false;
        let Some(on_failure) = intent.flow.on_failure else {
            return Ok(Next::HandOff(Name::from("system_down")));
        };
        frame.position = on_failure;
    }
    let at = frame.position;
    let in_failure = intent.flow.on_failure.is_some_and(|from| at >= from);
    let missing = intent.slots.iter().find(|slot| slot.required && !frame.slots.contains_key(&slot.name));
    if let Some(slot) = missing.filter(|_| !in_failure) {
        return obtain(draft, slot, at);
    }
    run(draft, intent, at)
}

fn run(draft: &mut Draft, intent: &Intent, at: Position) -> Result<Next, String> {
    let next = Position(at.0 + 1);
    match step_at(&intent.flow, at) {
        Step::Call { name, with, bind } => {
            let mut arguments = BTreeMap::new();
            for (argument, value) in with {
                arguments.insert(argument.clone(), draft.evaluate(value)?);
            }
            let bind = bind.clone().unwrap_or_else(|| Name::from("call"));
            return Ok(waits(slot::start_call(draft, name, arguments, next, bind, None)));
        }
        Step::If { condition, otherwise } => {
            let holds = draft.holds(condition)?;
            go_to(draft, if holds { next } else { *otherwise });
        }
        Step::Jump(target) => go_to(draft, *target),
        Step::Reply(reply) => {
            draft.say(reply);
            go_to(draft, next);
        }
        Step::Ask(name) => {
            let filled = draft.tracker.stack.last().is_some_and(|frame| frame.slots.contains_key(name));
            if !filled {
                let slot = find(intent, name)?;
                return obtain(draft, slot, at);
            }
            go_to(draft, next);
        }
        Step::Set { slot, value } => {
            let value = draft.evaluate(value)?;
            draft.fill(slot, value, FilledBy::Flow);
            go_to(draft, next);
        }
        Step::AnswerFaq { otherwise } => {
            let answered = answer_faq(draft, Some(&intent.name), IN_FLOW);
            go_to(draft, if answered { next } else { *otherwise });
        }
        Step::HandOff { reason } => return Ok(Next::HandOff(reason.clone())),
        Step::End => end(draft),
    }
    Ok(Next::Go)
}

fn step_at(flow: &Flow, at: Position) -> &Step {
    usize::try_from(at.0).ok().and_then(|index| flow.steps.get(index)).unwrap_or(&Step::End)
}

fn go_to(draft: &mut Draft, position: Position) {
    if let Some(frame) = draft.tracker.stack.last_mut() {
        frame.position = position;
    }
}

pub(super) fn find<'i>(intent: &'i Intent, slot: &Name) -> Result<&'i Slot, String> {
    let found = intent.slots.iter().find(|known| known.name == *slot);
    found.ok_or_else(|| format!("the slot {slot} is no longer in the content"))
}

fn obtain(draft: &mut Draft, slot: &Slot, at: Position) -> Result<Next, String> {
    slot::obtain(draft, slot, at).map(waits)
}

fn waits(obtained: Obtained) -> Next {
    match obtained {
        Obtained::Filled | Obtained::FlowOver => Next::Go,
        Obtained::Waits(action) => Next::Wait(action),
    }
}

/// A completed flow that never said a word would be silence.
fn end(draft: &mut Draft) {
    if draft.tracker.stack.last().is_some_and(|frame| !frame.said) {
        draft.say(&Name::from("fallback.rephrase"));
    }
    draft.end_flow(FlowEnd::Completed);
}

/// The flow below a finished digression: asks its question again, or goes on waiting for its call.
fn resume(draft: &mut Draft) -> Next {
    let playbook = draft.playbook;
    let Some(frame) = draft.tracker.stack.last() else { return Next::Wait(Action::Listen) };
    let (flow, asked) = (frame.flow.clone(), frame.asked().cloned());
    let slot =
        asked.and_then(|asked| playbook.intent(flow.as_str()).and_then(|intent| find(intent, &asked).ok()));
    if let Some(slot) = slot {
        draft.emit(Event::FlowResumed { flow });
        draft.say(&Name::from("flow.resumed"));
        slot::ask_again(draft, slot);
    }
    Next::Wait(Action::Listen)
}

/// Content changed while the flow was waiting: it runs again from the start, with the slots that it still has.
pub(super) fn start_over(draft: &mut Draft, intent: &Intent) {
    let Some(frame) = draft.tracker.stack.last() else { return };
    let (slots, entities) = (frame.slots.clone(), frame.entities.clone());
    draft.end_flow(FlowEnd::Broken { reason: "the flow changed".into() });
    let (flow, fingerprint) = (intent.name.clone(), intent.flow.fingerprint.clone());
    draft.emit(Event::FlowStarted { flow, fingerprint, entities, text: None });
    for (slot, value) in slots {
        if find(intent, &slot).is_ok() {
            draft.fill(&slot, value, FilledBy::Flow);
        }
    }
}

/// Says the FAQ answer that fits the message best, if one is sure enough; entries of the flow's own topic come first.
pub(super) fn answer_faq(draft: &mut Draft, topic: Option<&Name>, at_least: Sureness) -> bool {
    let Some((entry, confidence)) = faq_entry(draft, topic, at_least) else { return false };
    draft.say_passage(&entry.id, &entry.answer, confidence);
    true
}

/// The entry that `answer_faq` would say.
pub(super) fn faq_entry<'p>(
    draft: &Draft<'p>,
    topic: Option<&Name>,
    at_least: Sureness,
) -> Option<(&'p Faq, Confidence)> {
    let playbook = draft.playbook;
    let day = draft.tracker.now.to_zoned(playbook.time_zone.clone()).date();
    let understanding = draft.tracker.understanding.as_ref()?;
    let entries = understanding.passages.iter().filter_map(|passage| {
        let entry = playbook.content.faq.iter().find(|entry| entry.id == passage.id)?;
        entry.holds(&draft.tracker.shop, day).then_some((entry, passage.confidence))
    });
    let entries: Vec<_> = entries.collect();
    let own = entries.iter().find(|(entry, confidence)| {
        topic.is_some() && entry.intent.as_ref() == topic && confidence.get() >= at_least.of_topic
    });
    let any = entries.iter().find(|(_, confidence)| confidence.get() >= at_least.other);
    own.or(any).copied()
}
