//! A node with a brain and a shop of the test's own, without a socket.

use std::{collections::BTreeMap, fs, future::Future, ops::Deref, pin::Pin, sync::Arc};

use jiff::Timestamp;
use serde_json::json;
use tempfile::TempDir;
use tokio::sync::{Semaphore, watch};
use xiaoer::{
    conversation::{
        Ack, Brain, BrainSource, Conversations, Ear, Heard, Limits, Parts, SayError, Systems, Topic, Words,
    },
    desk::Desk,
    dialogue::Tracker,
    domain::{
        Action, Call, CallId, Certainty, Channel, Choice, ConversationId, CustomerId, Decision, Event,
        FlowEnd, Handoff, Language, MessageId, Mode, Name, Outcome, Position, Recorded, ShopId, Signal,
        Stage, Trace, Understanding, Utterance,
    },
    store::{Append, Contact, Store},
};

pub type Hook = Box<dyn Fn(&str) + Send + Sync>;

/// Does what the message says: `call`, `human`, `choose`, `no settling`, `no understanding`, `no decision`; echoes everything else.
/// Only `settled` and `human` are settled.
pub struct Script {
    /// Runs within every understanding of a message that is not settled.
    pub while_understanding: Hook,
    /// Runs within every decision on a message.
    pub while_deciding: Hook,
}

impl Default for Script {
    fn default() -> Self {
        Self { while_understanding: Box::new(|_| {}), while_deciding: Box::new(|_| {}) }
    }
}

impl Brain for Script {
    fn settle(&self, text: &str, _at: Timestamp) -> Option<Understanding> {
        assert_ne!(text, "no settling", "a planted panic");
        matches!(text, "settled" | "human").then(|| understood(text))
    }

    fn understand(&self, text: &str, _at: Timestamp) -> Understanding {
        assert_ne!(text, "no understanding", "a planted panic");
        (self.while_understanding)(text);
        understood(text)
    }

    fn decide(&self, tracker: &Tracker, signal: &Signal) -> Decision {
        let (events, action) = match signal {
            // It would talk beside a person, if it were asked.
            Signal::Said(_) if tracker.mode == Mode::Waiting => (Vec::new(), Action::Listen),
            Signal::PersonAsked => react(tracker, "human"),
            Signal::Desk(notice) => (vec![says(notice.reply())], Action::Listen),
            Signal::Said(understanding) => {
                (self.while_deciding)(&understanding.trace.normalized);
                react(tracker, &understanding.trace.normalized)
            }
            Signal::Returned(_, outcome) => {
                let ended = Event::FlowEnded { flow: "f".into(), how: FlowEnd::Completed };
                (vec![says(&format!("{outcome:?}")), ended], Action::Listen)
            }
        };
        Decision { by: Name::from("script"), events, action }
    }

    fn wording(&self, _reply: &str) -> Option<String> {
        None
    }
}

pub fn understood(text: &str) -> Understanding {
    Understanding {
        by: Stage::None,
        intents: Vec::new(),
        certainty: Certainty::Unsure,
        entities: Vec::new(),
        passages: Vec::new(),
        language: Language::Zh,
        trace: Trace { normalized: text.into(), ..Trace::default() },
    }
}

pub fn react(tracker: &Tracker, text: &str) -> (Vec<Event>, Action) {
    match text {
        "no decision" => panic!("a planted panic"),
        "human" => {
            let handoff = Handoff {
                reason: "customer_asked".into(),
                skill: "general".into(),
                summary: String::new(),
                intent: None,
                slots: BTreeMap::new(),
            };
            (vec![Event::HandoffRequested { handoff: handoff.clone() }], Action::HandOff(handoff))
        }
        "call" => {
            let call = Call { id: CallId(tracker.calls + 1), name: "s.get".into(), with: BTreeMap::new() };
            let flow = Event::FlowStarted {
                flow: "f".into(),
                fingerprint: String::new(),
                entities: BTreeMap::new(),
                text: None,
            };
            let started = Event::CallStarted {
                call: call.clone(),
                at: Position(1),
                name: "call".into(),
                choices_for: None,
            };
            (vec![flow, started], Action::Call(call))
        }
        "choose" => {
            let choices = ["红", "蓝"].map(|title| Choice { value: json!(title), title: title.into() });
            let mut question = says("哪一个");
            if let Event::BotSaid { choices: offered, .. } = &mut question {
                offered.extend(choices);
            }
            (vec![question], Action::Listen)
        }
        text => (vec![says(text)], Action::Listen),
    }
}

pub fn says(text: &str) -> Event {
    Event::BotSaid {
        reply: None,
        text: text.to_owned(),
        choices: Vec::new(),
        card: None,
        intent: None,
        confidence: None,
        policy: "script".into(),
    }
}

/// Answers a call when the test lets it, or never.
#[derive(Default)]
pub struct Shop {
    pub asked: watch::Sender<usize>,
    pub answers: Option<Semaphore>,
}

impl Systems for Shop {
    fn call<'a>(
        &'a self,
        _customer: &'a CustomerId,
        call: &'a Call,
    ) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>> {
        Box::pin(async move {
            self.asked.send_modify(|asked| *asked += 1);
            let Some(answers) = &self.answers else { return std::future::pending().await };
            answers.acquire().await.unwrap().forget();
            Outcome::Answered(json!(call.id.0))
        })
    }
}

/// A node: its files, and everything started on them.
pub struct Node {
    pub folder: TempDir,
    pub store: Store,
    pub shop: Arc<Shop>,
    pub conversations: Conversations,
}

pub fn slow_shop() -> Arc<Shop> {
    Arc::new(Shop { answers: Some(Semaphore::new(0)), ..Shop::default() })
}

