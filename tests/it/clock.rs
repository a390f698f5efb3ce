//! The machine's clock is set while people wait: a day forward, an hour back.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use tokio::time::advance;
use xiaoer::{
    config::{Config, DeskConfig},
    conversation::Limits,
    desk::{Clock, Desk, Limit, Presence, SeatState, Step},
    domain::{ConversationId, CustomerId, Event, Handoff, Mode, Recorded, SeatId, ShopId},
};

use crate::node::{Node, Script, kind, settled, shop_id, slow_shop, start_at};

const DAY: i64 = 24 * 60 * 60;
const HOUR: i64 = 60 * 60;

/// A clock that can be set; it stands still otherwise, but for what tokio's paused time adds.
#[derive(Clone)]
struct Set {
    seconds: Arc<AtomicI64>,
    began: tokio::time::Instant,
}

impl Set {
    fn new() -> Self {
        Self { seconds: Arc::default(), began: tokio::time::Instant::now() }
    }

    fn by(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::Relaxed);
    }

    fn now(&self) -> Timestamp {
        // A Monday, noon in Shanghai.
        let noon = Timestamp::from_second(1_795_406_400).unwrap();
        let set = SignedDuration::from_secs(self.seconds.load(Ordering::Relaxed));
        noon + set + SignedDuration::try_from(self.began.elapsed()).unwrap()
    }

    fn desk(&self, change: impl FnOnce(&mut DeskConfig)) -> Desk {
        let mut config = Config::embedded().desk;
        change(&mut config);
        let clock = self.clone();
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        Desk::with_clock(config, zone, Clock::new(move || clock.now()))
    }
}

fn conversation() -> ConversationId {
    ConversationId::new("c").unwrap()
}

fn shop() -> ShopId {
    shop_id()
}

/// Somebody asks for a person, now.
fn ask(desk: &Desk, at: Timestamp) {
    let handoff = Handoff {
        reason: "customer_asked".into(),
        skill: "general".into(),
        summary: String::new(),
        intent: None,
        slots: [].into(),
    };
    let events = [Event::HandoffRequested { handoff }, Event::Queued { skill: "general".into() }];
    let events: Vec<Recorded> = (3..).zip(events).map(|(seq, event)| Recorded { seq, at, event }).collect();
    desk.record(&shop(), &conversation(), &CustomerId::new("ming").unwrap(), &events);
}

fn online(desk: &Desk) {
    let presence = Presence { state: SeatState::Online, capacity: 1, skills: [].into() };
    desk.present(&shop(), &SeatId::new("anna").unwrap(), presence);
}

/// What the desk wants done now, beside telling places.
fn steps(desk: &Desk) -> Vec<Step> {
    desk.next().0.into_iter().filter(|step| !matches!(step, Step::Place { .. })).collect()
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_waits_as_long_as_time_passes() {
    for jump in [DAY, -HOUR, 90] {
        let clock = Set::new();
        let desk = clock.desk(|config| config.queue = Duration::from_secs(15 * 60));
        ask(&desk, clock.now());
        advance(Duration::from_secs(5 * 60)).await;
        clock.by(jump);
        assert_eq!(steps(&desk), [], "a jump of {jump} s ends nothing");
        // People read when that was by the clock as it stands now.
        let waiting = desk.waiting(&shop()).pop().unwrap();
        assert_eq!(clock.now().duration_since(waiting.since).as_secs(), 5 * 60);

        advance(Duration::from_secs(9 * 60 + 59)).await;
        assert_eq!(steps(&desk), [], "after a jump of {jump} s");
        let (_, due) = desk.next();
        assert!(due.is_some_and(|due| due <= Duration::from_secs(1)), "{due:?}");
        advance(Duration::from_secs(1)).await;
        let steps = steps(&desk);
        assert!(matches!(&steps[..], [Step::TimeOut { limit: Limit::Queue, .. }]), "{jump}: {steps:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_after_a_jump_waits_as_long_as_others() {
    for jump in [DAY, -HOUR] {
        let clock = Set::new();
        let desk = clock.desk(|config| config.queue = Duration::from_secs(15 * 60));
        clock.by(jump);
        ask(&desk, clock.now());
        advance(Duration::from_secs(15 * 60 - 1)).await;
        assert_eq!(steps(&desk), [], "{jump}");
        advance(Duration::from_secs(1)).await;
        assert_eq!(steps(&desk).len(), 1, "{jump}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_offer_stands_as_long_as_it_should() {
    for jump in [DAY, -HOUR] {
        let clock = Set::new();
        let desk = clock.desk(|config| config.accept = Duration::from_secs(20));
        ask(&desk, clock.now());
        online(&desk);
        let offered = steps(&desk);
        let [Step::Offer { until, .. }] = &offered[..] else { panic!("{offered:?}") };
        assert_eq!(until.duration_since(clock.now()).as_secs(), 20);
        clock.by(jump);
        advance(Duration::from_secs(19)).await;
        assert_eq!(steps(&desk), [], "{jump}");
        advance(Duration::from_secs(1)).await;
        let steps = steps(&desk);
        assert!(matches!(&steps[..], [Step::Withdraw { .. }, ..]), "{jump}: {steps:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn opening_hours_follow_the_clock() {
    let clock = Set::new();
    let desk = clock.desk(|config| {
        config.hours = toml::from_str(
            "monday = '9:00-18:00'\ntuesday = 'closed'\nwednesday = '9:00-18:00'\nthursday = '9:00-18:00'\n\
             friday = '9:00-18:00'\nsaturday = 'closed'\nsunday = 'closed'\nclosed_then = 'hand_back'\n[dates]",
        )
        .unwrap();
    });
    ask(&desk, clock.now());
    assert_eq!(steps(&desk), []);
    // It was Tuesday all along.
    clock.by(DAY);
    let steps = steps(&desk);
    assert!(matches!(&steps[..], [Step::TimeOut { limit: Limit::Hours, .. }]), "{steps:?}");
}

async fn node(clock: &Set) -> Node {
    let desk = clock.desk(|_| {});
    let folder = tempfile::tempdir().unwrap();
    start_at(folder, slow_shop(), Limits::default(), Script::default(), desk).await
}

#[tokio::test]
async fn a_log_is_in_order_whatever_the_clock_does() {
    let clock = Set::new();
    let node = node(&clock).await;
    let first = node.say("one").await.unwrap();
    let conversation = first.conversation.clone();
    assert_eq!(settled(first).await, ["one"]);
    for (jump, text) in [(-HOUR, "two"), (HOUR, "three"), (-2 * DAY, "four"), (2 * DAY + HOUR, "five")] {
        clock.by(jump);
        let said = node.say(text).await.unwrap();
        assert_eq!(said.conversation, conversation, "{text} does not begin another conversation");
        assert_eq!(settled(said).await, [text]);
    }
    let log = node.store.load(&shop_id(), &conversation).await.unwrap();
    assert!(log.iter().zip(1..).all(|(recorded, seq)| recorded.seq == seq));
    assert!(log.is_sorted_by_key(|recorded| recorded.at), "{log:#?}");
    let said = log.iter().filter(|recorded| kind(&recorded.event) == "customer_said").count();
    assert_eq!(said, 5);

    // A day further on is another day.
    clock.by(DAY);
    let said = node.say("six").await.unwrap();
    assert_ne!(said.conversation, conversation);
    let log = node.store.load(&shop_id(), &conversation).await.unwrap();
    assert_eq!(kind(&log.last().unwrap().event), "closed");
    assert_eq!(xiaoer::dialogue::Tracker::replay(shop_id(), &log).mode, Mode::Closed);
}
