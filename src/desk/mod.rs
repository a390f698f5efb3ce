//! Who waits for a person. A fold of the logs: after a restart it is the same queue.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;

use crate::domain::{ConversationId, Event, Handoff, Recorded, ShopId};

/// A conversation that waits for a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    pub conversation: ConversationId,
    pub since: Timestamp,
    pub handoff: Handoff,
}

/// A handle on the queue of every shop; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Desk(Arc<Mutex<Queue>>);

type Queue = HashMap<(ShopId, ConversationId), Waiting>;

impl Desk {
    /// Takes in the next stored event of a conversation. Taking a log in again changes nothing.
    pub fn record(&self, shop: &ShopId, conversation: &ConversationId, recorded: &Recorded) {
        let key = || (shop.clone(), conversation.clone());
        match &recorded.event {
            Event::HandoffRequested { handoff } => {
                let (conversation, since) = (conversation.clone(), recorded.at);
                self.lock().insert(key(), Waiting { conversation, since, handoff: handoff.clone() });
            }
            Event::SeatAssigned { .. } | Event::HandedBack { .. } | Event::Closed { .. } => {
                self.lock().remove(&key());
            }
            Event::Opened { .. }
            | Event::CustomerSaid { .. }
            | Event::Understood { .. }
            | Event::FlowStarted { .. }
            | Event::FlowResumed { .. }
            | Event::SlotFilled { .. }
            | Event::SlotCleared { .. }
            | Event::SlotRejected { .. }
            | Event::Asked { .. }
            | Event::Clarified { .. }
            | Event::Missed {}
            | Event::BotSaid { .. }
            | Event::CallStarted { .. }
            | Event::CallEnded { .. }
            | Event::FlowEnded { .. }
            | Event::Queued { .. }
            | Event::Released { .. }
            | Event::Invited { .. }
            | Event::SeatLeft { .. }
            | Event::Noted { .. }
            | Event::Labelled { .. }
            | Event::Corrected { .. }
            | Event::Read { .. }
            | Event::LeftMessage { .. }
            | Event::Attached { .. }
            | Event::AgentSaid { .. }
            | Event::Rated { .. } => {}
        }
    }

    /// A shop's queue, longest waiting first.
    pub fn waiting(&self, shop: &ShopId) -> Vec<Waiting> {
        let queue = self.lock();
        let mut waiting: Vec<_> =
            queue.iter().filter(|((of, _), _)| of == shop).map(|(_, waiting)| waiting.clone()).collect();
        waiting.sort_by(|a, b| (a.since, &a.conversation).cmp(&(b.since, &b.conversation)));
        waiting
    }

    /// How many wait, of all shops.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
