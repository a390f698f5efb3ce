//! Filling slots: from what was named, from the only choice, from an answer, or by asking.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    consent::{self, About},
    draft::Draft,
    frame::Frame,
    tracker::UNCLEAR,
};
use crate::{
    content::{Choices, Intent, Slot},
    domain::{
        Action, Call, CallId, Certainty, Choice, ChoiceShape, Event, FilledBy, FlowEnd, Name, Position,
        Understanding,
    },
};

/// Buttons shown for one question.
const CHOICES: usize = 8;
/// A fragment of a choice's title counts as an answer only in messages up to so many characters.
const FRAGMENT_MESSAGE: usize = 12;

/// Kinds of entity by which a row is known: a category by the goods that belong to it.
const NAMES: [&str; 4] = ["product", "category", "carrier", "tracking_no"];
const CATEGORY: &str = "category";
/// So many last digits name a choice.
const TAIL: usize = 3;

/// What an attempt to fill a slot came to.
pub(super) enum Obtained {
    Filled,
    Waits(Action),
    FlowOver,
}

/// Fills the slot from what is known, or asks; `at` is where the flow goes on afterwards.
pub(super) fn obtain(draft: &mut Draft, slot: &Slot, at: Position) -> Result<Obtained, String> {
    if let Some(value) = named(draft, slot) {
        if valid(draft, slot, &value)? {
            draft.fill(&slot.name, value, FilledBy::Customer);
            return Ok(Obtained::Filled);
        }
        say_invalid(draft, slot);
    }
    match &slot.choices {
        None => Ok(ask(draft, slot, at, Vec::new())),
        Some(Choices::Fixed(titles)) => {
            let choices = titles.iter().map(|title| Choice { value: json!(title), title: title.clone() });
            Ok(ask(draft, slot, at, choices.collect()))
        }
        Some(Choices::Call(call)) => choose(draft, slot, at, call),
    }
}

/// Fills the slots that the starting message settles; what does not pass its condition is left to be asked for.
pub(super) fn fill_named(draft: &mut Draft, intent: &Intent) {
    for slot in &intent.slots {
        let empty = draft.tracker.stack.last().is_some_and(|frame| !frame.slots.contains_key(&slot.name));
        if let Some(value) = named(draft, slot).filter(|_| empty && slot.entity != "text")
            && valid(draft, slot, &value) == Ok(true)
        {
            draft.fill(&slot.name, value, FilledBy::Customer);
        }
    }
}

/// Takes the customer's answer to the question that was asked.
pub(super) fn answer(draft: &Draft, slot: &Slot, understanding: &Understanding) -> Option<(Value, FilledBy)> {
    let frame = draft.tracker.stack.last()?;
    let choices = frame.offered.get(&slot.name).map_or(&[][..], Vec::as_slice);
    let text = understanding.trace.normalized.trim();
    if slot.entity == "yes_no" {
        return yes_or_no(draft, text, understanding).map(|word| (json!(word), FilledBy::Customer));
    }
    if let Some(choice) = chosen(choices, text, understanding, &frame.flow) {
        return Some((choice.value.clone(), FilledBy::Choice));
    }
    if let Some(value) = row_by_name(draft, slot, understanding) {
        return Some((value, FilledBy::Choice));
    }
    if let Some(value) = row_by_digits(draft, slot, text) {
        return Some((value, FilledBy::Choice));
    }
    if slot.entity == "text" {
        let said = draft.tracker.text.trim();
        return (!said.is_empty()).then(|| (json!(said), FilledBy::Customer));
    }
    understanding.entity(slot.entity.as_str()).map(|entity| (entity.value.clone(), FilledBy::Customer))
}

/// Whether the value passes the slot's condition.
pub(super) fn valid(draft: &Draft, slot: &Slot, value: &Value) -> Result<bool, String> {
    slot.validate.as_ref().map_or(Ok(true), |condition| draft.holds_for(condition, "value", value))
}

pub(super) fn say_invalid(draft: &mut Draft, slot: &Slot) {
    if let Some(reply) = &slot.invalid {
        draft.say(reply);
    }
}

/// Asks once more, with the same choices.
pub(super) fn ask_again(draft: &mut Draft, slot: &Slot) {
    let Some(frame) = draft.tracker.stack.last() else { return };
    let (at, choices) = (frame.position, frame.offered.get(&slot.name).cloned().unwrap_or_default());
    ask(draft, slot, at, choices);
}

fn ask(draft: &mut Draft, slot: &Slot, at: Position, choices: Vec<Choice>) -> Obtained {
    draft.emit(Event::Asked { slot: slot.name.clone(), at, choices: choices.clone() });
    draft.say_wordings(None, &slot.ask, choices);
    Obtained::Waits(Action::Listen)
}

