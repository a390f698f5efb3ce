//! What the bot did not do well by: messages that nothing fitted, that seats corrected, after which customers asked for a person or
//! rated low. Grouped by likeness, so that a person sorts many at once.
//!
//! The messages are a fold of the log (`ledger.rs`, conversation by conversation in `talk.rs`), kept in memory by a thread that follows
//! it; which of them were sorted is kept in the store. Another thread computes their vectors (`vectors.rs`), by which `group.rs` puts
//! them together. What sorting them changes in the content says `teaching.rs`; that it comes into a draft is others' to do.

mod group;
mod ledger;
mod message;
mod suggestions;
mod talk;
mod teaching;
mod vectors;

use std::{
    collections::{BTreeMap, HashSet},
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::task;

use self::{ledger::Ledgers, suggestions::Suggestions, vectors::Embedding};
pub use self::{
    message::{Message, Why},
    teaching::{knows, mark, teach, unteach},
    vectors::EmbedderSource,
};
use crate::{
    domain::{Confidence, ConversationId, Name, Settled, ShopId},
    store::{Follower, Following, Pace, ReadError, SettleError, Store},
    text::normalize,
};

/// Messages that wait at most; the newest.
const OPEN: usize = 5_000;
const PACE: Pace = Pace { name: "inbox", after: 0, every: Duration::from_secs(1) };

/// A handle on the inbox; cheap to clone.
#[derive(Clone)]
pub struct Inbox(Arc<Inside>);

struct Inside {
    shop: ShopId,
    store: Store,
    following: Arc<Following<Ledgers>>,
    embedding: Embedding,
    grouped: Mutex<Option<(Key, Arc<Groups>)>>,
    suggestions: Suggestions,
}

/// What groups are made of: as long as all of it is the same, so are they.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    messages: u64,
    vectors: u64,
    settled: Vec<(ConversationId, u64)>,
    why: Option<Why>,
    /// Messages grow old by the day.
    day: i64,
}

/// The messages that wait.
#[derive(Debug, Default, PartialEq)]
pub struct Groups {
    /// The largest first, of two as large the one with the newer message.
    pub groups: Vec<Group>,
    /// Messages that wait, in all groups.
    pub open: usize,
    /// Those among them that have no vector yet, and are grouped with the very same words only.
    pub ungrouped: usize,
}

/// Messages that say much the same, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Of its oldest message, so that it stays while the group grows.
    pub id: String,
    pub messages: Vec<Message>,
}

/// Why the inbox cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    #[error(transparent)]
    Store(#[from] ReadError),
    #[error("grouping the messages broke down")]
    BrokeDown,
}

