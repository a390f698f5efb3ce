//! `/ws/seat`: what seats hear.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::told::{Audience, Lookup, Placed, SeatView, Told, frame};
use crate::{
    conversation::Suggestion,
    desk::Waiting,
    domain::{
        Certainty, Channel, Confidence, ConversationId, CustomerId, Event, Handoff, MessageId, Name,
        Recorded, SeatId, Trace, Understanding,
    },
};

/// What is told of one conversation.
#[derive(Debug, Serialize)]
struct In<'a, T> {
    conversation: &'a ConversationId,
    #[serde(flatten)]
    what: T,
}

/// What happened of which customers do not know.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Inside<'a> {
    Understood {
        stage: &'static str,
        certainty: Certainty,
        intents: Vec<Ranked<'a>>,
        trace: &'a Trace,
    },
    Handoff(HandoffView<'a>),
    Queued {
        skill: &'a Name,
    },
    Joined {
        #[serde(flatten)]
        seat: SeatView<'a>,
        by: &'a SeatId,
    },
    Left {
        #[serde(flatten)]
        seat: SeatView<'a>,
    },
    Note {
        #[serde(flatten)]
        seat: SeatView<'a>,
        text: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        client_id: Option<&'a MessageId>,
    },
    Labels {
        #[serde(flatten)]
        seat: SeatView<'a>,
        labels: &'a BTreeSet<Name>,
    },
    Wrong {
        #[serde(flatten)]
        seat: SeatView<'a>,
        /// The seq of what was wrong.
        of: u64,
        intent: Option<&'a Name>,
    },
}

#[derive(Debug, Serialize)]
struct Ranked<'a> {
    intent: &'a Name,
    confidence: Confidence,
}

/// Why a person is wanted, and what is known.
#[derive(Debug, Serialize)]
pub struct HandoffView<'a> {
    reason: &'a Name,
    skill: &'a Name,
    summary: &'a str,
    intent: Option<&'a Name>,
    slots: &'a BTreeMap<Name, Value>,
}

impl<'a> From<&'a Handoff> for HandoffView<'a> {
    fn from(handoff: &'a Handoff) -> Self {
        let Handoff { reason, skill, summary, intent, slots } = handoff;
        Self { reason, skill, summary, intent: intent.as_ref(), slots }
    }
}

/// What a seat reads of an event; nothing of the steps of a flow.
pub fn for_seat(conversation: &ConversationId, recorded: &Recorded, lookup: Lookup<'_>) -> Option<String> {
    let Recorded { seq, at, event } = recorded;
    let (seq, at) = (*seq, *at);
    if let Some(what) = inside(event, lookup) {
        return Some(frame(&In { conversation, what: Placed { what, seq, at } }));
    }
    // It names its conversation itself.
    if matches!(event, Event::Opened { .. }) {
        return Told::of(conversation, event, Audience::Seats, lookup)
            .map(|what| frame(&Placed { what, seq, at }));
    }
    let what = Told::of(conversation, event, Audience::Seats, lookup)?;
    Some(frame(&In { conversation, what: Placed { what, seq, at } }))
}

fn inside<'a>(event: &'a Event, lookup: Lookup<'_>) -> Option<Inside<'a>> {
    let view = |seat: &'a SeatId| SeatView::new(seat, Audience::Seats, lookup);
    Some(match event {
        Event::Understood { understanding } => understood(understanding),
        Event::HandoffRequested { handoff } => Inside::Handoff(handoff.into()),
        Event::Queued { skill } => Inside::Queued { skill },
        Event::Invited { seat, by } => Inside::Joined { seat: view(seat), by },
        Event::SeatLeft { seat } => Inside::Left { seat: view(seat) },
        Event::Noted { seat, text, client_id } => {
            Inside::Note { seat: view(seat), text, client_id: client_id.as_ref() }
        }
        Event::Labelled { seat, labels } => Inside::Labels { seat: view(seat), labels },
        Event::Corrected { seat, seq, intent } => {
            Inside::Wrong { seat: view(seat), of: *seq, intent: intent.as_ref() }
        }
        Event::Opened { .. }
        | Event::CustomerSaid { .. }
        | Event::FlowStarted { .. }
        | Event::FlowResumed { .. }
        | Event::SlotFilled { .. }
        | Event::SlotCleared { .. }
        | Event::SlotRejected { .. }
        | Event::Asked { .. }
        | Event::Clarified { .. }
        | Event::Missed {}
        | Event::BotSaid { .. }
        | Event::CallStarted { .. }
        | Event::CallEnded { .. }
        | Event::FlowEnded { .. }
        | Event::SeatAssigned { .. }
        | Event::Released { .. }
        | Event::AgentSaid { .. }
        | Event::Read { .. }
        | Event::LeftMessage { .. }
        | Event::Introduced { .. }
        | Event::Attached { .. }
        | Event::HandedBack { .. }
        | Event::Rated { .. }
        | Event::Closed { .. } => return None,
    })
}

