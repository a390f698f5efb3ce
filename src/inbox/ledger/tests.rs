use std::collections::BTreeMap;

use super::*;
use crate::{
    domain::{
        Certainty, Channel, Closing, Confidence, ConversationId, CustomerId, Event, Handoff, Name, Party,
        Recorded, SeatId, Trace, Understanding, Utterance,
    },
    inbox::message::Why,
    store::Contact,
};

fn said(text: &str) -> Event {
    let utterance = Utterance { text: text.into(), title: None, message_id: None, metadata: BTreeMap::new() };
    Event::CustomerSaid { utterance }
}

fn understood(intent: &str) -> Event {
    let mut understanding = Understanding::nothing(Trace::default());
    understanding.intents.push((intent.into(), Confidence::new(0.5)));
    understanding.certainty = Certainty::Confident;
    Event::Understood { understanding: Box::new(understanding) }
}

fn bot(intent: &str) -> Event {
    Event::BotSaid {
        reply: None,
        text: "…".into(),
        choices: Vec::new(),
        card: None,
        intent: Some(intent.into()),
        confidence: None,
        policy: "answer".into(),
    }
}

fn clarified(intents: &[&str]) -> Event {
    Event::Clarified { intents: intents.iter().map(|intent| Name::from(*intent)).collect() }
}

fn flow(flow: &str) -> Event {
    Event::FlowStarted {
        flow: flow.into(),
        fingerprint: String::new(),
        entities: BTreeMap::new(),
        text: None,
    }
}

fn wish(reason: &str) -> Event {
    let handoff = Handoff {
        reason: reason.into(),
        skill: "general".into(),
        summary: String::new(),
        intent: None,
        slots: BTreeMap::new(),
    };
    Event::HandoffRequested { handoff }
}

fn seat() -> SeatId {
    SeatId::new("amy").unwrap()
}

fn placed(number: u64, seq: u64, second: i64, event: Event) -> Placed {
    let contact = Contact {
        shop: ShopId::new("shop").unwrap(),
        customer: CustomerId::new("c").unwrap(),
        channel: Channel::Web,
    };
    let at = Timestamp::from_second(second).unwrap();
    let conversation = ConversationId::new(format!("c{number}")).unwrap();
    Placed { position: 1, contact, conversation, number, recorded: Recorded { seq, at, event } }
}

/// Events that are stored together stand in one list.
fn ledger(steps: Vec<Vec<Event>>) -> Ledger {
    let mut ledger = Ledger::default();
    let mut seq = 0;
    for (second, events) in (1..).zip(steps) {
        for event in events {
            seq += 1;
            ledger.record(&placed(1, seq, second, event));
        }
    }
    ledger
}

#[track_caller]
fn check(steps: Vec<Vec<Event>>, expected: &[(&str, &str)]) {
    let ledger = ledger(steps);
    let found: Vec<(&str, &str)> =
        ledger.since(Timestamp::MIN).map(|message| (message.text.as_str(), message.why.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_nothing_fitted_waits() {
    check(vec![vec![said("呃")], vec![understood("a"), Event::Missed {}, bot("x")]], &[("呃", "missed")]);
    check(vec![vec![said("呃")], vec![understood("a"), bot("a")]], &[]);
    // It came in pieces.
    check(
        vec![vec![said("我那个")], vec![said("东西\n呢")], vec![understood("a"), Event::Missed {}]],
        &[("我那个 东西 呢", "missed")],
    );
    // A person has it: the bot is silent.
    check(vec![vec![said("呃")], vec![understood("a")]], &[]);
}

#[test]
fn a_question_of_which_no_choice_was_taken_waits() {
    let asked =
        || vec![vec![said("钱")], vec![understood("a"), Event::Missed {}, clarified(&["a", "b"]), bot("x")]];
    let then = |more: Vec<Vec<Event>>| asked().into_iter().chain(more).collect::<Vec<_>>();
    check(asked(), &[]);
    check(then(vec![vec![said("b")], vec![understood("b"), flow("b"), bot("b")], vec![said("好")]]), &[]);
    check(
        then(vec![vec![said("不是")], vec![understood("c"), flow("c"), bot("c")], vec![said("好")]]),
        &[("钱", "clarified")],
    );
    check(then(vec![vec![Event::Closed { why: Closing::default() }]]), &[("钱", "clarified")]);
    check(
        then(vec![vec![said("不是")], vec![understood("c"), Event::Missed {}, wish("two_misses")]]),
        &[("钱", "clarified"), ("不是", "missed")],
    );
}

#[test]
fn whoever_wants_a_person_after_an_answer_was_not_helped() {
    let answered = || vec![vec![said("退")], vec![understood("a"), bot("a")]];
    let then = |more: Vec<Vec<Event>>| answered().into_iter().chain(more).collect::<Vec<_>>();
    let asks = vec![vec![said("转人工")], vec![understood("human"), wish("customer_asked")]];
    check(then(asks), &[("退", "asked_for_person")]);
    // By the button.
    check(then(vec![vec![wish("customer_asked")]]), &[("退", "asked_for_person")]);
    check(then(vec![vec![said("气死")], vec![understood("a"), wish("anger")]]), &[]);
    check(vec![vec![said("转人工")], vec![understood("human"), wish("customer_asked")]], &[]);
}

#[test]
fn low_stars_are_for_whoever_answered_last() {
    let answered = || vec![vec![said("退")], vec![understood("a"), bot("a")]];
    let then = |more: Vec<Event>| answered().into_iter().chain([more]).collect::<Vec<_>>();
    let rated = |score| Event::Rated { score, text: None };
    check(then(vec![rated(2)]), &[("退", "rated_low")]);
    check(then(vec![rated(3)]), &[]);
    check(then(vec![rated(1), rated(5)]), &[]);
    check(then(vec![Event::AgentSaid { seat: seat(), text: "好".into(), client_id: None }, rated(1)]), &[]);
}

#[test]
fn a_seats_word_counts_most() {
    let corrected = |seq| Event::Corrected { seat: seat(), seq, intent: Some("b".into()) };
    let answered = || vec![vec![said("退")], vec![understood("a"), Event::Missed {}, bot("a")]];
    for seq in 1..=4 {
        let ledger = ledger(answered().into_iter().chain([vec![corrected(seq)]]).collect());
        let message = ledger.since(Timestamp::MIN).next().expect("it is there").clone();
        assert_eq!((message.seq, message.why, message.by), (1, Why::Corrected, Some(seat())), "{seq}");
        assert_eq!((message.intent, message.corrected_to), (Some("a".into()), Some("b".into())));
    }
    let read = Event::Read { by: Party::Customer, seq: 1 };
    check(vec![vec![read], vec![corrected(1)]], &[]);
}

#[test]
fn only_the_newest_are_kept() {
    let mut ledger = Ledger::default();
    let day = 24 * 60 * 60;
    let mut miss = |number: u64, second: i64| {
        ledger.record(&placed(number, 1, second, said(&number.to_string())));
        ledger.record(&placed(number, 2, second, understood("a")));
        ledger.record(&placed(number, 3, second, Event::Missed {}));
        (ledger.messages.len(), ledger.times.len(), ledger.talks.len())
    };
    miss(1, 0);
    assert_eq!(miss(2, 91 * day).0, 1);
    let many = MESSAGES as u64 + TALKS as u64;
    let mut most = (0, 0, 0);
    for number in 3..many {
        let now = miss(number, 91 * day + i64::try_from(number).unwrap());
        most = (most.0.max(now.0), most.1.max(now.1), most.2.max(now.2));
    }
    assert_eq!(most, (MESSAGES, MESSAGES, TALKS));
}
