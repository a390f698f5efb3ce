//! Plays a chat of the past through the engine, with what a person said then wherever the bot would have been silent.

use jiff::{Timestamp, civil::date, tz::TimeZone};

use super::{Chat, Did, Doing};
use crate::{
    assistant::Assistant,
    domain::{
        Assignment, Call, Channel, CustomerId, Event, FlowEnd, Mode, Name, Outcome, SeatId, ShopId, Signal,
        Trace, Understanding,
    },
    eval::stage::Stage,
};

/// What would have happened, turn by turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Replayed {
    pub turns: Vec<ReplayedTurn>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ReplayedTurn {
    pub did: Did,
    /// What the bot would have said.
    pub said: Vec<String>,
    /// How sure it was of the best intent; none where it was not asked.
    pub confidence: Option<f32>,
    /// One of the operator's keyword rules called for a person.
    pub by_rule: bool,
    /// The call whose answer nobody knows: there is no shop to ask.
    pub would_call: Option<Name>,
}

/// Deterministic: a chat that does not say when it took place did so at one fixed moment.
pub fn replay(assistant: &Assistant, chat: &Chat) -> Replayed {
    let shop = chat.shop.clone().unwrap_or_else(|| fixed(ShopId::new("replay")));
    let customer = chat.customer.clone().unwrap_or_else(|| fixed(CustomerId::new("replay")));
    let begin = chat.turns.iter().find_map(|turn| turn.at).unwrap_or_else(unknown_day);
    let mut stage = Stage::new(assistant, shop, begin);
    stage.happen(Event::Opened { customer, channel: chat.channel.unwrap_or(Channel::Web) });
    let turns = (0..chat.turns.len()).map(|turn| take_turn(assistant, &mut stage, chat, turn)).collect();
    Replayed { turns }
}

fn take_turn(assistant: &Assistant, stage: &mut Stage<'_>, chat: &Chat, number: usize) -> ReplayedTurn {
    let turn = &chat.turns[number];
    if let Some(at) = turn.at {
        stage.wait_until(at);
    }
    if turn.handed_back && stage.tracker.mode != Mode::Bot {
        stage.happen(Event::HandedBack { seat: Some(person()) });
    }
    stage.events.clear();
    let before = stage.tracker.clone();
    let mut would_call = None;
    let mut answer = |call: &Call| -> Option<Outcome> {
        let known = chat.answer(number, call);
        if known.is_none() {
            would_call = Some(call.name.clone());
        }
        known
    };
    let deciders = match stage.tracker.mode {
        Mode::Bot if turn.is_button() => stage.react(&Signal::PersonAsked, &mut answer),
        Mode::Bot | Mode::Waiting if !turn.user.is_empty() => stage.hear(&turn.user, &mut answer),
        Mode::Bot | Mode::Waiting | Mode::Human(_) | Mode::Closed => {
            // A person reads it; the bot is not asked.
            stage.listen(&turn.user);
            let language = stage.tracker.language;
            let understanding = Understanding { language, ..Understanding::nothing(Trace::default()) };
            stage.happen(Event::Understood { understanding: Box::new(understanding) });
            Vec::new()
        }
    };
    let did = Did::of(&before, &stage.events);
    let said = stage.events.iter().filter_map(said).collect();
    let confidence = (!deciders.is_empty() && !turn.user.is_empty())
        .then(|| stage.tracker.understanding.as_ref().and_then(|understanding| understanding.top()))
        .flatten()
        .map(|(_, confidence)| confidence.get());
    let by_rule = deciders.last().is_some_and(|by| *by == "handoff")
        && calls_for_person(assistant, &stage.tracker.normalized);
    if would_call.is_some()
        && let Some(flow) = stage.tracker.stack.last().map(|frame| frame.flow.clone())
    {
        stage.happen(Event::FlowEnded { flow, how: FlowEnd::Completed });
    }
    if let Some(text) = turn.person_said()
        && (stage.tracker.mode != Mode::Bot || did.doing == Doing::Nothing)
    {
        if stage.tracker.mode == Mode::Waiting {
            stage.happen(Event::SeatAssigned { seat: person(), how: Assignment::Taken });
        }
        stage.happen(Event::AgentSaid { seat: person(), text: text.to_owned(), client_id: None });
    }
    ReplayedTurn { did, said, confidence, by_rule, would_call }
}

fn said(event: &Event) -> Option<String> {
    if let Event::BotSaid { text, .. } = event { Some(text.clone()) } else { None }
}

fn calls_for_person(assistant: &Assistant, text: &str) -> bool {
    let mut phrases = assistant.content().handoff_rules.iter().flat_map(|rule| &rule.any);
    phrases.any(|phrase| text.contains(phrase.as_str()))
}

/// Whoever answered then.
fn person() -> SeatId {
    fixed(SeatId::new("person"))
}

fn fixed<T>(id: Result<T, crate::domain::IdError>) -> T {
    id.expect("the words are constant, and identities")
}

/// Chats without a time took place on this day.
fn unknown_day() -> Timestamp {
    let noon = date(2025, 11, 21).at(12, 0, 0, 0);
    TimeZone::UTC.to_timestamp(noon).unwrap_or(Timestamp::UNIX_EPOCH)
}
