//! A message, and what the bot did about it.

use jiff::Timestamp;

use super::Figures;
use crate::domain::{Certainty, Event, Name, Stage, TurnOutcome, Understanding};

/// A message that was understood, until everything is known that was decided at once.
///
/// What is stored together has one time and lies together in the log.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    /// Of the conversation.
    number: u64,
    at: Timestamp,
    stage: Stage,
    /// The likeliest.
    intent: Option<Name>,
    certain: bool,
    outcome: Option<TurnOutcome>,
}

impl Turn {
    pub fn new(number: u64, at: Timestamp, understanding: &Understanding) -> Self {
        Self {
            number,
            at,
            stage: understanding.by,
            intent: understanding.top().map(|(intent, _)| intent.clone()),
            certain: understanding.certainty == Certainty::Confident,
            outcome: None,
        }
    }

    /// Whether an event was stored with it.
    pub fn has(&self, number: u64, at: Timestamp, event: &Event) -> bool {
        // These begin something of their own, even where the clock stands still.
        let begins = matches!(event, Event::CustomerSaid { .. } | Event::CallEnded { .. });
        self.number == number && self.at == at && !begins
    }

    /// Counts once, as the most telling thing so far. What the bot keeps silent about is no turn of its own.
    pub fn decided(&mut self, event: &Event, figures: &mut Figures) {
        let Some(outcome) = TurnOutcome::of(event) else { return };
        match self.outcome {
            Some(before) if before <= outcome => return,
            Some(before) => self.uncount(before, figures),
            None => figures.stages.add(self.stage),
        }
        self.outcome = Some(outcome);
        self.count(outcome, figures);
    }

    fn count(&self, outcome: TurnOutcome, figures: &mut Figures) {
        figures.outcomes.add(outcome);
        if let Some(intent) = self.is_of(outcome) {
            let of = figures.intents.entry(intent.clone()).or_default();
            of.turns += 1;
            of.handed_over += u64::from(outcome == TurnOutcome::HandedOver);
            of.missed += u64::from(outcome == TurnOutcome::Missed);
        }
    }

    fn uncount(&self, outcome: TurnOutcome, figures: &mut Figures) {
        figures.outcomes.remove(&outcome);
        let Some(intent) = self.is_of(outcome) else { return };
        if let Some(of) = figures.intents.get_mut(intent) {
            of.turns -= 1;
            of.handed_over -= u64::from(outcome == TurnOutcome::HandedOver);
            of.missed -= u64::from(outcome == TurnOutcome::Missed);
            if of.turns == 0 {
                figures.intents.remove(intent);
            }
        }
    }

    /// The answer to a question of the bot's is unsure to be an intent, and about none.
    fn is_of(&self, outcome: TurnOutcome) -> Option<&Name> {
        let guessed = matches!(outcome, TurnOutcome::Missed | TurnOutcome::Clarified);
        self.intent.as_ref().filter(|_| self.certain || guessed)
    }
}
