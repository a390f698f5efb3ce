//! One turn, read from top to bottom: hear → understand → decide → commit → act → publish.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::{task::JoinError, time::timeout};
use tracing::{Instrument, Span, field, info_span};

use super::{
    Ack, Brain, SayError, Understood, Words,
    actor::{Actor, awaits, is_pending},
    fallback::{self, Fallback},
    mailbox::{Reply, Saying},
    metrics::outcome,
    profile, suggestion,
    thinking::{Settled, Thought, safely},
    work::Work,
};
use crate::{
    dialogue::Tracker,
    domain::{
        Action, Call, CallId, Closing, ConversationId, Decision, Event, Failure, Mode, Outcome, Party,
        Recorded, Signal, Understanding, Utterance,
    },
    store::{Append, AppendError},
    telemetry::SPANS,
};

/// Lost races after which something is refused, or a reaction put off.
pub(super) const RACES: usize = 8;

impl Actor {
    /// The customer said something. While the words before it are being understood, a message that stands for itself waits.
    pub(super) async fn say(&mut self, saying: Box<Saying>) {
        if self.thinking_of.is_none() || saying.what.may_go_on && self.deferred.is_empty() {
            self.said(saying).await;
        } else if self.deferred.len() < self.place.registry.parts.limits.mailbox {
            self.deferred.push_back(saying);
        } else {
            saying.refuse(Err(SayError::Busy));
        }
    }

    /// It is acknowledged once it is stored, and then answered.
    pub(super) async fn said(&mut self, saying: Box<Saying>) {
        self.begin_turn(&saying.span());
        let (Words { utterance, may_go_on, chosen, opening }, reply) = saying.into_parts();
        let span = self.stage(Work::Hear);
        let (heard, spent) = Work::Hear.wait(self.hear(utterance, chosen, opening).instrument(span)).await;
        self.place.spent(spent);
        let answer = heard.as_ref().is_ok_and(|ack| !ack.repeated);
        // The sender may have gone; what is stored is answered all the same.
        let _ = reply.send(Reply::Answered(heard));
        if answer && may_go_on {
            self.wait_for_more().await;
        } else if answer {
            self.think().await;
        }
    }

