//! The fold of events into figures.

use std::time::Duration;

use jiff::{Timestamp, tz::TimeZone};
use proptest::{collection::vec, prelude::*};
use xiaoer::{
    domain::{Certainty::Confident, Certainty::Unsure, Event, Stage, TurnOutcome},
    report::{By, Figures, Ledger, Range, Summary},
};

use super::talk::{
    Log, answered, asked_for_person, called, closed, handed_back, later, opened, rated, released, said, seat,
    spoke, taken, understood,
};

const MORNING: &str = "2026-11-20T01:00:00Z";

fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

fn ledger(events: &[(u64, xiaoer::domain::Recorded)]) -> Ledger {
    let mut ledger = Ledger::new(zone());
    events.iter().for_each(|(number, recorded)| ledger.record(*number, recorded));
    ledger
}

fn between(ledger: &Ledger, from: Timestamp, until: Timestamp) -> Figures {
    Summary::of(ledger, &Range::new(from, until, By::Day, &zone()).unwrap()).total
}

/// Of one conversation, each of whose appends comes a minute after the one before.
fn figures(appends: &[&[Event]]) -> Figures {
    let (mut log, morning) = (Log::default(), MORNING.parse().unwrap());
    for (minute, events) in (0..).zip(appends) {
        log.append(1, later(morning, minute * 60), events.to_vec());
    }
    between(&ledger(&log.events), morning, later(morning, 86_400))
}

/// By the bot, and by a person.
fn check_deflection(appends: &[&[Event]], expected: (u64, u64)) {
    let figures = figures(appends);
    assert_eq!((figures.by_bot, figures.by_person), expected, "{appends:?}");
}

#[test]
fn a_conversation_counts_once_by_who_had_it() {
    let begun = [opened(), said()];
    check_deflection(&[&begun], (0, 0));
    check_deflection(&[&begun, &[closed()]], (1, 0));
    check_deflection(&[&begun, &[asked_for_person("anger")]], (0, 1));
    check_deflection(&[&begun, &[asked_for_person("anger")], &[closed()]], (0, 1));
    // Taken over without anybody having asked.
    check_deflection(&[&begun, &[taken("anna")], &[closed()]], (0, 1));
    let back = [handed_back()];
    check_deflection(&[&begun, &[asked_for_person("anger")], &[taken("anna")], &back, &[closed()]], (0, 1));
    check_deflection(&[&begun, &[taken("anna")], &back, &[asked_for_person("again")]], (0, 1));
}

#[test]
fn a_turn_counts_as_the_most_telling_thing_that_came_of_it_at_once() {
    let check = |events: &[Event], expected: &[TurnOutcome], stage: u64| {
        let figures = figures(&[&[opened(), said()], events]);
        let found: Vec<_> = figures.outcomes.iter().map(|(outcome, _)| *outcome).collect();
        assert_eq!(found, expected, "{events:?}");
        assert_eq!(figures.stages.of(&Stage::Rules), stage, "{events:?}");
    };
    let understood = || understood(Stage::Rules, "track", Confident);
    check(&[understood(), answered()], &[TurnOutcome::Answered], 1);
    check(&[understood(), answered(), called()], &[TurnOutcome::Called], 1);
    check(&[understood(), Event::Missed {}, answered()], &[TurnOutcome::Missed], 1);
    check(&[understood(), answered(), asked_for_person("anger")], &[TurnOutcome::HandedOver], 1);
    // A person has the conversation: the bot listens.
    check(&[understood()], &[], 0);
}

#[test]
fn what_comes_of_a_call_is_no_turn_of_its_own() {
    let turn = [understood(Stage::Rules, "track", Confident), called()];
    let figures = figures(&[&[opened(), said()], &turn, &[answered()], &[asked_for_person("call_failed")]]);
    assert_eq!((figures.turns(), figures.handoffs()), (1, 1));
    assert_eq!(figures.outcomes.of(&TurnOutcome::Called), 1);
    let track = figures.intents["track"];
    assert_eq!((track.turns, track.handed_over), (1, 0));
}

#[test]
fn a_turn_is_of_the_intent_that_was_acted_on() {
    let check = |certainty, then: Event, turns: u64, missed: u64| {
        let figures =
            figures(&[&[opened(), said()], &[understood(Stage::Classifier, "track", certainty), then]]);
        let track = figures.intents.get("track").copied().unwrap_or_default();
        assert_eq!((figures.turns(), track.turns, track.missed), (1, turns, missed));
    };
    check(Confident, answered(), 1, 0);
    check(Unsure, Event::Missed {}, 1, 1);
    // The answer to a question, such as "the second one".
    check(Unsure, called(), 0, 0);
}

#[test]
fn waits_end_at_a_seat_or_are_given_up() {
    let waits = figures(&[
        &[opened(), said(), asked_for_person("anger")],
        &[asked_for_person("two_misses")],
        &[taken("anna")],
        &[answered()],
        &[spoke("anna")],
        &[spoke("anna")],
        &[released("anna")],
        &[taken("bert")],
        &[released("bert")],
        &[closed()],
    ]);
    assert_eq!((waits.handoffs(), waits.waits.count(), waits.abandoned), (2, 2, 1));
    assert_eq!(waits.waits.median(), Some(Duration::from_secs(90)));
    assert_eq!(waits.first_replies.median(), Some(Duration::from_secs(120)));
    assert_eq!((waits.messages.seat, waits.messages.bot), (2, 1));
    let [anna, bert] = ["anna", "bert"].map(|name| waits.seats[&seat(name)].clone());
    assert_eq!((anna.chats, anna.messages, anna.first_replies.count()), (1, 2, 1));
    assert_eq!((bert.chats, bert.messages, bert.first_replies.count()), (1, 0, 0));
}