/// A value from the message that started the flow. What another slot took is not taken again, and a yes or a free text
/// counts only as the answer to its own question.
fn named(draft: &Draft, slot: &Slot) -> Option<Value> {
    let frame = draft.tracker.stack.last()?;
    if frame.rejected.contains_key(&slot.name) || slot.entity == "yes_no" {
        return None;
    }
    if let Some(Choices::Fixed(titles)) = &slot.choices
        && !frame.entities.is_empty()
    {
        let mut mentioned = titles.iter().filter(|title| draft.tracker.text.contains(title.as_str()));
        if let (Some(title), None) = (mentioned.next(), mentioned.next()) {
            return Some(json!(title));
        }
    }
    let value = frame.entities.get(&slot.entity).filter(|_| slot.entity != "text")?;
    (!frame.slots.values().any(|taken| taken == value)).then(|| value.clone())
}

/// Fetches the rows to choose from, then offers those that fit.
fn choose(draft: &mut Draft, slot: &Slot, at: Position, call: &Name) -> Result<Obtained, String> {
    let Some(frame) = draft.tracker.stack.last() else { return Ok(Obtained::FlowOver) };
    let Some(rows) = frame.rows.get(&slot.name) else {
        return Ok(start_call(draft, call, BTreeMap::new(), at, call.clone(), Some(slot.name.clone())));
    };
    let rows = rows.as_array().cloned().unwrap_or_default();
    let taken_back = frame.cleared.contains(&slot.name);
    let rows = if taken_back { rows } else { preferred(draft, slot, mentioned(draft, frame, rows))? };
    let Some(shape) = shape(draft, call) else { return Err(format!("{call} has no choices")) };
    let choices = rows.iter().map(|row| choice(draft, shape, row));
    let mut choices = choices.collect::<Result<Vec<Choice>, String>>()?;
    choices.truncate(CHOICES);
    match choices.as_slice() {
        [] => {
            draft.say(&Name::from("choices.none"));
            draft.end_flow(FlowEnd::Completed);
            Ok(Obtained::FlowOver)
        }
        [only] if !taken_back => {
            draft.fill(&slot.name, only.value.clone(), FilledBy::OnlyChoice);
            Ok(Obtained::Filled)
        }
        _ => Ok(ask(draft, slot, at, choices)),
    }
}

fn shape<'a>(draft: &Draft<'a>, call: &Name) -> Option<&'a ChoiceShape> {
    let playbook = draft.playbook;
    playbook.content.integrations.iter().find_map(|system| system.calls.get(call)?.choices.as_ref())
}

/// The one offered row that holds what the answer names: 顺丰那个, 吸尘器.
fn row_by_name(draft: &Draft, slot: &Slot, understanding: &Understanding) -> Option<Value> {
    let Some(Choices::Call(call)) = &slot.choices else { return None };
    let field = &shape(draft, call)?.value;
    let frame = draft.tracker.stack.last()?;
    let offered = frame.offered.get(&slot.name)?;
    let rows = frame.rows.get(&slot.name)?.as_array()?.iter();
    let offered = rows.filter(|row| offered.iter().any(|choice| choice.value == row[field]));
    let named = names(draft, |kind| understanding.entity(kind)?.value.as_str());
    let mut fitting = offered.filter(|row| !named.is_empty() && holds_all(row, &named));
    let (row, None) = (fitting.next()?, fitting.next()) else { return None };
    Some(row[field].clone())
}

/// The last digits of a row that was fetched but not offered, such as an older order.
fn row_by_digits(draft: &Draft, slot: &Slot, text: &str) -> Option<Value> {
    let Some(Choices::Call(call)) = &slot.choices else { return None };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let shape = shape(draft, call)?;
    let rows = draft.tracker.stack.last()?.rows.get(&slot.name)?.as_array()?;
    let mut fitting =
        rows.iter().map(|row| &row[&shape.value]).filter(|value| plain(value).ends_with(&digits));
    let (value, None) = (fitting.next()?, fitting.next()) else { return None };
    (digits.len() >= TAIL).then(|| value.clone())
}

/// An answer to a yes-or-no question.
fn yes_or_no(draft: &Draft, text: &str, understanding: &Understanding) -> Option<&'static str> {
    if let Some(word) = understanding.entity("yes_no").and_then(|entity| entity.value.as_str()) {
        return Some(if word == "yes" { "yes" } else { "no" });
    }
    let flow = &draft.tracker.stack.last()?.flow;
    let intent = understanding.intent().filter(|_| understanding.certainty == Certainty::Confident);
    let about = match intent {
        Some(intent) if intent == flow => About::Question,
        Some(intent) if *intent != UNCLEAR => About::Else,
        Some(_) | None => About::Unclear,
    };
    let agrees = consent::read(text, &draft.playbook.content.phrases, about)?;
    Some(if agrees { "yes" } else { "no" })
}

