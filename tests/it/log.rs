//! The stored form of every event, and an old log that must replay for ever.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::json;
use xiaoer::{
    dialogue::{Speaker, Tracker},
    domain::{
        Assignment, Attachment, AttachmentId, Call, CallId, Card, Certainty, Channel, Choice, Closing,
        Confidence, CustomerId, Entity, Event, Failure, FilledBy, FlowEnd, Handoff, Language, MessageId,
        Mode, Name, Neighbour, NoVector, Outcome, Party, Passage, Position, Recorded, Release, ScopeVerdict,
        SeatId, ServiceTrace, ShopId, Stage, Trace, Understanding, Utterance,
    },
};

/// Written by release 0.1.0. Never edit it: logs like this lie on disks.
const OLD_LOG: &str = include_str!("fixtures/log-v1.jsonl");

fn name(text: &str) -> Name {
    Name::from(text)
}

fn understanding() -> Understanding {
    let confidence = Confidence::new(0.875);
    Understanding {
        by: Stage::Classifier,
        intents: vec![(name("logistics.track"), confidence)],
        certainty: Certainty::Confident,
        entities: vec![Entity { kind: name("order_no"), span: 3..19, value: json!("2511200000000001") }],
        passages: vec![Passage { id: name("7"), question: "快递到哪了".into(), confidence }],
        language: Language::Zh,
        trace: Trace {
            normalized: "订单2511200000000001到哪了".into(),
            rules: vec!["logistics.track#1".into()],
            no_vector: Some(NoVector::Busy),
            service: Some(ServiceTrace::Answered { unknown: 1 }),
            scope: Some(ScopeVerdict { probability: Confidence::new(0.75), bound: Confidence::new(0.25) }),
            neighbours: vec![Neighbour {
                text: "到哪了".into(),
                intent: name("logistics.track"),
                similarity: 0.5,
            }],
            corrections: vec![(name("past_return"), name("refund.apply"))],
            threshold: Confidence::new(0.5),
            content: "c1".into(),
            model: "m1".into(),
        },
    }
}

fn call(id: u32) -> Call {
    Call {
        id: CallId(id),
        name: name("orders.track"),
        with: BTreeMap::from([("order".into(), json!("2511"))]),
    }
}

fn handoff() -> Handoff {
    Handoff {
        reason: name("customer_asked"),
        skill: name("logistics"),
        summary: "客户要办：查物流".into(),
        intent: Some(name("logistics.track")),
        slots: BTreeMap::from([(name("order"), json!("2511"))]),
    }
}

fn choice() -> Choice {
    Choice { value: json!("2511"), title: "牛奶（运输中，尾号0001）".into() }
}

fn attachment() -> Attachment {
    Attachment {
        id: AttachmentId::new("a1").unwrap(),
        name: "破损.jpg".into(),
        media_type: "image/jpeg".into(),
        bytes: 81_234,
    }
}

fn bot(full: bool) -> Event {
    Event::BotSaid {
        reply: full.then(|| name("track.progress")),
        text: "到杭州了".into(),
        choices: if full { vec![choice()] } else { Vec::new() },
        card: full.then(|| Card { kind: name("parcel"), data: json!({"order_no": "2511"}) }),
        intent: full.then(|| name("logistics.track")),
        confidence: full.then(|| Confidence::new(0.875)),
        policy: name("flow"),
    }
}