    async fn hear(
        &mut self,
        utterance: Utterance,
        chosen: bool,
        mut opening: Option<ConversationId>,
    ) -> Result<Ack, SayError> {
        for _ in 0..RACES {
            let known =
                utterance.message_id.as_ref().and_then(|id| self.tracker.message(&Party::Customer, id));
            if let Some(seq) = known {
                return Ok(self.repeated(self.conversation.clone(), seq));
            }
            if self.tracker.mode == Mode::Closed {
                self.begin();
            }
            if self.tracker.seq == 0
                && let Some(id) = opening.take()
            {
                self.conversation = id;
            }
            match self.commit(self.opening(utterance.clone(), chosen)).await {
                // It was over; the next round begins a new one.
                Ok(()) if self.tracker.mode == Mode::Closed => {}
                Ok(()) => {
                    let (conversation, seq) = (self.conversation.clone(), self.heard);
                    return Ok(Ack { conversation, seq, repeated: false, settled: false });
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
    fn opening(&self, utterance: Utterance, chosen: bool) -> Vec<Event> {
        let title = if chosen { self.tracker.title(&utterance.text) } else { None };
        let said = Event::CustomerSaid { utterance: Utterance { title, ..utterance } };
        if self.tracker.seq == 0 {
            return vec![self.opened(), said];
        }
        if self.is_over() { vec![Event::Closed { why: Closing::Over }] } else { vec![said] }
    }

    /// Quiet for so long that what comes belongs to another conversation.
    pub(super) fn is_over(&self) -> bool {
        let over = self.place.registry.parts.limits.over;
        // A clock that was set back does not make a conversation old.
        let quiet = Duration::try_from(self.place.now().duration_since(self.tracker.now));
        let began = self.tracker.seq > 0;
        began && self.tracker.mode == Mode::Bot && quiet.is_ok_and(|quiet| quiet >= over)
    }

    pub(super) fn opened(&self) -> Event {
        let contact = &self.place.contact;
        Event::Opened { customer: contact.customer.clone(), channel: contact.channel }
    }

    fn repeated(&self, conversation: ConversationId, seq: u64) -> Ack {
        let settled = conversation != self.conversation || self.is_settled();
        Ack { conversation, seq, repeated: true, settled }
    }

    /// Begins to react to what the customer has said.
    pub(super) async fn think(&mut self) {
        let brain = self.brain();
        let settled = self.settle_words(&*brain);
        self.understand(brain, settled).await;
    }

    /// What is settled is reacted to at once. Everything else is thought about meanwhile.
    pub(super) async fn understand(&mut self, brain: Arc<dyn Brain>, settled: Settled) {
        self.burst = None;
        match settled {
            Settled::Yes(understanding) => self.answer(brain, Some(*understanding)).await,
            Settled::Broken => self.answer(brain, None).await,
            Settled::No => {
                let (registry, of) = (self.place.registry.clone(), self.heard);
                let (text, at) = (self.tracker.text.clone(), self.tracker.now);
                let (shop, span) = (self.place.contact.shop.clone(), self.stage(Work::Understand));
                self.thinking_of = Some(of);
                let thinking = async move {
                    let understanding = registry.think(&shop, &brain, &text, at).await;
                    Thought { of, brain, understanding }
                };
                self.thoughts.spawn(thinking.instrument(span));
            }
        }
    }

    /// Thought about. What the customer has gone on from meanwhile is forgotten.
    pub(super) async fn thought(&mut self, thought: Result<Thought, JoinError>) {
        match thought {
            Ok(Thought { of, brain, understanding }) if self.thinking_of == Some(of) => {
                self.answer(brain, understanding).await;
            }
            Ok(_) => {}
            Err(error) => {
                // What a panic says may quote the customer.
                tracing::error!(conversation = %self.conversation, panicked = error.is_panic(), "a thought broke down");
                if self.thinking_of.is_some() {
                    let brain = self.brain();
                    self.answer(brain, None).await;
                }
            }
        }
    }

    /// Reacts to what was understood; nothing was, when the brain broke down over it.
    async fn answer(&mut self, brain: Arc<dyn Brain>, understanding: Option<Understanding>) {
        self.thinking_of = None;
        if !self.tracker.unanswered {
            return;
        }
        let (brain, understanding) = match understanding {
            Some(understanding) => {
                self.place.registry.parts.brain.understood(&Understood {
                    conversation: &self.conversation,
                    brain: &brain,
                    tracker: &self.tracker,
                    understanding: &understanding,
                });
                (brain, understanding)
            }
            None => Fallback::of(&*brain),
        };
        self.place.registry.metrics.understood(&understanding.trace);
        self.react(brain, Signal::Said(understanding)).await;
        self.settle();
    }

    /// A call has ended. Nobody waits for it any more when the flow was left or a person took over meanwhile.
    pub(super) async fn returned(&mut self, call: CallId, outcome: Outcome) {
        if awaits(&self.tracker, call) {
            let brain = self.brain();
            self.react(brain, Signal::Returned(call, outcome)).await;
            self.settle();
        }
    }

    /// What follows is traced as one, within what brought it about.
    pub(super) fn begin_turn(&mut self, within: &Span) {
        let (shop, conversation) = (&self.place.contact.shop, &self.conversation);
        self.span = info_span!(
            target: SPANS,
            parent: within,
            "turn",
            %shop,
            %conversation,
            understood_by = field::Empty,
            outcome = field::Empty,
        );
    }

    pub(super) fn stage(&self, work: Work) -> Span {
        work.span(&self.span, &self.place.contact.shop, &self.conversation)
    }

    /// Decides and stores the decision. Where the log has moved on meanwhile, it is made anew; but once a person has been there in
    /// between, what the bot had to say is dropped.
    async fn react(&mut self, brain: Arc<dyn Brain>, signal: Signal) {
        let epoch = self.tracker.epoch;
        for _ in 0..RACES {
            let (mut events, action) = if self.tracker.epoch == epoch {
                let span = self.stage(Work::Decide);
                let decision = || span.in_scope(|| decide(&*brain, &self.tracker, &signal));
                let (decision, spent) = Work::Decide.run(decision);
                self.place.spent(spent);
                decision
            } else {
                (told(&signal).into_iter().collect(), Action::Listen)
            };
            profile::add_level(&self.place.registry.parts, &self.place.contact.customer, &mut events).await;
            match self.commit(events).await {
                Ok(()) => {
                    self.act(action);
                    return self.suggest(&*brain, &signal);
                }
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
    pub(super) async fn commit(&mut self, events: Vec<Event>) -> Result<(), AppendError> {
        let span = self.stage(Work::Commit);
        let (stored, spent) = Work::Commit.wait(self.store(events).instrument(span)).await;
        self.place.spent(spent);
        let (events, believed) = stored?;
        self.trace_outcome(&events);
        self.place.registry.metrics.committed(&self.tracker, &events, spent.took);

        let before = std::mem::replace(&mut self.tracker, believed);
        if before.seq == 0 {
            self.place.announce(&self.conversation);
        }
        events.iter().for_each(|recorded| self.note(recorded));
        let span = self.stage(Work::Publish);
        let telling = || {
            span.in_scope(|| {
                self.tell_desk(&events);
                self.publish(&before, events);
            });
        };
        let ((), spent) = Work::Publish.run(telling);
        self.place.spent(spent);
        self.stored();
        Ok(())
    }

    /// On disk, with the tracker that follows from it.
    async fn store(&self, events: Vec<Event>) -> Result<(Vec<Recorded>, Tracker), AppendError> {
        let events = following(&self.tracker, self.place.now(), events);
        let mut believed = self.tracker.clone();
        events.iter().for_each(|recorded| believed.record(recorded));
        let pending = is_pending(&believed);

        let (shop, conversation) = (&self.place.contact.shop, &self.conversation);
        let append = Append { shop, conversation, events: &events, pending };
        self.place.registry.parts.store.append(append).await?;
        Ok((events, believed))
    }

    /// What a turn came to, for its span.
    fn trace_outcome(&self, events: &[Recorded]) {
        for recorded in events {
            if let Event::Understood { understanding } = &recorded.event {
                self.span.record("understood_by", understanding.by.as_str());
                self.span.record("outcome", outcome(events));
            }
        }
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
        let (id, shop, span) = (call.id, self.place.contact.shop.clone(), self.stage(Work::Call));
        let registry = self.place.registry.clone();
        let calling = async move {
            let (outcome, spent) = Work::Call.wait(timeout(limit, systems.call(&customer, &call))).await;
            registry.metrics.spent(&shop, spent);
            outcome.unwrap_or(Outcome::Failed(Failure::Unavailable))
        };
        let task = self.calls.spawn(calling.instrument(span));
        self.in_flight.insert(task.id(), id);
    }

    /// What the bot would have said goes to the seat that holds the conversation.
    fn suggest(&self, brain: &dyn Brain, signal: &Signal) {
        if let (Mode::Human(_), Signal::Said(understanding)) = (&self.tracker.mode, signal)
            && let Some(suggestion) = suggestion::of(brain, &self.tracker, understanding, self.heard)
        {
            self.tell_suggestion(suggestion);
        }
    }

    pub(super) fn is_settled(&self) -> bool {
        !self.tracker.unanswered && self.tracker.open_call().is_none()
    }
}

/// Events with the places that they get after what a tracker has seen.
pub(super) fn following(tracker: &Tracker, now: Timestamp, events: Vec<Event>) -> Vec<Recorded> {
    // In a log time does not go back, whatever the clock does.
    let at = now.max(tracker.now);
    (tracker.seq + 1..).zip(events).map(|(seq, event)| Recorded { seq, at, event }).collect()
}

/// The events to store and the one thing to do then. A brain that breaks down hands over to a person; while a person holds the
/// conversation it is not asked at all.
pub(super) fn decide(brain: &dyn Brain, tracker: &Tracker, signal: &Signal) -> (Vec<Event>, Action) {
    let told = told(signal);
    if matches!(tracker.mode, Mode::Human(_) | Mode::Closed) {
        return (told.into_iter().collect(), Action::Listen);
    }
    let mut known = tracker.clone();
    // The understanding of words is in the signal; what a call brought is not.
    if let Some(ended @ Event::CallEnded { .. }) = &told {
        known.apply(ended);
    }
    let decision = safely(|| brain.decide(&known, signal)).unwrap_or_else(|| match signal {
        // Without its sentence, the desk's doing stands all the same.
        Signal::Desk(_) => Decision { by: "presence".into(), events: Vec::new(), action: Action::Listen },
        Signal::Said(_) | Signal::Returned(..) | Signal::PersonAsked => fallback::hand_over(brain, &known),
    });
    let Decision { events, action, .. } = decision;
    let queued = match &action {
        Action::HandOff(handoff) => Some(Event::Queued { skill: handoff.skill.clone() }),
        Action::Listen | Action::Call(_) => None,
    };
    (told.into_iter().chain(events).chain(queued).collect(), action)
}

/// The event that says what is reacted to.
fn told(signal: &Signal) -> Option<Event> {
    match signal {
        Signal::Said(understanding) => {
            Some(Event::Understood { understanding: Box::new(understanding.clone()) })
        }
        Signal::Returned(call, outcome) => Some(Event::CallEnded { call: *call, outcome: outcome.clone() }),
        Signal::PersonAsked | Signal::Desk(_) => None,
    }
}

/// After a lost race: whether there is still something to react to.
fn still_stands(tracker: &Tracker, signal: &Signal) -> bool {
    match signal {
        Signal::Said(_) => tracker.unanswered,
        Signal::Returned(call, _) => awaits(tracker, *call),
        Signal::PersonAsked | Signal::Desk(_) => false,
    }
}
