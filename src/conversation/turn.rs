//! One turn, read from top to bottom: hear → understand → decide → commit → act → publish.

use std::sync::Arc;

use tokio::{
    sync::oneshot,
    time::{Instant, timeout},
};

use super::{
    Ack, Brain, Published, SayError,
    actor::{Actor, Heard, awaits, is_pending, now},
    fallback::{self, Fallback},
    thinking::safely,
};
use crate::{
    dialogue::Tracker,
    domain::{
        Action, Call, CallId, Closing, ConversationId, Decision, Event, Failure, Mode, Outcome, Party,
        Recorded, Signal, Utterance,
    },
    store::{Append, AppendError},
};

/// Lost races after which a message is refused, or a reaction put off.
const RACES: usize = 8;

impl Actor {
    /// The customer said something: it is acknowledged once it is stored, and then answered.
    pub(super) async fn said(&mut self, utterance: Utterance, reply: oneshot::Sender<Heard>) {
        let heard = self.hear(utterance).await;
        let answer = heard.as_ref().is_ok_and(|ack| !ack.repeated);
        // The sender may have gone; what is stored is answered all the same.
        let _ = reply.send(Heard::Answered(Box::new(heard)));
        if answer {
            self.answer().await;
            self.settle();
        }
    }

    async fn hear(&mut self, utterance: Utterance) -> Result<Ack, SayError> {
        for _ in 0..RACES {
            let known =
                utterance.message_id.as_ref().and_then(|id| self.tracker.message(&Party::Customer, id));
            if let Some(seq) = known {
                return Ok(self.repeated(self.conversation.clone(), seq));
            }
            let published = self.published.subscribe();
            match self.commit(self.opening(utterance.clone())).await {
                Ok(()) if self.tracker.mode == Mode::Closed => self.begin(),
                Ok(()) => {
                    let (conversation, seq) = (self.conversation.clone(), self.heard);
                    return Ok(Ack { conversation, seq, repeated: false, settled: false, published });
                }
                Err(AppendError::Conflict) => self.reload().await?,
                Err(AppendError::Repeated { conversation, seq }) => {
                    return Ok(self.repeated(conversation, seq));
                }
                Err(failed @ (AppendError::Full | AppendError::Io(_))) => return Err(failed.into()),
            }
        }
        Err(SayError::Busy)
    }

    /// The customer's words, after what makes room for them.
    fn opening(&self, utterance: Utterance) -> Vec<Event> {
        let contact = &self.place.contact;
        let said = Event::CustomerSaid { utterance };
        if self.tracker.seq == 0 {
            return vec![
                Event::Opened { customer: contact.customer.clone(), channel: contact.channel },
                said,
            ];
        }
        let over = self.place.registry.parts.limits.over;
        let quiet = now().duration_since(self.tracker.now).unsigned_abs();
        if self.tracker.mode == Mode::Bot && quiet >= over {
            vec![Event::Closed { why: Closing::Over }]
        } else {
            vec![said]
        }
    }

    fn repeated(&self, conversation: ConversationId, seq: u64) -> Ack {
        let settled = conversation != self.conversation || self.is_settled();
        Ack { conversation, seq, repeated: true, settled, published: self.published.subscribe() }
    }

    /// Reacts to the customer's last words.
    pub(super) async fn answer(&mut self) {
        let registry = &self.place.registry;
        let brain = (registry.parts.brain)();
        let understood = registry.understand(&brain, &self.tracker.text, self.tracker.now).await;
        let (brain, understanding) = match understood {
            Some(understanding) => (brain, understanding),
            None => Fallback::of(&*brain),
        };
        self.react(brain, Signal::Said(understanding)).await;
    }

    /// A call has ended. Nobody waits for it any more when the flow was left or a person took over meanwhile.
    pub(super) async fn returned(&mut self, call: CallId, outcome: Outcome) {
        if awaits(&self.tracker, call) {
            let brain = (self.place.registry.parts.brain)();
            self.react(brain, Signal::Returned(call, outcome)).await;
            self.settle();
        }
    }