fn choice(draft: &Draft, shape: &ChoiceShape, row: &Value) -> Result<Choice, String> {
    let title = draft.label(&shape.label, row)?;
    Ok(Choice { value: row[&shape.value].clone(), title })
}

/// Rows that the slot prefers, or all when there are none.
fn preferred(draft: &Draft, slot: &Slot, rows: Vec<Value>) -> Result<Vec<Value>, String> {
    let Some(condition) = &slot.prefer else { return Ok(rows) };
    let mut fitting = Vec::new();
    for row in &rows {
        if draft.holds_for(condition, "item", row)? {
            fitting.push(row.clone());
        }
    }
    Ok(if fitting.is_empty() { rows } else { fitting })
}

/// Rows that hold what the customer named (牛奶, 顺丰 …), or all when none does; a tracking number must fit.
fn mentioned(draft: &Draft, frame: &Frame, rows: Vec<Value>) -> Vec<Value> {
    let named = names(draft, |kind| frame.entities.get(kind)?.as_str());
    let fitting: Vec<Value> = rows.iter().filter(|row| holds_all(row, &named)).cloned().collect();
    // A parcel that is not among the customer's own is not made up for by another.
    if fitting.is_empty() && !frame.entities.contains_key("tracking_no") { rows } else { fitting }
}

/// For each thing that was named, what a row that holds it has one of.
fn names<'n>(draft: &Draft<'n>, named: impl Fn(&str) -> Option<&'n str>) -> Vec<Vec<&'n str>> {
    let of_kind = |kind: &str| {
        let name = named(kind)?;
        Some(if kind == CATEGORY {
            draft.playbook.graph.goods(name).chain([name]).collect()
        } else {
            vec![name]
        })
    };
    NAMES.iter().filter_map(|kind| of_kind(kind)).collect()
}

fn holds_all(row: &Value, named: &[Vec<&str>]) -> bool {
    let row = row.to_string();
    named.iter().all(|names| names.iter().any(|name| row.contains(name)))
}

/// Starts a call; the flow waits for it.
pub(super) fn start_call(
    draft: &mut Draft,
    name: &Name,
    with: BTreeMap<String, Value>,
    at: Position,
    bind: Name,
    choices_for: Option<Name>,
) -> Obtained {
    let call = Call { id: CallId(draft.tracker.calls + 1), name: name.clone(), with };
    draft.emit(Event::CallStarted { call: call.clone(), at, name: bind, choices_for });
    Obtained::Waits(Action::Call(call))
}

/// Which of the choices a message means: by number, by title or value, by the last digits, by a piece of the title.
fn chosen<'c>(
    choices: &'c [Choice],
    text: &str,
    understanding: &Understanding,
    flow: &Name,
) -> Option<&'c Choice> {
    if choices.is_empty() {
        return None;
    }
    if understanding.entity("ordinal").is_some() {
        return numbered(choices, understanding);
    }
    let is_it = |choice: &&Choice| choice.title.to_lowercase() == text || plain(&choice.value) == text;
    if let Some(choice) = choices.iter().find(is_it) {
        return Some(choice);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() >= TAIL {
        return only(choices.iter().filter(|choice| plain(&choice.value).ends_with(&digits)));
    }
    let elsewhere = understanding.intent().is_some_and(|intent| intent != flow);
    if elsewhere && text.chars().count() > FRAGMENT_MESSAGE / 2 || text.chars().count() > FRAGMENT_MESSAGE {
        return None;
    }
    let shared = |choice: &Choice| longest_shared(&choice.title.to_lowercase(), text);
    let best = choices.iter().map(shared).max().filter(|length| *length >= 2)?;
    only(choices.iter().filter(|choice| shared(choice) == best))
}

/// The item that an ordinal means; -1 is the last.
pub(super) fn numbered<'c, T>(items: &'c [T], understanding: &Understanding) -> Option<&'c T> {
    let ordinal = understanding.entity("ordinal")?.value.as_i64()?;
    let index = if ordinal < 0 { i64::try_from(items.len()).ok()? + ordinal } else { ordinal - 1 };
    usize::try_from(index).ok().and_then(|index| items.get(index))
}

fn only<'c>(mut choices: impl Iterator<Item = &'c Choice>) -> Option<&'c Choice> {
    let first = choices.next();
    if choices.next().is_some() { None } else { first }
}

/// The length in characters of the longest piece that both texts hold.
fn longest_shared(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut lengths = vec![0; other.len() + 1];
    let mut best = 0;
    for a in one.chars() {
        for index in (0..other.len()).rev() {
            lengths[index + 1] =
                if other[index] == a && a.is_alphanumeric() { lengths[index] + 1 } else { 0 };
            best = best.max(lengths[index + 1]);
        }
    }
    best
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
