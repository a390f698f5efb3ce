//! Who listens to what: a table of listeners, without a task or a channel for any of them.

use std::{
    collections::{HashMap, hash_map::Entry},
    fmt,
    hash::{BuildHasher, RandomState},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use super::Heard;
use crate::domain::{Channel, CustomerId, SeatId, ShopId};

/// Tables under a lock of their own each.
const SHARDS: usize = 16;

/// Whoever is told; a connection's outgoing buffer, say.
pub trait Listener: Send + Sync {
    /// Called from the task that has just stored what is told. Must not wait, for nothing.
    fn tell(&self, heard: &Arc<Heard>);
}

/// What can be listened to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Topic {
    /// All conversations of a customer on a channel, one after the other; only what is for the customer's ears.
    Customer(CustomerId, Channel),
    /// The same with everything that only the shop may know, for channels and for those who look on.
    Contact(CustomerId, Channel),
    /// Everything about the conversations that this seat holds or was invited to, and what the desk wants of it.
    Seat(SeatId),
    /// Which conversations wait, and who takes them, for all seats of the shop.
    Desk,
}

/// A handle on the table; cheap to clone.
#[derive(Clone)]
pub struct Hub(Arc<Tables>);

struct Tables {
    shards: [Mutex<Table>; SHARDS],
    hasher: RandomState,
    next: AtomicU64,
}

type Key = (ShopId, Topic);
type Table = HashMap<Key, Listeners>;

/// Most topics have one listener, which needs no allocation of its own.
enum Listeners {
    One(Ticket),
    Many(Vec<Ticket>),
}

#[derive(Clone)]
struct Ticket {
    id: u64,
    listener: Arc<dyn Listener>,
}

/// Listens until it is dropped.
pub struct Listening {
    tables: Arc<Tables>,
    key: Key,
    id: u64,
}

impl Hub {
    pub fn listen(&self, shop: ShopId, topic: Topic, listener: Arc<dyn Listener>) -> Listening {
        let tables = self.0.clone();
        let id = tables.next.fetch_add(1, Ordering::Relaxed);
        let (key, ticket) = ((shop, topic), Ticket { id, listener });
        match tables.lock(&key).entry(key.clone()) {
            Entry::Vacant(vacant) => drop(vacant.insert(Listeners::One(ticket))),
            Entry::Occupied(mut listeners) => listeners.get_mut().add(ticket),
        }
        Listening { tables, key, id }
    }

    /// Tells everyone who listens to the topic.
    pub fn tell(&self, shop: &ShopId, topic: Topic, heard: &Arc<Heard>) {
        if matches!(topic, Topic::Customer(..)) && !heard.is_for_customer() {
            return;
        }
        let key = (shop.clone(), topic);
        let (first, further) = match self.0.lock(&key).get(&key) {
            None => return,
            Some(Listeners::One(ticket)) => (ticket.clone(), Vec::new()),
            Some(Listeners::Many(tickets)) => match tickets.split_first() {
                None => return,
                Some((first, further)) => (first.clone(), further.to_vec()),
            },
        };
        // Outside the lock: a listener may stop listening while it is told.
        for ticket in std::iter::once(first).chain(further) {
            ticket.listener.tell(heard);
        }
    }

    /// Topics that somebody listens to.
    pub fn topics(&self) -> usize {
        self.0.shards.iter().map(|shard| unpoisoned(shard).len()).sum()
    }
}

impl Default for Hub {
    fn default() -> Self {
        let shards = std::array::from_fn(|_| Mutex::default());
        Self(Arc::new(Tables { shards, hasher: RandomState::new(), next: AtomicU64::new(0) }))
    }
}

impl Tables {
    fn lock(&self, key: &Key) -> MutexGuard<'_, Table> {
        let hash = self.hasher.hash_one(key);
        unpoisoned(&self.shards[usize::try_from(hash % SHARDS as u64).unwrap_or(0)])
    }
}

