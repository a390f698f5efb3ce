//! One conversation's task: takes commands one by one, and returns from the log whenever it has to.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    fmt,
    sync::Arc,
};

use tokio::{
    sync::mpsc,
    task::{self, JoinError, JoinSet},
    time::{Duration, Instant, sleep, sleep_until},
};
use tracing::Span;
use uuid::Uuid;

use super::{
    Brain, SayError,
    burst::Burst,
    mailbox::{Command, Saying},
    registry::Place,
    thinking::Thought,
};
use crate::{
    dialogue::{Tracker, Waiting},
    domain::{Call, CallId, ConversationId, Event, Failure, Mode, Outcome, Recorded},
    store::ReadError,
};

/// Before what could not be stored is tried again; doubles up to [`LONGEST_PAUSE`].
const PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

pub(super) struct Actor {
    pub(super) place: Place,
    pub(super) conversation: ConversationId,
    pub(super) tracker: Tracker,
    /// The seq of the customer's last message.
    pub(super) heard: u64,
    /// Messages that wait for the answer to the one before.
    pub(super) deferred: VecDeque<Box<Saying>>,
    /// When the customer has probably said all, and began to say it.
    pub(super) burst: Option<Burst>,
    /// The message that is being understood, by its seq.
    pub(super) thinking_of: Option<u64>,
    pub(super) thoughts: JoinSet<Thought>,
    /// Calls that have not ended, by the log.
    pub(super) open: BTreeMap<CallId, Call>,
    pub(super) calls: JoinSet<Outcome>,
    pub(super) in_flight: HashMap<task::Id, CallId>,
    pub(super) leaving: bool,
    /// Of the turn under way.
    pub(super) span: Span,
    pause: Duration,
    retry: Option<Instant>,
}

/// The whole life of a conversation in memory.
pub(super) async fn run(place: Place, mut mailbox: mpsc::Receiver<Command>) {
    let mut actor = Actor::new(place);
    match actor.reload().await {
        Ok(()) => {
            actor.resume().await;
            actor.finish_thinking().await;
            actor.live(&mut mailbox).await;
            mailbox.close();
            while let Some(command) = mailbox.recv().await {
                command.give_back();
            }
        }
        Err(error) => {
            tracing::error!(customer = %actor.place.contact.customer, %error, "a conversation cannot be loaded");
            mailbox.close();
            let error = SayError::from(error);
            while let Some(command) = mailbox.recv().await {
                command.refuse(&error);
            }
        }
    }
}

impl Actor {
    fn new(place: Place) -> Self {
        Self {
            conversation: new_id(),
            tracker: Tracker::new(place.contact.shop.clone()),
            heard: 0,
            deferred: VecDeque::new(),
            burst: None,
            thinking_of: None,
            thoughts: JoinSet::new(),
            open: BTreeMap::new(),
            calls: JoinSet::new(),
            in_flight: HashMap::new(),
            leaving: false,
            span: Span::none(),
            pause: PAUSE,
            retry: None,
            place,
        }
    }

    async fn live(&mut self, mailbox: &mut mpsc::Receiver<Command>) {
        let idle = self.place.registry.parts.limits.idle;
        while !(self.leaving && self.at_rest()) {
            if self.thinking_of.is_none()
                && let Some(saying) = self.deferred.pop_front()
            {
                self.said(saying).await;
                continue;
            }
            let retry = self.retry.unwrap_or_else(Instant::now);
            let all_said = self.burst.map_or_else(Instant::now, |burst| burst.until);
            tokio::select! {
                Some(ended) = self.calls.join_next_with_id() => self.call_ended(ended).await,
                Some(thought) = self.thoughts.join_next() => self.thought(thought).await,
                Some(command) = mailbox.recv(), if !self.leaving => self.handle(command).await,
                () = sleep_until(all_said), if self.burst.is_some() => self.think().await,
                () = sleep_until(retry), if self.retry.is_some() => self.resume().await,
                () = sleep(idle), if self.at_rest() && !self.is_held() => self.leaving = true,
            }
        }
    }

    /// Whoever waits for a conversation to be taken up finds its last words answered.
    async fn finish_thinking(&mut self) {
        while self.thinking_of.is_some()
            && let Some(thought) = self.thoughts.join_next().await
        {
            self.thought(thought).await;
        }
    }

    async fn handle(&mut self, command: Command) {
        match command {
            Command::Say(saying) => self.say(saying).await,
            Command::Do(doing) => self.carry_out(doing).await,
            Command::Tell(telling) => self.pass_on(*telling),
            // Only the one who waits for it can be gone.
            Command::Wake(awake) => drop(awake.send(())),
            Command::Sleep => self.leaving = self.at_rest(),
            Command::Leave => self.leave().await,
        }
    }

