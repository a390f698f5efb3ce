//! A conversation that a person has to do with, as far as figures need to know.

use jiff::Timestamp;

use super::hour::Hour;
use crate::domain::SeatId;

#[derive(Debug, Clone, Default)]
pub(super) struct Case {
    /// A person was asked for, or has taken over.
    pub person: bool,
    pub phase: Phase,
    /// Who held it last.
    pub seat: Option<SeatId>,
    pub rating: Option<Rating>,
}

#[derive(Debug, Clone, Default)]
pub(super) enum Phase {
    #[default]
    Away,
    Waiting {
        since: Timestamp,
    },
    /// A seat has it; `unanswered` until the customer has heard from a person.
    Held {
        since: Timestamp,
        unanswered: bool,
    },
}

/// Where it stands in the figures.
#[derive(Debug, Clone)]
pub(super) struct Rating {
    pub hour: Hour,
    pub score: u8,
    pub seat: Option<SeatId>,
}
