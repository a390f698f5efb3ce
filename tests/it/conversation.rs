//! Conversations with a brain and a shop of the test's own: order, races, panics, restarts.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Duration,
};

use tokio::sync::oneshot;
use xiaoer::{
    config::{Config, DeskConfig},
    conversation::{Act, Ear, Heard, Limits, SayError, Topic},
    desk::{Desk, Presence, SeatState},
    domain::{Assignment, Channel, Closing, ConversationId, CustomerId, Event, SeatId, Utterance},
    store::Store,
};

use crate::node::{
    Hook, Script, Spoken, ming, node, node_with, settled, shop_id, slow_shop, start, start_at, write,
};

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
    let same = |ack: Spoken| {
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
    let first = node.say("一").await.unwrap().conversation.clone();
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
    let mut meanwhile = node.say("在吗").await.unwrap();
    meanwhile.hears("在吗").await;
    node.shop.answers.as_ref().unwrap().add_permits(1);
    assert_eq!(settled(asked).await, ["在吗", "Answered(Number(1))"]);
    assert_eq!(settled(meanwhile).await, ["Answered(Number(1))"]);
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
    let conversation = node.say("call").await.unwrap().conversation.clone();
    node.shop.asked.subscribe().wait_for(|asked| *asked == 1).await.unwrap();
    let shop = slow_shop();
    shop.answers.as_ref().unwrap().add_permits(1);
    // Stored, but not answered yet when the machine stopped.
    let unanswered = ConversationId::new("unanswered").unwrap();
    let opened = Event::Opened { customer: CustomerId::new("hong").unwrap(), channel: Channel::Web };
    let utterance =
        Utterance { text: "在吗".into(), title: None, message_id: None, metadata: BTreeMap::new() };
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
    let taken = || Event::SeatAssigned { seat: SeatId::new("seat1").unwrap(), how: Assignment::Taken };
    check_dropped(vec![taken()], &["seat_assigned", "understood"]).await;
    // Who was there in between has answered.
    let back = vec![taken(), Event::HandedBack { seat: None }];
    check_dropped(back, &["seat_assigned", "handed_back", "understood"]).await;
}

/// Lets another node store events while the bot decides on the first message, and looks at what the log holds after it.
async fn check_dropped(events: Vec<Event>, log: &[&str]) {
    let store: Arc<Mutex<Option<Store>>> = Arc::default();
    let written = AtomicBool::new(false);
    let seen = store.clone();
    let meanwhile = move |_: &str| {
        if !written.swap(true, Ordering::SeqCst) {
            let (store, events) = (seen.lock().unwrap().clone().unwrap(), events.clone());
            let write = async move {
                let open = store.open_conversation(&ming()).await.unwrap().unwrap();
                write(&store, &open, 2, events).await;
            };
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            std::thread::spawn(move || runtime.block_on(write)).join().unwrap();
        }
    };
    let folder = tempfile::tempdir().unwrap();
    let script = Script { while_deciding: Box::new(meanwhile), ..Script::default() };
    let node = start(folder, slow_shop(), Limits::default(), script).await;
    *store.lock().unwrap() = Some(node.store.clone());
    let spoken = node.say("在吗").await.unwrap();
    let conversation = spoken.conversation.clone();
    assert!(settled(spoken).await.is_empty());
    assert_eq!(node.log(&conversation).await.split_off(2), log);
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

#[tokio::test(start_paused = true)]
async fn a_conversation_that_a_seat_holds_stays_in_memory() {
    let config = Config::embedded();
    let patient = DeskConfig { first_reply: Duration::ZERO, ..config.desk };
    let desk = Desk::new(patient, config.shop.timezone);
    let folder = tempfile::tempdir().unwrap();
    let node = start_at(folder, slow_shop(), Limits::default(), Script::default(), desk).await;
    let seat = SeatId::new("anna").unwrap();
    let presence = Presence { state: SeatState::Busy, capacity: 1, skills: [].into() };
    node.conversations.desk().present(&shop_id(), &seat, presence);
    let spoken = node.say("human").await.unwrap();
    let conversation = spoken.conversation.clone();
    settled(spoken).await;
    node.conversations.act(&shop_id(), &conversation, Act::Take { seat }).await.unwrap();
    tokio::time::sleep(Limits::default().idle * 2).await;
    let topic = Topic::Contact(ming().customer, ming().channel);
    let mut ear = Ear::open(node.conversations.hub(), shop_id(), topic, 64);
    node.conversations.customer_types(&ming(), Some("我".into()));
    let heard = ear.next().await;
    assert!(matches!(&*heard, Heard::Typing { text: Some(text), .. } if text == "我"), "{heard:?}");
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
