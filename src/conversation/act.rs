//! What people at the desk do, and whether they may: pure, over the tracker alone.
//!
//! An act is one append, and the append names the state that it builds on, so of two seats that want the same conversation one
//! wins and the other is told who.

use std::collections::BTreeSet;

use super::SayError;
use crate::{
    dialogue::Tracker,
    domain::{
        Assignment, Attachment, Closing, ConversationId, Event, Handoff, MessageId, Mode, Name, Notice,
        Party, Release, SeatId,
    },
    store::{AppendError, ReadError},
};

/// What a person at the desk does with a conversation.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Out of the queue.
    Take {
        seat: SeatId,
    },
    /// From whoever holds it, a seat or the bot. For supervisors; the caller checks that.
    TakeOver {
        seat: SeatId,
    },
    Say {
        seat: SeatId,
        text: String,
        client_id: Option<MessageId>,
    },
    /// For seats alone.
    Note {
        seat: SeatId,
        text: String,
        client_id: Option<MessageId>,
    },
    Label {
        seat: SeatId,
        add: BTreeSet<Name>,
        remove: BTreeSet<Name>,
    },
    Transfer {
        seat: SeatId,
        to: Target,
    },
    Invite {
        seat: SeatId,
        guest: SeatId,
    },
    /// A guest goes; a holder gives the conversation back to the queue.
    Leave {
        seat: SeatId,
    },
    HandBack {
        seat: SeatId,
    },
    Close {
        seat: SeatId,
    },
    /// A file whose bytes are on disk.
    Attach {
        seat: SeatId,
        attachment: Attachment,
        client_id: Option<MessageId>,
    },
    Read {
        seat: SeatId,
        seq: u64,
    },
    /// What the bot said at `seq`, or suggested for the message there, was wrong; `intent` is what the customer meant.
    Wrong {
        seat: SeatId,
        seq: u64,
        intent: Option<Name>,
    },
}

/// To whom a conversation is passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Seat(SeatId),
    Skill(Name),
}

/// It is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acted {
    pub conversation: ConversationId,
    /// Of the event that stands for it; of the last event where there was nothing to change.
    pub seq: u64,
    /// It was done before, and counts once.
    pub repeated: bool,
}

impl Acted {
    pub(super) fn new(conversation: &ConversationId, seq: u64) -> Self {
        Self { conversation: conversation.clone(), seq, repeated: false }
    }

    pub(super) fn repeated(conversation: &ConversationId, seq: u64) -> Self {
        Self { repeated: true, ..Self::new(conversation, seq) }
    }
}

/// Why it was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    #[error("{by} holds the conversation")]
    AlreadyTaken { by: SeatId },
    #[error("this seat does not take part in the conversation")]
    NotYours,
    #[error("the conversation does not wait for a person")]
    NotWaiting,
    #[error("the conversation is closed")]
    Closed,
    #[error("there is no such conversation or message")]
    Unknown,
    /// Nobody has spoken to the customer yet.
    #[error("there is nothing to rate yet")]
    NotServed,
    /// As for a message.
    #[error(transparent)]
    Failed(#[from] SayError),
}

