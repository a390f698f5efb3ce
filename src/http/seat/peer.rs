//! What one seat's connection is told.
//!
//! For each conversation it is known how far the seat has been told. What comes next is passed on; what came before is dropped;
//! where something is missing in between, and at the beginning, the log is read, and meanwhile what comes waits.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak},
};

use super::{looks::Look, sight::seen};
use crate::{
    conversation::{Heard, Listener, Listening, Topic},
    domain::{ConversationId, Party, Person, Recorded},
    http::{
        Api, ApiError, Code,
        socket::{CloseCode, Outbox},
        talk::{About, refuse},
        wire::{SeatHears, frame},
    },
};

/// What may come in while a log is read.
const WAITING: usize = 1024;
/// Conversations that a seat looks on at a time.
pub const WATCHES: usize = 32;

pub struct Peer {
    pub api: Api,
    pub person: Person,
    pub outbox: Outbox,
    told: Mutex<Told>,
    own: OnceLock<Listening>,
    watches: Mutex<HashMap<ConversationId, Listening>>,
    look: Mutex<Look>,
}

#[derive(Default)]
struct Told {
    /// Before the welcome nothing is told.
    welcome: bool,
    early: Vec<Arc<Heard>>,
    tracks: HashMap<ConversationId, Track>,
}

/// How far a seat has been told of a conversation.
enum Track {
    At(u64),
    /// The log is being read.
    Reading(Vec<Arc<Heard>>),
}

/// Beyond the end of a log nobody has been told of anything.
pub fn within(log: &[Recorded], after: u64) -> u64 {
    if log.last().is_some_and(|recorded| after <= recorded.seq) { after } else { 0 }
}

impl Peer {
    pub fn new(api: Api, person: Person, outbox: Outbox) -> Self {
        let (told, own, watches) = (Mutex::default(), OnceLock::new(), Mutex::default());
        Self { api, person, outbox, told, own, watches, look: Mutex::default() }
    }

    /// From now on nothing is missed of what the seat takes part in, though nothing is told before the welcome.
    pub fn listen(self: &Arc<Self>) {
        let topic = Topic::Seat(self.person.seat.clone());
        let own = self.api.conversations.hub().listen(self.person.shop.clone(), topic, self.ear(None));
        // The first hello is the only one.
        let _ = self.own.set(own);
    }

    /// Goes on hearing a conversation that somebody else holds.
    pub async fn watch(self: &Arc<Self>, conversation: &ConversationId) -> Result<(), ApiError> {
        let contact = self.api.conversations.contact(&self.person.shop, conversation).await?;
        let topic = Topic::Contact(contact.customer, contact.channel);
        let ear = self.ear(Some(conversation.clone()));
        let listening = self.api.conversations.hub().listen(contact.shop, topic, ear);
        self.watches().insert(conversation.clone(), listening);
        Ok(())
    }

    pub fn unwatch(&self, conversation: &ConversationId) {
        let listening = self.watches().remove(conversation);
        drop(listening);
    }

    pub fn watched(&self) -> usize {
        self.watches().len()
    }

    fn ear(self: &Arc<Self>, only: Option<ConversationId>) -> Arc<Ear> {
        Arc::new(Ear { peer: Arc::downgrade(self), only })
    }

    /// Tells the welcome and the logs that belong to it, and then what has come in since.
    pub async fn welcome(
        self: &Arc<Self>,
        welcome: SeatHears<'_>,
        logs: Vec<(ConversationId, u64, Vec<Recorded>)>,
    ) {
        self.outbox.feed(frame(&welcome)).await;
        let mut tracks = HashMap::new();
        for (conversation, after, log) in logs {
            let end = self.tell_log(&conversation, &log, after).await;
            tracks.insert(conversation, Track::At(end));
        }
        let mut told = self.lock();
        told.tracks = tracks;
        told.welcome = true;
        for heard in std::mem::take(&mut told.early) {
            self.pass(&mut told, &heard);
        }
    }

    /// Keeps what comes until the transcript is told.
    ///
    /// # Errors
    /// `busy`, when it is about to be told already.
    pub fn hold(&self, conversation: &ConversationId) -> Result<(), ApiError> {
        let mut told = self.lock();
        if matches!(told.tracks.get(conversation), Some(Track::Reading(_))) {
            return Err(Code::Busy.into());
        }
        told.tracks.insert(conversation.clone(), Track::Reading(Vec::new()));
        Ok(())
    }

    /// Tells what a log has after `after`, and then what has been held back.
    pub async fn tell_transcript(
        self: &Arc<Self>,
        conversation: &ConversationId,
        log: &[Recorded],
        after: u64,
    ) {
        let end = self.tell_log(conversation, log, after).await;
        let mut told = self.lock();
        let waiting = match told.tracks.insert(conversation.clone(), Track::At(end)) {
            Some(Track::Reading(waiting)) => waiting,
            Some(Track::At(_)) | None => Vec::new(),
        };
        for heard in waiting {
            self.pass(&mut told, &heard);
        }
    }

    /// Returns how far the seat has been told then. What it may read may end before what it was told when it might still read more.
    async fn tell_log(&self, conversation: &ConversationId, log: &[Recorded], after: u64) -> u64 {
        let end = log.last().map_or(0, |recorded| recorded.seq).max(after);
        for recorded in log.iter().filter(|recorded| recorded.seq > after) {
            if let Some(text) = self.written(conversation, recorded) {
                self.outbox.feed(text).await;
            }
        }
        end
    }

