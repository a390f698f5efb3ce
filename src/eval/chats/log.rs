//! Our own log as a chat: the labels are what people did and said about it.

use jiff::Timestamp;

use super::{Answerer, Chat, ChatTurn, Did, LoggedCall};
use crate::{
    dialogue::Tracker,
    domain::{Call, Channel, ConversationId, CustomerId, Event, Recorded, ShopId},
};

/// A conversation of the log, whole and in order; `None` where the customer neither said a word nor asked for a person.
pub fn chat(id: &ConversationId, shop: &ShopId, events: &[Recorded]) -> Option<Chat> {
    let mut reading = Reading {
        tracker: Tracker::new(shop.clone()),
        turns: Vec::new(),
        handed_back: false,
        customer: None,
        channel: Channel::Web,
        stars: None,
    };
    for recorded in events {
        reading.take(recorded);
        reading.tracker.record(recorded);
    }
    let Reading { turns, customer, channel, stars, .. } = reading;
    let mut turns: Vec<ChatTurn> = turns.into_iter().map(Open::close).collect();
    if let (Some(stars), Some(last)) = (stars, turns.last_mut()) {
        last.sat = Some(satisfaction(stars));
    }
    let chat =
        Chat { id: id.to_string(), shop: Some(shop.clone()), customer, channel: Some(channel), stars, turns };
    (!chat.turns.is_empty()).then_some(chat)
}

/// One or two stars are bad, three neutral, four and five good.
fn satisfaction(stars: u8) -> u8 {
    match stars {
        0..=2 => 0,
        3 => 1,
        4.. => 2,
    }
}

struct Reading {
    tracker: Tracker,
    turns: Vec<Open>,
    /// A seat gave the conversation back since the last message.
    handed_back: bool,
    customer: Option<CustomerId>,
    channel: Channel,
    stars: Option<u8>,
}

/// A turn that goes on as long as no other begins.
struct Open {
    turn: ChatTurn,
    /// The conversation when the message came in.
    before: Tracker,
    /// What the message brought about.
    events: Vec<Event>,
    /// When that was last decided on; what happens at another moment has another cause.
    decided: Option<Timestamp>,
    seqs: std::ops::RangeInclusive<u64>,
    said: Vec<String>,
    by_person: bool,
    asked: Vec<Call>,
}

impl Reading {
    fn take(&mut self, recorded: &Recorded) {
        let Recorded { seq, at, event } = recorded;
        if let Event::CustomerSaid { utterance } = event {
            return self.hear(*seq, *at, &utterance.text);
        }
        if let Event::HandoffRequested { handoff } = event
            && !self.is_decision(*at)
        {
            // Not what the bot made of a message: a seat stepped in, or the customer pressed the button.
            if handoff.reason == "taken_over" {
                if let Some(open) = self.turns.last_mut() {
                    open.turn.person = true;
                }
                return;
            }
            self.open(*seq, *at, "");
            if let Some(open) = self.turns.last_mut() {
                open.turn.person = true;
                open.decided = Some(*at);
            }
        }
        if let Event::Opened { customer, channel } = event {
            (self.customer, self.channel) = (Some(customer.clone()), *channel);
        }
        if let Event::Rated { score, .. } = event {
            self.stars = Some(*score);
        }
        if let Event::HandedBack { seat: Some(_) } = event {
            self.handed_back = true;
        }
        if let Event::Corrected { seq, intent, .. } = event {
            return self.correct(*seq, intent.as_ref().map(ToString::to_string));
        }
        let is_decision = self.is_decision(*at);
        if let Some(open) = self.turns.last_mut() {
            open.seqs = *open.seqs.start()..=*seq;
            open.take(event, *at, is_decision);
        }
    }

    fn is_decision(&self, at: Timestamp) -> bool {
        self.turns.last().is_some_and(|open| open.decided == Some(at))
    }

    /// Pieces that were understood as one are one message.
    fn hear(&mut self, seq: u64, at: Timestamp, text: &str) {
        match self.turns.last_mut().filter(|_| self.tracker.unanswered) {
            Some(open) => {
                open.turn.user.push('\n');
                open.turn.user.push_str(text);
                open.turn.at = Some(at);
                open.seqs = *open.seqs.start()..=seq;
            }
            None => self.open(seq, at, text),
        }
    }

    fn open(&mut self, seq: u64, at: Timestamp, text: &str) {
        let handed_back = std::mem::take(&mut self.handed_back);
        let turn = ChatTurn { user: text.to_owned(), at: Some(at), handed_back, ..ChatTurn::default() };
        self.turns.push(Open {
            turn,
            before: self.tracker.clone(),
            events: Vec::new(),
            decided: None,
            seqs: seq..=seq,
            said: Vec::new(),
            by_person: false,
            asked: Vec::new(),
        });
    }

    /// What a seat says is wrong stands in one of the turns.
    fn correct(&mut self, seq: u64, intent: Option<String>) {
        if let Some(open) = self.turns.iter_mut().find(|open| open.seqs.contains(&seq)) {
            open.turn.wrong = true;
            open.turn.intent = intent;
        }
    }
}

impl Open {
    fn take(&mut self, event: &Event, at: Timestamp, is_decision: bool) {
        if let Event::Understood { .. } | Event::CallEnded { .. } = event {
            self.decided = Some(at);
        }
        if let Event::CallEnded { call, outcome } = event
            && let Some(asked) = self.asked.iter().find(|asked| asked.id == *call)
        {
            let Call { name, with, .. } = asked.clone();
            self.turn.calls.push(LoggedCall { name, with, outcome: outcome.clone() });
        }
        if let Event::AgentSaid { text, .. } = event {
            if !self.by_person {
                self.said.clear();
            }
            self.by_person = true;
            self.said.push(text.clone());
        }
        if !is_decision {
            return;
        }
        if let Event::CallStarted { call, .. } = event {
            self.asked.push(call.clone());
        }
        if let Event::BotSaid { text, .. } = event
            && !self.by_person
        {
            self.said.push(text.clone());
        }
        self.events.push(event.clone());
    }

    fn close(self) -> ChatTurn {
        let Self { mut turn, before, events, said, by_person, .. } = self;
        turn.by = Some(match (by_person, said.is_empty()) {
            (true, _) => Answerer::Person,
            (false, true) => Answerer::Nobody,
            (false, false) => Answerer::Bot,
        });
        turn.agent = said.join("\n");
        turn.then = Some(Did::of(&before, &events));
        turn
    }
}