fn unpoisoned(shard: &Mutex<Table>) -> MutexGuard<'_, Table> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Listeners {
    fn add(&mut self, ticket: Ticket) {
        match self {
            Self::One(first) => *self = Self::Many(vec![first.clone(), ticket]),
            Self::Many(tickets) => tickets.push(ticket),
        }
    }

    /// Without this listener; nothing where nobody is left.
    fn without(self, id: u64) -> (Option<Self>, Option<Ticket>) {
        match self {
            Self::One(ticket) if ticket.id == id => (None, Some(ticket)),
            Self::One(other) => (Some(Self::One(other)), None),
            Self::Many(mut tickets) => {
                let gone =
                    tickets.iter().position(|ticket| ticket.id == id).map(|at| tickets.swap_remove(at));
                let left = if let [last] = tickets.as_slice() {
                    Self::One(last.clone())
                } else {
                    Self::Many(tickets)
                };
                (Some(left), gone)
            }
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut table = self.tables.lock(&self.key);
        let Some((key, listeners)) = table.remove_entry(&self.key) else { return };
        let (left, gone) = listeners.without(self.id);
        if let Some(left) = left {
            table.insert(key, left);
        }
        drop(table);
        // After the lock: it may be the last handle on a listener, which stops listening to something else with it.
        drop(gone);
    }
}

impl fmt::Debug for Listening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Listening").field(&self.key).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::mem::size_of;

    use super::*;
    use crate::domain::{ConversationId, Mode};

    #[derive(Default)]
    struct Diary {
        heard: Mutex<usize>,
        /// Dropped when something is heard.
        until: Mutex<Option<Listening>>,
    }

    impl Listener for Diary {
        fn tell(&self, _heard: &Arc<Heard>) {
            *self.heard.lock().unwrap() += 1;
            drop(self.until.lock().unwrap().take());
        }
    }

    fn shop() -> ShopId {
        ShopId::new("s").unwrap()
    }

    fn seat(name: &str) -> Topic {
        Topic::Seat(SeatId::new(name).unwrap())
    }

    fn tell(hub: &Hub, shop: &ShopId, topic: Topic) {
        let conversation = ConversationId::new("c").unwrap();
        hub.tell(shop, topic, &Arc::new(Heard::Settled { conversation, seq: 1, mode: Mode::Bot }));
    }

    #[test]
    fn everyone_who_listens_is_told_and_nobody_else() {
        let hub = Hub::default();
        let diaries: Vec<Arc<Diary>> = (0..4).map(|_| Arc::default()).collect();
        let listening: Vec<Listening> =
            diaries.iter().map(|diary| hub.listen(shop(), seat("one"), diary.clone())).collect();
        let heard = || diaries.iter().map(|diary| *diary.heard.lock().unwrap()).collect::<Vec<_>>();
        tell(&hub, &shop(), seat("one"));
        tell(&hub, &shop(), seat("two"));
        tell(&hub, &shop(), Topic::Desk);
        tell(&hub, &ShopId::new("other").unwrap(), seat("one"));
        assert_eq!(heard(), [1, 1, 1, 1]);
        let mut listening = listening.into_iter();
        listening.nth(1);
        tell(&hub, &shop(), seat("one"));
        assert_eq!(heard(), [1, 1, 2, 2]);
        listening.next();
        tell(&hub, &shop(), seat("one"));
        assert_eq!(heard(), [1, 1, 2, 3]);
        assert_eq!(hub.topics(), 1);
        drop(listening);
        assert_eq!(hub.topics(), 0);
        assert!(diaries.iter().all(|diary| Arc::strong_count(diary) == 1), "a listener is kept");
    }

    #[test]
    fn a_listener_may_stop_while_it_is_told() {
        let hub = Hub::default();
        let diary = Arc::new(Diary::default());
        *diary.until.lock().unwrap() = Some(hub.listen(shop(), Topic::Desk, diary.clone()));
        tell(&hub, &shop(), Topic::Desk);
        tell(&hub, &shop(), Topic::Desk);
        assert_eq!(*diary.heard.lock().unwrap(), 1);
    }

    /// The ids and the listener itself are shared with whoever listens, and not counted.
    #[test]
    fn an_idle_listener_takes_at_most_200_bytes() {
        let hub = Hub::default();
        let customer = |number| CustomerId::new(format!("c{number}")).unwrap();
        let count = 18_000;
        let diary = Arc::new(Diary::default());
        let topics = (0..count).map(|number| Topic::Customer(customer(number), Channel::Web));
        let listening: Vec<Listening> =
            topics.map(|topic| hub.listen(shop(), topic, diary.clone())).collect();
        // A hash table has a byte beside each place, and no more than seven places of eight taken.
        let places: usize = hub.0.shards.iter().map(|shard| unpoisoned(shard).capacity() * 8 / 7).sum();
        let table = places * (size_of::<(Key, Listeners)>() + 1);
        let each = (table + listening.len() * size_of::<Listening>()) / listening.len();
        assert!(each <= 200, "{each} bytes");
    }
}
