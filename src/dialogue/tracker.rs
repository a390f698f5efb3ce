//! The state of one conversation: a fold of its events and of nothing else.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::Timestamp;

use super::{
    frame::{Frame, Waiting},
    language,
};
use crate::domain::{
    Channel, Choice, CustomerId, Event, FAQ_REPLY, FilledBy, FlowEnd, Handoff, Language, MessageId, Mode,
    Name, Party, Recorded, SeatId, ShopId, Understanding,
};

/// The intent of messages that say too little to act on; it counts as a miss.
pub(super) const UNCLEAR: &str = "unclear";
/// Lines kept for the summary of a handover.
const LINES: usize = 12;
/// Message ids kept to recognise a repeat.
const MESSAGES: usize = 256;

#[derive(Debug, Clone, PartialEq)]
pub struct Tracker {
    pub shop: ShopId,
    /// Of the last event; 0 before the first.
    pub seq: u64,
    /// When the last event happened.
    pub now: Timestamp,
    pub customer: Option<CustomerId>,
    pub channel: Channel,
    pub mode: Mode,
    /// Grows with each change of mode: what was decided in an older one no longer holds.
    pub epoch: u64,
    /// What the conversation waits for, or was taken for.
    pub skill: Option<Name>,
    /// Seats that may speak beside the holder.
    pub guests: BTreeSet<SeatId>,
    pub labels: BTreeSet<Name>,
    /// Up to where each side has read.
    pub read: BTreeMap<Party, u64>,
    /// What the customer said of themselves last, by the names of the page's fields.
    pub introduced: BTreeMap<String, String>,
    /// Somebody has spoken to the customer, so there is something to rate.
    pub served: bool,
    pub language: Language,
    /// What the customer said since the last understanding, or the last message; lines where it came in pieces.
    pub text: String,
    /// The message that is being answered, as it was understood.
    pub normalized: String,
    /// The customer's last message still waits for its understanding.
    pub unanswered: bool,
    pub understanding: Option<Box<Understanding>>,
    /// Running flows, the active one last.
    pub stack: Vec<Frame>,
    /// The flow that ended last, for a late correction.
    pub ended: Option<Frame>,
    /// The last clarifying question, until a flow starts.
    pub clarified: Option<Clarified>,
    /// Messages in a row that nothing fitted.
    pub misses: u32,
    /// Calls started so far.
    pub calls: u32,
    /// Replies so far; picks the wording.
    pub replies: u64,
    /// The last reply's name.
    pub last_reply: Option<Name>,
    /// The buttons under what was said last.
    pub offered: Vec<Choice>,
    pub handoff: Option<Handoff>,
    pub lines: VecDeque<Line>,
    messages: VecDeque<(Party, MessageId, u64)>,
}

/// A question which of several intents was meant, and the message that gave rise to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Clarified {
    pub intents: Vec<Name>,
    pub text: String,
    pub entities: BTreeMap<Name, serde_json::Value>,
}

/// One line of the transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub by: Speaker,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    Customer,
    Bot,
    Seat,
}

impl Tracker {
    /// A conversation before its first event.
    pub fn new(shop: ShopId) -> Self {
        Self {
            shop,
            seq: 0,
            now: Timestamp::UNIX_EPOCH,
            customer: None,
            channel: Channel::Web,
            mode: Mode::Bot,
            epoch: 0,
            skill: None,
            guests: BTreeSet::new(),
            labels: BTreeSet::new(),
            read: BTreeMap::new(),
            introduced: BTreeMap::new(),
            served: false,
            language: Language::Zh,
            text: String::new(),
            normalized: String::new(),
            unanswered: false,
            understanding: None,
            stack: Vec::new(),
            ended: None,
            clarified: None,
            misses: 0,
            calls: 0,
            replies: 0,
            last_reply: None,
            offered: Vec::new(),
            handoff: None,
            lines: VecDeque::new(),
            messages: VecDeque::new(),
        }
    }

    /// The state after a stored log.
    pub fn replay(shop: ShopId, events: &[Recorded]) -> Self {
        let mut tracker = Self::new(shop);
        for recorded in events {
            tracker.record(recorded);
        }
        tracker
    }

    /// Takes in the next stored event.
    pub fn record(&mut self, recorded: &Recorded) {
        self.seq = recorded.seq;
        self.now = recorded.at;
        if let Some((by, id)) = sender(&recorded.event) {
            remember(&mut self.messages, (by, id.clone(), recorded.seq), MESSAGES);
        }
        self.apply(&recorded.event);
    }

