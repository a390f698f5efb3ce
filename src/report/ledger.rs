//! Figures of a shop by the hour: a fold of its events, in the order of the log.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{
    Figures,
    case::{Case, Phase, Rating},
    hour::Hour,
    turn::Turn,
};
use crate::domain::{Event, FAQ_REPLY, Name, Party, Recorded, SeatId};

/// So long after its end a conversation may be rated; a rating that comes later counts for no seat.
const RATED_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

#[derive(Debug)]
pub struct Ledger {
    zone: TimeZone,
    /// Hours in which something happened.
    hours: BTreeMap<Hour, Figures>,
    turn: Option<Turn>,
    /// When each entry of the FAQ last answered.
    last_answers: HashMap<Name, Timestamp>,
    /// By the log's number of the conversation. One that is open and not here is the bot's alone.
    cases: HashMap<u64, Case>,
    closed: VecDeque<(Timestamp, u64)>,
}

impl Ledger {
    pub fn new(zone: TimeZone) -> Self {
        Self {
            zone,
            hours: BTreeMap::new(),
            turn: None,
            last_answers: HashMap::new(),
            cases: HashMap::new(),
            closed: VecDeque::new(),
        }
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Figures of the hours that begin from one moment until before another.
    pub fn between(&self, from: Timestamp, until: Timestamp) -> impl Iterator<Item = (Hour, &Figures)> {
        let within = move |hour: &Hour| (from..until).contains(&hour.begins());
        self.hours.iter().filter(move |(hour, _)| within(hour)).map(|(hour, figures)| (*hour, figures))
    }

    /// How often entries of the FAQ have answered in the hours since one, and when each last did.
    pub fn faq_answers(&self, since: Timestamp) -> BTreeMap<Name, (u64, Timestamp)> {
        let mut answers: BTreeMap<Name, (u64, Timestamp)> =
            self.last_answers.iter().map(|(id, at)| (id.clone(), (0, *at))).collect();
        for (_, figures) in self.between(since, Timestamp::MAX) {
            for (id, count) in figures.faq.iter() {
                if let Some((counted, _)) = answers.get_mut(id) {
                    *counted += count;
                }
            }
        }
        answers
    }

    /// The next event of the log, in a conversation that the log gives a number.
    pub fn record(&mut self, number: u64, recorded: &Recorded) {
        let Recorded { at, event, .. } = recorded;
        let hour = Hour::of(*at, &self.zone);
        self.note_turn(number, *at, hour, event);
        match event {
            Event::Opened { .. } => self.hour(hour).conversations += 1,
            Event::CustomerSaid { .. } | Event::Attached { by: Party::Customer, .. } => {
                self.hour(hour).messages.customer += 1;
            }
            Event::BotSaid { reply, .. } => {
                let figures = self.hour(hour);
                figures.messages.bot += 1;
                if let Some(id) = reply.as_ref().and_then(|reply| reply.as_str().strip_prefix(FAQ_REPLY)) {
                    figures.faq.add(id.into());
                    self.last_answers.insert(id.into(), *at);
                }
            }
            Event::AgentSaid { seat, .. } | Event::Attached { by: Party::Seat(seat), .. } => {
                self.note_reply(number, *at, hour, seat);
            }
            Event::HandoffRequested { handoff } => {
                self.hour(hour).reasons.add(handoff.reason.clone());
                self.note_request(number, *at, hour);
            }
            Event::SeatAssigned { seat, .. } => self.note_assignment(number, *at, hour, seat),
            Event::Released { .. } => {
                let case = self.cases.entry(number).or_default();
                if let Phase::Held { .. } = case.phase {
                    case.phase = Phase::Waiting { since: *at };
                }
            }
            Event::HandedBack { .. } => self.leave_desk(number, hour),
            Event::Rated { score, .. } => self.note_rating(number, *at, hour, *score),
            Event::Closed { .. } => self.close(number, *at, hour),
            Event::Understood { .. }
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
            | Event::Introduced { .. }
            | Event::LeftMessage { .. } => {}
        }
    }

    fn hour(&mut self, hour: Hour) -> &mut Figures {
        self.hours.entry(hour).or_default()
    }

    fn note_turn(&mut self, number: u64, at: Timestamp, hour: Hour, event: &Event) {
        if let Event::Understood { understanding } = event {
            self.turn = Some(Turn::new(number, at, understanding));
        } else if let Some(turn) = self.turn.as_mut().filter(|turn| turn.has(number, at, event)) {
            turn.decided(event, self.hours.entry(hour).or_default());
        } else {
            self.turn = None;
        }
    }

    /// A conversation that comes to a person for the first time counts.
    fn come_to_person(&mut self, number: u64, hour: Hour) -> &mut Case {
        let case = self.cases.entry(number).or_default();
        if !std::mem::replace(&mut case.person, true) {
            self.hours.entry(hour).or_default().by_person += 1;
        }
        case
    }

    fn note_request(&mut self, number: u64, at: Timestamp, hour: Hour) {
        let case = self.come_to_person(number, hour);
        // Whoever waits already keeps their place.
        if !matches!(case.phase, Phase::Waiting { .. }) {
            case.phase = Phase::Waiting { since: at };
        }
    }

    fn note_assignment(&mut self, number: u64, at: Timestamp, hour: Hour, seat: &SeatId) {
        let case = self.come_to_person(number, hour);
        case.seat = Some(seat.clone());
        let before = std::mem::replace(&mut case.phase, Phase::Held { since: at, unanswered: true });
        let figures = self.hour(hour);
        figures.seat(seat).chats += 1;
        if let Phase::Waiting { since } = before {
            figures.waits.add(took(since, at));
        }
    }

    fn note_reply(&mut self, number: u64, at: Timestamp, hour: Hour, seat: &SeatId) {
        let mut first = None;
        if let Some(case) = self.cases.get_mut(&number)
            && let Phase::Held { since, unanswered } = &mut case.phase
            && std::mem::take(unanswered)
        {
            first = Some((took(*since, at), case.seat.clone()));
        }
        let figures = self.hour(hour);
        figures.messages.seat += 1;
        figures.seat(seat).messages += 1;
        if let Some((took, holder)) = first {
            figures.first_replies.add(took);
            if let Some(holder) = holder {
                figures.seat(&holder).first_replies.add(took);
            }
        }
    }

    fn leave_desk(&mut self, number: u64, hour: Hour) {
        let phase = self.cases.get_mut(&number).map(|case| std::mem::take(&mut case.phase));
        if let Some(Phase::Waiting { .. }) = phase {
            self.hour(hour).abandoned += 1;
        }
    }

    fn note_rating(&mut self, number: u64, at: Timestamp, hour: Hour, score: u8) {
        self.forget(at);
        let case = self.cases.entry(number).or_default();
        let rating = Rating { hour, score, seat: case.seat.clone() };
        if let Some(before) = case.rating.replace(rating.clone()) {
            let figures = self.hour(before.hour);
            figures.ratings.remove(&before.score);
            if let Some(seat) = &before.seat {
                figures.seat(seat).ratings.remove(&before.score);
            }
        }
        let figures = self.hour(hour);
        figures.ratings.add(rating.score);
        if let Some(seat) = &rating.seat {
            figures.seat(seat).ratings.add(rating.score);
        }
    }

    fn close(&mut self, number: u64, at: Timestamp, hour: Hour) {
        self.leave_desk(number, hour);
        let case = self.cases.get(&number);
        if case.is_some() {
            self.closed.push_back((at, number));
        }
        if case.is_none_or(|case| !case.person) {
            self.hour(hour).by_bot += 1;
        }
        self.forget(at);
    }

    /// What closed long ago.
    fn forget(&mut self, now: Timestamp) {
        while let Some((closed, number)) = self.closed.front().copied()
            && now.duration_since(closed) > RATED_WITHIN
        {
            self.closed.pop_front();
            self.cases.remove(&number);
        }
    }
}

fn took(since: Timestamp, at: Timestamp) -> Duration {
    Duration::try_from(at.duration_since(since)).unwrap_or(Duration::ZERO)
}
