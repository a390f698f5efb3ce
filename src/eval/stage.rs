//! The engine and a tracker, given one message after another: what conversations are played on.

use jiff::{Timestamp, ToSpan};

use crate::{
    assistant::Assistant,
    dialogue::Tracker,
    domain::{Action, Call, Decision, Event, Name, Outcome, Recorded, ShopId, Signal, Utterance},
};

/// Decisions that one message may lead to before it counts as a loop.
pub(super) const DECISIONS: usize = 30;

pub(super) struct Stage<'a> {
    assistant: &'a Assistant,
    pub tracker: Tracker,
    at: Timestamp,
    /// Since they were last cleared.
    pub events: Vec<Event>,
}

/// What a shop system says; `None` where nobody knows, and the turn ends with the call open.
type Answers<'s> = &'s mut dyn FnMut(&Call) -> Option<Outcome>;

impl<'a> Stage<'a> {
    pub fn new(assistant: &'a Assistant, shop: ShopId, begin: Timestamp) -> Self {
        Self { assistant, tracker: Tracker::new(shop), at: begin, events: Vec::new() }
    }

    /// What follows happens at this moment or later; time does not go back.
    pub fn wait_until(&mut self, moment: Timestamp) {
        self.at = self.at.max(moment);
    }

    pub fn happen(&mut self, event: Event) {
        self.at = self.at.saturating_add(1.second()).unwrap_or(self.at);
        let recorded = Recorded { seq: self.tracker.seq + 1, at: self.at, event };
        self.tracker.record(&recorded);
        self.events.push(recorded.event);
    }

    /// The customer's words, without a reaction to them.
    pub fn listen(&mut self, text: &str) {
        let utterance =
            Utterance { text: text.to_owned(), title: None, message_id: None, metadata: Default::default() };
        self.happen(Event::CustomerSaid { utterance });
    }

    /// Reacts to a message until the bot listens again; answers which policies decided.
    pub fn hear(&mut self, text: &str, answer: Answers<'_>) -> Vec<Name> {
        self.listen(text);
        let understanding = self.assistant.understand(text, self.at);
        let signal = Signal::Said(understanding.clone());
        let decision = self.assistant.decide(&self.tracker, &signal);
        self.happen(Event::Understood { understanding: Box::new(understanding) });
        self.follow(decision, answer)
    }

    /// Reacts to what was done without words.
    pub fn react(&mut self, signal: &Signal, answer: Answers<'_>) -> Vec<Name> {
        let decision = self.assistant.decide(&self.tracker, signal);
        self.follow(decision, answer)
    }

    fn follow(&mut self, mut decision: Decision, answer: Answers<'_>) -> Vec<Name> {
        let mut deciders = Vec::new();
        for _ in 0..DECISIONS {
            let Decision { by, events, action } = decision;
            deciders.push(by);
            for event in events {
                self.happen(event);
            }
            let Action::Call(call) = action else { return deciders };
            let Some(outcome) = answer(&call) else { return deciders };
            self.happen(Event::CallEnded { call: call.id, outcome: outcome.clone() });
            decision = self.assistant.decide(&self.tracker, &Signal::Returned(call.id, outcome));
        }
        deciders.push(Name::from("loop"));
        deciders
    }
}