impl Inbox {
    /// Follows the log from its beginning.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub fn start(shop: ShopId, store: Store, log: Follower, embedder: EmbedderSource) -> io::Result<Self> {
        let following = Arc::new(Following::start(PACE, Ledgers::default(), log)?);
        let wanted = {
            let (following, shop) = (following.clone(), shop.clone());
            move || {
                let ledgers = following.fold();
                let waiting = ledgers.of(&shop).into_iter().flat_map(|ledger| ledger.since(oldest()).rev());
                waiting.take(OPEN).map(|message| normalized(&message.text)).collect()
            }
        };
        let embedding = Embedding::start(embedder, wanted)?;
        let grouped = Mutex::default();
        let suggestions = Suggestions::default();
        Ok(Self(Arc::new(Inside { shop, store, following, embedding, grouped, suggestions })))
    }

    /// What waits, for all reasons or for one.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn groups(&self, why: Option<Why>) -> Result<Arc<Groups>, InboxError> {
        let settled = self.settled().await?;
        let settled = settled.into_iter().map(|mark| (mark.conversation, mark.seq)).collect();
        let inside = self.0.clone();
        task::spawn_blocking(move || inside.groups(settled, why)).await.map_err(|_| InboxError::BrokeDown)
    }

    /// Those of the messages that are in the inbox, sorted or not.
    pub fn find(&self, wanted: &[(ConversationId, u64)]) -> Vec<Message> {
        let wanted: HashSet<(&ConversationId, u64)> = wanted.iter().map(|(id, seq)| (id, *seq)).collect();
        let ledgers = self.0.following.fold();
        let all = ledgers.of(&self.0.shop).into_iter().flat_map(|ledger| ledger.since(Timestamp::MIN));
        all.filter(|message| wanted.contains(&(&message.conversation, message.seq))).cloned().collect()
    }

    /// What was sorted, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn settled(&self) -> Result<Vec<Settled>, ReadError> {
        self.0.store.settled(&self.0.shop).await
    }

    /// Notes what messages were found to be; one that was sorted before stays as it is.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn settle(&self, marks: Vec<Settled>) -> Result<(), SettleError> {
        self.0.store.settle(&self.0.shop, marks).await
    }

    /// Puts messages back into the inbox.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn reopen(&self, messages: Vec<(ConversationId, u64)>) -> Result<(), SettleError> {
        self.0.store.unsettle(&self.0.shop, messages).await
    }

    /// What a group most likely means: what most seats said who corrected one of its messages, and else what is made of its newest by
    /// `understand`. Answers are remembered as long as `version` is the same.
    pub fn suggestion(
        &self,
        group: &Group,
        version: &str,
        understand: impl FnOnce(&str) -> Option<(Name, Confidence)>,
    ) -> Option<(Name, Confidence)> {
        let mut corrections: BTreeMap<&Name, usize> = BTreeMap::new();
        for intent in group.messages.iter().filter_map(|message| message.corrected_to.as_ref()) {
            *corrections.entry(intent).or_default() += 1;
        }
        let most = corrections.into_iter().max_by_key(|(intent, count)| (*count, std::cmp::Reverse(*intent)));
        match most {
            Some((intent, _)) => Some((intent.clone(), Confidence::SURE)),
            None => self.0.suggestions.of(version, &group.messages.first()?.text, understand),
        }
    }

    /// Waits until everything up to a position of the log is taken in.
    pub async fn until(&self, position: u64) {
        self.0.following.until(position).await;
    }
}

/// Sorted in the last week.
pub fn this_week(settled: &[Settled], now: Timestamp) -> usize {
    let since = now - SignedDuration::from_hours(7 * 24);
    settled.iter().filter(|mark| mark.at >= since).count()
}

fn oldest() -> Timestamp {
    Timestamp::now() - ledger::KEPT
}

fn normalized(text: &str) -> String {
    normalize(text).as_str().to_owned()
}

impl Inside {
    fn groups(&self, settled: Vec<(ConversationId, u64)>, why: Option<Why>) -> Arc<Groups> {
        let oldest = oldest();
        let vectors = self.embedding.read();
        let ledgers = self.following.fold();
        let Some(ledger) = ledgers.of(&self.shop) else { return Arc::default() };
        let day = oldest.as_second() / (24 * 60 * 60);
        let key = Key { messages: ledger.revision(), vectors: vectors.revision, settled, why, day };
        let mut grouped = self.grouped.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((before, groups)) = &*grouped
            && *before == key
        {
            return groups.clone();
        }
        let settled: HashSet<(&ConversationId, u64)> =
            key.settled.iter().map(|(id, seq)| (id, *seq)).collect();
        let waits = |message: &&Message| !settled.contains(&(&message.conversation, message.seq));
        let mut open: Vec<Message> = ledger.since(oldest).rev().filter(waits).take(OPEN).cloned().collect();
        drop(ledgers);
        open.reverse();
        open.retain(|message| why.is_none_or(|why| message.why == why));
        let texts: Vec<String> = open.iter().map(|message| normalized(&message.text)).collect();
        let texts: Vec<_> = texts.iter().map(|text| (text.as_str(), vectors.get(text))).collect();
        let ungrouped = texts.iter().filter(|(_, vector)| vector.is_none()).count();
        let of_places = |places: Vec<usize>| {
            let messages: Vec<Message> = places.iter().rev().map(|place| open[*place].clone()).collect();
            let first = &open[places[0]];
            Group { id: format!("{}-{}", first.conversation, first.seq), messages }
        };
        let mut groups: Vec<Group> = group::groups(&texts).into_iter().map(of_places).collect();
        groups.sort_by_key(|group| {
            (std::cmp::Reverse(group.messages.len()), std::cmp::Reverse(group.messages[0].at))
        });
        let groups = Arc::new(Groups { groups, open: open.len(), ungrouped });
        *grouped = Some((key, groups.clone()));
        groups
    }
}
