//! What the desk does with a conversation: pure, over the tracker alone.

use super::act::{ActError, Verdict, release, skill, take};
use crate::{
    dialogue::Tracker,
    domain::{Assignment, Closing, Event, Mode, Notice, Release, SeatId},
};

/// What the desk wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Order {
    /// The seat gets it out of the queue.
    Assign(SeatId),
    /// The seat holds it no longer. With a `seq`, void where the conversation has gone beyond it.
    Release { seat: SeatId, why: Release, seq: Option<u64> },
    /// The seat, which was invited, is in it no longer.
    Part(SeatId),
    /// Something took too long. Void where the conversation has gone beyond `seq`.
    End { seq: u64, notice: Notice, how: End },
}

/// How a conversation ends for the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// The bot goes on.
    HandBack,
    Close(Closing),
}

impl Order {
    pub(super) fn judge(self, tracker: &Tracker) -> Result<Verdict, ActError> {
        let void = Ok(Verdict::Already(tracker.seq));
        match self {
            Self::Assign(seat) => take(tracker, seat, Assignment::Pushed),
            Self::Release { seat, why, seq }
                if tracker.holder() == Some(&seat) && seq.is_none_or(|seq| seq == tracker.seq) =>
            {
                Ok(release(seat, why, skill(tracker), Some(Notice::NextSeat)))
            }
            Self::Part(seat) if tracker.guests.contains(&seat) => {
                Ok(Verdict::store(Event::SeatLeft { seat }))
            }
            Self::End { seq, notice, how } if seq == tracker.seq => match &tracker.mode {
                Mode::Waiting | Mode::Human(_) => Ok(end(notice, how)),
                Mode::Bot | Mode::Closed => void,
            },
            Self::Release { .. } | Self::Part(_) | Self::End { .. } => void,
        }
    }
}

/// The bot has it back before it says why, so that it never speaks beside a person.
fn end(notice: Notice, how: End) -> Verdict {
    let then = match how {
        End::HandBack => None,
        End::Close(why) => Some(Event::Closed { why }),
    };
    Verdict::Store { events: vec![Event::HandedBack { seat: None }], notice: Some(notice), then }
}