fn understood(understanding: &Understanding) -> Inside<'_> {
    Inside::Understood {
        stage: understanding.by.as_str(),
        certainty: understanding.certainty,
        intents: understanding
            .intents
            .iter()
            .map(|(intent, confidence)| Ranked { intent, confidence: *confidence })
            .collect(),
        trace: &understanding.trace,
    }
}

/// What is told to a seat beside the log.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SeatHears<'a> {
    Welcome {
        seat: &'a SeatId,
        name: &'a str,
        role: &'static str,
        state: &'static str,
        capacity: u32,
        conversations: &'a [Held],
        /// It may `take` these, which others may not yet.
        offered: &'a [ConversationId],
        queue: &'a [QueueEntry],
    },
    Presence {
        state: &'static str,
        capacity: u32,
    },
    Taken {
        conversation: &'a ConversationId,
        seq: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        client_id: Option<&'a str>,
    },
    Ack {
        conversation: &'a ConversationId,
        seq: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        client_id: Option<&'a str>,
    },
    /// The transcript up to `seq` has been told.
    Transcript {
        conversation: &'a ConversationId,
        seq: u64,
        /// Whether what comes is told too.
        live: bool,
    },
    Offer {
        conversation: &'a ConversationId,
        #[serde(flatten)]
        handoff: HandoffView<'a>,
        /// Of the last message that was understood.
        trace: Option<&'a Trace>,
        until: Timestamp,
    },
    Withdrawn {
        conversation: &'a ConversationId,
    },
    Reminder {
        conversation: &'a ConversationId,
    },
    VisitorTyping {
        conversation: &'a ConversationId,
        text: Option<&'a str>,
    },
    Suggestion {
        conversation: &'a ConversationId,
        #[serde(flatten)]
        suggestion: SuggestionView<'a>,
    },
    /// Another seat writes to the customer.
    SeatTyping {
        conversation: &'a ConversationId,
        seat: &'a SeatId,
        name: Option<&'a str>,
    },
    /// The other seats that have this before them, of those that see it.
    Watching {
        conversation: &'a ConversationId,
        seats: &'a [Watcher<'a>],
    },
    /// It waits; what was said of it before no longer holds.
    Waiting(&'a QueueEntry),
    /// It waits no longer.
    NotWaiting {
        conversation: &'a ConversationId,
    },
}

#[derive(Debug, Serialize)]
pub struct SuggestionView<'a> {
    /// Of the message that it answers.
    seq: u64,
    text: &'a str,
    intent: Option<&'a Name>,
    confidence: Option<Confidence>,
    trace: &'a Trace,
}

impl<'a> From<&'a Suggestion> for SuggestionView<'a> {
    fn from(suggestion: &'a Suggestion) -> Self {
        let Suggestion { seq, text, intent, confidence, trace } = suggestion;
        Self { seq: *seq, text, intent: intent.as_ref(), confidence: *confidence, trace }
    }
}