    /// Decides and stores the decision. Where the log has moved on meanwhile, the decision is dropped and made anew.
    async fn react(&mut self, brain: Arc<dyn Brain>, signal: Signal) {
        for _ in 0..RACES {
            let (events, action) = decide(&*brain, &self.tracker, &signal);
            match self.commit(events).await {
                Ok(()) => return self.act(action),
                Err(AppendError::Conflict) => {
                    if let Err(error) = self.reload().await {
                        return self.retry_later(&error);
                    }
                }
                Err(error) => return self.retry_later(&error),
            }
            if !still_stands(&self.tracker, &signal) {
                return;
            }
        }
        self.retry_later(&AppendError::Conflict);
    }

    /// The only door: stored, then believed, then told.
    async fn commit(&mut self, events: Vec<Event>) -> Result<(), AppendError> {
        let at = now().max(self.tracker.now);
        let seqs = self.tracker.seq + 1..;
        let events: Vec<Recorded> =
            seqs.zip(events).map(|(seq, event)| Recorded { seq, at, event }).collect();
        let mut believed = self.tracker.clone();
        events.iter().for_each(|recorded| believed.record(recorded));
        let pending = is_pending(&believed);

        let (shop, conversation) = (&self.place.contact.shop, &self.conversation);
        let append = Append { shop, conversation, events: &events, pending };
        let began = Instant::now();
        self.place.registry.parts.store.append(append).await?;
        self.place.registry.metrics.committed(&events, began.elapsed());

        self.tracker = believed;
        events.iter().for_each(|recorded| self.note(recorded));
        self.publish(events);
        self.stored();
        Ok(())
    }

    fn act(&mut self, action: Action) {
        match action {
            // Who is handed over waits at the desk, which saw the events.
            Action::Listen | Action::HandOff(_) => {}
            Action::Call(call) => self.ask(call),
        }
    }

    /// Asks a shop system without holding up the mailbox.
    pub(super) fn ask(&mut self, call: Call) {
        let Some(customer) = self.tracker.customer.clone() else { return };
        if self.in_flight.values().any(|asked| *asked == call.id) {
            return;
        }
        let (systems, limit) =
            (self.place.registry.parts.systems.clone(), self.place.registry.parts.limits.call);
        let id = call.id;
        let task = self.calls.spawn(async move {
            let outcome = timeout(limit, systems.call(&customer, &call)).await;
            outcome.unwrap_or(Outcome::Failed(Failure::Unavailable))
        });
        self.in_flight.insert(task.id(), id);
    }

    fn publish(&self, events: Vec<Recorded>) {
        if self.published.receiver_count() > 0 {
            for recorded in events {
                // The last listener may just have gone.
                let _ = self.published.send(Published::Recorded(Arc::new(recorded)));
            }
        }
    }

    /// Says so when nothing is left to react to.
    pub(super) fn settle(&self) {
        if self.is_settled() {
            let _ =
                self.published.send(Published::Settled { seq: self.heard, mode: self.tracker.mode.clone() });
        }
    }

    fn is_settled(&self) -> bool {
        !self.tracker.unanswered && self.tracker.open_call().is_none()
    }
}

/// The events to store and the one thing to do then. A brain that breaks down hands over to a person.
fn decide(brain: &dyn Brain, tracker: &Tracker, signal: &Signal) -> (Vec<Event>, Action) {
    let (told, known) = match signal {
        Signal::Said(understanding) => {
            (Event::Understood { understanding: Box::new(understanding.clone()) }, tracker.clone())
        }
        Signal::Returned(call, outcome) => {
            let ended = Event::CallEnded { call: *call, outcome: outcome.clone() };
            let mut known = tracker.clone();
            known.apply(&ended);
            (ended, known)
        }
    };
    let decision =
        safely(|| brain.decide(&known, signal)).unwrap_or_else(|| fallback::hand_over(brain, &known));
    let Decision { events, action, .. } = decision;
    let queued = match &action {
        Action::HandOff(handoff) => Some(Event::Queued { skill: handoff.skill.clone() }),
        Action::Listen | Action::Call(_) => None,
    };
    (std::iter::once(told).chain(events).chain(queued).collect(), action)
}

/// After a lost race: whether there is still something to react to.
fn still_stands(tracker: &Tracker, signal: &Signal) -> bool {
    match signal {
        Signal::Said(_) => tracker.unanswered,
        Signal::Returned(call, _) => awaits(tracker, *call),
    }
}
