//! Conversations with a brain and a shop of the test's own: order, races, panics, restarts.

use std::{
    collections::BTreeMap,
    fs,
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Duration,
};

use jiff::Timestamp;
use serde_json::json;
use tempfile::TempDir;
use tokio::sync::{Semaphore, oneshot, watch};
use xiaoer::{
    conversation::{Ack, Brain, Conversations, Limits, Parts, Published, SayError, Systems},
    dialogue::Tracker,
    domain::{
        Action, Assignment, Call, CallId, Certainty, Channel, Closing, ConversationId, CustomerId, Decision,
        Event, FlowEnd, Handoff, Language, MessageId, Mode, Name, Outcome, Position, Recorded, SeatId,
        ShopId, Signal, Stage, Trace, Understanding, Utterance,
    },
    store::{Append, Contact, Store},
};

type Hook = Box<dyn Fn(&str) + Send + Sync>;

/// Does what the message says: `call`, `human`, `no settling`, `no understanding`, `no decision`; echoes everything else. Only
/// `settled` is settled.
struct Script {
    /// Runs within every understanding of a message that is not settled.
    while_understanding: Hook,
    /// Runs within every decision on a message.
    while_deciding: Hook,
}

impl Default for Script {
    fn default() -> Self {
        Self { while_understanding: Box::new(|_| {}), while_deciding: Box::new(|_| {}) }
    }
}

impl Brain for Script {
    fn settle(&self, text: &str, _at: Timestamp) -> Option<Understanding> {
        assert_ne!(text, "no settling", "a planted panic");
        (text == "settled").then(|| understood(text))
    }

    fn understand(&self, text: &str, _at: Timestamp) -> Understanding {
        assert_ne!(text, "no understanding", "a planted panic");
        (self.while_understanding)(text);
        understood(text)
    }