/// Every variant, with its optional fields filled and empty, in an order that could be a conversation.
fn every_event() -> Vec<Event> {
    let seat = SeatId::new("seat1").unwrap();
    let helper = SeatId::new("seat2").unwrap();
    let message = |id: &str| Some(MessageId::new(id).unwrap());
    let agent_said =
        |client_id| Event::AgentSaid {
            seat: seat.clone(), text: "您好，我来帮您看".into(), client_id
        };
    let flow = name("logistics.track");
    let utterance = |text: &str, message_id: Option<&str>| Utterance {
        text: text.into(),
        title: None,
        message_id: message_id.map(|id| MessageId::new(id).unwrap()),
        metadata: message_id.map(|_| ("page".to_owned(), json!("/cart"))).into_iter().collect(),
    };
    let ended = |id, outcome| Event::CallEnded { call: CallId(id), outcome };
    let started = |id, choices_for: Option<Name>| Event::CallStarted {
        call: call(id),
        at: Position(1),
        name: name("call"),
        choices_for,
    };
    let asked = |choices| Event::Asked { slot: name("order"), at: Position(0), choices };
    vec![
        Event::Opened { customer: CustomerId::new("xiaoming").unwrap(), channel: Channel::Web },
        Event::CustomerSaid { utterance: utterance("订单2511200000000001到哪了", Some("m1")) },
        Event::Understood { understanding: Box::new(understanding()) },
        Event::Missed {},
        Event::Clarified { intents: vec![flow.clone(), name("refund.apply")] },
        bot(false),
        Event::CustomerSaid {
            utterance: Utterance {
                title: Some("牛奶（运输中，尾号0001）".into()),
                ..utterance("2511", None)
            },
        },
        Event::FlowStarted {
            flow: flow.clone(),
            fingerprint: "f1".into(),
            entities: BTreeMap::from([(name("order_no"), json!("2511"))]),
            text: None,
        },
        started(1, Some(name("order"))),
        ended(1, Outcome::Answered(json!([{"order_no": "2511"}]))),
        asked(vec![choice()]),
        Event::SlotRejected { slot: name("order") },
        asked(Vec::new()),
        Event::SlotFilled { slot: name("order"), value: json!("2511"), by: FilledBy::Choice },
        Event::SlotCleared { slot: name("order") },
        Event::SlotFilled { slot: name("order"), value: json!("2512"), by: FilledBy::Customer },
        Event::FlowResumed { flow: flow.clone() },
        started(2, None),
        ended(2, Outcome::Failed(Failure::NotFound)),
        bot(true),
        Event::FlowEnded { flow: flow.clone(), how: FlowEnd::Completed },
        Event::FlowStarted {
            flow: flow.clone(),
            fingerprint: "f1".into(),
            entities: BTreeMap::new(),
            text: None,
        },
        Event::FlowEnded { flow: flow.clone(), how: FlowEnd::Broken { reason: "the flow changed".into() } },
        Event::FlowStarted {
            flow: flow.clone(),
            fingerprint: "f1".into(),
            entities: BTreeMap::new(),
            text: None,
        },
        Event::FlowEnded { flow: flow.clone(), how: FlowEnd::Cancelled },
        Event::FlowStarted {
            flow: flow.clone(),
            fingerprint: "f1".into(),
            entities: BTreeMap::new(),
            text: None,
        },
        Event::FlowEnded { flow, how: FlowEnd::HandedOff },
        Event::HandoffRequested { handoff: handoff() },
        Event::Queued { skill: name("logistics") },
        Event::SeatAssigned { seat: seat.clone(), how: Assignment::Pushed },
        agent_said(None),
        agent_said(message("c1")),
        Event::Noted { seat: seat.clone(), text: "客户很着急".into(), client_id: message("n1") },
        Event::Noted { seat: seat.clone(), text: "已联系仓库".into(), client_id: None },
        Event::Labelled { seat: seat.clone(), labels: [name("催单"), name("vip")].into() },
        Event::Corrected { seat: seat.clone(), seq: 6, intent: Some(name("logistics.stuck")) },
        Event::Corrected { seat: seat.clone(), seq: 20, intent: None },
        Event::Read { by: Party::Customer, seq: 31 },
        Event::Read { by: Party::Seat(seat.clone()), seq: 31 },
        Event::Invited { seat: helper.clone(), by: seat.clone() },
        Event::SeatLeft { seat: helper.clone() },
        Event::Attached {
            by: Party::Customer,
            attachment: attachment(),
            client_id: Some(MessageId::new("f1").unwrap()),
        },
        Event::Attached {
            by: Party::Seat(seat.clone()),
            attachment: Attachment { id: AttachmentId::new("a2").unwrap(), ..attachment() },
            client_id: None,
        },
        Event::Released { seat: seat.clone(), why: Release::Transferred },
        Event::SeatAssigned { seat: helper.clone(), how: Assignment::Taken },
        Event::Released { seat: helper.clone(), why: Release::Vanished },
        Event::SeatAssigned { seat: helper.clone(), how: Assignment::Transferred },
        Event::Released { seat: helper.clone(), why: Release::TimedOut },
        Event::SeatAssigned { seat: seat.clone(), how: Assignment::TakenOver },
        Event::HandedBack { seat: None },
        Event::HandedBack { seat: Some(seat.clone()) },
        Event::LeftMessage {
            text: "请回电".into(),
            contact: [("phone".into(), "13800138000".into())].into(),
        },
        Event::LeftMessage { text: "请回电".into(), contact: BTreeMap::new() },
        Event::Rated { score: 5, text: Some("谢谢".into()) },
        Event::Rated { score: 1, text: None },
        Event::Closed { why: Closing::Over },
        Event::Closed { why: Closing::BySeat(seat) },
        Event::Closed { why: Closing::Idle },
        Event::Closed { why: Closing::QueueTimedOut },
        Event::Introduced {
            fields: [("phone".into(), "13800138000".into()), ("city".into(), "杭州".into())].into(),
        },
    ]
}

