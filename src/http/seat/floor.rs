//! The seats of the shop that are connected: told of the queue together, and known to the desk as long as they are there.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak},
};

use super::{looks::Looks, peer::Peer};
use crate::{
    conversation::{Conversations, Heard, Listener, Listening, Topic},
    desk::{ChatId, Presence, SeatState, Standing},
    domain::{ConversationId, Event, Person, SeatId, ShopId},
    http::{
        socket::CloseCode,
        wire::{QueueEntry, SeatHears, frame},
    },
};

/// Connections of one seat at a time. One more, and the oldest has to go.
const CONNECTIONS: usize = 8;

/// One for each node; it lives as long as the node does.
pub struct Floor {
    shop: ShopId,
    conversations: Conversations,
    seats: Mutex<HashMap<SeatId, Vec<Weak<Peer>>>>,
    listening: OnceLock<Listening>,
    pub looks: Looks,
}

impl Floor {
    pub fn open(shop: ShopId, conversations: Conversations) -> Arc<Self> {
        let hub = conversations.hub().clone();
        let floor = Arc::new(Self {
            shop,
            conversations,
            seats: Mutex::default(),
            listening: OnceLock::new(),
            looks: Looks::default(),
        });
        let ear = Arc::new(Ear(Arc::downgrade(&floor)));
        let listening = hub.listen(floor.shop.clone(), Topic::Desk, ear);
        // Nobody else has it yet.
        let _ = floor.listening.set(listening);
        floor
    }

    /// A seat is there: as it was, where the desk still knows, else away until it says more.
    pub fn enter(&self, peer: &Arc<Peer>) -> Standing {
        let person = &peer.person;
        let mut seats = self.lock();
        let connections = seats.entry(person.seat.clone()).or_default();
        connections.retain(|known| known.strong_count() > 0);
        if connections.len() >= CONNECTIONS
            && let Some(oldest) = connections.remove(0).upgrade()
        {
            oldest.outbox.close(CloseCode::Replaced);
        }
        let alone = connections.is_empty();
        connections.push(Arc::downgrade(peer));
        let mut standing = self.standing(person);
        // It went, or the node has started since and knows only what it holds.
        if alone && standing.state == SeatState::Offline {
            standing = Standing { state: SeatState::Away, capacity: person.capacity.into(), ..standing };
        }
        self.present(person, standing.state, standing.capacity);
        standing
    }

    /// A connection is gone; the desk gives the seat some time to come back.
    pub fn leave(&self, gone: &Arc<Peer>) {
        self.looks.leave(gone);
        let mut seats = self.lock();
        let Some(connections) = seats.get_mut(&gone.person.seat) else { return };
        connections
            .retain(|known| known.strong_count() > 0 && !std::ptr::eq(known.as_ptr(), Arc::as_ptr(gone)));
        if connections.is_empty() {
            seats.remove(&gone.person.seat);
            self.conversations.desk().gone(&self.shop, &gone.person.seat);
        }
    }

    /// A seat says whether it takes chats. All its connections hear of it.
    pub fn set(&self, person: &Person, state: SeatState, capacity: Option<u32>) {
        let seats = self.lock();
        let capacity = capacity.unwrap_or_else(|| self.standing(person).capacity);
        self.present(person, state, capacity);
        let text: Arc<str> = frame(&SeatHears::Presence { state: state.as_str(), capacity }).into();
        for peer in seats.get(&person.seat).into_iter().flatten().filter_map(Weak::upgrade) {
            peer.outbox.send(text.clone());
        }
    }

    /// Says how the desk sees the seat.
    pub fn tell_standing(&self, peer: &Peer) {
        let Standing { state, capacity, .. } = self.standing(&peer.person);
        peer.send(&SeatHears::Presence { state: state.as_str(), capacity });
    }

    /// Whether a seat has a connection.
    pub fn is_there(&self, seat: &SeatId) -> bool {
        self.lock().contains_key(seat)
    }

    pub fn queue(&self) -> Vec<QueueEntry> {
        self.conversations.desk().waiting(&self.shop).into_iter().map(QueueEntry::from).collect()
    }

    fn standing(&self, person: &Person) -> Standing {
        let known = self.conversations.desk().seats(&self.shop);
        known.into_iter().find(|standing| standing.seat == person.seat).unwrap_or_else(|| Standing {
            seat: person.seat.clone(),
            state: SeatState::Away,
            connected: false,
            capacity: person.capacity.into(),
            chats: Vec::new(),
            promised: Vec::new(),
        })
    }

    fn present(&self, person: &Person, state: SeatState, capacity: u32) {
        let presence = Presence { state, capacity, skills: person.skills.clone() };
        self.conversations.desk().present(&self.shop, &person.seat, presence);
    }

    /// Tells every seat whether a conversation waits now, in words that are written once.
    fn tell_queue(&self, conversation: &ConversationId) {
        let seats = self.lock();
        if seats.is_empty() {
            return;
        }
        let chat = ChatId { shop: self.shop.clone(), conversation: conversation.clone() };
        let entry = self.conversations.desk().waits(&chat).map(QueueEntry::from);
        let text: Arc<str> = match &entry {
            Some(entry) => frame(&SeatHears::Waiting(entry)),
            None => frame(&SeatHears::NotWaiting { conversation }),
        }
        .into();
        for peer in seats.values().flatten().filter_map(Weak::upgrade) {
            peer.outbox.send(text.clone());
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SeatId, Vec<Weak<Peer>>>> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The floor's own, so that it does not keep itself alive.
struct Ear(Weak<Floor>);

impl Listener for Ear {
    fn tell(&self, heard: &Arc<Heard>) {
        let (Some(floor), Heard::Recorded { conversation, recorded }) = (self.0.upgrade(), &**heard) else {
            return;
        };
        let moved = matches!(
            recorded.event,
            Event::Queued { .. }
                | Event::SeatAssigned { .. }
                | Event::HandedBack { .. }
                | Event::Closed { .. }
        );
        if moved {
            floor.tell_queue(conversation);
            if floor.looks.has(conversation) {
                let conversation = conversation.clone();
                tokio::spawn(async move { floor.looks.look_over(&conversation).await });
            }
        }
    }
}