    fn decide(&self, tracker: &Tracker, signal: &Signal) -> Decision {
        let (events, action) = match signal {
            Signal::Said(_) if tracker.mode != Mode::Bot => (Vec::new(), Action::Listen),
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

fn understood(text: &str) -> Understanding {
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

fn react(tracker: &Tracker, text: &str) -> (Vec<Event>, Action) {
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
        text => (vec![says(text)], Action::Listen),
    }
}

fn says(text: &str) -> Event {
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
struct Shop {
    asked: watch::Sender<usize>,
    answers: Option<Semaphore>,
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
struct Node {
    folder: TempDir,
    store: Store,
    shop: Arc<Shop>,
    conversations: Conversations,
}

fn slow_shop() -> Arc<Shop> {
    Arc::new(Shop { answers: Some(Semaphore::new(0)), ..Shop::default() })
}

async fn start(folder: TempDir, shop: Arc<Shop>, limits: Limits, script: Script) -> Node {
    let store = Store::open(&folder.path().join("log.db")).unwrap();
    let brain: Arc<dyn Brain> = Arc::new(script);
    let parts =
        Parts { store: store.clone(), brain: Arc::new(move || brain.clone()), systems: shop.clone(), limits };
    let conversations = Conversations::start(parts);
    conversations.until_recovered().await;
    Node { folder, store, shop, conversations }
}

async fn node() -> Node {
    node_with(slow_shop(), Limits::default()).await
}

async fn node_with(shop: Arc<Shop>, limits: Limits) -> Node {
    start(tempfile::tempdir().unwrap(), shop, limits, Script::default()).await
}

fn shop_id() -> ShopId {
    ShopId::new("s").unwrap()
}

fn ming() -> Contact {
    Contact { shop: shop_id(), customer: CustomerId::new("ming").unwrap(), channel: Channel::Web }
}

impl Node {
    async fn say(&self, text: &str) -> Result<Ack, SayError> {
        self.send(text, None).await
    }

    async fn send(&self, text: &str, message_id: Option<&str>) -> Result<Ack, SayError> {
        self.send_as("ming", text, message_id).await
    }

    async fn send_as(&self, customer: &str, text: &str, message_id: Option<&str>) -> Result<Ack, SayError> {
        let message_id = message_id.map(|id| MessageId::new(id).unwrap());
        let utterance = Utterance { text: text.into(), message_id, metadata: BTreeMap::new() };
        let customer = CustomerId::new(customer).unwrap();
        self.conversations.say(&shop_id(), &customer, Channel::Web, utterance).await
    }

    /// Says it and waits until it has been reacted to.
    async fn chat(&self, text: &str) -> Vec<String> {
        settled(self.say(text).await.unwrap()).await
    }

    /// The machine stops and starts again: only what lies on disk is left.
    async fn restart(&self, shop: Arc<Shop>) -> Node {
        let folder = tempfile::tempdir().unwrap();
        for file in ["log.db", "log.db-wal"] {
            fs::copy(self.folder.path().join(file), folder.path().join(file)).unwrap();
        }
        start(folder, shop, Limits::default(), Script::default()).await
    }

    async fn log(&self, conversation: &ConversationId) -> Vec<String> {
        let log = self.store.load(&shop_id(), conversation).await.unwrap();
        log.iter().map(|recorded| kind(&recorded.event)).collect()
    }

    /// Writes as another node would.
    async fn write(&self, conversation: &ConversationId, event: Event) {
        let after = self.store.load(&shop_id(), conversation).await.unwrap().len() as u64;
        write(&self.store, conversation, after, vec![event]).await;
    }
}

async fn write(store: &Store, conversation: &ConversationId, after: u64, events: Vec<Event>) {
    let at = Timestamp::from_microsecond(1_700_000_000_000_000).unwrap();
    let events: Vec<_> = (after + 1..).zip(events).map(|(seq, event)| Recorded { seq, at, event }).collect();
    store.append(Append { shop: &shop_id(), conversation, events: &events, pending: true }).await.unwrap();
}

/// What the bot says until the message has been reacted to.
async fn settled(mut ack: Ack) -> Vec<String> {
    let mut texts = Vec::new();
    loop {
        match ack.published.recv().await.unwrap() {
            Published::Settled { seq, .. } if seq >= ack.seq => return texts,
            Published::Settled { .. } => {}
            Published::Recorded(recorded) => {
                if let Event::BotSaid { text, .. } = &recorded.event {
                    texts.push(text.clone());
                }
            }
        }
    }
}

/// The event's name in the log.
fn kind(event: &Event) -> String {
    serde_json::to_value(event).unwrap()["type"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_message_is_stored_then_answered() {
    let node = node().await;
    let ack = node.say("在吗").await.unwrap();
    let conversation = ack.conversation.clone();
    assert_eq!((ack.seq, ack.repeated), (2, false));
    assert_eq!(settled(ack).await, ["在吗"]);
    assert_eq!(node.chat("好").await, ["好"]);
    assert_eq!(
        node.log(&conversation).await,
        ["opened", "customer_said", "understood", "bot_said", "customer_said", "understood", "bot_said"]
    );
    assert!(node.store.pending().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_message_that_is_sent_twice_counts_once() {
    let node = node().await;
    let first = node.send("一", Some("m1")).await.unwrap();
    let (conversation, seq) = (first.conversation.clone(), first.seq);
    settled(first).await;
    let same = |ack: Ack| {
        assert_eq!((&ack.conversation, ack.seq), (&conversation, seq));
        assert!(ack.repeated && ack.settled);
    };
    same(node.send("一", Some("m1")).await.unwrap());
    let node = node.restart(slow_shop()).await;
    same(node.send("一", Some("m1")).await.unwrap());
    node.write(&conversation, Event::Closed { why: Closing::Over }).await;
    same(node.send("一", Some("m1")).await.unwrap());
    assert_eq!(
        node.log(&conversation).await,
        ["opened", "customer_said", "understood", "bot_said", "closed"]
    );
}

#[tokio::test]
async fn a_closed_conversation_is_followed_by_a_new_one() {
    let node = node().await;
    let first = node.say("一").await.unwrap().conversation;
    node.chat("二").await;
    node.write(&first, Event::Closed { why: Closing::Over }).await;
    let second = node.say("三").await.unwrap();
    assert!(second.conversation > first, "ids are ordered by time");
    assert_eq!(second.seq, 2);
    assert_eq!(settled(second).await, ["三"]);
}

#[tokio::test]
async fn a_conversation_that_was_quiet_for_long_is_over() {
    let node = node_with(slow_shop(), Limits { over: Duration::ZERO, ..Limits::default() }).await;
    let first = node.say("一").await.unwrap();
    let conversation = first.conversation.clone();
    settled(first).await;
    assert_ne!(node.say("二").await.unwrap().conversation, conversation);
    assert_eq!(
        node.log(&conversation).await,
        ["opened", "customer_said", "understood", "bot_said", "closed"]
    );
}

#[tokio::test]
async fn a_brain_that_breaks_down_hands_over() {
    for text in ["no settling", "no understanding", "no decision"] {
        let node = node().await;
        let ack = node.say(text).await.unwrap();
        let conversation = ack.conversation.clone();
        assert_eq!(
            settled(ack).await,
            ["抱歉，系统出了点问题。", "正在为您转接人工客服，请稍等。"],
            "{text}"
        );
        assert_eq!(
            node.log(&conversation).await,
            ["opened", "customer_said", "understood", "bot_said", "bot_said", "handoff_requested", "queued"]
        );
        let waiting = node.conversations.desk().waiting(&shop_id());
        assert_eq!(waiting.len(), 1, "{text}");
        assert_eq!(waiting[0].handoff.reason, "system_down", "{text}");
        assert!(waiting[0].handoff.summary.contains(text));
    }
}

#[tokio::test]
async fn a_slow_thought_holds_up_no_message_that_is_settled() {
    let (begin, begun) = oneshot::channel();
    let (release, released) = mpsc::channel();
    let gate = Mutex::new((Some(begin), released));
    let while_understanding: Hook = Box::new(move |text| {
        if text == "slow" {
            let (begin, released) = &mut *gate.lock().unwrap();
            begin.take().unwrap().send(()).unwrap();
            released.recv().unwrap();
        }
    });
    let script = Script { while_understanding, ..Script::default() };
    let limits = Limits { thinking: 1, ..Limits::default() };
    let node = start(tempfile::tempdir().unwrap(), slow_shop(), limits, script).await;
    let slow = node.send_as("ming", "slow", None).await.unwrap();
    begun.await.unwrap();
    let behind = node.send_as("hong", "behind", None).await.unwrap();
    let quick = node.send_as("lan", "settled", None).await.unwrap();
    assert_eq!(settled(quick).await, ["settled"]);
    assert_eq!(node.log(&behind.conversation).await, ["opened", "customer_said"]);
    release.send(()).unwrap();
    assert_eq!(settled(slow).await, ["slow"]);
    assert_eq!(settled(behind).await, ["behind"]);
}

#[tokio::test]
async fn a_slow_shop_holds_up_nobody() {
    let node = node().await;
    let asked = node.say("call").await.unwrap();
    let conversation = asked.conversation.clone();
    let meanwhile = node.say("在吗").await.unwrap();
    node.shop.answers.as_ref().unwrap().add_permits(1);
    assert_eq!(settled(asked).await, ["在吗", "Answered(Number(1))"]);
    assert_eq!(settled(meanwhile).await, ["在吗", "Answered(Number(1))"]);
    assert_eq!(
        node.log(&conversation).await,
        [
            "opened",
            "customer_said",
            "understood",
            "flow_started",
            "call_started",
            "customer_said",
            "understood",
            "bot_said",
            "call_ended",
            "bot_said",
            "flow_ended"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_never_returns_fails_at_its_deadline() {
    let node = node_with(Arc::default(), Limits::default()).await;
    assert_eq!(node.chat("call").await, ["Failed(Unavailable)"]);
}

#[tokio::test]
async fn after_a_restart_everything_unfinished_goes_on() {
    let node = node().await;
    let conversation = node.say("call").await.unwrap().conversation;
    node.shop.asked.subscribe().wait_for(|asked| *asked == 1).await.unwrap();
    let shop = slow_shop();
    shop.answers.as_ref().unwrap().add_permits(1);
    // Stored, but not answered yet when the machine stopped.
    let unanswered = ConversationId::new("unanswered").unwrap();
    let opened = Event::Opened { customer: CustomerId::new("hong").unwrap(), channel: Channel::Web };
    let utterance = Utterance { text: "在吗".into(), message_id: None, metadata: BTreeMap::new() };
    write(&node.store, &unanswered, 0, vec![opened, Event::CustomerSaid { utterance }]).await;

    let node = node.restart(shop).await;
    assert_eq!(node.log(&unanswered).await, ["opened", "customer_said", "understood", "bot_said"]);
    let ack = node.say("好").await.unwrap();
    settled(ack).await;
    assert_eq!(*node.shop.asked.borrow(), 1);
    let log = node.log(&conversation).await;
    assert_eq!(log.iter().filter(|kind| *kind == "call_ended").count(), 1, "{log:?}");
    assert!(node.store.pending().await.unwrap().is_empty());
}

#[tokio::test]
async fn who_waits_for_a_person_still_waits_after_a_restart() {
    let node = node().await;
    node.chat("human").await;
    let waiting = node.conversations.desk().waiting(&shop_id());
    assert_eq!(waiting.len(), 1);
    let node = node.restart(slow_shop()).await;
    assert_eq!(node.conversations.desk().waiting(&shop_id()), waiting);
    node.write(
        &waiting[0].conversation,
        Event::SeatAssigned { seat: SeatId::new("seat1").unwrap(), how: Assignment::Taken },
    )
    .await;
    node.chat("在吗").await;
    assert!(node.conversations.desk().waiting(&shop_id()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_never_talks_over_a_person() {
    let store: Arc<Mutex<Option<Store>>> = Arc::default();
    let taken = AtomicBool::new(false);
    let seen = store.clone();
    // A seat takes the conversation while the bot is deciding.
    let seat_takes = move |_: &str| {
        if !taken.swap(true, Ordering::SeqCst) {
            let store = seen.lock().unwrap().clone().unwrap();
            let write = async move {
                let open = store.open_conversation(&ming()).await.unwrap().unwrap();
                let seat = SeatId::new("seat1").unwrap();
                write(&store, &open, 2, vec![Event::SeatAssigned { seat, how: Assignment::Taken }]).await;
            };
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            std::thread::spawn(move || runtime.block_on(write)).join().unwrap();
        }
    };
    let folder = tempfile::tempdir().unwrap();
    let script = Script { while_deciding: Box::new(seat_takes), ..Script::default() };
    let node = start(folder, slow_shop(), Limits::default(), script).await;
    *store.lock().unwrap() = Some(node.store.clone());
    let ack = node.say("在吗").await.unwrap();
    let conversation = ack.conversation.clone();
    assert!(settled(ack).await.is_empty());
    assert_eq!(node.log(&conversation).await, ["opened", "customer_said", "seat_assigned", "understood"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_mailbox_says_so() {
    let (go, wait) = mpsc::channel::<()>();
    let (deciding, reached) = tokio::sync::mpsc::unbounded_channel();
    let wait = Mutex::new(wait);
    let hook = move |text: &str| {
        if text == "一" {
            deciding.send(()).unwrap();
            wait.lock().unwrap().recv().unwrap();
        }
    };
    let limits = Limits { mailbox: 1, ..Limits::default() };
    let script = Script { while_deciding: Box::new(hook), ..Script::default() };
    let node = Arc::new(start(tempfile::tempdir().unwrap(), slow_shop(), limits, script).await);
    let mut reached = reached;
    let first = node.say("一").await.unwrap();
    reached.recv().await.unwrap();
    let (a, b) = tokio::join!(node.say("二"), async {
        let refused = node.say("三").await;
        go.send(()).unwrap();
        refused
    });
    assert!(a.is_ok());
    assert_eq!(b.unwrap_err(), SayError::Busy);
    settled(first).await;
}

#[tokio::test(start_paused = true)]
async fn an_idle_conversation_leaves_memory_and_returns() {
    let node = node().await;
    let first = node.say("一").await.unwrap();
    let conversation = first.conversation.clone();
    settled(first).await;
    tokio::time::sleep(Limits::default().idle * 2).await;
    assert_eq!(node.conversations.live(), 0);
    let back = node.say("二").await.unwrap();
    assert_eq!((&back.conversation, back.seq), (&conversation, 5));
    assert_eq!(settled(back).await, ["二"]);
}

#[tokio::test]
async fn when_memory_is_full_idle_conversations_make_room() {
    let node = node_with(slow_shop(), Limits { live: 8, ..Limits::default() }).await;
    for customer in 0..40 {
        settled(node.send_as(&format!("c{customer}"), "在吗", None).await.unwrap()).await;
        assert!(node.conversations.live() <= 9);
    }
}

#[tokio::test]
async fn when_memory_is_full_of_busy_conversations_new_ones_are_refused() {
    let node = node_with(slow_shop(), Limits { live: 8, ..Limits::default() }).await;
    for customer in 0..9 {
        node.send_as(&format!("c{customer}"), "call", None).await.unwrap();
    }
    node.shop.asked.subscribe().wait_for(|asked| *asked == 9).await.unwrap();
    assert_eq!(node.send_as("c9", "在吗", None).await.unwrap_err(), SayError::Busy);
    assert!(node.send_as("c0", "在吗", None).await.is_ok(), "one that is in memory is heard");
}

#[tokio::test(start_paused = true)]
async fn a_node_that_stops_ends_what_is_under_way() {
    let node = node().await;
    let ack = node.say("call").await.unwrap();
    assert!(!node.conversations.drain(Duration::from_secs(1)).await, "the call is still open");
    node.shop.answers.as_ref().unwrap().add_permits(1);
    assert_eq!(settled(ack).await, ["Answered(Number(1))"]);
    assert!(node.conversations.drain(Duration::from_secs(1)).await);
    assert_eq!(node.say("在吗").await.unwrap_err(), SayError::Draining);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_could_not_be_stored_is_tried_again() {
    let node = node().await;
    let first = node.say("一").await.unwrap();
    settled(first).await;
    let disk = rusqlite::Connection::open(node.folder.path().join("log.db")).unwrap();
    disk.execute_batch(
        "CREATE TRIGGER fault BEFORE INSERT ON event WHEN instr(new.event, 'understood') > 0
         BEGIN SELECT raise(ABORT, 'disk I/O error'); END",
    )
    .unwrap();
    let ack = node.say("二").await.unwrap();
    assert_eq!(node.store.pending().await.unwrap().len(), 1);
    disk.execute_batch("DROP TRIGGER fault").unwrap();
    assert_eq!(settled(ack).await, ["二"]);
}
