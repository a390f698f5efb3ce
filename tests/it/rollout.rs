//! Live, canary and shadow: who answers whom, what is counted, and how it ends.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, mpsc},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use prometheus_client::{encoding::text::encode, registry::Registry};
use tempfile::TempDir;
use xiaoer::{
    conversation::{Brain, Limits},
    desk::Desk,
    dialogue::Tracker,
    domain::{
        Action, Assignment, Channel, Closing, ConversationId, CustomerId, Decision, Event, Handoff, Recorded,
        SeatId, Signal, Understanding, Utterance,
    },
    rollout::{Draw, Ended, Names, Rollout, RolloutError, Settings, Share, Side, Tally, Version},
    store::{Append, Follower, Store},
    versions::Does,
};

use crate::node::{Hook, Node, says, settled, shop_id, slow_shop, start_on, understood, write};

/// Of the canary.
const NUMBER: u32 = 7;

/// Says its name before what was said; hands over for `human`, misses `what`. A canary breaks down over `crash`.
pub struct Voice {
    pub name: &'static str,
    pub while_understanding: Hook,
}

impl Voice {
    pub fn of(name: &'static str) -> Version {
        Self::with(name, Box::new(|_| {}))
    }

    fn with(name: &'static str, while_understanding: Hook) -> Version {
        Version { names: names(name), brain: Arc::new(Self { name, while_understanding }) }
    }
}

fn names(name: &str) -> Names {
    Names { content: name.to_owned(), model: "m".to_owned() }
}

fn thought(name: &str, text: &str) -> Understanding {
    let mut understanding = understood(text);
    let Names { content, model } = names(name);
    (understanding.trace.content, understanding.trace.model) = (content, model);
    understanding
}

impl Brain for Voice {
    fn settle(&self, _: &str, _: Timestamp) -> Option<Understanding> {
        None
    }

    fn understand(&self, text: &str, _: Timestamp) -> Understanding {
        assert!(text != "crash" || self.name == "live", "a planted panic");
        (self.while_understanding)(text);
        thought(self.name, text)
    }

    fn decide(&self, _: &Tracker, signal: &Signal) -> Decision {
        let text = match signal {
            Signal::Said(understanding) => understanding.trace.normalized.as_str(),
            Signal::PersonAsked => "human",
            Signal::Returned(..) | Signal::Desk(_) => "",
        };
        let said = says(&format!("{}: {text}", self.name));
        let (events, action) = match text {
            "human" => (vec![asks_for_person()], Action::HandOff(handoff())),
            "what" => (vec![Event::Missed {}, said], Action::Listen),
            "new" if self.name != "live" => (vec![Event::Missed {}, said], Action::Listen),
            _ => (vec![said], Action::Listen),
        };
        Decision { by: "voice".into(), events, action }
    }

    fn wording(&self, _: &str) -> Option<String> {
        None
    }
}

fn handoff() -> Handoff {
    Handoff {
        reason: "customer_asked".into(),
        skill: "general".into(),
        summary: String::new(),
        intent: None,
        slots: [].into(),
    }
}

fn asks_for_person() -> Event {
    Event::HandoffRequested { handoff: handoff() }
}

struct World {
    rollout: Rollout,
    node: Node,
}

impl World {
    async fn start() -> Self {
        Self::on(tempfile::tempdir().unwrap()).await
    }

    async fn on(folder: TempDir) -> Self {
        let settings = Settings {
            every: Duration::from_millis(5),
            ..Settings::new(shop_id(), folder.path().to_owned(), folder.path().join("log.db"))
        };
        let rollout = Rollout::open(settings, Voice::of("live"));
        let source = Arc::new(rollout.clone());
        let node = start_on(folder, source, slow_shop(), Limits::default(), Desk::default()).await;
        Self { rollout, node }
    }

    /// The same disk, another process.
    async fn restart(self) -> Self {
        let Self { rollout, node } = self;
        drop(rollout);
        assert!(node.conversations.drain(Duration::from_secs(5)).await);
        Self::on(node.folder).await
    }

    async fn canary(&self, share: f64) -> Draw {
        let share = Share::try_from(share).unwrap();
        self.rollout.start_canary(NUMBER, Voice::of("canary"), share).await.unwrap().draw
    }

