//! What conversations are made of.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use jiff::Timestamp;

use crate::{
    assistant::Assistant,
    desk::Desk,
    dialogue::Tracker,
    domain::{Call, ConversationId, CustomerId, Decision, Name, Outcome, ShopId, Signal, Understanding},
    integration::Gateway,
    store::Store,
};

/// An immutable version of everything that answers.
pub trait Brain: Send + Sync {
    /// The understanding of a message that is settled within microseconds; `None` for all others.
    fn settle(&self, text: &str, at: Timestamp) -> Option<Understanding>;
    /// May wait for an encoder; called on threads that may block.
    fn understand(&self, text: &str, at: Timestamp) -> Understanding;
    /// Deterministic and quick.
    fn decide(&self, tracker: &Tracker, signal: &Signal) -> Decision;
    /// A reply's plain wording, to be said when deciding itself has failed.
    fn wording(&self, reply: &str) -> Option<String>;
    /// What it can tell apart, by name.
    fn intents(&self) -> Vec<IntentTitle> {
        Vec::new()
    }
    /// Why a person is asked for, as people read it.
    fn reason(&self, _code: &Name) -> Option<String> {
        None
    }
}

/// An intent as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntentTitle {
    pub intent: Name,
    pub title: String,
    pub title_en: Option<String>,
    /// Which seats can take it.
    pub skill: Name,
}

impl Brain for Assistant {
    fn settle(&self, text: &str, at: Timestamp) -> Option<Understanding> {
        Assistant::settle(self, text, at)
    }

    fn understand(&self, text: &str, at: Timestamp) -> Understanding {
        Assistant::understand(self, text, at)
    }

    fn decide(&self, tracker: &Tracker, signal: &Signal) -> Decision {
        Assistant::decide(self, tracker, signal)
    }

    fn wording(&self, reply: &str) -> Option<String> {
        let wordings = &self.content().replies.get(reply)?.text.zh;
        let plain = wordings.iter().map(|template| template.source()).find(|source| !source.contains('{'));
        plain.map(str::to_owned)
    }

    fn intents(&self) -> Vec<IntentTitle> {
        let intents = self.content().intents.values().map(|intent| IntentTitle {
            intent: intent.name.clone(),
            title: intent.title.clone(),
            title_en: intent.title_en.clone(),
            skill: intent.skill.clone(),
        });
        intents.collect()
    }

    fn reason(&self, code: &Name) -> Option<String> {
        self.content().terms.get("handoff_reason")?.get(code.as_str()).cloned()
    }
}

/// Which version answers whom. A turn keeps the one that it began with.
pub trait Brains: Send + Sync {
    /// The one that counts outside of conversations.
    fn live(&self) -> Arc<dyn Brain>;

    /// The one that answers in a conversation.
    fn of(&self, _shop: &ShopId, _conversation: &ConversationId) -> Arc<dyn Brain> {
        self.live()
    }

    /// A message is understood and about to be answered. It must not wait: the turn does.
    fn understood(&self, _message: &Understood<'_>) {}
}

/// A single version at a time, for everybody.
impl<F: Fn() -> Arc<dyn Brain> + Send + Sync> Brains for F {
    fn live(&self) -> Arc<dyn Brain> {
        self()
    }
}

pub type BrainSource = Arc<dyn Brains>;

/// All that a decision about a message comes from.
pub struct Understood<'a> {
    pub conversation: &'a ConversationId,
    pub brain: &'a Arc<dyn Brain>,
    pub tracker: &'a Tracker,
    pub understanding: &'a Understanding,
}

/// The shop's systems.
pub trait Systems: Send + Sync {
    fn call<'a>(
        &'a self,
        customer: &'a CustomerId,
        call: &'a Call,
    ) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

    /// Whether there is such a call that needs no more than the customer.
    fn knows(&self, _call: &Name) -> bool {
        false
    }
}

impl Systems for Gateway {
    fn call<'a>(
        &'a self,
        customer: &'a CustomerId,
        call: &'a Call,
    ) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>> {
        Box::pin(Gateway::call(self, customer, call))
    }

    fn knows(&self, call: &Name) -> bool {
        Gateway::knows(self, call)
    }
}

/// What [`Conversations`](super::Conversations) are started with.
#[derive(Clone)]
pub struct Parts {
    pub store: Store,
    pub brain: BrainSource,
    pub systems: Arc<dyn Systems>,
    pub desk: Desk,
    pub limits: Limits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Messages of one conversation that wait for their turn.
    pub mailbox: usize,
    /// Conversations in memory. From here on each new one puts idle ones to sleep; an eighth more are refused.
    pub live: usize,
    /// A conversation without an event leaves memory after this time, unless a seat holds it.
    pub idle: Duration,
    /// A conversation of the bot that was quiet for so long is over; the next message opens a new one.
    pub over: Duration,
    /// A call that takes longer has failed, whatever the integration allows.
    pub call: Duration,
    /// How long the next piece of a message is waited for, where the sender says that it may go on; zero to answer each piece.
    /// However many come, they are answered after four times as long.
    pub burst: Duration,
    /// Conversations taken up at a time after a restart.
    pub recovering: usize,
    /// Messages that are being understood at a time, apart from those that rules settle. More than an encoder's queue holds, so
    /// that under load it says that it is full, and messages are understood without it.
    pub thinking: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            mailbox: 32,
            live: 10_000,
            idle: Duration::from_secs(10 * 60),
            over: Duration::from_secs(24 * 60 * 60),
            call: Duration::from_secs(15),
            burst: Duration::from_millis(800),
            recovering: 64,
            thinking: 64,
        }
    }
}
