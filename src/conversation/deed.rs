//! What people and the desk do: judged against the tracker, stored in one append, and told.

use tokio::time::Instant;

use super::{
    Act, ActError, Acted, SayError,
    act::Verdict,
    actor::Actor,
    mailbox::{Deed, Doing, Reply},
    profile,
    registry::Place,
    turn::{RACES, decide, following},
};
use crate::{
    dialogue::Tracker,
    domain::{Closing, ConversationId, Event, Mode, Signal},
    store::{Append, AppendError},
};

impl Deed {
    /// In which conversation.
    fn conversation(&self) -> Option<&ConversationId> {
        match self {
            Self::Act(conversation, _) | Self::Order(conversation, _) => Some(conversation),
            Self::Wish(conversation, _) => conversation.as_ref(),
        }
    }

    fn judge(self, tracker: &Tracker, offered: bool) -> Result<Verdict, ActError> {
        match self {
            Self::Act(_, act) => act.judge(tracker, offered),
            Self::Wish(_, wish) => wish.judge(tracker),
            Self::Order(_, order) => order.judge(tracker),
        }
    }
}

impl Actor {
    pub(super) async fn carry_out(&mut self, doing: Box<Doing>) {
        let turn = std::mem::replace(&mut self.span, doing.span());
        let (deed, reply) = doing.into_parts();
        let done = self.done(deed).await;
        self.span = turn;
        // Whoever asked may have gone; what is stored is done all the same.
        let _ = reply.send(Reply::Answered(done));
        self.settle();
    }

    async fn done(&mut self, deed: Deed) -> Result<Acted, ActError> {
        for _ in 0..RACES {
            match deed.conversation() {
                Some(conversation) if *conversation != self.conversation => {
                    return self.done_afterwards(&deed, conversation).await;
                }
                None if self.tracker.mode == Mode::Closed => self.begin(),
                // The next round begins a new one.
                None if self.is_over() => match self.commit(vec![Event::Closed { why: Closing::Over }]).await
                {
                    Ok(()) => continue,
                    Err(AppendError::Conflict) => {
                        self.reload().await?;
                        continue;
                    }
                    Err(error) => return Err(error.into()),
                },
                Some(_) | None => {}
            }
            let verdict = deed.clone().judge(&self.tracker, self.is_offered(&deed))?;
            let mut events = if self.tracker.seq == 0 { vec![self.opened()] } else { Vec::new() };
            let (notice, then) = match verdict {
                Verdict::Already(seq) => return Ok(Acted::repeated(&self.conversation, seq)),
                Verdict::HandOver => {
                    let handed_over = self.react_to(&events, &Signal::PersonAsked);
                    events.extend(handed_over);
                    let Place { registry, contact, .. } = &self.place;
                    profile::add_level(&registry.parts, &contact.customer, &mut events).await;
                    (None, None)
                }
                Verdict::Store { events: done, notice, then } => {
                    events.extend(done);
                    (notice, then)
                }
            };
            let seq =
                (self.tracker.seq + 1..).zip(&events).map(|(seq, _)| seq).last().unwrap_or(self.tracker.seq);
            if let Some(notice) = notice {
                let sentence = self.react_to(&events, &Signal::Desk(notice));
                events.extend(sentence);
            }
            events.extend(then);
            match self.commit(events).await {
                Ok(()) => return Ok(Acted::new(&self.conversation, seq)),
                Err(AppendError::Conflict) => self.reload().await?,
                Err(AppendError::Repeated { conversation, seq }) => {
                    return Ok(Acted::repeated(&conversation, seq));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(SayError::Busy.into())
    }

    /// What the bot does about a signal that these events bring.
    fn react_to(&self, events: &[Event], signal: &Signal) -> Vec<Event> {
        let mut known = self.tracker.clone();
        events.iter().for_each(|event| known.apply(event));
        decide(&*self.brain(), &known, signal).0
    }

    /// Whether the desk has offered it to the seat that takes it.
    fn is_offered(&self, deed: &Deed) -> bool {
        if let Deed::Act(_, Act::Take { seat }) = deed {
            let Place { registry, contact, .. } = &self.place;
            registry.parts.desk.is_promised(&contact.shop, &self.conversation, seat)
        } else {
            false
        }
    }

    /// In a conversation before the one that is in memory: it is closed, and only notes, marks and stars can be added.
    async fn done_afterwards(&self, deed: &Deed, conversation: &ConversationId) -> Result<Acted, ActError> {
        let (store, contact) = (&self.place.registry.parts.store, &self.place.contact);
        for _ in 0..RACES {
            let log = store.load(&contact.shop, conversation).await?;
            let tracker = Tracker::replay(contact.shop.clone(), &log);
            if tracker.customer.as_ref() != Some(&contact.customer) || tracker.channel != contact.channel {
                return Err(ActError::Unknown);
            }
            let events = match deed.clone().judge(&tracker, false)? {
                Verdict::Already(seq) => return Ok(Acted::repeated(conversation, seq)),
                Verdict::HandOver => return Err(ActError::Closed),
                Verdict::Store { events, .. } => following(&tracker, self.place.now(), events),
            };
            let append = Append { shop: &contact.shop, conversation, events: &events, pending: false };
            let began = Instant::now();
            match store.append(append).await {
                Ok(()) => {
                    self.place.registry.metrics.committed(&tracker, &events, began.elapsed());
                    let seq = events.last().map_or(tracker.seq, |last| last.seq);
                    self.tell_afterwards(conversation, events);
                    return Ok(Acted::new(conversation, seq));
                }
                Err(AppendError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(SayError::Busy.into())
    }
}