    /// The seq under which a message or note was stored before.
    pub fn message(&self, by: &Party, id: &MessageId) -> Option<u64> {
        self.messages.iter().find(|(party, known, _)| party == by && known == id).map(|(.., seq)| *seq)
    }

    /// Whether a seat may speak to the customer.
    pub fn may_speak(&self, seat: &SeatId) -> bool {
        self.holder().is_some_and(|holder| holder == seat || self.guests.contains(seat))
    }

    /// The seat that the customer talks with.
    pub fn holder(&self) -> Option<&SeatId> {
        match &self.mode {
            Mode::Human(seat) => Some(seat),
            Mode::Bot | Mode::Waiting | Mode::Closed => None,
        }
    }

    /// What the button says that stands for these words; none where it says the same, or there is none.
    pub fn title(&self, words: &str) -> Option<String> {
        let before = self.stack.iter().rev().flat_map(|frame| frame.offered.values().flatten());
        let choice = self.offered.iter().chain(before).find(|choice| choice.words() == words)?;
        (choice.title != words).then(|| choice.title.clone())
    }

    /// Where the conversation goes on by itself: a call that has not returned.
    pub fn open_call(&self) -> Option<crate::domain::CallId> {
        self.stack.iter().rev().find_map(|frame| match &frame.waiting {
            Waiting::Call { id, .. } => Some(*id),
            Waiting::Nothing | Waiting::Slot(_) => None,
        })
    }