    /// Who answers a customer, in which conversation.
    async fn ask(&self, customer: &str, text: &str) -> (String, ConversationId) {
        let spoken = self.node.send_as(customer, text, None).await.unwrap();
        let conversation = spoken.conversation.clone();
        let said = settled(spoken).await.join("");
        (said.split(':').next().unwrap_or_default().to_owned(), conversation)
    }

    /// Both tallies, of everything that is stored.
    async fn tallies(&self) -> (Tally, Tally) {
        let log = Follower::open(&self.node.folder.path().join("log.db")).unwrap();
        self.rollout.until_counted(log.last().unwrap()).await;
        let report = self.rollout.report().await.canary.expect("it runs");
        (*report.of_side(Side::Live), *report.of_side(Side::Canary))
    }

    /// Waits until the canary has ended by itself.
    async fn ended(&self) -> Ended {
        let mut changes = self.rollout.changes();
        loop {
            let report = self.rollout.report().await;
            if report.canary.is_none()
                && let Some(last) = report.last
            {
                return last.end.expect("it has ended").1;
            }
            changes.changed().await.unwrap();
        }
    }

    fn metrics(&self) -> String {
        let (mut registry, mut text) = (Registry::default(), String::new());
        self.rollout.register_metrics(&mut registry);
        encode(&mut text, &registry).unwrap();
        text
    }
}

#[tokio::test]
async fn a_conversation_keeps_its_version() {
    let world = World::start().await;
    let draw = world.canary(0.5).await;
    let mut taken = 0;
    for customer in (0..40).map(|number| format!("c{number}")) {
        let (first, conversation) = world.ask(&customer, "在吗").await;
        assert_eq!(first == "canary", draw.takes(&shop_id(), &conversation), "{first}");
        taken += u32::from(first == "canary");
        let (second, same) = world.ask(&customer, "好").await;
        assert_eq!((second, same), (first, conversation));
    }
    // Outside of 7 to 33 once in 50,000 runs.
    assert!((7..=33).contains(&taken), "{taken} of 40");
    world.rollout.stop_canary().await.unwrap();
    for customer in (0..40).map(|number| format!("c{number}")) {
        assert_eq!(world.ask(&customer, "还在吗").await.0, "live");
    }
}

#[tokio::test]
async fn a_conversation_under_way_stays_with_live() {
    let world = World::start().await;
    let customers: Vec<String> = (0..12).map(|number| format!("c{number}")).collect();
    let mut before = BTreeSet::new();
    for customer in &customers {
        before.insert(world.ask(customer, "在吗").await.1);
    }
    // An id has the milliseconds of its time.
    let now = Timestamp::now().as_millisecond();
    while Timestamp::now().as_millisecond() <= now {}
    let draw = world.canary(0.5).await;
    for customer in &customers {
        let (voice, conversation) = world.ask(customer, "好").await;
        assert!(voice == "live" && before.contains(&conversation));
        world.node.write(&conversation, Event::Closed { why: Closing::Over }).await;
        let (voice, next) = world.ask(customer, "又来了").await;
        assert_eq!(voice == "canary", draw.takes(&shop_id(), &next));
    }
    assert_eq!(world.tallies().await.0.turns + world.tallies().await.1.turns, 12);
}

