//! What an event means to the desk: the one place that looks at all of them.

use crate::domain::{Event, Handoff, Name, Party, Release, SeatId};

pub(super) enum Meaning<'a> {
    /// A person is asked for.
    Asked(&'a Handoff),
    Queued(&'a Name),
    Taken(&'a SeatId),
    Released(&'a SeatId, Release),
    Joined(&'a SeatId),
    Left(&'a SeatId),
    CustomerSpoke,
    SeatSpoke(&'a SeatId),
    /// The bot goes on, or nobody does.
    Over,
    Nothing,
}

impl<'a> Meaning<'a> {
    pub fn of(event: &'a Event) -> Self {
        match event {
            Event::HandoffRequested { handoff } => Self::Asked(handoff),
            Event::Queued { skill } => Self::Queued(skill),
            Event::SeatAssigned { seat, .. } => Self::Taken(seat),
            Event::Released { seat, why } => Self::Released(seat, *why),
            Event::Invited { seat, .. } => Self::Joined(seat),
            Event::SeatLeft { seat } => Self::Left(seat),
            Event::CustomerSaid { .. } | Event::Attached { by: Party::Customer, .. } => Self::CustomerSpoke,
            Event::AgentSaid { seat, .. } | Event::Attached { by: Party::Seat(seat), .. } => {
                Self::SeatSpoke(seat)
            }
            Event::HandedBack { .. } | Event::Closed { .. } => Self::Over,
            Event::Opened { .. }
            | Event::Understood { .. }
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
            | Event::Noted { .. }
            | Event::Labelled { .. }
            | Event::Corrected { .. }
            | Event::Read { .. }
            | Event::LeftMessage { .. }
            | Event::Introduced { .. }
            | Event::Rated { .. } => Self::Nothing,
        }
    }

    /// Whether the chat changes its place: in the queue, at a seat, away from the desk.
    pub fn moves(&self) -> bool {
        match self {
            Self::Asked(_)
            | Self::Queued(_)
            | Self::Taken(_)
            | Self::Released(..)
            | Self::Joined(_)
            | Self::Left(_)
            | Self::Over => true,
            Self::CustomerSpoke | Self::SeatSpoke(_) | Self::Nothing => false,
        }
    }
}