    fn written(&self, conversation: &ConversationId, recorded: &Recorded) -> Option<String> {
        self.api.for_seat(conversation, recorded)
    }

    fn pass(self: &Arc<Self>, told: &mut Told, heard: &Arc<Heard>) {
        if !told.welcome {
            return self.keep(&mut told.early, heard);
        }
        match &**heard {
            Heard::Recorded { conversation, recorded } => match told.tracks.get_mut(conversation) {
                Some(Track::Reading(waiting)) => self.keep(waiting, heard),
                Some(Track::At(at)) if recorded.seq <= *at => {}
                Some(Track::At(at)) if recorded.seq == *at + 1 => {
                    *at = recorded.seq;
                    if let Some(text) = self.written(conversation, recorded) {
                        self.outbox.send(text);
                    }
                }
                Some(Track::At(at)) => {
                    let after = *at;
                    self.read(told, conversation, after, heard);
                }
                None => self.read(told, conversation, 0, heard),
            },
            Heard::Typing { conversation, by: Party::Customer, text } => {
                self.send(&SeatHears::VisitorTyping { conversation, text: text.as_deref() });
            }
            Heard::Typing { conversation, by: Party::Seat(seat), .. } if *seat != self.person.seat => {
                let name = self.api.names.of(&self.person.shop, seat);
                self.send(&SeatHears::SeatTyping { conversation, seat, name: name.as_deref() });
            }
            Heard::Suggestion { conversation, suggestion } => {
                // It must not come before the words that it answers.
                if let Some(Track::Reading(waiting)) = told.tracks.get_mut(conversation) {
                    return self.keep(waiting, heard);
                }
                self.send(&SeatHears::Suggestion { conversation, suggestion: suggestion.into() });
            }
            Heard::Offer { conversation, seat, handoff, trace, until } if *seat == self.person.seat => {
                let (handoff, trace, until) = ((&**handoff).into(), trace.as_deref(), *until);
                self.send(&SeatHears::Offer { conversation, handoff, trace, until });
            }
            Heard::Withdrawn { conversation, seat } if *seat == self.person.seat => {
                self.send(&SeatHears::Withdrawn { conversation });
            }
            Heard::Reminder { conversation, seat } if *seat == self.person.seat => {
                self.send(&SeatHears::Reminder { conversation });
            }
            Heard::Away { seat } if *seat == self.person.seat => self.api.floor.tell_standing(self),
            Heard::Typing { .. }
            | Heard::Settled { .. }
            | Heard::Queue { .. }
            | Heard::Offer { .. }
            | Heard::Withdrawn { .. }
            | Heard::Reminder { .. }
            | Heard::Away { .. } => {}
        }
    }

    /// Something is missing before this: it is in the log.
    fn read(
        self: &Arc<Self>,
        told: &mut Told,
        conversation: &ConversationId,
        after: u64,
        heard: &Arc<Heard>,
    ) {
        told.tracks.insert(conversation.clone(), Track::Reading(vec![heard.clone()]));
        let (peer, conversation) = (self.clone(), conversation.clone());
        tokio::spawn(async move {
            if let Err(error) = peer.tell_missed(&conversation, after).await {
                refuse(&peer.outbox, &error, &About::default());
                // It resumes when the log can be read again.
                peer.outbox.close(CloseCode::GoingAway);
            }
        });
    }

    async fn tell_missed(
        self: &Arc<Self>,
        conversation: &ConversationId,
        after: u64,
    ) -> Result<(), ApiError> {
        let shop = &self.person.shop;
        let log = self.api.store.load(shop, conversation).await?;
        self.api.names.learn_from(&log, shop, &self.api.people).await?;
        // They may have left while it was read.
        let seen = seen(&self.api, &self.person, &log).unwrap_or_default();
        self.tell_transcript(conversation, seen, after).await;
        Ok(())
    }

    fn keep(&self, waiting: &mut Vec<Arc<Heard>>, heard: &Arc<Heard>) {
        if waiting.len() < WAITING {
            waiting.push(heard.clone());
        } else {
            self.outbox.close(CloseCode::TooSlow);
        }
    }

    pub fn send(&self, shape: &SeatHears<'_>) {
        self.outbox.send(frame(shape));
    }

    fn lock(&self) -> MutexGuard<'_, Told> {
        // A panic between two frames leaves each conversation at one of them.
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it has before it; for [`Looks`](super::looks::Looks) alone.
    pub fn look(&self) -> MutexGuard<'_, Look> {
        self.look.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn watches(&self) -> MutexGuard<'_, HashMap<ConversationId, Listening>> {
        self.watches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does not keep the connection's end alive.
struct Ear {
    peer: Weak<Peer>,
    /// Of a customer's conversations, this one alone.
    only: Option<ConversationId>,
}

impl Listener for Ear {
    fn tell(&self, heard: &Arc<Heard>) {
        let Some(peer) = self.peer.upgrade() else { return };
        let others = self.only.as_ref().is_some_and(|only| heard.conversation() != Some(only));
        if !others {
            peer.pass(&mut peer.lock(), heard);
        }
    }
}