impl From<AppendError> for ActError {
    fn from(error: AppendError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<ReadError> for ActError {
    fn from(error: ReadError) -> Self {
        Self::Failed(error.into())
    }
}

/// What comes of something that is done.
#[derive(Debug, PartialEq)]
pub(super) enum Verdict {
    /// Events, which are never none; what the customer is told about them; and what ends it all.
    Store { events: Vec<Event>, notice: Option<Notice>, then: Option<Event> },
    /// It is so already, since this seq.
    Already(u64),
    /// The bot hands over, as if it had been asked in words.
    HandOver,
}

impl Verdict {
    pub fn store(event: Event) -> Self {
        Self::of(vec![event])
    }

    fn of(events: Vec<Event>) -> Self {
        Self::Store { events, notice: None, then: None }
    }
}

impl Act {
    /// Who does it.
    pub fn seat(&self) -> &SeatId {
        match self {
            Self::Take { seat }
            | Self::TakeOver { seat }
            | Self::Say { seat, .. }
            | Self::Note { seat, .. }
            | Self::Label { seat, .. }
            | Self::Transfer { seat, .. }
            | Self::Invite { seat, .. }
            | Self::Leave { seat }
            | Self::HandBack { seat }
            | Self::Close { seat }
            | Self::Attach { seat, .. }
            | Self::Read { seat, .. }
            | Self::Wrong { seat, .. } => seat,
        }
    }

    /// What it comes to. `offered` says that the desk has offered the conversation to this seat.
    pub(super) fn judge(self, tracker: &Tracker, offered: bool) -> Result<Verdict, ActError> {
        let already = Ok(Verdict::Already(tracker.seq));
        match self {
            Self::Take { seat } => {
                let how = if offered { Assignment::Pushed } else { Assignment::Taken };
                take(tracker, seat, how)
            }
            Self::TakeOver { seat } => take_over(tracker, seat),
            Self::Say { seat, text, client_id } => match repeated(tracker, &seat, client_id.as_ref()) {
                Some(seq) => Ok(Verdict::Already(seq)),
                None => speaker(tracker, &seat)
                    .map(|()| Verdict::store(Event::AgentSaid { seat, text, client_id })),
            },
            Self::Note { seat, text, client_id } => Ok(match repeated(tracker, &seat, client_id.as_ref()) {
                Some(seq) => Verdict::Already(seq),
                None => Verdict::store(Event::Noted { seat, text, client_id }),
            }),
            Self::Label { seat, add, remove } => {
                let labels: BTreeSet<Name> =
                    tracker.labels.difference(&remove).chain(&add).cloned().collect();
                if labels == tracker.labels {
                    already
                } else {
                    Ok(Verdict::store(Event::Labelled { seat, labels }))
                }
            }
            Self::Transfer { seat, to } => {
                holder(tracker, &seat)?;
                match to {
                    Target::Seat(to) if to == seat => already,
                    Target::Seat(to) => {
                        Ok(Verdict::store(Event::SeatAssigned { seat: to, how: Assignment::Transferred }))
                    }
                    Target::Skill(skill) => Ok(release(seat, Release::Transferred, skill, None)),
                }
            }
            Self::Invite { seat, guest } => {
                speaker(tracker, &seat)?;
                if tracker.may_speak(&guest) {
                    already
                } else {
                    Ok(Verdict::store(Event::Invited { seat: guest, by: seat }))
                }
            }
            Self::Leave { seat } => {
                speaker(tracker, &seat)?;
                Ok(if tracker.guests.contains(&seat) {
                    Verdict::store(Event::SeatLeft { seat })
                } else {
                    release(seat, Release::Transferred, skill(tracker), None)
                })
            }
            Self::HandBack { seat } => {
                holder(tracker, &seat)?;
                let events = vec![Event::HandedBack { seat: Some(seat) }];
                Ok(Verdict::Store { events, notice: Some(Notice::HandedBack), then: None })
            }
            Self::Close { seat } => {
                holder(tracker, &seat)?;
                Ok(Verdict::store(Event::Closed { why: Closing::BySeat(seat) }))
            }
            Self::Attach { seat, attachment, client_id } => {
                match repeated(tracker, &seat, client_id.as_ref()) {
                    Some(seq) => Ok(Verdict::Already(seq)),
                    None => speaker(tracker, &seat).map(|()| {
                        let by = Party::Seat(seat);
                        Verdict::store(Event::Attached { by, attachment, client_id })
                    }),
                }
            }
            Self::Read { seat, seq } => read(tracker, Party::Seat(seat), seq),
            // What stands at `seq` was looked at before.
            Self::Wrong { seat, seq, intent } => Ok(Verdict::store(Event::Corrected { seat, seq, intent })),
        }
    }
}

/// Whether the bot has a part in what an event tells: it said or understood it, or made a suggestion for it.
pub(super) fn can_be_wrong(event: &Event) -> bool {
    matches!(event, Event::BotSaid { .. } | Event::Understood { .. } | Event::CustomerSaid { .. })
}

/// A conversation is taken by one seat. Taking what one has changes nothing.
pub(super) fn take(tracker: &Tracker, seat: SeatId, how: Assignment) -> Result<Verdict, ActError> {
    match &tracker.mode {
        Mode::Waiting => Ok(Verdict::store(Event::SeatAssigned { seat, how })),
        Mode::Human(by) if *by == seat => Ok(Verdict::Already(tracker.seq)),
        Mode::Human(by) => Err(ActError::AlreadyTaken { by: by.clone() }),
        Mode::Bot => Err(ActError::NotWaiting),
        Mode::Closed => Err(ActError::Closed),
    }
}

fn take_over(tracker: &Tracker, seat: SeatId) -> Result<Verdict, ActError> {
    let taken = Event::SeatAssigned { seat: seat.clone(), how: Assignment::TakenOver };
    match &tracker.mode {
        Mode::Human(by) if *by == seat => Ok(Verdict::Already(tracker.seq)),
        Mode::Human(_) | Mode::Waiting => Ok(Verdict::store(taken)),
        // What the bot was at ends here.
        Mode::Bot => Ok(Verdict::of(vec![Event::HandoffRequested { handoff: unasked(tracker) }, taken])),
        Mode::Closed => Err(ActError::Closed),
    }
}

/// Nobody asked for a person; one came.
fn unasked(tracker: &Tracker) -> Handoff {
    Handoff {
        reason: Name::from("taken_over"),
        skill: skill(tracker),
        summary: String::new(),
        intent: tracker.stack.last().map(|frame| frame.flow.clone()),
        slots: tracker.slots(),
    }
}

/// Back into the queue, where it waits for a skill.
pub(super) fn release(seat: SeatId, why: Release, skill: Name, notice: Option<Notice>) -> Verdict {
    let events = vec![Event::Released { seat, why }, Event::Queued { skill }];
    Verdict::Store { events, notice, then: None }
}

/// The skill that a conversation waits for, or was taken for.
pub(super) fn skill(tracker: &Tracker) -> Name {
    tracker.skill.clone().unwrap_or_else(|| Name::from("general"))
}

/// Up to where somebody has read, if that is news.
pub(super) fn read(tracker: &Tracker, by: Party, seq: u64) -> Result<Verdict, ActError> {
    if seq == 0 || seq > tracker.seq {
        return Err(ActError::Unknown);
    }
    if tracker.read.get(&by).is_some_and(|read| *read >= seq) {
        return Ok(Verdict::Already(tracker.seq));
    }
    Ok(Verdict::store(Event::Read { by, seq }))
}

fn repeated(tracker: &Tracker, seat: &SeatId, id: Option<&MessageId>) -> Option<u64> {
    tracker.message(&Party::Seat(seat.clone()), id?)
}

fn holder(tracker: &Tracker, seat: &SeatId) -> Result<(), ActError> {
    match &tracker.mode {
        Mode::Human(holder) if holder == seat => Ok(()),
        Mode::Closed => Err(ActError::Closed),
        Mode::Human(_) | Mode::Waiting | Mode::Bot => Err(ActError::NotYours),
    }
}

fn speaker(tracker: &Tracker, seat: &SeatId) -> Result<(), ActError> {
    if tracker.may_speak(seat) { Ok(()) } else { holder(tracker, seat) }
}
