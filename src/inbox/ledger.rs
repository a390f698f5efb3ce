//! The misunderstood messages of a shop: a fold of its events, in the order of the log. Bounded in every direction.

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};

use super::{
    message::Message,
    talk::{Talk, Verdict},
};
use crate::{
    domain::ShopId,
    store::{Fold, Placed},
};

/// So long messages stay.
pub(super) const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Messages of a shop, the newest; with those that are sorted already.
const MESSAGES: usize = 10_000;
/// Conversations of a shop in which something may still be found wrong. When there are more, half of them are forgotten.
const TALKS: usize = 20_000;

/// The ledgers of all shops of a log.
#[derive(Debug, Default)]
pub(super) struct Ledgers(HashMap<ShopId, Ledger>);

impl Ledgers {
    /// None where nothing has ever happened.
    pub fn of(&self, shop: &ShopId) -> Option<&Ledger> {
        self.0.get(shop)
    }
}

impl Fold for Ledgers {
    fn record(&mut self, placed: &Placed) {
        let shop = &placed.contact.shop;
        if !self.0.contains_key(shop) {
            self.0.insert(shop.clone(), Ledger::default());
        }
        if let Some(ledger) = self.0.get_mut(shop) {
            ledger.record(placed);
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// By the log's number of the conversation.
    talks: HashMap<u64, Talk>,
    messages: BTreeMap<Key, Message>,
    /// When a message was said, by conversation and seq.
    times: HashMap<(u64, u64), Timestamp>,
    /// Rises with every change.
    revision: u64,
}

/// When it was said, in which conversation, and at which seq: in order of time.
type Key = (Timestamp, u64, u64);

impl Ledger {
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// From a moment on, the oldest first.
    pub fn since(&self, from: Timestamp) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.range((from, 0, 0)..).map(|(_, message)| message)
    }

    fn record(&mut self, placed: &Placed) {
        let Placed { number, recorded, .. } = placed;
        let talk = self.talks.entry(*number).or_default();
        for verdict in talk.record(recorded) {
            self.take(placed, verdict);
        }
        if self.talks.len() > TALKS {
            self.forget_talks();
        }
        self.forget(recorded.at);
    }

    fn take(&mut self, placed: &Placed, verdict: Verdict) {
        let number = placed.number;
        match verdict {
            Verdict::Drop { seq, why } => {
                let key = self.times.get(&(number, seq)).map(|at| (*at, number, seq));
                let found =
                    key.filter(|key| self.messages.get(key).is_some_and(|message| message.why == why));
                if let Some(key) = found {
                    self.remove(key);
                }
            }
            Verdict::Put { seq, why, corrected } => {
                let said = self.talks.get(&number).and_then(|talk| talk.said(seq));
                let Some(said) = said.filter(|said| said.seq == seq) else { return };
                let key = (said.at, number, seq);
                let message = self.messages.entry(key).or_insert_with(|| Message {
                    conversation: placed.conversation.clone(),
                    seq,
                    at: said.at,
                    text: said.text.clone(),
                    why,
                    intent: said.intent.clone(),
                    confidence: said.confidence,
                    corrected_to: None,
                    by: None,
                });
                message.why = message.why.min(why);
                if let Some((seat, intent)) = corrected {
                    message.by = Some(seat);
                    message.corrected_to = intent;
                }
                self.times.insert((number, seq), said.at);
                self.revision += 1;
            }
        }
    }

    fn remove(&mut self, key: Key) {
        self.messages.remove(&key);
        self.times.remove(&(key.1, key.2));
        self.revision += 1;
    }

    /// Messages that are too old, or too many.
    fn forget(&mut self, now: Timestamp) {
        while let Some((key, _)) = self.messages.first_key_value()
            && (self.messages.len() > MESSAGES || now.duration_since(key.0) > KEPT)
        {
            let key = *key;
            self.remove(key);
        }
    }

    /// Those in which nothing has happened for longest.
    fn forget_talks(&mut self) {
        let mut times: Vec<Timestamp> = self.talks.values().map(|talk| talk.last).collect();
        let middle = times.len() / 2;
        let (_, bound, _) = times.select_nth_unstable(middle);
        let bound = *bound;
        self.talks.retain(|_, talk| talk.last >= bound);
    }
}

#[cfg(test)]
mod tests;
