//! What the desk costs with 10,000 customers who wait and 500 seats. Aim: under 1 ms a step.
//!
//! A step is one thing that happens, and everything that follows from it: the event taken in, and what is to be done now.

use std::time::Duration;

use divan::Bencher;
use jiff::Timestamp;
use xiaoer::{
    config::{Config, Dispatch},
    desk::{ChatId, Fact, Presence, SeatState, State, Step},
    domain::{
        Assignment, ConversationId, CustomerId, Event, Handoff, Name, Recorded, SeatId, ShopId, Utterance,
    },
};

const WAITING: usize = 10_000;
const SEATS: usize = 500;
const SKILLS: [&str; 5] = ["general", "after_sales", "logistics", "presales", "complaint"];

fn main() {
    divan::main();
}

struct Desk {
    state: State,
    shop: ShopId,
    now: Timestamp,
    customers: usize,
    /// Each with the seq of its last event.
    held: Vec<(ConversationId, SeatId, u64)>,
}

impl Desk {
    /// Every seat is full, with two skills of five, and the queue is as long as it gets.
    fn full() -> Self {
        let now: Timestamp = "2026-11-24T10:00:00+08:00".parse().expect("a time");
        let Config { mut desk, shop, .. } = Config::embedded();
        desk.assignment = Dispatch::Assign;
        // Limits are off: a second a step is faster than life.
        for limit in [&mut desk.queue, &mut desk.first_reply, &mut desk.seat_idle, &mut desk.customer_idle] {
            *limit = Duration::ZERO;
        }
        let state = State::new(desk, shop.timezone, now);
        let shop = ShopId::new("demo").expect("an id");
        let mut desk = Self { state, shop, now, customers: 0, held: Vec::new() };
        for number in 0..SEATS {
            let seat = SeatId::new(format!("seat{number}")).expect("an id");
            let skills = [0, 1].map(|more| Name::from(SKILLS[(number + more) % SKILLS.len()]));
            let presence = Presence { state: SeatState::Online, capacity: 5, skills: skills.into() };
            desk.state.apply(Fact::Present { shop: &desk.shop, seat: &seat, presence }, now);
        }
        for _ in 0..SEATS * 5 + WAITING {
            desk.ask();
        }
        desk.follow();
        assert_eq!(desk.state.len(), WAITING);
        desk
    }

    /// Something happens in a conversation, 1 s later, so that places are told each time.
    fn happens(&mut self, conversation: &ConversationId, seq: u64, events: Vec<Event>) {
        self.now += Duration::from_secs(1);
        let at = self.now;
        let recorded = (seq + 1..).zip(events).map(|(seq, event)| Recorded { seq, at, event });
        let events: Vec<Recorded> = recorded.collect();
        self.record(conversation, &events);
    }

    /// What the desk wants now is done.
    fn follow(&mut self) {
        let at = self.now;
        for step in self.state.next(at) {
            if let Step::Assign { chat, seat } = step {
                let event = Event::SeatAssigned { seat: seat.clone(), how: Assignment::Pushed };
                self.record(&chat.conversation, &[Recorded { seq: 3, at, event }]);
                self.held.push((chat.conversation, seat, 3));
            }
        }
    }

    fn record(&mut self, conversation: &ConversationId, events: &[Recorded]) {
        let chat = ChatId { shop: self.shop.clone(), conversation: conversation.clone() };
        let customer = CustomerId::new(conversation.as_str()).expect("an id");
        self.state.apply(Fact::Recorded { chat: &chat, customer: &customer, events }, self.now);
    }

    fn ask(&mut self) {
        self.customers += 1;
        let conversation = ConversationId::new(format!("customer{}", self.customers)).expect("an id");
        let skill = Name::from(SKILLS[self.customers % SKILLS.len()]);
        let handoff = Handoff {
            reason: if self.customers.is_multiple_of(10) { "anger" } else { "customer_asked" }.into(),
            skill: skill.clone(),
            summary: String::new(),
            intent: None,
            slots: std::collections::BTreeMap::new(),
        };
        self.happens(&conversation, 0, vec![Event::HandoffRequested { handoff }, Event::Queued { skill }]);
    }

    /// The chat that is held longest.
    fn first(&mut self) -> (ConversationId, SeatId, u64) {
        self.held.remove(0)
    }
}

/// A chat ends, the seat gets the next in line, and another customer asks: two steps and the telling of places.
#[divan::bench]
fn one_leaves_and_one_comes(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::full();
    bencher.bench_local(|| {
        let (conversation, seat, seq) = desk.first();
        desk.happens(&conversation, seq, vec![Event::HandedBack { seat: Some(seat) }]);
        desk.follow();
        desk.ask();
        desk.follow();
    });
    assert_eq!(desk.state.len(), WAITING);
}

/// The customer of a chat that is held says something.
#[divan::bench]
fn a_message(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::full();
    bencher.bench_local(|| {
        let (conversation, seat, seq) = desk.first();
        let utterance = Utterance {
            text: "在吗".into(),
            title: None,
            message_id: None,
            metadata: std::collections::BTreeMap::new(),
        };
        desk.happens(&conversation, seq, vec![Event::CustomerSaid { utterance }]);
        desk.follow();
        desk.held.push((conversation, seat, seq + 1));
    });
}

/// All seats open their shift at once: the first of 2,500 chats find their seats, so many as are given in one go.
#[divan::bench(sample_count = 10)]
fn the_shift_begins(bencher: Bencher<'_, '_>) {
    let seats: Vec<SeatId> =
        (0..SEATS).map(|number| SeatId::new(format!("seat{number}")).expect("an id")).collect();
    let begin = |desk: &mut Desk, state| {
        for (number, seat) in seats.iter().enumerate() {
            let skills = [0, 1].map(|more| Name::from(SKILLS[(number + more) % SKILLS.len()]));
            let presence = Presence { state, capacity: 10, skills: skills.into() };
            desk.state.apply(Fact::Present { shop: &desk.shop, seat, presence }, desk.now);
        }
    };
    bencher
        .with_inputs(|| {
            let mut desk = Desk::full();
            begin(&mut desk, SeatState::Busy);
            desk.state.next(desk.now);
            begin(&mut desk, SeatState::Online);
            desk.now += Duration::from_millis(1);
            desk
        })
        .bench_local_values(|mut desk| {
            assert!(!desk.state.next(desk.now).is_empty());
            desk
        });
}