    async fn leave(&mut self) {
        self.leaving = true;
        self.deferred.drain(..).for_each(|saying| saying.give_back());
        if self.burst.is_some() {
            self.think().await;
        }
    }

    /// Nothing is under way: the log alone says it all.
    fn at_rest(&self) -> bool {
        self.calls.is_empty() && self.retry.is_none() && !self.tracker.unanswered
    }

    /// A person talks in it: who writes meanwhile is told only to what is in memory.
    fn is_held(&self) -> bool {
        self.tracker.holder().is_some()
    }

    async fn call_ended(&mut self, ended: Result<(task::Id, Outcome), JoinError>) {
        let (task, outcome) = match ended {
            Ok(ended) => ended,
            Err(error) => {
                // What a panic says may quote the customer.
                tracing::error!(conversation = %self.conversation, panicked = error.is_panic(), "a call broke down");
                (error.id(), Outcome::Failed(Failure::Unavailable))
            }
        };
        if let Some(call) = self.in_flight.remove(&task) {
            self.returned(call, outcome).await;
        }
    }

    /// Takes up what the log says is unfinished.
    async fn resume(&mut self) {
        self.retry = None;
        if self.tracker.unanswered {
            self.begin_turn(&Span::none());
            self.think().await;
        }
        for call in self.awaited_calls() {
            self.ask(call);
        }
        self.settle();
    }

    /// What was believed is given up for what the log says.
    pub(super) async fn reload(&mut self) -> Result<(), ReadError> {
        let parts = &self.place.registry.parts;
        let Some(conversation) = parts.store.open_conversation(&self.place.contact).await? else {
            self.begin();
            return Ok(());
        };
        let events = parts.store.load(&self.place.contact.shop, &conversation).await?;
        if conversation != self.conversation {
            self.begin();
            self.conversation = conversation;
            self.place.announce(&self.conversation);
        }
        self.tracker = Tracker::new(self.place.contact.shop.clone());
        self.open.clear();
        for recorded in &events {
            self.tracker.record(recorded);
            self.note(recorded);
        }
        self.tell_desk(&events);
        Ok(())
    }

    /// A conversation of which nothing is stored yet.
    pub(super) fn begin(&mut self) {
        self.conversation = new_id();
        self.tracker = Tracker::new(self.place.contact.shop.clone());
        self.heard = 0;
        self.burst = None;
        self.thinking_of = None;
        self.thoughts = JoinSet::new();
        self.open.clear();
        self.calls = JoinSet::new();
        self.in_flight.clear();
    }

    /// What the tracker does not keep.
    pub(super) fn note(&mut self, recorded: &Recorded) {
        if let Event::CustomerSaid { .. } = &recorded.event {
            self.heard = recorded.seq;
        } else if let Event::CallStarted { call, .. } = &recorded.event {
            self.open.insert(call.id, call.clone());
        } else if let Event::CallEnded { call, .. } = &recorded.event {
            self.open.remove(call);
        }
    }

    /// Open calls that a flow still waits for.
    fn awaited_calls(&self) -> Vec<Call> {
        self.open.values().filter(|call| awaits(&self.tracker, call.id)).cloned().collect()
    }

    /// The disk refused: what is unfinished is taken up again in a while.
    pub(super) fn retry_later(&mut self, error: &dyn fmt::Display) {
        tracing::error!(conversation = %self.conversation, %error, "a turn could not be stored, and is tried again");
        self.retry = Some(Instant::now() + self.pause);
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
    }

    /// The version that answers here, as of now.
    pub(super) fn brain(&self) -> Arc<dyn Brain> {
        let Place { registry, contact, .. } = &self.place;
        registry.parts.brain.of(&contact.shop, &self.conversation)
    }

    pub(super) fn stored(&mut self) {
        self.pause = PAUSE;
    }
}

/// Whether a flow waits for this call.
pub(super) fn awaits(tracker: &Tracker, call: CallId) -> bool {
    tracker.stack.iter().any(|frame| matches!(&frame.waiting, Waiting::Call { id, .. } if *id == call))
}

/// Whether a restart must look at a conversation in this state: the bot owes something, or the desk has to know of it.
pub(super) fn is_pending(tracker: &Tracker) -> bool {
    tracker.unanswered
        || tracker.open_call().is_some()
        || matches!(tracker.mode, Mode::Waiting | Mode::Human(_))
}

/// Ordered by time, and not to be guessed.
pub(super) fn new_id() -> ConversationId {
    ConversationId::new(Uuid::now_v7().to_string()).expect("a UUID is short and printable")
}
