//! Plays scripted conversations through the engine and holds what happens against the script.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::stage::{DECISIONS, Stage};
use crate::{
    assistant::Assistant,
    content::{Conversation, Turn},
    dialogue::Tracker,
    domain::{Call, CustomerId, Event, Name, Outcome},
};

/// What became of one conversation.
#[derive(Debug)]
pub struct Played {
    pub turns: Vec<PlayedTurn>,
    /// Flows that ran and policies that decided.
    pub flows: BTreeSet<Name>,
    pub policies: BTreeSet<Name>,
}

impl Played {
    pub fn passed(&self) -> bool {
        self.turns.iter().all(|turn| turn.misses.is_empty())
    }
}

/// What became of one message.
#[derive(Debug)]
pub struct PlayedTurn {
    pub events: Vec<Event>,
    /// What the script expects and did not happen, as sentences.
    pub misses: Vec<String>,
}

/// Plays a conversation that begins at a moment; `answer` stands for the shop systems.
pub fn play(
    assistant: &Assistant,
    conversation: &Conversation,
    begin: Timestamp,
    answer: &mut dyn FnMut(&CustomerId, &Call) -> Outcome,
) -> Played {
    let mut stage = Stage::new(assistant, conversation.shop.clone(), begin);
    let (customer, channel) = (conversation.customer.clone(), conversation.channel);
    stage.happen(Event::Opened { customer, channel });
    let mut played = Played { turns: Vec::new(), flows: BTreeSet::new(), policies: BTreeSet::new() };
    for turn in &conversation.turns {
        stage.events.clear();
        let mut reply = |call: &Call| match conversation.fails.get(&call.name) {
            Some(failure) => Some(Outcome::Failed(*failure)),
            None => Some(answer(&conversation.customer, call)),
        };
        let deciders = stage.hear(&turn.customer, &mut reply);
        let misses =
            Expectation { turn, events: &stage.events, tracker: &stage.tracker, deciders: &deciders }
                .misses();
        played.flows.extend(stage.events.iter().filter_map(|event| {
            if let Event::FlowStarted { flow, .. } = event { Some(flow.clone()) } else { None }
        }));
        played.policies.extend(deciders);
        played.turns.push(PlayedTurn { events: std::mem::take(&mut stage.events), misses });
    }
    played
}

struct Expectation<'a> {
    turn: &'a Turn,
    events: &'a [Event],
    tracker: &'a Tracker,
    deciders: &'a [Name],
}

impl Expectation<'_> {
    fn misses(&self) -> Vec<String> {
        let mut misses = Vec::new();
        self.check_understanding(&mut misses);
        self.check_words(&mut misses);
        self.check_slots(&mut misses);
        self.check_outcome(&mut misses);
        misses
    }

    fn check_understanding(&self, misses: &mut Vec<String>) {
        let Some(expected) = &self.turn.intent else { return };
        let understood = self.tracker.understanding.as_deref().and_then(|understanding| understanding.top());
        if understood.is_none_or(|(intent, _)| intent != expected) {
            let understood =
                understood.map_or("nothing".into(), |(intent, by)| format!("{intent} ({:.2})", by.get()));
            misses.push(format!("understood {understood}, expected {expected}"));
        }
    }

    fn check_words(&self, misses: &mut Vec<String>) {
        let mut said = Vec::new();
        let mut replies = Vec::new();
        let mut buttons = 0;
        for event in self.events {
            if let Event::BotSaid { text, reply, choices, .. } = event {
                said.push(text.as_str());
                replies.extend(reply.as_ref());
                buttons = choices.len();
            }
        }
        let said = said.join("\n");
        for reply in self.turn.reply.iter().filter(|reply| !replies.contains(reply)) {
            misses.push(format!("did not reply {reply}, but {replies:?}: {said:?}"));
        }
        for text in self.turn.says.iter().filter(|text| !said.contains(text.as_str())) {
            misses.push(format!("{text:?} is not in {said:?}"));
        }
        for text in self.turn.says_not.iter().filter(|text| said.contains(text.as_str())) {
            misses.push(format!("{text:?} is in {said:?}"));
        }
        if let Some(expected) = self.turn.choices.filter(|expected| *expected != buttons) {
            misses.push(format!("{buttons} choices, expected {expected}"));
        }
    }

    fn check_slots(&self, misses: &mut Vec<String>) {
        for (slot, expected) in &self.turn.slots {
            let filled = self.events.iter().rev().find_map(|event| {
                if let Event::SlotFilled { slot: filled, value, .. } = event
                    && filled == slot
                {
                    Some(value)
                } else {
                    None
                }
            });
            let filled = filled.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            if filled.as_ref() != Some(expected) {
                misses.push(format!("{slot} is {filled:?}, expected {expected:?}"));
            }
        }
        let asked = self.tracker.stack.last().and_then(|frame| frame.asked());
        if self.turn.asks.is_some() && self.turn.asks.as_ref() != asked {
            misses.push(format!("asks for {asked:?}, expected {:?}", self.turn.asks));
        }
    }

    fn check_outcome(&self, misses: &mut Vec<String>) {
        if self.deciders.len() > DECISIONS {
            misses.push(format!("{DECISIONS} decisions did not come to an end"));
        }
        let calls = self.events.iter().filter_map(|event| {
            if let Event::CallStarted { call, .. } = event { Some(&call.name) } else { None }
        });
        let calls: Vec<&Name> = calls.collect();
        for call in self.turn.calls.iter().filter(|call| !calls.contains(call)) {
            misses.push(format!("did not call {call}, but {calls:?}"));
        }
        let handed = self.events.iter().find_map(|event| {
            if let Event::HandoffRequested { handoff } = event { Some(&handoff.reason) } else { None }
        });
        if self.turn.handoff.is_some() && self.turn.handoff.as_ref() != handed {
            misses.push(format!("handed over with {handed:?}, expected {:?}", self.turn.handoff));
        }
        if let Some(mode) = self.turn.mode.as_deref().filter(|mode| *mode != self.tracker.mode.as_str()) {
            misses.push(format!("the mode is {}, expected {mode}", self.tracker.mode.as_str()));
        }
        if let Some(policy) = self.turn.policy.as_ref().filter(|policy| self.deciders.last() != Some(policy))
        {
            misses.push(format!("{:?} decided, expected {policy}", self.deciders.last()));
        }
    }
}
