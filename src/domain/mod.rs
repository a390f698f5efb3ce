//! The nouns of the field, free of any I/O: what is said, what is understood, what happens, what is to be done.

mod action;
mod attachment;
mod canned;
mod entity;
mod event;
mod handoff;
mod id;
mod integration;
mod media_type;
mod person;
mod seat;
mod settled;
mod turn;
mod understanding;
mod utterance;

pub use action::{Action, Call, CallId, Decision, Failure, Notice, Outcome, Signal};
pub use attachment::Attachment;
pub use canned::{Canned, Shortcut, Title};
pub use entity::{Entity, Period};
pub use event::{Card, Choice, Event, FAQ_REPLY, FilledBy, FlowEnd, Position, Recorded};
pub use handoff::Handoff;
pub use id::{AttachmentId, CannedId, ConversationId, CustomerId, IdError, MessageId, Name, SeatId, ShopId};
pub use integration::{CallShape, ChoiceShape, Integration, Method};
pub use media_type::MediaType;
pub use person::{Account, Email, Person, Role};
pub use seat::{Assignment, Closing, Mode, Party, Release};
pub use settled::{Settled, Settling};
pub use turn::TurnOutcome;
pub use understanding::{
    Certainty, Confidence, Language, Neighbour, NoVector, Passage, ScopeVerdict, ServiceTrace, Stage, Trace,
    Understanding,
};
pub use utterance::{Channel, Utterance};
