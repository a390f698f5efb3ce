//! Events of conversations, as short as they can be told.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use xiaoer::domain::{
    Assignment, Call, CallId, Certainty, Channel, Closing, Confidence, CustomerId, Event, Handoff, Language,
    Position, Recorded, Release, SeatId, Stage, Trace, Understanding, Utterance,
};

pub fn seat(id: &str) -> SeatId {
    SeatId::new(id).unwrap()
}

pub fn opened() -> Event {
    Event::Opened { customer: CustomerId::new("ming").unwrap(), channel: Channel::Web }
}

pub fn said() -> Event {
    let utterance =
        Utterance { text: "在吗".into(), message_id: None, title: None, metadata: BTreeMap::new() };
    Event::CustomerSaid { utterance }
}

pub fn understood(by: Stage, intent: &str, certainty: Certainty) -> Event {
    let understanding = Understanding {
        by,
        intents: vec![(intent.into(), Confidence::SURE)],
        certainty,
        entities: Vec::new(),
        passages: Vec::new(),
        language: Language::Zh,
        trace: Trace::default(),
    };
    Event::Understood { understanding: Box::new(understanding) }
}

pub fn answered() -> Event {
    Event::BotSaid {
        reply: None,
        text: "在的".into(),
        choices: Vec::new(),
        card: None,
        intent: None,
        confidence: None,
        policy: "answer".into(),
    }
}

pub fn called() -> Event {
    let call = Call { id: CallId(1), name: "orders.track".into(), with: [].into() };
    Event::CallStarted { call, at: Position(0), name: "call".into(), choices_for: None }
}

pub fn asked_for_person(reason: &str) -> Event {
    let handoff = Handoff {
        reason: reason.into(),
        skill: "general".into(),
        summary: String::new(),
        intent: None,
        slots: [].into(),
    };
    Event::HandoffRequested { handoff }
}

pub fn taken(by: &str) -> Event {
    Event::SeatAssigned { seat: seat(by), how: Assignment::Taken }
}

pub fn spoke(by: &str) -> Event {
    Event::AgentSaid { seat: seat(by), text: "您好".into(), client_id: None }
}

pub fn released(by: &str) -> Event {
    Event::Released { seat: seat(by), why: Release::Vanished }
}

pub fn handed_back() -> Event {
    Event::HandedBack { seat: None }
}

pub fn rated(score: u8) -> Event {
    Event::Rated { score, text: None }
}

pub fn closed() -> Event {
    Event::Closed { why: Closing::Over }
}

/// Events in the order of the log, each with the conversation's number; those of one append have one time.
#[derive(Debug, Default, Clone)]
pub struct Log {
    pub events: Vec<(u64, Recorded)>,
    seqs: BTreeMap<u64, u64>,
}

impl Log {
    pub fn append(&mut self, number: u64, at: Timestamp, events: impl IntoIterator<Item = Event>) {
        let seq = self.seqs.entry(number).or_default();
        for event in events {
            *seq += 1;
            self.events.push((number, Recorded { seq: *seq, at, event }));
        }
    }
}

pub fn later(than: Timestamp, seconds: i64) -> Timestamp {
    than + SignedDuration::from_secs(seconds)
}