#[test]
fn the_latest_rating_of_a_conversation_counts() {
    let by_bot = figures(&[&[opened(), said()], &[rated(2)], &[closed()], &[rated(5)]]);
    assert_eq!(by_bot.ratings.iter().collect::<Vec<_>>(), [(&5, 1)]);
    assert!(by_bot.seats.is_empty());
    let by_seat = figures(&[&[opened(), said()], &[taken("anna")], &[closed()], &[rated(2)], &[rated(4)]]);
    let anna = &by_seat.seats[&seat("anna")];
    assert_eq!(anna.ratings.iter().collect::<Vec<_>>(), [(&4, 1)]);
}

/// What may happen next in a conversation, if anything of it is possible.
#[derive(Debug, Clone, Copy)]
enum Step {
    Turn(u8),
    HandOver,
    Take(bool),
    Speak,
    Release,
    HandBack,
    Rate(u8),
    Close,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..5_u8).prop_map(Step::Turn),
        2 => Just(Step::HandOver),
        3 => any::<bool>().prop_map(Step::Take),
        3 => Just(Step::Speak),
        1 => Just(Step::Release),
        1 => Just(Step::HandBack),
        1 => (1..=5_u8).prop_map(Step::Rate),
        1 => Just(Step::Close),
    ]
}

fn events(step: Step, fresh: bool) -> Vec<Event> {
    let turn = |kind| match kind {
        0 => vec![understood(Stage::Rules, "track", Confident), answered()],
        1 => vec![understood(Stage::Nearest, "fee", Confident), answered(), called()],
        2 => vec![understood(Stage::None, "fee", Unsure), Event::Missed {}, answered()],
        3 => vec![understood(Stage::Classifier, "refund", Confident), asked_for_person("refund")],
        _ => vec![understood(Stage::Graph, "track", Confident)],
    };
    let mut events = if fresh { vec![opened(), said()] } else { Vec::new() };
    events.extend(match step {
        Step::Turn(kind) => turn(kind),
        Step::HandOver => vec![asked_for_person("asked")],
        Step::Take(first) => vec![taken(if first { "anna" } else { "bert" })],
        Step::Speak => vec![spoke("anna")],
        Step::Release => vec![released("anna")],
        Step::HandBack => vec![handed_back()],
        Step::Rate(score) => vec![rated(score)],
        Step::Close => vec![closed()],
    });
    events
}

/// Five conversations in one log over a few days; what closed is only rated.
fn log() -> impl Strategy<Value = Log> {
    vec((0..5_u64, step(), 0..20_000_i64), 0..80).prop_map(|steps| {
        let (mut log, mut at) = (Log::default(), MORNING.parse().unwrap());
        let mut over = std::collections::BTreeMap::new();
        for (number, step, seconds) in steps {
            at = later(at, seconds);
            let is_over = over.get(&number).copied();
            if is_over == Some(true) && !matches!(step, Step::Rate(_)) {
                continue;
            }
            log.append(number, at, events(step, is_over.is_none()));
            over.insert(number, is_over == Some(true) || matches!(step, Step::Close));
        }
        log
    })
}

proptest! {
    #[test]
    fn figures_of_two_parts_add_up_to_those_of_the_whole(log in log(), hours in 1..500_i64) {
        let from: Timestamp = MORNING.parse().unwrap();
        let (middle, until) = (later(from, hours * 3600), later(from, 500 * 3600));
        let ledger = ledger(&log.events);
        let whole = between(&ledger, from, until);
        let mut parts = between(&ledger, from, middle);
        if middle < until {
            parts.merge(&between(&ledger, middle, until));
        }
        prop_assert_eq!(parts, whole);
    }

    #[test]
    fn conversations_do_not_touch_each_others_figures(log in log()) {
        let (from, until) = (MORNING.parse().unwrap(), later(MORNING.parse().unwrap(), 500 * 3600));
        let mut apart = Figures::default();
        for one in 0..5 {
            let alone: Vec<_> = log.events.iter().filter(|(number, _)| *number == one).cloned().collect();
            apart.merge(&between(&ledger(&alone), from, until));
        }
        prop_assert_eq!(apart, between(&ledger(&log.events), from, until));
    }

    #[test]
    fn buckets_and_the_week_add_up_to_the_total(log in log()) {
        let (from, until) = (MORNING.parse().unwrap(), later(MORNING.parse().unwrap(), 500 * 3600));
        for by in [By::Hour, By::Day] {
            let summary = Summary::of(&ledger(&log.events), &Range::new(from, until, by, &zone()).unwrap());
            let mut buckets = Figures::default();
            summary.buckets.iter().for_each(|bucket| buckets.merge(&bucket.figures));
            prop_assert_eq!(&buckets, &summary.total);
            prop_assert_eq!(summary.week.iter().flatten().sum::<u64>(), summary.total.turns());
            prop_assert_eq!(summary.total.stages.sum(), summary.total.turns());
        }
    }

    #[test]
    fn no_conversation_is_the_bots_and_a_persons(log in log()) {
        let (from, until) = (MORNING.parse().unwrap(), later(MORNING.parse().unwrap(), 500 * 3600));
        let figures = between(&ledger(&log.events), from, until);
        prop_assert!(figures.by_bot + figures.by_person <= figures.conversations);
    }
}
