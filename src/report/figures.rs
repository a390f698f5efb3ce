//! What is counted.

use std::collections::BTreeMap;

use super::{Counts, Durations};
use crate::domain::{Name, SeatId, Stage, TurnOutcome};

/// Figures of some time: of an hour, or of several together. Sums, and the durations of what ended then.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// That began.
    pub conversations: u64,
    pub messages: Messages,
    /// Conversations closed without a person ever having been asked for or having taken over.
    pub by_bot: u64,
    /// Conversations for which a person was first asked for, or that one first took over.
    pub by_person: u64,
    /// Messages that the bot did something about, by who understood them.
    pub stages: Counts<Stage>,
    /// The same, by what it did.
    pub outcomes: Counts<TurnOutcome>,
    pub intents: BTreeMap<Name, IntentFigures>,
    /// Answers by entries of the FAQ.
    pub faq: Counts<Name>,
    /// Requests for a person, by why.
    pub reasons: Counts<Name>,
    /// From when a conversation came into the queue until a seat took it.
    pub waits: Durations,
    /// Left the queue without a seat.
    pub abandoned: u64,
    /// From when a seat got a conversation until the customer was answered.
    pub first_replies: Durations,
    /// By stars; of a conversation that is rated twice the later.
    pub ratings: Counts<u8>,
    pub seats: BTreeMap<SeatId, SeatFigures>,
}

/// By who wrote them; files too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Messages {
    pub customer: u64,
    pub bot: u64,
    pub seat: u64,
}

/// Turns of an intent: that the bot acted on, or, where it did not know or asked back, that it held for the likeliest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IntentFigures {
    pub turns: u64,
    pub handed_over: u64,
    pub missed: u64,
}

/// What a seat did itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeatFigures {
    /// That it got.
    pub chats: u64,
    pub messages: u64,
    pub first_replies: Durations,
    /// Of conversations that it held last.
    pub ratings: Counts<u8>,
}

impl Figures {
    /// Messages that the bot did something about.
    pub fn turns(&self) -> u64 {
        self.outcomes.sum()
    }

    /// Requests for a person.
    pub fn handoffs(&self) -> u64 {
        self.reasons.sum()
    }

    pub(super) fn seat(&mut self, seat: &SeatId) -> &mut SeatFigures {
        self.seats.entry(seat.clone()).or_default()
    }

    /// Adds what another time had.
    pub fn merge(&mut self, other: &Self) {
        self.conversations += other.conversations;
        self.messages.customer += other.messages.customer;
        self.messages.bot += other.messages.bot;
        self.messages.seat += other.messages.seat;
        self.by_bot += other.by_bot;
        self.by_person += other.by_person;
        self.stages.merge(&other.stages);
        self.outcomes.merge(&other.outcomes);
        for (intent, of) in &other.intents {
            let sum = self.intents.entry(intent.clone()).or_default();
            sum.turns += of.turns;
            sum.handed_over += of.handed_over;
            sum.missed += of.missed;
        }
        self.faq.merge(&other.faq);
        self.reasons.merge(&other.reasons);
        self.waits.merge(&other.waits);
        self.abandoned += other.abandoned;
        self.first_replies.merge(&other.first_replies);
        self.ratings.merge(&other.ratings);
        for (seat, of) in &other.seats {
            let sum = self.seat(seat);
            sum.chats += of.chats;
            sum.messages += of.messages;
            sum.first_replies.merge(&of.first_replies);
            sum.ratings.merge(&of.ratings);
        }
    }
}

/// Stars on the average.
#[expect(clippy::cast_precision_loss, reason = "stars are counted far below where a float has gaps")]
pub fn mean(ratings: &Counts<u8>) -> Option<f64> {
    let stars: u64 = ratings.iter().map(|(score, count)| u64::from(*score) * count).sum();
    (ratings.sum() > 0).then(|| stars as f64 / ratings.sum() as f64)
}