fn every_record() -> Vec<Recorded> {
    let at = |seq| Timestamp::from_microsecond(1_763_700_000_000_000 + seq * 1_500_000).unwrap();
    (1..).zip(every_event()).map(|(seq, event)| Recorded { seq, at: at(seq.cast_signed()), event }).collect()
}

/// Does not compile while a variant has no number here, and no test passes while [`every_event`] lacks one.
fn number(event: &Event) -> usize {
    match event {
        Event::Opened { .. } => 0,
        Event::CustomerSaid { .. } => 1,
        Event::Understood { .. } => 2,
        Event::FlowStarted { .. } => 3,
        Event::FlowResumed { .. } => 4,
        Event::SlotFilled { .. } => 5,
        Event::SlotCleared { .. } => 6,
        Event::SlotRejected { .. } => 7,
        Event::Asked { .. } => 8,
        Event::Clarified { .. } => 9,
        Event::Missed {} => 10,
        Event::BotSaid { .. } => 11,
        Event::CallStarted { .. } => 12,
        Event::CallEnded { .. } => 13,
        Event::FlowEnded { .. } => 14,
        Event::HandoffRequested { .. } => 15,
        Event::Queued { .. } => 16,
        Event::SeatAssigned { .. } => 17,
        Event::AgentSaid { .. } => 18,
        Event::HandedBack { .. } => 19,
        Event::Rated { .. } => 20,
        Event::Closed { .. } => 21,
        Event::Released { .. } => 22,
        Event::Invited { .. } => 23,
        Event::SeatLeft { .. } => 24,
        Event::Noted { .. } => 25,
        Event::Labelled { .. } => 26,
        Event::Corrected { .. } => 27,
        Event::Read { .. } => 28,
        Event::LeftMessage { .. } => 29,
        Event::Attached { .. } => 30,
        Event::Introduced { .. } => 31,
    }
}

#[test]
fn every_event_has_a_stored_form() {
    let covered: BTreeSet<usize> = every_event().iter().map(number).collect();
    assert_eq!(covered, (0..=31).collect());
    let lines: Vec<String> =
        every_record().iter().map(|recorded| serde_json::to_string(recorded).unwrap()).collect();
    insta::assert_snapshot!(lines.join("\n"));
    for (line, recorded) in lines.iter().zip(every_record()) {
        assert_eq!(serde_json::from_str::<Recorded>(line).unwrap(), recorded);
    }
}

#[test]
fn an_old_log_replays() {
    let log: Vec<Recorded> = OLD_LOG.lines().map(|line| serde_json::from_str(line).unwrap()).collect();

    let tracker = Tracker::replay(ShopId::new("demo").unwrap(), &log);
    assert_eq!(tracker.seq, 35);
    assert_eq!(tracker.mode, Mode::Closed);
    assert_eq!(tracker.customer, Some(CustomerId::new("xiaoming").unwrap()));
    assert_eq!(tracker.message(&Party::Customer, &MessageId::new("m1").unwrap()), Some(2));
    assert_eq!((tracker.calls, tracker.replies), (2, 2));
    let lines: Vec<(Speaker, &str)> =
        tracker.lines.iter().map(|line| (line.by, line.text.as_str())).collect();
    assert_eq!(
        lines,
        [
            (Speaker::Customer, "订单2511200000000001到哪了"),
            (Speaker::Bot, "到杭州了"),
            (Speaker::Customer, "1"),
            (Speaker::Bot, "到杭州了"),
            (Speaker::Seat, "您好，我来帮您看"),
        ]
    );
}

/// Fields that were added with a default: a log from before them must still be read.
#[test]
fn fields_may_be_missing_where_they_have_a_default() {
    for line in [
        r#"{"type":"flow_started","flow":"f"}"#,
        r#"{"type":"asked","slot":"order","at":0}"#,
        r#"{"type":"bot_said","text":"在","policy":"answer"}"#,
        r#"{"type":"customer_said","utterance":{"text":"在吗"}}"#,
        r#"{"type":"rated","score":5}"#,
        r#"{"type":"seat_assigned","seat":"seat1"}"#,
        r#"{"type":"agent_said","seat":"seat1","text":"在"}"#,
        r#"{"type":"handed_back"}"#,
        r#"{"type":"closed"}"#,
        r#"{"type":"missed","unknown":"a newer release wrote this"}"#,
    ] {
        assert!(serde_json::from_str::<Event>(line).is_ok(), "{line}");
    }
}
