//! Who is told what, once it is stored.

use std::sync::Arc;

use jiff::Timestamp;
use tracing::Span;

use super::{Heard, Topic, actor::Actor, heard::Suggestion, registry::Place};
use crate::{
    dialogue::Tracker,
    domain::{ConversationId, Event, Mode, Party, Recorded, SeatId},
    store::Contact,
};

/// What the conversation is asked to pass on, and to forget.
pub(super) enum Telling {
    Typing {
        by: Party,
        text: Option<String>,
    },
    /// To a seat, with what is known.
    Offer {
        conversation: ConversationId,
        seat: SeatId,
        until: Timestamp,
    },
}

impl Actor {
    /// Told to the customer as far as it is theirs, to who looks on, and to seats that take part in it before or after.
    pub(super) fn publish(&self, before: &Tracker, events: Vec<Recorded>) {
        let mut seats = seats(before);
        seats.extend(
            seats_of(&self.tracker).filter(|seat| !seats_of(before).any(|known| known == *seat)).cloned(),
        );
        for recorded in events {
            let moves = moves(&recorded.event);
            let heard = Arc::new(Heard::Recorded { conversation: self.conversation.clone(), recorded });
            self.tell_contact(&heard);
            self.tell_seats(&seats, &heard);
            if moves {
                self.tell(Topic::Desk, &heard);
            }
        }
    }

    /// What was added to a conversation that is over: to the customer, and to who looks on.
    pub(super) fn tell_afterwards(&self, conversation: &ConversationId, events: Vec<Recorded>) {
        for recorded in events {
            let heard = Arc::new(Heard::Recorded { conversation: conversation.clone(), recorded });
            self.tell_contact(&heard);
        }
    }

    /// Says so when nothing is left to react to.
    pub(super) fn settle(&mut self) {
        if self.is_settled() {
            self.span = Span::none();
            let (seq, mode) = (self.heard, self.tracker.mode.clone());
            let conversation = self.conversation.clone();
            self.tell_contact(&Arc::new(Heard::Settled { conversation, seq, mode }));
        }
    }

    /// What was committed together is told together, or the whole log. Most conversations never come to the desk.
    pub(super) fn tell_desk(&self, events: &[Recorded]) {
        let known = matches!(self.tracker.mode, Mode::Waiting | Mode::Human(_));
        if known || events.iter().any(|recorded| moves(&recorded.event)) {
            let Place { registry, contact, .. } = &self.place;
            registry.parts.desk.record(&contact.shop, &self.conversation, &contact.customer, events);
        }
    }

    pub(super) fn pass_on(&self, telling: Telling) {
        match telling {
            Telling::Typing { by, text } => self.typing(by, text),
            Telling::Offer { conversation, seat, until } => {
                // Offered when it waited; it may have gone on since.
                if conversation == self.conversation
                    && self.tracker.mode == Mode::Waiting
                    && let Some(handoff) = self.tracker.handoff.clone().map(Box::new)
                {
                    let trace = self.tracker.understanding.as_ref();
                    let trace = trace.map(|understanding| Box::new(understanding.trace.clone()));
                    let heard = Heard::Offer { conversation, seat: seat.clone(), handoff, trace, until };
                    self.tell(Topic::Seat(seat), &Arc::new(heard));
                }
            }
        }
    }

    /// Of interest only while a person and a customer talk.
    fn typing(&self, by: Party, text: Option<String>) {
        let conversation = self.conversation.clone();
        match (&self.tracker.mode, &by) {
            (Mode::Human(_), Party::Customer) => {
                let heard = Arc::new(Heard::Typing { conversation, by, text });
                self.tell_contact(&heard);
                self.tell_seats(&seats(&self.tracker), &heard);
            }
            (Mode::Human(_), Party::Seat(seat)) if self.tracker.may_speak(seat) => {
                let heard = Arc::new(Heard::Typing { conversation, by, text: None });
                self.tell_contact(&heard);
                self.tell_seats(&seats(&self.tracker), &heard);
            }
            (Mode::Human(_), Party::Seat(_)) | (Mode::Bot | Mode::Waiting | Mode::Closed, _) => {}
        }
    }

    pub(super) fn tell_suggestion(&self, suggestion: Suggestion) {
        let heard = Arc::new(Heard::Suggestion { conversation: self.conversation.clone(), suggestion });
        self.tell_contact(&heard);
        self.tell_seats(&seats(&self.tracker), &heard);
    }

    /// The customer, as far as it is theirs, and who looks on.
    fn tell_contact(&self, heard: &Arc<Heard>) {
        let Contact { customer, channel, .. } = &self.place.contact;
        self.tell(Topic::Customer(customer.clone(), *channel), heard);
        self.tell(Topic::Contact(customer.clone(), *channel), heard);
    }

    fn tell_seats(&self, seats: &[SeatId], heard: &Arc<Heard>) {
        for seat in seats {
            self.tell(Topic::Seat(seat.clone()), heard);
        }
    }

    fn tell(&self, topic: Topic, heard: &Arc<Heard>) {
        self.place.registry.hub.tell(&self.place.contact.shop, topic, heard);
    }
}

fn seats_of(tracker: &Tracker) -> impl Iterator<Item = &SeatId> {
    tracker.holder().into_iter().chain(&tracker.guests)
}

fn seats(tracker: &Tracker) -> Vec<SeatId> {
    seats_of(tracker).cloned().collect()
}

/// Whether the conversation changes its place: in the queue, at a seat, away from the desk.
fn moves(event: &Event) -> bool {
    matches!(
        event,
        Event::HandoffRequested { .. }
            | Event::Queued { .. }
            | Event::SeatAssigned { .. }
            | Event::Released { .. }
            | Event::HandedBack { .. }
            | Event::Closed { .. }
    )
}
