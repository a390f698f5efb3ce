//! People at the desk and customers in one conversation: who holds it, who hears what, what counts once.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, mpsc},
    time::Duration,
};

use proptest::{prelude::*, sample::select, test_runner::TestCaseResult};
use tokio::task::JoinSet;
use xiaoer::{
    conversation::{Act, ActError, Acted, Ear, Heard, Limits, Stars, Target, Topic, Wish, Words},
    dialogue::Tracker,
    domain::{
        Attachment, AttachmentId, Closing, ConversationId, CustomerId, Event, MessageId, Mode, Name, Party,
        Recorded, SeatId, Utterance,
    },
    store::Contact,
};

use crate::node::{Hook, Node, Script, kind, ming, node, settled, shop_id, slow_shop, start};

fn seat(number: u8) -> SeatId {
    SeatId::new(format!("seat{number}")).unwrap()
}

fn says(number: u8, text: &str, client_id: Option<&str>) -> Act {
    let client_id = client_id.map(|id| MessageId::new(id).unwrap());
    Act::Say { seat: seat(number), text: text.into(), client_id }
}

fn notes(number: u8, text: &str, client_id: Option<&str>) -> Act {
    let client_id = client_id.map(|id| MessageId::new(id).unwrap());
    Act::Note { seat: seat(number), text: text.into(), client_id }
}

fn takes(number: u8) -> Act {
    Act::Take { seat: seat(number) }
}

fn photo() -> Attachment {
    Attachment {
        id: AttachmentId::new("a1").unwrap(),
        name: "破损.jpg".into(),
        media_type: "image/jpeg".into(),
        bytes: 81_234,
    }
}

impl Node {
    async fn act(&self, conversation: &ConversationId, act: Act) -> Result<Acted, ActError> {
        self.conversations.act(&shop_id(), conversation, act).await
    }

    async fn wish(&self, conversation: Option<&ConversationId>, wish: Wish) -> Result<Acted, ActError> {
        self.conversations.wish(&ming(), conversation.cloned(), wish).await
    }

    fn listen(&self, topic: Topic) -> Ear {
        Ear::open(self.conversations.hub(), shop_id(), topic, 256)
    }

    async fn events(&self, conversation: &ConversationId) -> Vec<Recorded> {
        self.store.load(&shop_id(), conversation).await.unwrap()
    }

    /// A conversation that waits for a person.
    async fn waiting(&self) -> ConversationId {
        let spoken = self.say("human").await.unwrap();
        let conversation = spoken.conversation.clone();
        settled(spoken).await;
        conversation
    }

    /// A conversation that the first seat holds.
    async fn held(&self) -> ConversationId {
        let conversation = self.waiting().await;
        self.act(&conversation, takes(1)).await.unwrap();
        conversation
    }
}

