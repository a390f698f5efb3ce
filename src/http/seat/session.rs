//! One connection of a seat: what it says, and what is done about it.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::{sync::broadcast::error::RecvError, task::AbortHandle, time::interval};
use tracing::Instrument;

use super::{
    act, hello,
    peer::{Peer, WATCHES, within},
    sight::seen,
};
use crate::{
    desk::{ChatId, SeatState},
    domain::ConversationId,
    http::{
        Api, ApiError, Code,
        socket::{CloseCode, Session, Then},
        talk::{About, conversation_id, heard, refuse},
        wire::{Order, SeatHears, SeatSays},
    },
    identity::{self, Permission},
};

/// Sessions grow old even while a connection lasts.
const ASKED_AGAIN: Duration = Duration::from_secs(5 * 60);
/// Chats at a time that a seat may say it takes.
const CAPACITY: u16 = 100;

pub struct Desktop {
    api: Api,
    peer: Arc<Peer>,
    greeted: bool,
    /// Whoever looks whether the session is over.
    guard: AbortHandle,
}

impl Desktop {
    pub fn new(api: Api, session: identity::Session, peer: Arc<Peer>) -> Self {
        let guard = tokio::spawn(until_over(session, peer.clone())).abort_handle();
        Self { api, peer, greeted: false, guard }
    }

    fn take(&mut self, text: &str) -> Result<Then, ApiError> {
        let said = SeatSays::read(text)?;
        if matches!(said, SeatSays::Hello(_)) == self.greeted {
            return Err(Code::OutOfOrder.into());
        }
        match said {
            SeatSays::Hello(hello) => self.hello(hello.after),
            SeatSays::Order(order) => self.follow(order, About::of(text)),
            SeatSays::Deed(deed) => {
                let asked = deed.check(self.peer.person.seat.clone(), &self.api.config.limits)?;
                let carried_out = act::carry_out(self.peer.clone(), asked, About::of(text));
                Ok(Then::After(Box::pin(carried_out.instrument(heard("deed", &self.api)))))
            }
        }
    }

    fn follow(&self, order: Order, about: About) -> Result<Then, ApiError> {
        let person = &self.peer.person;
        match order {
            Order::Presence { state, capacity } => {
                let state = SeatState::parse(&state).filter(|_| capacity.is_none_or(|most| most <= CAPACITY));
                let state = state.ok_or(Code::BadPresence)?;
                self.api.floor.set(person, state, capacity.map(u32::from));
            }
            Order::Open { conversation, after } => {
                let opening = open(self.peer.clone(), conversation_id(&conversation)?, after, about);
                return Ok(Then::After(Box::pin(opening)));
            }
            Order::Shut { conversation } => self.peer.unwatch(&conversation_id(&conversation)?),
            Order::Decline { conversation } => {
                let chat =
                    ChatId { shop: person.shop.clone(), conversation: conversation_id(&conversation)? };
                self.api.conversations.desk().decline(&chat, &person.seat);
            }
            Order::Look { conversation } => {
                let to = conversation.as_deref().map(conversation_id).transpose()?;
                let peer = self.peer.clone();
                return Ok(Then::After(Box::pin(async move {
                    if let Err(error) = peer.api.floor.looks.turn(&peer, to).await {
                        refuse(&peer.outbox, &error, &about);
                    }
                })));
            }
            Order::Typing { conversation } => {
                let conversation = conversation_id(&conversation)?;
                self.api.conversations.seat_types(&person.shop, &conversation, person.seat.clone());
            }
        }
        Ok(Then::Next)
    }

    fn hello(&mut self, after: BTreeMap<String, u64>) -> Result<Then, ApiError> {
        let after = after.into_iter().map(|(id, seq)| Ok((conversation_id(&id)?, seq)));
        let after = after.collect::<Result<BTreeMap<ConversationId, u64>, ApiError>>()?;
        self.greeted = true;
        self.peer.listen();
        let standing = self.api.floor.enter(&self.peer);
        let peer = self.peer.clone();
        Ok(Then::After(Box::pin(async move {
            if let Err(error) = hello::welcome(&peer, standing, &after).await {
                refuse(&peer.outbox, &error, &About::default());
                peer.outbox.close(CloseCode::GoingAway);
            }
        })))
    }
}

impl Session for Desktop {
    fn text(&mut self, text: &str) -> Then {
        self.take(text).unwrap_or_else(|error| {
            refuse(&self.peer.outbox, &error, &About::of(text));
            Then::Next
        })
    }

    fn too_fast(&mut self) {
        refuse(&self.peer.outbox, &Code::TooFast.into(), &About::default());
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        self.guard.abort();
        self.api.floor.leave(&self.peer);
    }
}

/// Tells a transcript, as far as the seat may read it, and from then on what happens, if it may look on.
async fn open(peer: Arc<Peer>, conversation: ConversationId, after: u64, about: About) {
    let opened = async {
        let live = peer.person.role.may(Permission::Watch);
        if live && peer.watched() >= WATCHES {
            return Err(Code::Busy.into());
        }
        let log = hello::load(&peer, &conversation).await?;
        seen(&peer.api, &peer.person, &log).ok_or(Code::UnknownConversation)?;
        peer.hold(&conversation)?;
        if live {
            peer.watch(&conversation).await?;
        }
        let log = hello::load(&peer, &conversation).await?;
        let seen = seen(&peer.api, &peer.person, &log).unwrap_or_default();
        peer.tell_transcript(&conversation, seen, within(&log, after)).await;
        let seq = seen.last().map_or(0, |recorded| recorded.seq);
        peer.send(&SeatHears::Transcript { conversation: &conversation, seq, live });
        Ok(())
    };
    if let Err(error) = opened.await {
        refuse(&peer.outbox, &error, &about);
        if error.code == Code::StoreDown {
            // What was held back is told when it resumes.
            peer.outbox.close(CloseCode::GoingAway);
        }
    }
}

/// Closes the connection when the session behind it is over.
async fn until_over(session: identity::Session, peer: Arc<Peer>) {
    let people = &peer.api.people;
    let (mut endings, mut again) = (people.endings(), interval(ASKED_AGAIN));
    loop {
        let over = tokio::select! {
            ended = endings.recv() => match ended {
                Ok(ended) => ended.includes(&session),
                Err(RecvError::Lagged(_)) => is_over(&peer, &session).await,
                Err(RecvError::Closed) => return,
            },
            _ = again.tick() => is_over(&peer, &session).await,
        };
        if over {
            return peer.outbox.close(CloseCode::Unauthorised);
        }
    }
}

/// Whoever cannot be asked about stays.
async fn is_over(peer: &Peer, session: &identity::Session) -> bool {
    let known = peer.api.people.recheck(session, Timestamp::now()).await;
    match known {
        Ok(Some(now)) => now.person.role != session.person.role,
        Ok(None) => true,
        Err(error) => {
            tracing::warn!(%error, "cannot look whether a session is over");
            false
        }
    }
}
