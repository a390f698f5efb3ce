//! What came of a message at once.

use super::Event;

/// What the bot did about a message, in the decision that followed; the most telling comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TurnOutcome {
    HandedOver,
    /// A shop system was asked.
    Called,
    /// "您是想问…?"
    Clarified,
    Missed,
    /// For a slot.
    Asked,
    Answered,
}

impl TurnOutcome {
    pub const ALL: [Self; 6] =
        [Self::HandedOver, Self::Called, Self::Clarified, Self::Missed, Self::Asked, Self::Answered];

    /// What a single event of the decision tells; of all of them the least counts.
    pub fn of(event: &Event) -> Option<Self> {
        match event {
            Event::HandoffRequested { .. } => Some(Self::HandedOver),
            Event::CallStarted { .. } => Some(Self::Called),
            Event::Clarified { .. } => Some(Self::Clarified),
            Event::Missed {} => Some(Self::Missed),
            Event::Asked { .. } => Some(Self::Asked),
            Event::BotSaid { .. } => Some(Self::Answered),
            Event::Opened { .. }
            | Event::CustomerSaid { .. }
            | Event::Understood { .. }
            | Event::FlowStarted { .. }
            | Event::FlowResumed { .. }
            | Event::SlotFilled { .. }
            | Event::SlotCleared { .. }
            | Event::SlotRejected { .. }
            | Event::CallEnded { .. }
            | Event::FlowEnded { .. }
            | Event::Queued { .. }
            | Event::SeatAssigned { .. }
            | Event::Released { .. }
            | Event::Invited { .. }
            | Event::SeatLeft { .. }
            | Event::AgentSaid { .. }
            | Event::Noted { .. }
            | Event::Labelled { .. }
            | Event::Corrected { .. }
            | Event::Read { .. }
            | Event::Introduced { .. }
            | Event::LeftMessage { .. }
            | Event::Attached { .. }
            | Event::HandedBack { .. }
            | Event::Rated { .. }
            | Event::Closed { .. } => None,
        }
    }

    /// The word that the outside sees.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HandedOver => "handed_over",
            Self::Called => "called",
            Self::Clarified => "clarified",
            Self::Missed => "missed",
            Self::Asked => "asked",
            Self::Answered => "answered",
        }
    }
}
