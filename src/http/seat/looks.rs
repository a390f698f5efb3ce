//! Which conversation each connection has before it, so that two seats do not work on the same thing unknown to each other.
//!
//! Known to this node alone, and only as long as the connection lasts.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use super::{peer::Peer, sight::may_see};
use crate::{
    domain::ConversationId,
    http::{
        ApiError, Code,
        wire::{SeatHears, Watcher},
    },
};

/// Others that one is told of.
const OTHERS: usize = 10;

/// What one connection has before it.
#[derive(Debug, Default)]
pub enum Look {
    #[default]
    Nothing,
    At(ConversationId),
    /// The connection is gone, and turns to nothing any more.
    Gone,
}

#[derive(Default)]
pub struct Looks(Mutex<Table>);

/// Connections by what they have before them, in the order in which they came. Each is in one place, and what it holds of that
/// itself changes under the lock of the table.
type Table = HashMap<ConversationId, Vec<Weak<Peer>>>;

impl Looks {
    /// The connection turns to something else, or away. It is told who has the same before them, and they are told of it.
    ///
    /// # Errors
    /// `unknown_conversation`, where the seat may not see it; or why that cannot be known.
    pub async fn turn(&self, peer: &Arc<Peer>, to: Option<ConversationId>) -> Result<(), ApiError> {
        let Some(to) = to else {
            self.change(peer, Look::Nothing);
            return Ok(());
        };
        if !may_see(&peer.api, &peer.person, &to, 1).await? {
            return Err(ApiError::from(Code::UnknownConversation).field("conversation"));
        }
        self.change(peer, Look::At(to));
        Ok(())
    }

    pub fn leave(&self, peer: &Arc<Peer>) {
        self.change(peer, Look::Gone);
    }

    /// Whether anybody has it before them.
    pub fn has(&self, conversation: &ConversationId) -> bool {
        self.lock().contains_key(conversation)
    }

    /// The conversation has changed hands: who may no longer see it looks at nothing.
    pub async fn look_over(&self, conversation: &ConversationId) {
        let peers = peers(&self.lock(), conversation);
        for peer in peers {
            // Who cannot be asked about stays.
            let sees = may_see(&peer.api, &peer.person, conversation, 1).await.unwrap_or(true);
            let mut table = self.lock();
            if !sees && matches!(&*peer.look(), Look::At(at) if at == conversation) {
                *peer.look() = Look::Nothing;
                remove(&mut table, &peer, conversation);
            }
        }
    }

    fn change(&self, peer: &Arc<Peer>, to: Look) {
        let mut table = self.lock();
        let mut look = peer.look();
        match (&*look, &to) {
            (Look::Gone, _) | (Look::Nothing, Look::Nothing) => return,
            (Look::At(before), Look::At(now)) if before == now => {
                return send(now, peer, &others(&peers(&table, now), peer));
            }
            (Look::Nothing | Look::At(_), _) => {}
        }
        let before = std::mem::replace(&mut *look, to);
        if let Look::At(before) = before {
            remove(&mut table, peer, &before);
        }
        if let Look::At(now) = &*look {
            add(&mut table, peer, now);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn add(table: &mut Table, peer: &Arc<Peer>, conversation: &ConversationId) {
    let before = peers(table, conversation);
    table.entry(conversation.clone()).or_default().push(Arc::downgrade(peer));
    let now: Vec<_> = before.iter().chain([peer]).cloned().collect();
    tell(conversation, &before, &now);
    send(conversation, peer, &others(&now, peer));
}

fn remove(table: &mut Table, peer: &Arc<Peer>, conversation: &ConversationId) {
    let before = peers(table, conversation);
    let now: Vec<_> = before.iter().filter(|known| !Arc::ptr_eq(known, peer)).cloned().collect();
    if now.is_empty() {
        table.remove(conversation);
    } else {
        table.insert(conversation.clone(), now.iter().map(Arc::downgrade).collect());
    }
    tell(conversation, &before, &now);
}

fn peers(table: &Table, conversation: &ConversationId) -> Vec<Arc<Peer>> {
    table.get(conversation).into_iter().flatten().filter_map(Weak::upgrade).collect()
}

/// Those who were there and still are hear of it, if it changes what they know.
fn tell(conversation: &ConversationId, before: &[Arc<Peer>], now: &[Arc<Peer>]) {
    let stayed = before.iter().filter(|peer| now.iter().any(|known| Arc::ptr_eq(known, peer)));
    for peer in stayed {
        let others_now = others(now, peer);
        if others_now != others(before, peer) {
            send(conversation, peer, &others_now);
        }
    }
}

/// The other seats, each once, however many connections it has.
fn others<'p>(peers: &'p [Arc<Peer>], than: &Peer) -> Vec<Watcher<'p>> {
    let mut others: Vec<Watcher<'p>> = Vec::new();
    for person in peers.iter().map(|peer| &peer.person) {
        let known = person.seat == than.person.seat || others.iter().any(|other| *other.seat == person.seat);
        if !known && others.len() < OTHERS {
            others.push(Watcher { seat: &person.seat, name: &person.name });
        }
    }
    others
}

fn send(conversation: &ConversationId, to: &Peer, seats: &[Watcher<'_>]) {
    to.send(&SeatHears::Watching { conversation, seats });
}