/// The kinds of what an ear has heard so far, up to what this recorded event says.
async fn heard_until(ear: &mut Ear, last: &str) -> Vec<String> {
    let mut kinds = Vec::new();
    while kinds.last().is_none_or(|kind| kind != last) {
        kinds.push(match &*ear.next().await {
            Heard::Recorded { recorded, .. } => kind(&recorded.event),
            // The desk says so in its own time.
            Heard::Settled { .. } | Heard::Queue { .. } => continue,
            Heard::Typing { .. } => "typing".to_owned(),
            Heard::Suggestion { suggestion, .. } => format!("suggestion {}", suggestion.text),
            Heard::Offer { .. } => "offer".to_owned(),
            Heard::Withdrawn { .. } => "withdrawn".to_owned(),
            Heard::Reminder { .. } => "reminder".to_owned(),
            Heard::Away { .. } => "away".to_owned(),
        });
    }
    kinds
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_seats_one_wins() {
    let node = Arc::new(node().await);
    for _ in 0..20 {
        let conversation = node.waiting().await;
        let mut taking = JoinSet::new();
        for number in 1..=8 {
            let (node, conversation) = (node.clone(), conversation.clone());
            taking.spawn(async move { (number, node.act(&conversation, takes(number)).await) });
        }
        let results = taking.join_all().await;
        let winners: Vec<u8> =
            results.iter().filter(|(_, result)| result.is_ok()).map(|(number, _)| *number).collect();
        let [winner] = winners[..] else { panic!("{winners:?} have all won") };
        for (number, result) in results.into_iter().filter(|(number, _)| *number != winner) {
            assert_eq!(result, Err(ActError::AlreadyTaken { by: seat(winner) }), "seat {number}");
        }
        let log = node.log(&conversation).await;
        assert_eq!(log.iter().filter(|kind| *kind == "seat_assigned").count(), 1);
        node.act(&conversation, Act::Close { seat: seat(winner) }).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_nodes_on_one_log_one_wins() {
    let first = node().await;
    let conversation = first.waiting().await;
    // What the other node does is seen when the log has moved on.
    let taken = Event::SeatAssigned { seat: seat(2), how: Default::default() };
    first.write(&conversation, taken).await;
    assert_eq!(first.act(&conversation, takes(1)).await, Err(ActError::AlreadyTaken { by: seat(2) }));
}

#[tokio::test]
async fn a_reply_that_was_thought_about_before_a_take_is_dropped() {
    let (begin, mut begun) = tokio::sync::mpsc::unbounded_channel();
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    let hook: Hook = Box::new(move |_| {
        begin.send(()).unwrap();
        released.lock().unwrap().recv().unwrap();
    });
    let script = Script { while_understanding: hook, ..Script::default() };
    let node = start(tempfile::tempdir().unwrap(), slow_shop(), Limits::default(), script).await;
    let spoken = node.say("在吗").await.unwrap();
    let conversation = spoken.conversation.clone();
    begun.recv().await.unwrap();
    // Nobody waits for a thought.
    node.act(&conversation, Act::TakeOver { seat: seat(1) }).await.unwrap();
    let mut ear = node.listen(Topic::Seat(seat(1)));
    release.send(()).unwrap();
    assert!(settled(spoken).await.is_empty());
    assert_eq!(heard_until(&mut ear, "suggestion 在吗").await, ["understood", "suggestion 在吗"]);
    assert_eq!(
        node.log(&conversation).await,
        ["opened", "customer_said", "handoff_requested", "seat_assigned", "understood"]
    );
}

#[tokio::test]
async fn the_same_client_id_gets_the_same_answer() {
    let node = node().await;
    let conversation = node.held().await;
    let said = node.act(&conversation, says(1, "您好", Some("c1"))).await.unwrap();
    let noted = node.act(&conversation, notes(1, "急", Some("c2"))).await.unwrap();
    assert_eq!((said.repeated, noted.repeated, noted.seq), (false, false, said.seq + 1));
    node.act(&conversation, says(1, "您好", None)).await.unwrap();
    let restarted = node.restart(slow_shop()).await;
    for node in [&node, &restarted] {
        for (act, first) in [(says(1, "您好", Some("c1")), &said), (notes(1, "急", Some("c2")), &noted)] {
            let again = node.act(&conversation, act).await.unwrap();
            assert_eq!((again.seq, again.repeated), (first.seq, true));
        }
    }
    // Another seat's ids are its own.
    let other = restarted.act(&conversation, notes(2, "我来看看", Some("c2"))).await.unwrap();
    assert!(!other.repeated);
}

#[tokio::test]
async fn customers_hear_no_more_than_is_theirs() {
    let node = node().await;
    let Contact { customer, channel, .. } = ming();
    let mut customers = node.listen(Topic::Customer(customer, channel));
    let mut seats = node.listen(Topic::Seat(seat(1)));
    let mut desk = node.listen(Topic::Desk);
    let conversation = node.held().await;
    node.chat("能退吗").await;
    node.act(&conversation, notes(1, "老客户", None)).await.unwrap();
    node.act(&conversation, says(1, "可以", None)).await.unwrap();
    node.act(&conversation, Act::Close { seat: seat(1) }).await.unwrap();
    assert_eq!(
        heard_until(&mut customers, "closed").await,
        [
            "opened",
            "customer_said",
            "handoff_requested",
            "queued",
            "seat_assigned",
            "customer_said",
            "agent_said",
            "closed"
        ]
    );
    assert_eq!(
        heard_until(&mut seats, "closed").await,
        [
            "seat_assigned",
            "customer_said",
            "understood",
            "suggestion 能退吗",
            "noted",
            "agent_said",
            "closed"
        ]
    );
    assert_eq!(
        heard_until(&mut desk, "closed").await,
        ["handoff_requested", "queued", "seat_assigned", "closed"]
    );
}

/// As a connection does that comes back: listen, read what was missed, pass on what is newer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_back_misses_nothing_and_hears_nothing_twice() {
    let node = Arc::new(node().await);
    let conversation = node.held().await;
    let talking = tokio::spawn({
        let (node, conversation) = (node.clone(), conversation.clone());
        async move {
            for _ in 0..200 {
                node.act(&conversation, says(1, "在", None)).await.unwrap();
            }
            node.act(&conversation, Act::Close { seat: seat(1) }).await.unwrap()
        }
    });
    let (mut seen, mut visits): (Vec<Recorded>, usize) = (Vec::new(), 0);
    while !seen.iter().any(|recorded| matches!(recorded.event, Event::Closed { .. })) {
        let mut ear = node.listen(Topic::Seat(seat(1)));
        let after = seen.last().map_or(0, |recorded| recorded.seq);
        seen.extend(node.store.load_after(&shop_id(), &conversation, after).await.unwrap());
        let read = seen.last().map_or(0, |recorded| recorded.seq);
        if !seen.iter().any(|recorded| matches!(recorded.event, Event::Closed { .. })) {
            // Stays for a moment, and is gone again.
            let newer = async {
                loop {
                    if let Heard::Recorded { recorded, .. } = &*ear.next().await
                        && recorded.seq > read
                    {
                        return recorded.clone();
                    }
                }
            };
            seen.push(newer.await);
        }
        visits += 1;
    }
    assert!(visits > 2, "they came back {visits} times");
    assert_eq!(
        seen.iter().map(|recorded| recorded.seq).collect::<Vec<_>>(),
        (1..=talking.await.unwrap().seq).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn nothing_is_suggested_that_would_ask_a_shop_system() {
    let node = node().await;
    node.held().await;
    let mut ear = node.listen(Topic::Seat(seat(1)));
    node.chat("call").await;
    node.chat("好").await;
    assert_eq!(
        heard_until(&mut ear, "suggestion 好").await,
        ["customer_said", "understood", "customer_said", "understood", "suggestion 好"]
    );
    assert_eq!(*node.shop.asked.borrow(), 0);
}

#[tokio::test]
async fn typing_is_told_and_not_stored() {
    let node = node().await;
    let conversation = node.held().await;
    let Contact { customer, channel, .. } = ming();
    let mut customers = node.listen(Topic::Customer(customer, channel));
    let mut seats = node.listen(Topic::Seat(seat(1)));
    let before = node.log(&conversation).await;
    node.conversations.customer_types(&ming(), Some("我想".into()));
    node.conversations.seat_types(&shop_id(), &conversation, seat(1));
    node.conversations.seat_types(&shop_id(), &conversation, seat(2));
    let conversation_of = |by, text| Heard::Typing { conversation: conversation.clone(), by, text };
    assert_eq!(*seats.next().await, conversation_of(Party::Customer, Some("我想".into())));
    assert_eq!(*customers.next().await, conversation_of(Party::Seat(seat(1)), None));
    assert_eq!(node.log(&conversation).await, before);
}

#[tokio::test]
async fn an_act_wakes_a_conversation_that_is_not_in_memory() {
    let node = node().await;
    let conversation = node.held().await;
    assert!(node.conversations.drain(Duration::from_secs(5)).await);
    let node = node.restart(slow_shop()).await;
    let said = node.act(&conversation, says(1, "您好", None)).await.unwrap();
    assert_eq!(said.conversation, conversation);
}

#[tokio::test]
async fn who_may_do_what() {
    let nobody = || ActError::Unknown;
    let taken = |number| ActError::AlreadyTaken { by: seat(number) };
    let target = |number| Act::Transfer { seat: seat(number), to: Target::Skill("refunds".into()) };
    let wrong = |seq| Act::Wrong { seat: seat(2), seq, intent: Some(Name::from("refund.apply")) };
    type Case = (&'static str, Act, Result<&'static [&'static str], ActError>);
    let table: Vec<Case> = vec![
        ("bot", takes(1), Err(ActError::NotWaiting)),
        ("bot", says(1, "您好", None), Err(ActError::NotYours)),
        ("bot", Act::TakeOver { seat: seat(1) }, Ok(&["handoff_requested", "seat_assigned"])),
        ("bot", Act::HandBack { seat: seat(1) }, Err(ActError::NotYours)),
        ("bot", wrong(3), Ok(&["corrected"])),
        ("bot", wrong(2), Ok(&["corrected"])),
        ("bot", wrong(4), Ok(&["corrected"])),
        ("bot", wrong(1), Err(nobody())),
        ("bot", wrong(0), Err(nobody())),
        ("bot", wrong(99), Err(nobody())),
        ("held", wrong(5), Err(nobody())),
        ("waiting", takes(1), Ok(&["seat_assigned"])),
        ("waiting", says(1, "您好", None), Err(ActError::NotYours)),
        ("waiting", Act::Close { seat: seat(1) }, Err(ActError::NotYours)),
        ("held", takes(1), Ok(&[])),
        ("held", takes(2), Err(taken(1))),
        ("held", Act::TakeOver { seat: seat(2) }, Ok(&["seat_assigned"])),
        ("held", says(2, "您好", None), Err(ActError::NotYours)),
        ("held", notes(2, "我看一下", None), Ok(&["noted"])),
        ("held", Act::Invite { seat: seat(2), guest: seat(3) }, Err(ActError::NotYours)),
        ("held", Act::Invite { seat: seat(1), guest: seat(2) }, Ok(&["invited"])),
        ("held", Act::Invite { seat: seat(1), guest: seat(1) }, Ok(&[])),
        ("held", target(1), Ok(&["released", "queued"])),
        ("held", target(2), Err(ActError::NotYours)),
        ("held", Act::Transfer { seat: seat(1), to: Target::Seat(seat(2)) }, Ok(&["seat_assigned"])),
        ("held", Act::Leave { seat: seat(1) }, Ok(&["released", "queued"])),
        ("held", Act::HandBack { seat: seat(1) }, Ok(&["handed_back", "bot_said"])),
        ("held", Act::Read { seat: seat(1), seq: 2 }, Ok(&["read"])),
        ("held", Act::Read { seat: seat(1), seq: 99 }, Err(nobody())),
        (
            "held",
            Act::Label { seat: seat(1), add: [Name::from("急")].into(), remove: [].into() },
            Ok(&["labelled"]),
        ),
        ("held", Act::Label { seat: seat(1), add: [].into(), remove: [Name::from("急")].into() }, Ok(&[])),
        ("held", Act::Attach { seat: seat(1), attachment: photo(), client_id: None }, Ok(&["attached"])),
        (
            "held",
            Act::Attach { seat: seat(2), attachment: photo(), client_id: None },
            Err(ActError::NotYours),
        ),
        ("closed", takes(2), Err(ActError::Closed)),
        ("closed", Act::TakeOver { seat: seat(2) }, Err(ActError::Closed)),
        ("closed", says(1, "您好", None), Err(ActError::Closed)),
        ("closed", notes(1, "已回访", None), Ok(&["noted"])),
        ("closed and gone on from", notes(1, "已回访", None), Ok(&["noted"])),
        ("closed and gone on from", says(1, "您好", None), Err(ActError::Closed)),
    ];
    for (state, act, expected) in table {
        let node = node().await;
        let conversation = match state {
            "bot" => {
                let spoken = node.say("在吗").await.unwrap();
                let conversation = spoken.conversation.clone();
                settled(spoken).await;
                conversation
            }
            "waiting" => node.waiting().await,
            _ => node.held().await,
        };
        if state.starts_with("closed") {
            node.act(&conversation, Act::Close { seat: seat(1) }).await.unwrap();
        }
        if state.ends_with("gone on from") {
            assert_eq!(node.chat("在吗").await, ["在吗"]);
        }
        let before = node.log(&conversation).await.len();
        let result = node.act(&conversation, act.clone()).await;
        let log = node.log(&conversation).await.split_off(before);
        assert_eq!(
            result.map(|_| log.as_slice().iter().map(String::as_str).collect()),
            expected.map(<[_]>::to_vec),
            "{state}: {act:?}"
        );
    }
    let unknown = ConversationId::new("unknown").unwrap();
    assert_eq!(node().await.act(&unknown, takes(1)).await, Err(nobody()));
}

#[tokio::test]
async fn a_guest_speaks_beside_the_holder_and_leaves_with_them() {
    let node = node().await;
    let conversation = node.held().await;
    node.act(&conversation, Act::Invite { seat: seat(1), guest: seat(2) }).await.unwrap();
    node.act(&conversation, says(2, "您好", None)).await.unwrap();
    node.act(&conversation, Act::Leave { seat: seat(2) }).await.unwrap();
    assert_eq!(node.act(&conversation, says(2, "在", None)).await, Err(ActError::NotYours));
    node.act(&conversation, Act::Invite { seat: seat(1), guest: seat(2) }).await.unwrap();
    node.act(&conversation, Act::HandBack { seat: seat(1) }).await.unwrap();
    assert_eq!(node.act(&conversation, says(2, "在", None)).await, Err(ActError::NotYours));
    assert_eq!(node.chat("在吗").await, ["在吗"]);
}

#[tokio::test]
async fn what_customers_may_wish() {
    let node = node().await;
    let stars = |score| Wish::Rate { score: Stars::new(score).unwrap(), text: None };
    assert!(Stars::new(0).is_none() && Stars::new(6).is_none());
    // A person without a word before.
    let asked = node.wish(None, Wish::Person).await.unwrap();
    let conversation = asked.conversation.clone();
    assert_eq!(node.log(&conversation).await, ["opened", "handoff_requested", "queued"]);
    assert!(node.wish(None, Wish::Person).await.unwrap().repeated);
    assert_eq!(node.wish(Some(&conversation), stars(5)).await, Err(ActError::NotServed));
    node.act(&conversation, takes(1)).await.unwrap();
    node.act(&conversation, says(1, "您好", None)).await.unwrap();
    node.wish(Some(&conversation), Wish::Read { seq: 5 }).await.unwrap();
    assert!(node.wish(Some(&conversation), Wish::Read { seq: 4 }).await.unwrap().repeated);
    node.act(&conversation, Act::Close { seat: seat(1) }).await.unwrap();
    node.wish(Some(&conversation), stars(4)).await.unwrap();
    node.chat("在吗").await;
    // The conversation before the present one.
    node.wish(Some(&conversation), stars(5)).await.unwrap();
    assert_eq!(
        node.log(&conversation).await.split_off(3),
        ["seat_assigned", "agent_said", "read", "closed", "rated", "rated"]
    );
    let hong = Contact { customer: CustomerId::new("hong").unwrap(), ..ming() };
    assert_eq!(
        node.conversations.wish(&hong, Some(conversation), stars(1)).await,
        Err(ActError::Unknown),
        "somebody else's"
    );
    let left = Wish::LeaveMessage { text: "请回电".into(), contact: BTreeMap::new() };
    let left = node.conversations.wish(&hong, None, left).await.unwrap();
    node.conversations
        .wish(&hong, None, Wish::Attach { attachment: photo(), client_id: None })
        .await
        .unwrap();
    assert_eq!(node.log(&left.conversation).await, ["opened", "left_message", "attached", "bot_said"]);
}

#[tokio::test]
async fn a_conversation_begins_under_the_id_that_it_was_promised() {
    let node = node().await;
    let promised = ConversationId::new("promised").unwrap();
    let words = |text: &str| Words {
        opening: Some(promised.clone()),
        ..Words::whole(Utterance {
            text: text.into(),
            title: None,
            message_id: None,
            metadata: BTreeMap::new(),
        })
    };
    let first = node.conversations.say(&ming(), words("一")).await.unwrap();
    assert_eq!((first.conversation, first.seq), (promised.clone(), 2));
    let second = node.conversations.say(&ming(), words("二")).await.unwrap();
    assert_eq!(second.conversation, promised);
    // Over, and the id is used up.
    let open = node.conversations.act(&shop_id(), &promised, Act::TakeOver { seat: seat(1) }).await;
    assert!(open.is_ok());
    node.act(&promised, Act::Close { seat: seat(1) }).await.unwrap();
    let third = node.conversations.say(&ming(), words("三")).await.unwrap();
    assert_ne!(third.conversation, promised);
}

/// One thing that happens in the property below.
#[derive(Debug, Clone)]
enum Happening {
    Customer(&'static str),
    Act(Act),
    Wish(Wish),
}

fn happening() -> impl Strategy<Value = Happening> {
    let number = 1_u8..=3;
    let act = (number.clone(), number, 0_u8..4, select(vec![0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).prop_map(
        |(one, other, id, what)| match what {
            0 | 1 => takes(one),
            2 => Act::TakeOver { seat: seat(one) },
            3 | 4 => says(one, "在", Some(&format!("c{id}"))),
            5 => Act::Transfer { seat: seat(one), to: Target::Seat(seat(other)) },
            6 => Act::Transfer { seat: seat(one), to: Target::Skill("general".into()) },
            7 => Act::Invite { seat: seat(one), guest: seat(other) },
            8 => Act::HandBack { seat: seat(one) },
            _ => Act::Leave { seat: seat(one) },
        },
    );
    let words = select(vec!["在吗", "human", "settled", "call"]).prop_map(Happening::Customer);
    prop_oneof![2 => words, 5 => act.prop_map(Happening::Act), 1 => Just(Happening::Wish(Wish::Person))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens at the same time: only who holds a conversation speaks in it, and what was acknowledged is there once.
    #[test]
    fn a_conversation_has_one_voice(happenings in prop::collection::vec(happening(), 1..24)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(one_voice(happenings))?;
    }
}

async fn one_voice(happenings: Vec<Happening>) -> TestCaseResult {
    let node = Arc::new(node().await);
    node.shop.answers.as_ref().unwrap().add_permits(100);
    let conversation = node.waiting().await;
    let mut tasks = JoinSet::new();
    for happening in happenings {
        let (node, conversation) = (node.clone(), conversation.clone());
        tasks.spawn(async move {
            match happening {
                Happening::Customer(text) => drop(settled(node.say(text).await.unwrap()).await),
                Happening::Wish(wish) => drop(node.wish(None, wish).await.unwrap()),
                Happening::Act(act) => {
                    let done = node.act(&conversation, act.clone()).await;
                    return done.ok().map(|acted| (act, acted));
                }
            }
            None
        });
    }
    let done: Vec<(Act, Acted)> = tasks.join_all().await.into_iter().flatten().collect();
    let log = node.events(&conversation).await;
    check_voices(&log)?;
    for (act, acted) in done {
        let Some(recorded) = log.get(usize::try_from(acted.seq - 1).unwrap()) else {
            return Err(TestCaseError::fail(format!("{acted:?} is not in the log")));
        };
        if let Act::Say { seat: by, client_id, .. } = act {
            let said = Event::AgentSaid { seat: by, text: "在".into(), client_id };
            prop_assert_eq!(&recorded.event, &said);
            prop_assert_eq!(log.iter().filter(|recorded| recorded.event == said).count(), 1);
        }
    }
    Ok(())
}

/// Replays a log and sees that every event was the sender's to bring about.
fn check_voices(log: &[Recorded]) -> TestCaseResult {
    let mut tracker = Tracker::new(shop_id());
    for (recorded, seq) in log.iter().zip(1..) {
        prop_assert_eq!(recorded.seq, seq);
        if let Event::BotSaid { .. } = &recorded.event {
            let may_speak = matches!(tracker.mode, Mode::Bot | Mode::Waiting);
            prop_assert!(may_speak, "the bot talks over a person at {}", seq);
        } else if let Event::AgentSaid { seat, .. } = &recorded.event {
            prop_assert!(tracker.may_speak(seat), "{} speaks out of turn at {}", seat, seq);
        } else if let Event::SeatAssigned { seat, how } = &recorded.event {
            let waits = tracker.mode == Mode::Waiting;
            prop_assert!(waits || *how != Default::default(), "{} takes what is taken at {}", seat, seq);
        } else if let Event::HandedBack { seat: Some(seat) } | Event::Closed { why: Closing::BySeat(seat) } =
            &recorded.event
        {
            prop_assert_eq!(tracker.holder(), Some(seat));
        }
        tracker.record(recorded);
    }
    Ok(())
}
