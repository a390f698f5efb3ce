//! What the outside gets to see.

use std::sync::Arc;

use tokio::sync::broadcast;

use crate::{
    domain::{ConversationId, Mode, Recorded},
    store::{AppendError, ReadError},
};

/// Told to everyone who listens to a conversation, after it is stored.
#[derive(Debug, Clone, PartialEq)]
pub enum Published {
    Recorded(Arc<Recorded>),
    /// Every customer message up to this seq has been fully reacted to; no call is open.
    Settled {
        seq: u64,
        mode: Mode,
    },
}

/// A message is on disk.
#[derive(Debug)]
pub struct Ack {
    pub conversation: ConversationId,
    pub seq: u64,
    /// The same message was sent before; `conversation` and `seq` are those of the first time.
    pub repeated: bool,
    /// A repeated message was fully reacted to: what was answered is in the log.
    pub settled: bool,
    /// Listens since before the message was stored, so that no reaction to it is missed.
    pub published: broadcast::Receiver<Published>,
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
