//! What customers say, and what they are told about it.

use crate::{
    domain::{ConversationId, Utterance},
    store::{AppendError, ReadError},
};

/// A message of a customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    pub utterance: Utterance,
    /// More may follow at once, and is understood together with it. What is settled, or is one of the choices, is answered
    /// without waiting.
    pub may_go_on: bool,
    /// They are the value of a button, which says something else.
    pub chosen: bool,
    /// What a conversation that begins with these words is called; without one, it gets a new id.
    pub opening: Option<ConversationId>,
}

impl Words {
    /// A message that stands for itself.
    pub fn whole(utterance: Utterance) -> Self {
        Self { utterance, may_go_on: false, chosen: false, opening: None }
    }

    /// A button: it is complete in itself.
    pub fn chosen(utterance: Utterance) -> Self {
        Self { chosen: true, ..Self::whole(utterance) }
    }
}

/// A message is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack {
    pub conversation: ConversationId,
    pub seq: u64,
    /// The same message was sent before; `conversation` and `seq` are those of the first time.
    pub repeated: bool,
    /// A repeated message was fully reacted to: what was answered is in the log.
    pub settled: bool,
}

/// Why a message was not taken. Nothing of it is stored, unless it is [`SayError::Lost`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SayError {
    /// Too many messages of this conversation, or too many conversations, wait already.
    #[error("too many messages wait already")]
    Busy,
    #[error("the server is about to stop")]
    Draining,
    #[error(transparent)]
    Store(#[from] AppendError),
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The conversation broke down over it; sending the same message id again is safe.
    #[error("it is not known whether the message was stored")]
    Lost,
}
