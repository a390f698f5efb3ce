//! One conversation, as far as a tally needs to know.

use jiff::Timestamp;

use super::{Side, Tally};
use crate::domain::{Event, Recorded, Trace, TurnOutcome};

/// Why a person was asked for, when the customer did.
const ASKED: &str = "customer_asked";
/// The best rating that says that something was wrong.
const LOW: u8 = 2;

#[derive(Debug, Default)]
pub(super) struct Case {
    /// Who answered first. What another version said since, as after a reload, is not counted.
    side: Option<Side>,
    turns: Vec<Turn>,
    /// What the decision about the last message came to is stored with it, at one time.
    open: Option<Open>,
    /// The customer's first message that is not understood yet.
    heard: Option<u64>,
    /// A person has had it.
    person: bool,
    /// The turn that a low rating counts against.
    rated: Option<usize>,
    /// When something last happened.
    pub last: Timestamp,
}

#[derive(Debug)]
struct Turn {
    /// The seq with which it begins.
    from: u64,
    outcome: TurnOutcome,
    /// A seat said so.
    corrected: bool,
    /// The customer asked for a person next.
    left: bool,
}

#[derive(Debug)]
struct Open {
    from: u64,
    at: Timestamp,
    turn: Option<usize>,
}

impl Case {
    pub fn side(&self) -> Option<Side> {
        self.side
    }

    pub fn record(&mut self, recorded: &Recorded, side_of: impl FnOnce(&Trace) -> Side) {
        let Recorded { seq, at, event } = recorded;
        self.last = *at;
        if let Event::CustomerSaid { .. } = event {
            self.heard.get_or_insert(*seq);
            self.open = None;
        } else if let Event::Understood { understanding } = event {
            let from = self.heard.take().unwrap_or(*seq);
            let side = side_of(&understanding.trace);
            let counts = *self.side.get_or_insert(side) == side;
            self.open = counts.then_some(Open { from, at: *at, turn: None });
        } else if let Event::Corrected { seq, .. } = event {
            if let Some(turn) = self.turns.iter_mut().rfind(|turn| turn.from <= *seq) {
                turn.corrected = true;
            }
        } else if let Event::Rated { score, .. } = event {
            let wrong = *score <= LOW && !self.person;
            self.rated = if wrong { self.turns.len().checked_sub(1) } else { None };
        } else if let Event::SeatAssigned { .. } = event {
            self.person = true;
        }
        if let Some(outcome) = TurnOutcome::of(event) {
            self.decided(outcome, *at);
        }
        if let Event::HandoffRequested { handoff } = event
            && handoff.reason == ASKED
        {
            self.asked_for_person(*at);
        }
    }

    /// Counts once, as the most telling thing so far. What the bot keeps silent about is no turn.
    fn decided(&mut self, outcome: TurnOutcome, at: Timestamp) {
        let Some(open) = self.open.as_mut().filter(|open| open.at == at) else { return };
        match open.turn.and_then(|turn| self.turns.get_mut(turn)) {
            Some(turn) => turn.outcome = turn.outcome.min(outcome),
            None => {
                open.turn = Some(self.turns.len());
                self.turns.push(Turn { from: open.from, outcome, corrected: false, left: false });
            }
        }
    }

    /// By a message, which is a turn itself, or by a button.
    fn asked_for_person(&mut self, at: Timestamp) {
        let own = self.open.as_ref().filter(|open| open.at == at).and_then(|open| open.turn);
        let own = own.unwrap_or(self.turns.len());
        if let Some(before) = own.checked_sub(1).and_then(|before| self.turns.get_mut(before)) {
            before.left = matches!(before.outcome, TurnOutcome::Answered | TurnOutcome::Called);
        }
    }

    /// What it adds to its side.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (number, turn) in self.turns.iter().enumerate() {
            tally.turns += 1;
            match turn.outcome {
                TurnOutcome::Answered | TurnOutcome::Asked | TurnOutcome::Called => tally.answered += 1,
                TurnOutcome::Missed => tally.not_understood += 1,
                TurnOutcome::HandedOver => tally.handed_over += 1,
                TurnOutcome::Clarified => {}
            }
            tally.wrong += u64::from(turn.corrected || turn.left || self.rated == Some(number));
        }
        tally.conversations = u64::from(tally.turns > 0);
        tally.wrong_conversations = u64::from(tally.wrong > 0);
        tally
    }
}
