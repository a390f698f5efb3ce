//! What a visitor is told: shut until the log is read, then everything that is newer than what was read.

use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use crate::{
    conversation::{Heard, Listener},
    domain::{ConversationId, Event, Recorded},
    http::{
        Api,
        socket::{CloseCode, Outbox},
        wire::{VisitorHears, frame},
    },
};

/// What may come in while a log is read.
const WAITING: usize = 256;

pub struct Gate {
    api: Api,
    pub outbox: Outbox,
    state: Mutex<State>,
}

enum State {
    Shut(Vec<Arc<Heard>>),
    Open(Place),
}

/// How far a visitor has been told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub conversation: ConversationId,
    pub seq: u64,
}

impl Place {
    /// Whether this comes next: newer, or the beginning of the next conversation.
    fn moves_to(&mut self, conversation: &ConversationId, recorded: &Recorded) -> bool {
        if *conversation != self.conversation {
            if !matches!(recorded.event, Event::Opened { .. }) {
                return false;
            }
            self.conversation = conversation.clone();
        } else if recorded.seq <= self.seq {
            return false;
        }
        self.seq = recorded.seq;
        true
    }
}

impl Gate {
    pub fn shut(api: Api, outbox: Outbox) -> Arc<Self> {
        Arc::new(Self { api, outbox, state: Mutex::new(State::Shut(Vec::new())) })
    }

    /// Closes the connection of whoever does not say in time who they are.
    pub async fn see_off_strangers(gate: Weak<Self>, within: Duration) {
        tokio::time::sleep(within).await;
        if let Some(gate) = gate.upgrade()
            && gate.place().is_none()
        {
            gate.outbox.close(CloseCode::Unauthorised);
        }
    }

    /// Where the visitor is, once they are welcome.
    pub fn place(&self) -> Option<Place> {
        match &*self.lock() {
            State::Shut(_) => None,
            State::Open(place) => Some(place.clone()),
        }
    }

    /// The log has been told up to here: goes on with what has come in meanwhile.
    pub fn open(&self, place: Place) {
        let mut state = self.lock();
        let mut came = match mem::replace(&mut *state, State::Open(place.clone())) {
            State::Shut(came) => came,
            State::Open(_) => Vec::new(),
        };
        // Where the conversation itself began meanwhile, what came before belongs to an older one.
        let begins = came.iter().position(|heard| is_beginning_of(heard, &place.conversation));
        for heard in came.drain(begins.unwrap_or(0)..) {
            self.pass(&mut state, &heard);
        }
    }

    fn pass(&self, state: &mut State, heard: &Arc<Heard>) {
        let place = match state {
            State::Open(place) => place,
            State::Shut(waiting) if waiting.len() < WAITING => return waiting.push(heard.clone()),
            State::Shut(_) => return self.outbox.close(CloseCode::TooSlow),
        };
        let text = match &**heard {
            Heard::Recorded { conversation, recorded } => {
                if !place.moves_to(conversation, recorded) {
                    return;
                }
                self.api.for_customer(conversation, recorded)
            }
            Heard::Typing { .. } => Some(frame(&VisitorHears::Typing { by: "seat" })),
            Heard::Queue { position, eta, .. } => Some(frame(&VisitorHears::queue(*position, *eta))),
            Heard::Settled { .. }
            | Heard::Suggestion { .. }
            | Heard::Offer { .. }
            | Heard::Withdrawn { .. }
            | Heard::Reminder { .. }
            | Heard::Away { .. } => None,
        };
        if let Some(text) = text {
            self.outbox.send(text);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic between two frames leaves the place at one of them.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listener for Gate {
    fn tell(&self, heard: &Arc<Heard>) {
        self.pass(&mut self.lock(), heard);
    }
}

fn is_beginning_of(heard: &Heard, of: &ConversationId) -> bool {
    matches!(heard, Heard::Recorded { conversation, recorded } if conversation == of && recorded.seq == 1)
}
