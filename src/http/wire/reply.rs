//! What `POST /webhook` answers.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::domain::{
    Card, Certainty, Choice, Confidence, ConversationId, Event, Handoff, Mode, Name, Recorded, Trace,
    Understanding,
};

/// 202: the words are on disk.
#[derive(Debug, Serialize)]
pub struct Accepted {
    pub conversation: ConversationId,
    pub seq: u64,
}

/// 200: what was said to them so far.
#[derive(Debug, Serialize)]
pub struct Answered {
    pub conversation: ConversationId,
    pub seq: u64,
    pub replies: Vec<Reply>,
    pub mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handoff: Option<HandoffView>,
}

impl Answered {
    pub fn new(conversation: ConversationId, seq: u64, said: Said, mode: &Mode) -> Self {
        let handoff = match mode {
            Mode::Waiting => said.handoff,
            Mode::Bot | Mode::Human(_) | Mode::Closed => None,
        };
        Self { conversation, seq, replies: said.replies, mode: mode.as_str(), handoff }
    }
}

#[derive(Debug, Serialize)]
pub struct Reply {
    seq: u64,
    text: String,
    /// `bot` or `seat`.
    by: &'static str,
    intent: Option<Name>,
    confidence: Option<Confidence>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<ChoiceView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<Card>,
    trace: Option<ReplyTrace>,
}

#[derive(Debug, Serialize)]
pub struct ChoiceView {
    title: String,
    value: Value,
}

/// Why this was said: which policy and reply, and how the message before it was understood.
#[derive(Debug, Serialize)]
struct ReplyTrace {
    policy: Name,
    reply: Option<Name>,
    stage: Option<&'static str>,
    certainty: Option<Certainty>,
    #[serde(flatten)]
    understanding: Option<Trace>,
}

#[derive(Debug, Serialize)]
pub struct HandoffView {
    reason: Name,
    skill: Name,
    summary: String,
    intent: Option<Name>,
    slots: BTreeMap<Name, Value>,
}

/// Replies gathered from events in their order.
#[derive(Debug, Default)]
pub struct Said {
    replies: Vec<Reply>,
    handoff: Option<HandoffView>,
    understanding: Option<Understanding>,
    mode: Mode,
}

impl Said {
    /// By the whole log: what was said to a message before the customer spoke again, and who may speak now.
    pub fn after(log: &[Recorded], seq: u64) -> (Self, Mode) {
        let mut said = Self::default();
        let mut answered = None;
        for recorded in log {
            if recorded.seq > seq && matches!(recorded.event, Event::CustomerSaid { .. }) {
                answered.get_or_insert(said.replies.len());
            }
            said.add(recorded);
            if recorded.seq == seq {
                said.replies.clear();
            }
        }
        said.replies.truncate(answered.unwrap_or(usize::MAX));
        let mode = said.mode.clone();
        (said, mode)
    }

    pub fn add(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::Understood { understanding } => self.understanding = Some((**understanding).clone()),
            Event::BotSaid { reply, text, choices, card, intent, confidence, policy } => {
                let understanding = self.understanding.as_ref();
                self.replies.push(Reply {
                    seq: recorded.seq,
                    text: text.clone(),
                    by: "bot",
                    intent: intent.clone(),
                    confidence: *confidence,
                    choices: choices.iter().cloned().map(ChoiceView::from).collect(),
                    card: card.clone(),
                    trace: Some(ReplyTrace {
                        policy: policy.clone(),
                        reply: reply.clone(),
                        stage: understanding.map(|understanding| understanding.by.as_str()),
                        certainty: understanding.map(|understanding| understanding.certainty),
                        understanding: understanding.map(|understanding| understanding.trace.clone()),
                    }),
                });
            }
            Event::AgentSaid { text, .. } => self.replies.push(Reply {
                seq: recorded.seq,
                text: text.clone(),
                by: "seat",
                intent: None,
                confidence: None,
                choices: Vec::new(),
                card: None,
                trace: None,
            }),
            Event::HandoffRequested { handoff } => {
                self.handoff = Some(handoff.clone().into());
                self.mode = Mode::Waiting;
            }
            Event::SeatAssigned { seat, .. } => self.mode = Mode::Human(seat.clone()),
            Event::Released { .. } => self.mode = Mode::Waiting,
            Event::HandedBack { .. } => self.mode = Mode::Bot,
            Event::Closed { .. } => self.mode = Mode::Closed,
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
            | Event::CallStarted { .. }
            | Event::CallEnded { .. }
            | Event::FlowEnded { .. }
            | Event::Queued { .. }
            | Event::Invited { .. }
            | Event::SeatLeft { .. }
            | Event::Noted { .. }
            | Event::Labelled { .. }
            | Event::Corrected { .. }
            | Event::Read { .. }
            | Event::LeftMessage { .. }
            | Event::Introduced { .. }
            | Event::Attached { .. }
            | Event::Rated { .. } => {}
        }
    }
}

impl From<Choice> for ChoiceView {
    fn from(Choice { value, title }: Choice) -> Self {
        Self { title, value }
    }
}

impl From<Handoff> for HandoffView {
    fn from(Handoff { reason, skill, summary, intent, slots }: Handoff) -> Self {
        Self { reason, skill, summary, intent, slots }
    }
}