/// What happens in a conversation, by one append each.
type Story<'a> = &'a [&'a [Event]];

/// A whole conversation of a side, stored as its node would store it.
async fn tell(store: &Store, draw: &Draw, side: Side, story: Story<'_>) -> ConversationId {
    let on_side = |id: &ConversationId| draw.takes(&shop_id(), id) == (side == Side::Canary);
    let id = std::iter::repeat_with(xiaoer::conversation::Conversations::new_id).find(on_side).unwrap();
    let (mut seq, mut at) = (0, Timestamp::now());
    for append in story {
        at += SignedDuration::from_secs(1);
        let recorded = append.iter().cloned().map(|event| {
            seq += 1;
            Recorded { seq, at, event }
        });
        let events: Vec<Recorded> = recorded.collect();
        let append = Append { shop: &shop_id(), conversation: &id, events: &events, pending: false };
        store.append(append).await.unwrap();
    }
    id
}

fn opened(customer: &str) -> Event {
    Event::Opened { customer: CustomerId::new(customer).unwrap(), channel: Channel::Web }
}

fn said(text: &str) -> Event {
    let utterance = Utterance { text: text.into(), title: None, message_id: None, metadata: [].into() };
    Event::CustomerSaid { utterance }
}

fn took(name: &str, text: &str) -> Event {
    Event::Understood { understanding: Box::new(thought(name, text)) }
}

fn rated(score: u8) -> Event {
    Event::Rated { score, text: None }
}

fn corrected(seq: u64) -> Event {
    Event::Corrected { seat: SeatId::new("anna").unwrap(), seq, intent: None }
}

/// What a conversation of live adds to its tally, as (turns, answered, not understood, handed over, wrong).
async fn check(story: Story<'_>, expected: (u64, u64, u64, u64, u64)) {
    let world = World::start().await;
    let draw = world.canary(0.1).await;
    let opening: &[Event] = &[opened("ming"), said("在吗")];
    let story: Vec<&[Event]> = [opening].into_iter().chain(story.iter().copied()).collect();
    tell(&world.node.store, &draw, Side::Live, &story).await;
    let (live, canary) = world.tallies().await;
    assert_eq!(canary, Tally::default());
    let found = (live.turns, live.answered, live.not_understood, live.handed_over, live.wrong);
    assert_eq!(found, expected, "{story:?}");
    assert_eq!((live.conversations, live.wrong_conversations), (1, u64::from(expected.4 > 0)));
}

#[tokio::test]
async fn what_turned_out_wrong_is_counted_once() {
    let answer: &[Event] = &[took("live", "在吗"), says("在的")];
    let miss: &[Event] = &[took("live", "嗯"), Event::Missed {}, says("没听懂")];
    let person: &[Event] = &[took("live", "转人工"), says("请稍候"), asks_for_person()];
    let again: &[Event] = &[said("再问")];
    let taken = Event::SeatAssigned { seat: SeatId::new("anna").unwrap(), how: Assignment::Taken };
    check(&[answer], (1, 1, 0, 0, 0)).await;
    check(&[answer, again, miss], (2, 1, 1, 0, 0)).await;
    // The customer leaves for a person after an answer, not after a miss; by words, or by the button.
    check(&[answer, again, person], (2, 1, 0, 1, 1)).await;
    check(&[answer, again, miss, again, person], (3, 1, 1, 1, 0)).await;
    check(&[answer, &[asks_for_person()]], (1, 1, 0, 0, 1)).await;
    check(&[person], (1, 0, 0, 1, 0)).await;
    // A seat marks the message, what it was taken for, or the answer: 2 to 4 are the first turn, 5 to 7 the second.
    for seq in 2..=4 {
        check(&[answer, again, answer, &[corrected(seq)], &[corrected(2)]], (2, 2, 0, 0, 1)).await;
    }
    for seq in 5..=7 {
        check(&[answer, again, answer, &[corrected(seq)], &[corrected(2)]], (2, 2, 0, 0, 2)).await;
    }
    // The last rating counts, where no person had the conversation before.
    check(&[answer, &[rated(2)]], (1, 1, 0, 0, 1)).await;
    check(&[answer, &[rated(3)]], (1, 1, 0, 0, 0)).await;
    check(&[answer, &[rated(1)], &[rated(5)]], (1, 1, 0, 0, 0)).await;
    check(&[answer, std::slice::from_ref(&taken), &[rated(1)]], (1, 1, 0, 0, 0)).await;
    check(&[answer, &[rated(1)], &[corrected(4)]], (1, 1, 0, 0, 1)).await;
    // A person has it: nothing was decided.
    check(&[answer, &[taken], again, &[took("live", "再问")]], (1, 1, 0, 0, 0)).await;
}

#[tokio::test]
async fn both_sides_are_tallied_apart() {
    let world = World::start().await;
    let early: &[Event] = &[opened("early"), said("在吗"), took("live", "在吗"), says("在的")];
    write(&world.node.store, &ConversationId::new("early").unwrap(), 0, early.to_vec()).await;
    let draw = world.canary(0.3).await;
    let (mut live, mut canary) = (0, 0);
    for number in 0..20 {
        let customer = format!("c{number}");
        let (voice, _) = world.ask(&customer, "在吗").await;
        if voice == "canary" {
            world.ask(&customer, "human").await;
            canary += 1;
        } else {
            world.ask(&customer, "what").await;
            live += 1;
        }
    }
    tell(
        &world.node.store,
        &draw,
        Side::Canary,
        &[&[opened("x"), said("嗯")], &[took("canary", "嗯"), says("好")]],
    )
    .await;
    let (of_live, of_canary) = world.tallies().await;
    let expected = Tally {
        conversations: live,
        turns: 2 * live,
        answered: live,
        not_understood: live,
        ..Tally::default()
    };
    assert_eq!(of_live, expected);
    let expected = Tally {
        conversations: canary + 1,
        turns: 2 * canary + 1,
        answered: canary + 1,
        not_understood: 0,
        handed_over: canary,
        wrong: canary,
        wrong_conversations: canary,
    };
    assert_eq!(of_canary, expected);
    let metrics = world.metrics();
    for line in [
        "canary_share 0.3".to_owned(),
        format!("canary_turns{{version=\"live\"}} {}", 2 * live),
        format!("canary_wrong{{version=\"canary\"}} {canary}"),
    ] {
        assert!(metrics.lines().any(|found| found == line), "{line} in {metrics}");
    }
}

#[tokio::test]
async fn a_canary_that_answers_wrongly_is_stopped() {
    let world = World::start().await;
    let draw = world.canary(0.5).await;
    let customers: Vec<String> = (0..12).map(|number| format!("c{number}")).collect();
    let mut voices = BTreeSet::new();
    for customer in &customers {
        voices.insert(world.ask(customer, "在吗").await.0);
    }
    let good: &[Event] = &[took("live", "在吗"), says("在的")];
    let bad: &[Event] = &[took("canary", "在吗"), says("在的")];
    for number in 0..60 {
        let customer = format!("d{number}");
        let opening: &[Event] = &[opened(&customer), said("在吗")];
        tell(&world.node.store, &draw, Side::Live, &[opening, good]).await;
        // One in three.
        let then: &[Event] = if number % 3 == 0 { &[rated(1)] } else { &[rated(5)] };
        let customer = format!("e{number}");
        let opening: &[Event] = &[opened(&customer), said("在吗")];
        tell(&world.node.store, &draw, Side::Canary, &[opening, bad, then]).await;
    }
    assert_eq!(world.ended().await, Ended::WrongAnswers);
    let last = world.rollout.report().await.last.unwrap();
    assert!(last.canary.turns >= 50 && last.canary.wrong > last.live.wrong, "{last:?}");
    assert!(last.wrong_share(Side::Canary)[0] > last.wrong_share(Side::Live)[1]);
    for customer in &customers {
        assert_eq!(world.ask(customer, "还在吗").await.0, "live");
    }
    let metrics = world.metrics();
    assert!(metrics.contains("canaries_ended_total{ended=\"wrong_answers\"} 1"), "{metrics}");
    assert!(metrics.contains("canary_share 0"), "{metrics}");
    assert!(matches!(world.rollout.stop_canary().await, Err(RolloutError::NoCanary)));
}

#[tokio::test]
async fn a_canary_that_breaks_down_again_and_again_is_stopped() {
    let world = World::start().await;
    world.canary(0.5).await;
    let mut broken = 0;
    for number in 0..200 {
        let customer = format!("c{number}");
        if world.ask(&customer, "在吗").await.0 != "canary" {
            assert_eq!(world.ask(&customer, "crash").await.0, "live");
            continue;
        }
        // The customer is handed over all the same.
        assert_eq!(
            world.ask(&customer, "crash").await.0,
            "抱歉，系统出了点问题。正在为您转接人工客服，请稍等。"
        );
        broken += 1;
        if broken == 3 {
            break;
        }
        assert_eq!(world.tallies().await.1.handed_over, broken);
    }
    assert_eq!(world.ended().await, Ended::Failed);
    assert_eq!(world.ask("new", "crash").await.0, "live");
}

#[tokio::test]
async fn a_published_canary_answers_everybody() {
    let world = World::start().await;
    assert!(matches!(
        world.rollout.start_canary(NUMBER, Voice::of("live"), 0.1.try_into().unwrap()).await,
        Err(RolloutError::Live)
    ));
    world.canary(0.01).await;
    assert!(matches!(
        world.rollout.start_canary(8, Voice::of("third"), 0.1.try_into().unwrap()).await,
        Err(RolloutError::Running)
    ));
    // Live may change beside it.
    world.rollout.set_live(Voice::of("edited"));
    assert!(world.rollout.report().await.canary.is_some());
    world.rollout.set_live(Voice::of("canary"));
    assert_eq!(world.ended().await, Ended::Published);
    for number in 0..5 {
        assert_eq!(world.ask(&format!("c{number}"), "在吗").await.0, "canary");
    }
}

#[tokio::test]
async fn a_canary_outlives_a_restart() {
    let world = World::start().await;
    let draw = world.canary(0.5).await;
    let customers: Vec<String> = (0..12).map(|number| format!("c{number}")).collect();
    let mut voices = Vec::new();
    for customer in &customers {
        voices.push(world.ask(customer, "在吗").await.0);
    }
    let before = world.tallies().await;
    let world = world.restart().await;
    // Nobody has said yet where its version is.
    assert_eq!(world.ask("c0", "在吗").await.0, "live");
    assert_eq!(world.rollout.unfinished().await, Some(NUMBER));
    world.rollout.resume(Some(Voice::of("canary"))).await.unwrap();
    assert_eq!(world.rollout.unfinished().await, None);
    assert_eq!(world.rollout.report().await.canary.unwrap().draw, draw);
    for (customer, voice) in customers.iter().zip(&voices).skip(1) {
        assert_eq!(world.ask(customer, "好").await.0, *voice);
    }
    let after = world.tallies().await;
    assert_eq!(after.1.turns, 2 * before.1.turns - u64::from(voices[0] == "canary"));
    assert_eq!(after.0.conversations + after.1.conversations, 12);

    let world = world.restart().await;
    world.rollout.resume(None).await.unwrap();
    assert_eq!(world.ended().await, Ended::Failed);
    for customer in &customers {
        assert_eq!(world.ask(customer, "又来了").await.0, "live");
    }
    let world = world.restart().await;
    assert_eq!(world.rollout.unfinished().await, None);
    assert_eq!(world.rollout.report().await.last.unwrap().end.unwrap().1, Ended::Failed);
}

#[tokio::test]
async fn a_shadow_is_compared_and_heard_by_nobody() {
    let world = World::start().await;
    world.rollout.start_shadow(Voice::of("shadow")).unwrap();
    for text in ["在吗", "new", "好", "new", "crash"] {
        assert_eq!(world.ask("ming", text).await.0, "live");
    }
    world.rollout.until_compared(5).await;
    let found = world.rollout.report().await.shadow.unwrap().compared;
    assert_eq!((found.compared, found.differ, found.failed, found.dropped), (4, 2, 1, 0));
    assert_eq!(found.differences.len(), 1);
    let difference = &found.differences[0];
    assert_eq!((difference.text.as_str(), difference.count), ("new", 2));
    assert_eq!((&difference.before.does, &difference.after.does), (&Does::Answers, &Does::NotUnderstood));
    let metrics = world.metrics();
    assert!(metrics.contains("shadow_messages_total{came=\"differs\"} 2"), "{metrics}");
    // What a person answers is not compared.
    world.ask("ming", "human").await;
    world.ask("ming", "new").await;
    assert_eq!(world.rollout.stop_shadow().unwrap().compared.differ, 2);
    assert!(world.rollout.report().await.shadow.is_none());
}

#[tokio::test]
async fn a_shadow_that_cannot_keep_up_holds_up_nobody() {
    let world = World::start().await;
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    let wait = Box::new(move |_: &str| {
        // It goes on when the test lets go.
        let _ = released.lock().unwrap().recv();
    });
    world.rollout.start_shadow(Voice::with("shadow", wait)).unwrap();
    // One is being understood, 256 wait.
    for _ in 0..300 {
        world.ask("ming", "在吗").await;
    }
    let dropped = world.rollout.report().await.shadow.unwrap().compared.dropped;
    assert!((43..=44).contains(&dropped), "{dropped}");
    drop(release);
    world.rollout.until_compared(300).await;
    assert_eq!(world.rollout.report().await.shadow.unwrap().compared.compared + dropped, 300);
}
