//! Those who wait for one skill, in order.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{Place, chat::Chat, rules::Rules};
use crate::domain::ConversationId;

/// Sorts as customers are served.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    /// See [`Rules::counts_from`].
    pub counts_from: Timestamp,
    pub since: Timestamp,
    pub conversation: ConversationId,
}

#[derive(Debug, Default)]
pub(super) struct Queue {
    /// Everybody, with the place that they were told last.
    pub line: BTreeMap<Rank, Option<Place>>,
    /// Without those who are promised to a seat.
    pub ready: BTreeSet<Rank>,
}

impl Rank {
    pub fn of(rules: &Rules, conversation: &ConversationId, chat: &Chat) -> Self {
        let conversation = conversation.clone();
        Self { counts_from: rules.counts_from(chat), since: chat.since, conversation }
    }
}

impl Queue {
    pub fn enter(&mut self, rank: Rank, chat: &Chat) {
        if chat.pledge().is_none() {
            self.ready.insert(rank.clone());
        }
        self.line.insert(rank, chat.told);
    }

    pub fn leave(&mut self, rank: &Rank, chat: &mut Chat) {
        self.ready.remove(rank);
        chat.told = self.line.remove(rank).flatten();
    }
}
