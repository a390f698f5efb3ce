//! Which conversations are in memory, and the way to their mailboxes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{
    mpsc::{self, error::TrySendError},
    watch,
};

use jiff::Timestamp;

use super::{
    Brain, Hub, Parts, SayError, actor,
    mailbox::Command,
    metrics::Metrics,
    thinking::{Settled, Thinking, settle},
};
use crate::{
    domain::{ConversationId, ShopId, Understanding},
    store::Contact,
};

/// Conversations asked to sleep when memory is full.
const NUDGES: usize = 4;

pub(super) struct Registry {
    pub parts: Parts,
    pub hub: Hub,
    pub metrics: Metrics,
    pub thinking: Thinking,
    pub recovered: watch::Sender<bool>,
    live: Mutex<Live>,
    /// How many are in memory.
    count: watch::Sender<usize>,
}

#[derive(Default)]
struct Live {
    mailboxes: HashMap<Contact, Mailbox>,
    /// The contacts of those that have an id in the log.
    addresses: HashMap<(ShopId, ConversationId), Contact>,
    /// Tells a conversation from the one that came after it for the same contact.
    births: u64,
    closed: bool,
}

struct Mailbox {
    birth: u64,
    sender: mpsc::Sender<Command>,
    conversation: Option<ConversationId>,
}

impl Registry {
    pub fn new(parts: Parts) -> Self {
        let (live, count) = (Mutex::default(), watch::Sender::new(0));
        let (hub, metrics) = (Hub::default(), Metrics::new());
        let (thinking, recovered) = (Thinking::new(parts.limits.thinking), watch::Sender::new(false));
        Self { parts, hub, metrics, thinking, recovered, live, count }
    }

    /// The mailbox of a contact's conversation, which is brought into memory for it.
    ///
    /// # Errors
    /// [`SayError::Busy`] when memory is full, [`SayError::Draining`] when the node is about to stop.
    pub fn mailbox(self: &Arc<Self>, contact: &Contact) -> Result<mpsc::Sender<Command>, SayError> {
        let mut live = self.lock();
        if live.closed {
            return Err(SayError::Draining);
        }
        if let Some(mailbox) = live.mailboxes.get(contact)
            && !mailbox.sender.is_closed()
        {
            return Ok(mailbox.sender.clone());
        }
        let limit = self.parts.limits.live;
        if live.mailboxes.len() >= limit {
            live.nudge();
        }
        if live.mailboxes.len() >= limit + limit / 8 {
            return Err(SayError::Busy);
        }
        live.births += 1;
        let birth = live.births;
        let (sender, mailbox) = mpsc::channel(self.parts.limits.mailbox);
        live.mailboxes.insert(contact.clone(), Mailbox { birth, sender: sender.clone(), conversation: None });
        self.count.send_replace(live.mailboxes.len());
        drop(live);
        let place = Place { registry: self.clone(), contact: contact.clone(), birth };
        tokio::spawn(actor::run(place, mailbox));
        Ok(sender)
    }

    /// The contact of a conversation that is in memory.
    pub fn awake_contact(&self, shop: &ShopId, conversation: &ConversationId) -> Option<Contact> {
        self.lock().addresses.get(&(shop.clone(), conversation.clone())).cloned()
    }

    /// The mailbox of a contact's conversation, if it is in memory.
    pub fn awake(&self, contact: &Contact) -> Option<mpsc::Sender<Command>> {
        self.lock().mailboxes.get(contact).map(|mailbox| mailbox.sender.clone())
    }

    /// What a message means; `None` when the brain breaks down over it.
    pub async fn understand(
        &self,
        brain: &Arc<dyn Brain>,
        text: &str,
        at: Timestamp,
    ) -> Option<Understanding> {
        let understanding = match settle(&**brain, text, at) {
            Settled::Yes(understanding) => *understanding,
            Settled::No => self.thinking.understand(brain, text, at).await.0?,
            Settled::Broken => return None,
        };
        self.metrics.understood(&understanding.trace);
        Some(understanding)
    }

    /// The same for words that are not settled, as a stage of a turn.
    pub async fn think(
        &self,
        shop: &ShopId,
        brain: &Arc<dyn Brain>,
        text: &str,
        at: Timestamp,
    ) -> Option<Understanding> {
        let (understanding, spent) = self.thinking.understand(brain, text, at).await;
        self.metrics.spent(shop, spent);
        understanding
    }

    pub fn live(&self) -> usize {
        *self.count.borrow()
    }

    /// Lets nobody in any more, and asks everyone to leave when their turn has ended.
    pub fn close(&self) {
        let mut live = self.lock();
        live.closed = true;
        for mailbox in live.mailboxes.values() {
            if let Err(TrySendError::Full(leave)) = mailbox.sender.try_send(Command::Leave) {
                let sender = mailbox.sender.clone();
                tokio::spawn(async move { sender.send(leave).await });
            }
        }
    }

    pub async fn until_empty(&self) {
        // The sender lives as long as `self`.
        let _ = self.count.subscribe().wait_for(|count| *count == 0).await;
    }

    fn lock(&self) -> MutexGuard<'_, Live> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Live {
    /// Asks a few with an empty mailbox to leave; the map's order is as good as chance.
    fn nudge(&self) {
        let idle = |mailbox: &&Mailbox| mailbox.sender.capacity() == mailbox.sender.max_capacity();
        for mailbox in self.mailboxes.values().filter(idle).take(NUDGES) {
            // A mailbox that filled just now is not idle.
            let _ = mailbox.sender.try_send(Command::Sleep);
        }
    }
}

/// A conversation's place in the registry, given up when its task ends, however it ends.
pub(super) struct Place {
    pub registry: Arc<Registry>,
    pub contact: Contact,
    birth: u64,
}

impl Place {
    /// The conversation is in the log under this id, and can be found by it.
    pub fn announce(&self, conversation: &ConversationId) {
        let mut live = self.registry.lock();
        let Some(mailbox) =
            live.mailboxes.get_mut(&self.contact).filter(|mailbox| mailbox.birth == self.birth)
        else {
            return;
        };
        let before = mailbox.conversation.replace(conversation.clone());
        let shop = &self.contact.shop;
        if let Some(before) = before {
            live.addresses.remove(&(shop.clone(), before));
        }
        live.addresses.insert((shop.clone(), conversation.clone()), self.contact.clone());
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut live = self.registry.lock();
        if live.mailboxes.get(&self.contact).is_some_and(|mailbox| mailbox.birth == self.birth)
            && let Some(mailbox) = live.mailboxes.remove(&self.contact)
            && let Some(conversation) = mailbox.conversation
        {
            live.addresses.remove(&(self.contact.shop.clone(), conversation));
        }
        self.registry.count.send_replace(live.mailboxes.len());
    }
}