/// One of each, with all that it may have.
#[cfg(test)]
pub(super) fn samples() -> Vec<String> {
    let (conversation, seat) = (&ConversationId::new("c1").unwrap(), &SeatId::new("seat1").unwrap());
    let (trace, name, at) = (&Trace::default(), &Name::from("logistics"), Timestamp::UNIX_EPOCH);
    let slots = &BTreeMap::from([(name.clone(), Value::from("2511"))]);
    let customer = CustomerId::new("xiaoming").unwrap();
    let entry = &QueueEntry {
        conversation: conversation.clone(),
        customer: customer.clone(),
        skill: name.clone(),
        since: at,
        urgent: true,
        vip: true,
        reason: name.clone(),
        summary: "客户要办：查物流".to_owned(),
        intent: Some(name.clone()),
    };
    let queue = std::slice::from_ref(entry);
    let held = &[Held {
        conversation: conversation.clone(),
        customer,
        channel: Channel::Web,
        seq: 3,
        mode: "human",
    }];
    let offered = std::slice::from_ref(conversation);
    let handoff = HandoffView { reason: name, skill: name, summary: "", intent: Some(name), slots };
    let suggestion = SuggestionView {
        seq: 3,
        text: "到了",
        intent: Some(name),
        confidence: Some(Confidence::SURE),
        trace,
    };
    let (role, state, client_id) = ("seat", "online", Some("m1"));
    let all = [
        SeatHears::Welcome {
            seat,
            name: "小王",
            role,
            state,
            capacity: 5,
            conversations: held,
            offered,
            queue,
        },
        SeatHears::Presence { state, capacity: 5 },
        SeatHears::Taken { conversation, seq: 3, client_id },
        SeatHears::Ack { conversation, seq: 3, client_id },
        SeatHears::Transcript { conversation, seq: 3, live: true },
        SeatHears::Offer { conversation, handoff, trace: Some(trace), until: at },
        SeatHears::Withdrawn { conversation },
        SeatHears::Reminder { conversation },
        SeatHears::VisitorTyping { conversation, text: Some("在") },
        SeatHears::SeatTyping { conversation, seat, name: Some("小王") },
        SeatHears::Watching { conversation, seats: &[Watcher { seat, name: "小王" }] },
        SeatHears::Suggestion { conversation, suggestion },
        SeatHears::Waiting(entry),
        SeatHears::NotWaiting { conversation },
    ];
    // Another kind is another sample.
    let count = |hears: &SeatHears<'_>| match hears {
        SeatHears::Welcome { .. }
        | SeatHears::Presence { .. }
        | SeatHears::Taken { .. }
        | SeatHears::Ack { .. }
        | SeatHears::Transcript { .. }
        | SeatHears::Offer { .. }
        | SeatHears::Withdrawn { .. }
        | SeatHears::Reminder { .. }
        | SeatHears::VisitorTyping { .. }
        | SeatHears::SeatTyping { .. }
        | SeatHears::Watching { .. }
        | SeatHears::Suggestion { .. }
        | SeatHears::Waiting(_)
        | SeatHears::NotWaiting { .. } => 14,
    };
    assert!(all.iter().all(|hears| count(hears) == all.len()));
    all.iter().map(frame).collect()
}

/// A seat that has a conversation before it.
#[derive(Debug, PartialEq, Serialize)]
pub struct Watcher<'a> {
    pub seat: &'a SeatId,
    pub name: &'a str,
}

/// A conversation that a seat takes part in.
#[derive(Debug, Serialize)]
pub struct Held {
    pub conversation: ConversationId,
    pub customer: CustomerId,
    pub channel: Channel,
    /// The last one; the events up to it follow.
    pub seq: u64,
    pub mode: &'static str,
}

/// A customer who waits, as seats see the queue.
#[derive(Debug, Serialize)]
pub struct QueueEntry {
    conversation: ConversationId,
    customer: CustomerId,
    skill: Name,
    since: Timestamp,
    urgent: bool,
    vip: bool,
    reason: Name,
    summary: String,
    intent: Option<Name>,
}

impl From<Waiting> for QueueEntry {
    fn from(waiting: Waiting) -> Self {
        let Waiting { conversation, customer, skill, since, urgent, vip, promised_to: _, handoff } = waiting;
        let Handoff { reason, summary, intent, .. } = handoff;
        Self { conversation, customer, skill, since, urgent, vip, reason, summary, intent }
    }
}

#[cfg(test)]
mod tests {
    use std::{fmt::Write, sync::Arc};

    use super::{super::told::for_customer, *};
    use crate::domain::AttachmentId;

    /// One of every event, as tests/it/log.rs writes them.
    const EVENTS: &str =
        include_str!("../../../tests/it/snapshots/it__log__every_event_has_a_stored_form.snap");

    #[test]
    fn each_side_reads_every_event_as_far_as_it_is_theirs() {
        let conversation = ConversationId::new("c1").unwrap();
        let name = |_: &SeatId| Some(Arc::from("小王"));
        let url = |id: &AttachmentId| format!("/attachments/{id}?key=…");
        let lookup = Lookup { name: &name, url: &url };
        let mut read = String::new();
        for line in EVENTS.lines().filter(|line| line.starts_with('{')) {
            let recorded: Recorded = serde_json::from_str(line).unwrap();
            let customer = for_customer(&conversation, &recorded, lookup);
            let seat = for_seat(&conversation, &recorded, lookup);
            if let Some(customer) = &customer {
                assert!(!customer.contains(r#""seat":"#), "a seat is a name to customers: {customer}");
            }
            let [customer, seat] = [customer, seat].map(|text| text.unwrap_or_else(|| "–".to_owned()));
            writeln!(read, "{line}\ncustomer {customer}\nseat     {seat}\n").unwrap();
        }
        insta::assert_snapshot!(read);
    }
}