pub async fn start(folder: TempDir, shop: Arc<Shop>, limits: Limits, script: Script) -> Node {
    start_at(folder, shop, limits, script, Desk::default()).await
}

/// With a desk of the test's own.
pub async fn start_at(folder: TempDir, shop: Arc<Shop>, limits: Limits, script: Script, desk: Desk) -> Node {
    let brain: Arc<dyn Brain> = Arc::new(script);
    start_on(folder, Arc::new(move || brain.clone()), shop, limits, desk).await
}

/// With versions of the test's own.
pub async fn start_on(
    folder: TempDir,
    brain: BrainSource,
    shop: Arc<Shop>,
    limits: Limits,
    desk: Desk,
) -> Node {
    let store = Store::open(&folder.path().join("log.db")).unwrap();
    let parts = Parts { store: store.clone(), brain, systems: shop.clone(), desk, limits };
    let conversations = Conversations::start(parts);
    conversations.until_recovered().await;
    Node { folder, store, shop, conversations }
}

pub async fn node() -> Node {
    node_with(slow_shop(), Limits::default()).await
}

pub async fn node_with(shop: Arc<Shop>, limits: Limits) -> Node {
    start(tempfile::tempdir().unwrap(), shop, limits, Script::default()).await
}

pub fn shop_id() -> ShopId {
    ShopId::new("s").unwrap()
}

pub fn ming() -> Contact {
    Contact { shop: shop_id(), customer: CustomerId::new("ming").unwrap(), channel: Channel::Web }
}

impl Node {
    pub async fn say(&self, text: &str) -> Result<Spoken, SayError> {
        self.send(text, None).await
    }

    pub async fn send(&self, text: &str, message_id: Option<&str>) -> Result<Spoken, SayError> {
        self.send_as("ming", text, message_id).await
    }

    pub async fn send_as(
        &self,
        customer: &str,
        text: &str,
        message_id: Option<&str>,
    ) -> Result<Spoken, SayError> {
        let message_id = message_id.map(|id| MessageId::new(id).unwrap());
        let utterance = Utterance { text: text.into(), title: None, message_id, metadata: BTreeMap::new() };
        self.speak(customer, Words::whole(utterance)).await
    }

    /// A piece of a message that may go on.
    pub async fn begin(&self, text: &str) -> Spoken {
        let utterance =
            Utterance { text: text.into(), title: None, message_id: None, metadata: BTreeMap::new() };
        self.speak("ming", Words { may_go_on: true, ..Words::whole(utterance) }).await.unwrap()
    }

    async fn speak(&self, customer: &str, words: Words) -> Result<Spoken, SayError> {
        let customer = CustomerId::new(customer).unwrap();
        let topic = Topic::Contact(customer.clone(), Channel::Web);
        let ear = Ear::open(self.conversations.hub(), shop_id(), topic, 64);
        let contact = Contact { shop: shop_id(), customer, channel: Channel::Web };
        let ack = self.conversations.say(&contact, words).await?;
        Ok(Spoken { ack, ear })
    }

    /// Says it and waits until it has been reacted to.
    pub async fn chat(&self, text: &str) -> Vec<String> {
        settled(self.say(text).await.unwrap()).await
    }

    /// The machine stops and starts again: only what lies on disk is left.
    pub async fn restart(&self, shop: Arc<Shop>) -> Node {
        let folder = tempfile::tempdir().unwrap();
        for file in ["log.db", "log.db-wal"] {
            fs::copy(self.folder.path().join(file), folder.path().join(file)).unwrap();
        }
        start(folder, shop, Limits::default(), Script::default()).await
    }

    pub async fn log(&self, conversation: &ConversationId) -> Vec<String> {
        let log = self.store.load(&shop_id(), conversation).await.unwrap();
        log.iter().map(|recorded| kind(&recorded.event)).collect()
    }

    /// Writes as another node would.
    pub async fn write(&self, conversation: &ConversationId, event: Event) {
        let after = self.store.load(&shop_id(), conversation).await.unwrap().len() as u64;
        write(&self.store, conversation, after, vec![event]).await;
    }
}

pub async fn write(store: &Store, conversation: &ConversationId, after: u64, events: Vec<Event>) {
    let at = Timestamp::from_microsecond(1_700_000_000_000_000).unwrap();
    let events: Vec<_> = (after + 1..).zip(events).map(|(seq, event)| Recorded { seq, at, event }).collect();
    store.append(Append { shop: &shop_id(), conversation, events: &events, pending: true }).await.unwrap();
}

/// What the bot says until the message has been reacted to.
pub async fn settled(mut spoken: Spoken) -> Vec<String> {
    let mut texts = Vec::new();
    loop {
        let heard = spoken.ear.next().await;
        if let Heard::Settled { seq, .. } = &*heard
            && *seq >= spoken.ack.seq
        {
            return texts;
        } else if let Heard::Recorded { recorded, .. } = &*heard
            && let Event::BotSaid { text, .. } = &recorded.event
        {
            texts.push(text.clone());
        }
    }
}

/// A message that was acknowledged, and who listens since before it was sent.
#[derive(Debug)]
pub struct Spoken {
    pub ack: Ack,
    pub ear: Ear,
}

impl Spoken {
    /// Waits until the bot says it.
    pub async fn hears(&mut self, words: &str) {
        let said = |event: &Event| matches!(event, Event::BotSaid { text, .. } if text == words);
        while !matches!(&*self.ear.next().await, Heard::Recorded { recorded, .. } if said(&recorded.event)) {}
    }
}

impl Deref for Spoken {
    type Target = Ack;

    fn deref(&self) -> &Ack {
        &self.ack
    }
}

/// The event's name in the log.
pub fn kind(event: &Event) -> String {
    serde_json::to_value(event).unwrap()["type"].as_str().unwrap().to_owned()
}
