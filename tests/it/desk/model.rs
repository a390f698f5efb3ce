//! Whatever happens, in whatever order: no customer is lost or has two seats, no seat is given more than it takes, nobody waits
//! while a fitting seat is free, and who goes first is who counts as waiting longest.

use std::{collections::BTreeSet, time::Duration};

use jiff::Timestamp;
use proptest::prelude::*;
use xiaoer::{
    config::{Dispatch, Hours, Outside},
    desk::{Limit, Place, SeatState, Step},
    domain::{Assignment, Closing, ConversationId, Event, Name, Release, SeatId},
};

use super::world::{Log, Seat, World, chat, config, seat, shop, zone};

const SKILLS: [&str; 3] = ["general", "after_sales", "logistics"];
const REASONS: [&str; 3] = ["customer_asked", "complaint", "anger"];
const SEATS: usize = 4;

/// Something that people do; what cannot be done at the moment does nothing.
#[derive(Debug, Clone)]
enum Act {
    Ask { conversation: usize, skill: usize, reason: usize },
    Present { seat: usize, state: SeatState, capacity: u32, skills: usize },
    Gone { seat: usize },
    Accept { offer: usize },
    Decline { offer: usize },
    Take { chat: usize, seat: usize },
    SeatSays { chat: usize },
    CustomerSays { chat: usize },
    Transfer { chat: usize, skill: usize },
    TransferTo { chat: usize, seat: usize },
    Invite { chat: usize, seat: usize },
    HandBack { chat: usize },
    Close { chat: usize },
    Pass { time: Duration },
    Restart,
}