    /// The fold. Total: an event that does not fit the state changes nothing.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Opened { customer, channel } => {
                self.customer = Some(customer.clone());
                self.channel = *channel;
            }
            Event::CustomerSaid { utterance } => {
                if self.unanswered {
                    self.text.push('\n');
                    self.text.push_str(&utterance.text);
                } else {
                    self.text.clone_from(&utterance.text);
                }
                self.unanswered = true;
                self.line(Speaker::Customer, &utterance.text);
            }
            Event::Understood { understanding } => {
                if language::is_told_by(&understanding.trace.normalized) {
                    self.language = understanding.language;
                }
                self.normalized.clone_from(&understanding.trace.normalized);
                self.understanding = Some(understanding.clone());
                self.unanswered = false;
            }
            Event::FlowStarted { flow, fingerprint, entities, text } => {
                if let Some(text) = text {
                    self.normalized.clone_from(text);
                }
                self.stack.push(Frame::new(flow.clone(), fingerprint.clone(), entities.clone()));
                self.clarified = None;
                if *flow != UNCLEAR {
                    self.misses = 0;
                }
            }
            Event::FlowResumed { .. } => {}
            Event::SlotFilled { slot, value, by } => self.fill(slot, value, *by),
            Event::SlotCleared { slot } => {
                if let Some(frame) = self.stack.last_mut() {
                    frame.clear(slot);
                }
            }
            Event::SlotRejected { slot } => {
                if let Some(frame) = self.stack.last_mut() {
                    *frame.rejected.entry(slot.clone()).or_default() += 1;
                }
            }
            Event::Asked { slot, at, choices } => {
                if let Some(frame) = self.stack.last_mut() {
                    frame.wait(*at, Waiting::Slot(slot.clone()));
                    frame.offered.insert(slot.clone(), choices.clone());
                }
            }
            Event::Clarified { intents } => self.clarify(intents),
            Event::Missed {} => self.misses += 1,
            Event::BotSaid { reply, text, choices, .. } => {
                self.offered.clone_from(choices);
                self.replies += 1;
                self.served = true;
                self.last_reply.clone_from(reply);
                if reply.as_ref().is_some_and(|reply| reply.as_str().starts_with(FAQ_REPLY)) {
                    self.misses = 0;
                    self.clarified = None;
                }
                if let Some(frame) = self.stack.last_mut() {
                    frame.said = true;
                }
                self.line(Speaker::Bot, text);
            }
            Event::CallStarted { call, at, name, choices_for } => {
                self.calls = call.id.0;
                if let Some(frame) = self.stack.last_mut() {
                    let bind = name.clone();
                    frame.wait(*at, Waiting::Call { id: call.id, bind, choices_for: choices_for.clone() });
                }
            }
            Event::CallEnded { call, outcome } => {
                if let Some(frame) = self.stack.iter_mut().find(|frame| frame.awaits(*call)) {
                    frame.receive(outcome);
                }
            }
            Event::FlowEnded { how, .. } => self.end_flow(how),
            Event::HandoffRequested { handoff } => {
                self.stack.clear();
                self.handoff = Some(handoff.clone());
                self.change_mode(Mode::Waiting);
            }
            Event::Queued { skill } => self.skill = Some(skill.clone()),
            Event::SeatAssigned { seat, .. } => {
                self.guests.remove(seat);
                self.change_mode(Mode::Human(seat.clone()));
            }
            Event::Released { seat, .. } => {
                if self.holder() == Some(seat) {
                    self.change_mode(Mode::Waiting);
                }
            }
            Event::Invited { seat, .. } => {
                self.guests.insert(seat.clone());
            }
            Event::SeatLeft { seat } => {
                self.guests.remove(seat);
            }
            Event::AgentSaid { text, .. } => {
                self.served = true;
                self.line(Speaker::Seat, text);
            }
            Event::Labelled { labels, .. } => self.labels.clone_from(labels),
            Event::Read { by, seq } => {
                self.read.insert(by.clone(), *seq);
            }
            Event::Introduced { fields } => self.introduced.clone_from(fields),
            Event::HandedBack { .. } => {
                self.handoff = None;
                self.skill = None;
                self.change_mode(Mode::Bot);
            }
            Event::Noted { .. }
            | Event::Corrected { .. }
            | Event::LeftMessage { .. }
            | Event::Attached { .. }
            | Event::Rated { .. } => {}
            Event::Closed { .. } => {
                self.unanswered = false;
                self.stack.clear();
                self.change_mode(Mode::Closed);
            }
        }
    }

    fn fill(&mut self, slot: &Name, value: &serde_json::Value, by: FilledBy) {
        let Some(frame) = self.stack.last_mut() else { return };
        frame.fill(slot, value);
        match by {
            FilledBy::Customer | FilledBy::Choice | FilledBy::OnlyChoice => {
                frame.last_filled = Some(slot.clone());
                self.misses = 0;
            }
            FilledBy::Flow => {}
        }
    }

    fn end_flow(&mut self, how: &FlowEnd) {
        let frame = self.stack.pop();
        match how {
            // Small talk in between leaves what can be corrected.
            FlowEnd::Completed if frame.as_ref().is_some_and(|frame| frame.last_filled.is_none()) => {}
            FlowEnd::Completed => self.ended = frame,
            FlowEnd::Cancelled | FlowEnd::HandedOff | FlowEnd::Broken { .. } => self.ended = None,
        }
    }

    fn clarify(&mut self, intents: &[Name]) {
        let entities = self.understanding.iter().flat_map(|understanding| &understanding.entities);
        self.clarified = Some(Clarified {
            intents: intents.to_vec(),
            text: self.normalized.clone(),
            entities: entities.map(|entity| (entity.kind.clone(), entity.value.clone())).rev().collect(),
        });
    }

    fn change_mode(&mut self, mode: Mode) {
        if self.mode != mode {
            self.epoch += 1;
            self.mode = mode;
        }
        if self.holder().is_none() {
            self.guests.clear();
        }
        self.misses = 0;
        self.clarified = None;
    }

    fn line(&mut self, by: Speaker, text: &str) {
        let text = text.chars().take(200).collect();
        remember(&mut self.lines, Line { by, text }, LINES);
    }

    /// What is known for a handover: the slots of all flows, the active one's winning.
    pub fn slots(&self) -> BTreeMap<Name, serde_json::Value> {
        self.ended.iter().chain(&self.stack).flat_map(|frame| frame.slots.clone()).collect()
    }
}

/// Who sent this under which id, so that a repeat counts once.
fn sender(event: &Event) -> Option<(Party, &MessageId)> {
    if let Event::CustomerSaid { utterance } = event {
        utterance.message_id.as_ref().map(|id| (Party::Customer, id))
    } else if let Event::AgentSaid { seat, client_id, .. } | Event::Noted { seat, client_id, .. } = event {
        client_id.as_ref().map(|id| (Party::Seat(seat.clone()), id))
    } else if let Event::Attached { by, client_id, .. } = event {
        client_id.as_ref().map(|id| (by.clone(), id))
    } else {
        None
    }
}

fn remember<T>(kept: &mut VecDeque<T>, item: T, at_most: usize) {
    if kept.len() == at_most {
        kept.pop_front();
    }
    kept.push_back(item);
}
