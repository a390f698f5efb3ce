//! One conversation, as far as it may hold misunderstood messages.

use std::collections::VecDeque;

use jiff::Timestamp;

use super::message::Why;
use crate::{
    content::emit,
    domain::{Confidence, Event, Name, Recorded, SeatId},
};

/// Messages of a conversation that can still be found wrong.
const SAID: usize = 20;
/// Characters of a message that are kept.
const LONGEST: usize = 500;
/// Stars that say that it did not go well.
const LOW: u8 = 2;
/// The handover's reason when nothing else led to it but the customer's wish.
const ASKED: &str = "customer_asked";

#[derive(Debug, Default)]
pub(super) struct Talk {
    /// What was said since anything was last understood.
    pieces: Vec<(u64, String)>,
    said: VecDeque<Said>,
    question: Option<Question>,
    /// Whether the bot was the last to answer, rather than a seat.
    bot_answered: bool,
    pub last: Timestamp,
}

/// Something that a customer said, whole.
#[derive(Debug, Clone)]
pub(super) struct Said {
    /// Of the first and of the last piece.
    first: u64,
    pub seq: u64,
    pub at: Timestamp,
    pub text: String,
    pub intent: Option<Name>,
    pub confidence: Confidence,
    /// When it was understood: what was decided about it is stored with that time.
    understood: Timestamp,
    answered: bool,
}

/// "您是想问…?"
#[derive(Debug)]
struct Question {
    seq: u64,
    intents: Vec<Name>,
    /// The customer has said something since.
    replied: bool,
}

/// What an event says about a message.
#[derive(Debug, PartialEq)]
pub(super) enum Verdict {
    /// It belongs into the inbox.
    Put { seq: u64, why: Why, corrected: Option<(SeatId, Option<Name>)> },
    /// This reason for it no longer holds.
    Drop { seq: u64, why: Why },
}

impl Talk {
    /// The message that a seq lies in, or that what stands there came of.
    pub fn said(&self, seq: u64) -> Option<&Said> {
        self.said.iter().rev().find(|said| said.first <= seq)
    }

    pub fn record(&mut self, recorded: &Recorded) -> Vec<Verdict> {
        let Recorded { seq, at, event } = recorded;
        self.last = *at;
        let mut verdicts = Vec::new();
        match event {
            Event::CustomerSaid { utterance } => {
                // What followed the reply to the question is known by now.
                verdicts.extend(self.unchosen(true));
                self.pieces.push((*seq, utterance.text.clone()));
            }
            Event::Understood { understanding } => self.understood(*at, understanding.top()),
            Event::FlowStarted { flow, .. } => self.chosen(flow),
            Event::Missed {} => {
                verdicts.extend(self.unchosen(true));
                verdicts.extend(self.current(*at).map(|said| Verdict::put(said.seq, Why::Missed)));
            }
            Event::Clarified { intents } => {
                verdicts.extend(self.unchosen(true));
                if let Some(seq) = self.current(*at).map(|said| said.seq) {
                    // A question is no miss until the customer finds nothing among the choices.
                    verdicts.push(Verdict::Drop { seq, why: Why::Missed });
                    self.question = Some(Question { seq, intents: intents.clone(), replied: false });
                }
            }
            Event::BotSaid { intent, .. } => {
                if let Some(intent) = intent {
                    self.chosen(intent);
                }
                self.bot_answered = true;
                let asks = self.question.as_ref().is_some_and(|question| !question.replied);
                if let Some(said) = self.said.back_mut().filter(|_| !asks) {
                    said.answered = true;
                }
            }
            Event::HandoffRequested { handoff } => {
                verdicts.extend(self.unchosen(true));
                if handoff.reason == ASKED {
                    verdicts.extend(self.before_wish(*at).map(|seq| Verdict::put(seq, Why::AskedForPerson)));
                }
            }
            Event::AgentSaid { .. } => self.bot_answered = false,
            Event::Rated { score, .. } if *score <= LOW => {
                let answered = self.said.back().filter(|said| said.answered && self.bot_answered);
                verdicts.extend(answered.map(|said| Verdict::put(said.seq, Why::RatedLow)));
            }
            Event::Rated { .. } => {
                let all = self.said.iter();
                verdicts.extend(all.map(|said| Verdict::Drop { seq: said.seq, why: Why::RatedLow }));
            }
            Event::Corrected { seat, seq, intent } => {
                let corrected = Some((seat.clone(), intent.clone()));
                let of = self.said(*seq).map(|said| said.seq);
                verdicts.extend(of.map(|seq| Verdict::Put { seq, why: Why::Corrected, corrected }));
            }
            Event::Closed { .. } => verdicts.extend(self.unchosen(false)),
            Event::Opened { .. }
            | Event::FlowResumed { .. }
            | Event::SlotFilled { .. }
            | Event::SlotCleared { .. }
            | Event::SlotRejected { .. }
            | Event::Asked { .. }
            | Event::CallStarted { .. }
            | Event::CallEnded { .. }
            | Event::FlowEnded { .. }
            | Event::Queued { .. }
            | Event::SeatAssigned { .. }
            | Event::Released { .. }
            | Event::Invited { .. }
            | Event::SeatLeft { .. }
            | Event::Noted { .. }
            | Event::Labelled { .. }
            | Event::Read { .. }
            | Event::Introduced { .. }
            | Event::LeftMessage { .. }
            | Event::Attached { .. }
            | Event::HandedBack { .. } => {}
        }
        verdicts
    }

    fn understood(&mut self, at: Timestamp, top: Option<(&Name, Confidence)>) {
        let pieces = std::mem::take(&mut self.pieces);
        let (Some((first, _)), Some((seq, _))) = (pieces.first(), pieces.last()) else { return };
        let texts: Vec<&str> =
            pieces.iter().map(|(_, text)| text.trim()).filter(|text| !text.is_empty()).collect();
        if let Some(question) = &mut self.question {
            question.replied = true;
        }
        // A row of examples is one line.
        let text: String = emit::one_line(&texts.join(" ")).chars().take(LONGEST).collect();
        if text.is_empty() {
            return;
        }
        if self.said.len() == SAID {
            self.said.pop_front();
        }
        self.said.push_back(Said {
            first: *first,
            seq: *seq,
            at,
            text,
            intent: top.map(|(intent, _)| intent.clone()),
            confidence: top.map(|(_, confidence)| confidence).unwrap_or_default(),
            understood: at,
            answered: false,
        });
    }

    /// What is being decided about at a time.
    fn current(&self, at: Timestamp) -> Option<&Said> {
        self.said.back().filter(|said| said.understood == at)
    }

    /// The message that was answered before a person was asked for: in words, or by the button.
    fn before_wish(&self, at: Timestamp) -> Option<u64> {
        let wish = usize::from(self.current(at).is_some());
        let before = self.said.iter().rev().nth(wish)?;
        (before.answered && self.bot_answered).then_some(before.seq)
    }

    fn chosen(&mut self, intent: &Name) {
        if self
            .question
            .as_ref()
            .is_some_and(|question| question.replied && question.intents.contains(intent))
        {
            self.question = None;
        }
    }

    /// The question's message, once it is known that no choice was taken: after another reply, or never.
    fn unchosen(&mut self, replied: bool) -> Option<Verdict> {
        let question = self.question.take_if(|question| question.replied || !replied)?;
        Some(Verdict::put(question.seq, Why::Clarified))
    }
}

impl Verdict {
    fn put(seq: u64, why: Why) -> Self {
        Self::Put { seq, why, corrected: None }
    }
}