fn act() -> impl Strategy<Value = Act> {
    let state = prop_oneof![
        6 => Just(SeatState::Online),
        1 => Just(SeatState::Busy),
        1 => Just(SeatState::Away),
        1 => Just(SeatState::Offline),
    ];
    let (chat, seat) = (0..16_usize, 0..SEATS);
    prop_oneof![
        6 => (0..16_usize, 0..SKILLS.len(), 0..REASONS.len())
            .prop_map(|(conversation, skill, reason)| Act::Ask { conversation, skill, reason }),
        4 => (seat.clone(), state, 0..4_u32, 0..8_usize)
            .prop_map(|(seat, state, capacity, skills)| Act::Present { seat, state, capacity, skills }),
        1 => seat.clone().prop_map(|seat| Act::Gone { seat }),
        4 => chat.clone().prop_map(|offer| Act::Accept { offer }),
        1 => chat.clone().prop_map(|offer| Act::Decline { offer }),
        1 => (chat.clone(), seat.clone()).prop_map(|(chat, seat)| Act::Take { chat, seat }),
        3 => chat.clone().prop_map(|chat| Act::SeatSays { chat }),
        3 => chat.clone().prop_map(|chat| Act::CustomerSays { chat }),
        1 => (chat.clone(), 0..SKILLS.len()).prop_map(|(chat, skill)| Act::Transfer { chat, skill }),
        1 => (chat.clone(), seat.clone()).prop_map(|(chat, seat)| Act::TransferTo { chat, seat }),
        1 => (chat.clone(), seat).prop_map(|(chat, seat)| Act::Invite { chat, seat }),
        2 => chat.clone().prop_map(|chat| Act::HandBack { chat }),
        1 => chat.prop_map(|chat| Act::Close { chat }),
        4 => (0..90_u64).prop_map(|seconds| Act::Pass { time: Duration::from_secs(seconds) }),
        1 => (0..600_u64).prop_map(|minutes| Act::Pass { time: Duration::from_secs(60 * minutes) }),
        1 => Just(Act::Restart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_desk_keeps_its_promises(
        dispatch in prop_oneof![4 => Just(Dispatch::Offer), 2 => Just(Dispatch::Assign), 1 => Just(Dispatch::Take)],
        always_open in any::<bool>(),
        acts in prop::collection::vec(act(), 1..80),
    ) {
        let mut config = config();
        config.assignment = dispatch;
        if !always_open {
            config.hours = office_hours();
        }
        let mut desk = Model { world: World::new(config.clone()), twin: World::new(config), told: Vec::new(), waited: Vec::new() };
        for act in &acts {
            desk.act(act);
            desk.settle();
            desk.check();
        }
    }
}

fn office_hours() -> Hours {
    let text = r#"
        monday = "9:00-12:00,13:30-18:00"
        tuesday = "9:00-12:00,13:30-18:00"
        wednesday = "9:00-12:00,13:30-18:00"
        thursday = "9:00-12:00,13:30-18:00"
        friday = "9:00-12:00,13:30-18:00"
        saturday = "closed"
        sunday = "closed"
        closed_then = "close"
        dates = {}
    "#;
    toml::from_str(text).unwrap()
}

struct Model {
    world: World,
    /// Told the same, to say the same.
    twin: World,
    told: Vec<(ConversationId, Place)>,
    /// Who waited when the desk was last asked, in order.
    waited: Vec<ConversationId>,
}

impl Model {
    fn act(&mut self, act: &Act) {
        match act {
            Act::Restart => {
                self.both(World::restart);
                self.told.clear();
            }
            Act::Pass { time } => {
                let until = self.world.now + *time;
                self.pass_until(until);
            }
            act => self.both(|world| perform(world, act)),
        }
    }

    fn both(&mut self, act: impl Fn(&mut World)) {
        act(&mut self.world);
        act(&mut self.twin);
    }

    /// Time goes by as a driver sees it: nothing is to be done before the desk says so.
    fn pass_until(&mut self, until: Timestamp) {
        while let Some(due) = self.world.state.due(self.world.now).filter(|due| *due <= until) {
            assert!(due > self.world.now, "something is still to be done");
            let between = self.world.now + (due.duration_since(self.world.now) / 2);
            assert_eq!(self.twin.state.next(between), [], "before {due}");
            self.both(|world| world.now = due);
            self.settle();
        }
        self.both(|world| world.now = world.now.max(until));
    }

    /// Does what the desk wants done until it wants nothing more.
    fn settle(&mut self) {
        for _ in 0..1000 {
            self.waited = order(&self.world);
            let steps = self.world.look();
            assert_eq!(self.twin.look(), steps, "the same facts, other steps");
            if steps.is_empty() {
                return;
            }
            for step in &steps {
                self.judge(step);
                self.both(|world| world.perform(step));
            }
        }
        panic!("the desk does not come to rest");
    }

    /// Whether a step may be asked for now.
    fn judge(&mut self, step: &Step) {
        let world = &self.world;
        match step {
            Step::Offer { chat, seat, .. } | Step::Assign { chat, seat } => {
                let id = &chat.conversation;
                assert!(can_take(world, seat, id), "{step:?}");
                let before = self.waited.iter().take_while(|other| *other != id);
                let passed_over: Vec<_> = before
                    .filter(|other| world.logs[*other].is_waiting() && !world.offers.contains_key(*other))
                    .filter(|other| can_take(world, seat, other))
                    .collect();
                assert!(passed_over.is_empty(), "{step:?} before {passed_over:?}");
                let familiar = world.familiar.get(&world.logs[id].customer);
                match familiar.filter(|(_, last)| can_take(world, last, id)) {
                    Some((_, last)) => assert_eq!(seat, last, "the seat that had the customer goes first"),
                    None => {
                        let others = world.seats.keys().filter(|other| can_take(world, other, id));
                        assert!(
                            others.map(|other| load(world, other)).all(|other| load(world, seat) <= other)
                        );
                    }
                }
            }
            Step::Release { chat, seat, .. } => {
                assert_eq!(world.logs[&chat.conversation].holder().as_ref(), Some(seat), "{step:?}");
                let gone = world.seats[seat].gone.unwrap();
                let off_duty = world.seats[seat].presence.state == SeatState::Offline;
                assert!(off_duty || world.now >= gone + world.config.grace, "{step:?}");
            }
            Step::Leave { chat, seat } => {
                let log = &world.logs[&chat.conversation];
                // A chat that waits again with an earlier step has no guests any more.
                assert!(log.is_waiting() || log.present_seats().contains(seat), "{step:?}");
                assert!(world.seats[seat].gone.is_some(), "{step:?}");
            }
            // The chat has moved on with an earlier step.
            Step::TimeOut { chat, seq, .. } if *seq < world.logs[&chat.conversation].seq() => {}
            Step::TimeOut { chat, limit, .. } => {
                let running = limits(world, &world.logs[&chat.conversation]);
                assert!(
                    running.iter().any(|(of, at)| of == limit && *at <= world.now),
                    "{step:?} of {running:?}"
                );
            }
            Step::Place { chat, place } => {
                self.told.retain(|(of, _)| *of != chat.conversation);
                self.told.push((chat.conversation.clone(), *place));
            }
            Step::Withdraw { .. } | Step::Away { .. } => {}
        }
    }

    /// What holds whenever nothing is left to do.
    fn check(&self) {
        let world = &self.world;
        let waiting: Vec<_> = world.state.waiting(&shop());
        let ids: Vec<_> = waiting.iter().map(|waiting| waiting.conversation.clone()).collect();
        assert_eq!(ids, order(world), "who waits, in order");
        for waiting in &waiting {
            let id = &waiting.conversation;
            if world.config.assignment == Dispatch::Offer {
                assert_eq!(waiting.promised_to.as_ref(), world.offers.get(id));
            }
            if waiting.promised_to.is_some() {
                continue;
            }
            let fitting = world.seats.keys().find(|seat| can_take(world, seat, id));
            assert!(
                world.config.assignment == Dispatch::Take || fitting.is_none(),
                "{id} waits while {fitting:?} is free"
            );
        }
        for (id, log) in &world.logs {
            let late = limits(world, log).into_iter().find(|(limit, at)| {
                *at <= world.now && !matches!(limit, Limit::SeatIdle) && !world.offers.contains_key(id)
            });
            assert_eq!(late, None, "{id} is beyond a limit");
        }
        let standing = world.state.seats(&shop());
        let at_seats: Vec<_> = standing.iter().flat_map(|seat| &seat.chats).collect();
        let by_logs: Vec<_> = world.logs.values().flat_map(Log::present_seats).collect();
        assert_eq!(at_seats.len(), by_logs.len(), "a chat is at a seat that does not have it");
        for seat in &standing {
            let has: BTreeSet<_> = seat.chats.iter().collect();
            let books = world.logs.iter().filter(|(_, log)| log.present_seats().contains(&seat.seat));
            assert_eq!(has, books.map(|(id, _)| id).collect(), "{}", seat.seat);
        }
        let soon = world.now + Duration::from_secs(1);
        if world.state.due(world.now).is_none_or(|due| due > soon) {
            for id in &ids {
                let told = self.told.iter().find(|(of, _)| of == id).map(|(_, place)| *place);
                assert_eq!(told, world.state.place(&chat(id), world.now), "{id} was told otherwise");
            }
        }
    }
}

fn perform(world: &mut World, act: &Act) {
    let nth = |chats: Vec<ConversationId>, number: usize| {
        (!chats.is_empty()).then(|| chats[number % chats.len()].clone())
    };
    let offered = |world: &World, number| nth(world.offers.keys().cloned().collect(), number);
    let held = |world: &World, number| {
        let held = world.logs.iter().filter(|(_, log)| log.holder().is_some());
        let id = nth(held.map(|(id, _)| id.clone()).collect(), number)?;
        let holder = world.logs[&id].holder()?;
        Some((id, holder))
    };
    match act {
        Act::Ask { conversation, skill, reason } => {
            world.ask(*conversation, SKILLS[*skill], REASONS[*reason])
        }
        Act::Present { seat: number, state, capacity, skills } => {
            let has = |skill: &usize| skills & (1 << skill) != 0;
            let skills: Vec<_> = (0..SKILLS.len()).filter(has).map(|skill| SKILLS[skill]).collect();
            world.present(&seat(*number), *state, *capacity, &skills);
        }
        Act::Gone { seat: number } => world.gone(&seat(*number)),
        Act::Accept { offer } => {
            if let Some(id) = offered(world, *offer) {
                let seat = world.offers.remove(&id).unwrap();
                world.take(&id, &seat, Assignment::Pushed);
            }
        }
        Act::Decline { offer } => {
            if let Some(id) = offered(world, *offer) {
                let seat = world.offers[&id].clone();
                world.decline(&id, &seat);
            }
        }
        Act::Take { chat, seat: number } => {
            if let Some(id) = nth(world.waiting().map(|(id, _)| id.clone()).collect(), *chat) {
                let by = seat(*number);
                if world.offers.get(&id) == Some(&by) {
                    world.offers.remove(&id);
                }
                take(world, &id, &by, Assignment::Taken);
            }
        }
        Act::SeatSays { chat } => {
            if let Some((id, holder)) = held(world, *chat) {
                world.seat_says(&id, &holder);
            }
        }
        Act::CustomerSays { chat } => {
            if let Some((id, _)) = held(world, *chat) {
                world.customer_says(&id);
            }
        }
        Act::Transfer { chat, skill } => {
            if let Some((id, holder)) = held(world, *chat) {
                world.release(&id, &holder, Release::Transferred, Name::from(SKILLS[*skill]));
            }
        }
        Act::TransferTo { chat, seat: number } => {
            if let Some((id, _)) = held(world, *chat) {
                take(world, &id, &seat(*number), Assignment::Transferred);
            }
        }
        Act::Invite { chat, seat: number } => {
            if let Some((id, by)) = held(world, *chat)
                && by != seat(*number)
                && world.seats.contains_key(&seat(*number))
            {
                world.commit(&id, vec![Event::Invited { seat: seat(*number), by }]);
            }
        }
        Act::HandBack { chat } => {
            if let Some((id, seat)) = held(world, *chat) {
                world.commit(&id, vec![Event::HandedBack { seat: Some(seat) }]);
            }
        }
        Act::Close { chat } => {
            if let Some((id, seat)) = held(world, *chat) {
                world.commit(&id, vec![Event::Closed { why: Closing::BySeat(seat) }]);
            }
        }
        Act::Pass { .. } | Act::Restart => {}
    }
}

/// Only a seat that was seen can take a chat.
fn take(world: &mut World, id: &ConversationId, seat: &SeatId, how: Assignment) {
    if world.seats.contains_key(seat) && world.logs[id].holder().as_ref() != Some(seat) {
        world.take(id, seat, how);
    }
}

/// Conversations that wait, as they are to be served: urgent ones count fifteen minutes more, VIPs five.
fn order(world: &World) -> Vec<ConversationId> {
    let mut ranks: Vec<_> = world
        .waiting()
        .map(|(id, log)| {
            let (since, handoff) = log.asked();
            let urgent = if handoff.reason == "customer_asked" { 0 } else { 15 };
            let vip = if handoff.slots.contains_key("level") { 5 } else { 0 };
            (since - Duration::from_secs(60 * (urgent + vip)), since, id.clone())
        })
        .collect();
    ranks.sort();
    ranks.into_iter().map(|(_, _, id)| id).collect()
}

/// Whether the desk may give a chat to a seat.
fn can_take(world: &World, seat: &SeatId, id: &ConversationId) -> bool {
    let Some(Seat { presence, gone: None }) = world.seats.get(seat) else { return false };
    let has = |seat: &Seat, skill| seat.presence.skills.is_empty() || seat.presence.skills.contains(skill);
    let skill = world.logs[id].skill();
    let mut on_duty = world.seats.values().filter(|seat| on_duty(seat));
    let fits = has(&world.seats[seat], &skill) || !on_duty.any(|seat| has(seat, &skill));
    presence.state == SeatState::Online
        && world.load(seat) < presence.capacity as usize
        && fits
        && world.passed.get(&(id.clone(), seat.clone())).is_none_or(|until| *until <= world.looked)
}

fn on_duty(seat: &Seat) -> bool {
    seat.gone.is_none() && matches!(seat.presence.state, SeatState::Online | SeatState::Busy)
}

/// In thousandths of the capacity.
fn load(world: &World, seat: &SeatId) -> usize {
    world.load(seat) * 1000 / world.seats[seat].presence.capacity as usize
}

/// The time limits that run, and when they are passed.
fn limits(world: &World, log: &Log) -> Vec<(Limit, Timestamp)> {
    let config = &world.config;
    let not_at_once = |from: Timestamp, length: Duration| {
        let at = from + length;
        if from < world.started { at.max(world.started + config.grace) } else { at }
    };
    if let Some(since) = log.waits_since() {
        let mut limits = vec![(Limit::Queue, not_at_once(since, config.queue))];
        let closed = config.hours.closed_then == Outside::Close && !is_open(world.now);
        if closed && !world.seats.values().any(on_duty) {
            limits.push((Limit::Hours, not_at_once(since, Duration::ZERO)));
        }
        return limits;
    }
    if log.holder().is_none() {
        return Vec::new();
    }
    let mut running = None;
    for recorded in &log.events {
        running = match (&recorded.event, running) {
            (Event::SeatAssigned { .. }, _) => Some((Limit::FirstReply, recorded.at)),
            (Event::AgentSaid { .. }, Some(_)) => Some((Limit::CustomerIdle, recorded.at)),
            (Event::CustomerSaid { .. }, Some((Limit::CustomerIdle, _))) => {
                Some((Limit::SeatIdle, recorded.at))
            }
            (Event::Released { .. } | Event::HandedBack { .. } | Event::Closed { .. }, _) => None,
            (_, running) => running,
        };
    }
    let length = |limit| match limit {
        Limit::FirstReply => config.first_reply,
        Limit::SeatIdle => config.seat_idle,
        Limit::CustomerIdle => config.customer_idle,
        Limit::Queue | Limit::Hours => Duration::ZERO,
    };
    running.into_iter().map(|(limit, from)| (limit, not_at_once(from, length(limit)))).collect()
}

/// By the office hours above.
fn is_open(now: Timestamp) -> bool {
    let local = now.to_zoned(zone());
    let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
    local.weekday().to_monday_one_offset() <= 5
        && ((540..720).contains(&minute) || (810..1080).contains(&minute))
}
