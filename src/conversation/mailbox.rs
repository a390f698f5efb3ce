//! What a conversation's task is sent.

use tokio::sync::oneshot;
use tracing::Span;

use super::{Ack, Act, ActError, Acted, SayError, Wish, Words, order::Order, telling::Telling};
use crate::domain::ConversationId;

/// Boxed, because every conversation in memory has room for a mailbox of commands.
pub(super) enum Command {
    Say(Box<Saying>),
    Do(Box<Doing>),
    /// Told to who listens, and forgotten.
    Tell(Box<Telling>),
    /// Tells when the conversation is in memory and has taken up what was unfinished.
    Wake(oneshot::Sender<()>),
    /// Leave memory, unless something is under way.
    Sleep,
    /// Hear nothing more, and leave memory as soon as nothing is under way.
    Leave,
}

pub(super) type Saying = Request<Words, Result<Ack, SayError>>;
pub(super) type Doing = Request<Deed, Result<Acted, ActError>>;

/// What is done to a conversation, by whoever does it.
#[derive(Clone)]
pub(super) enum Deed {
    Act(ConversationId, Act),
    /// Without a conversation: in the open one, or a new one.
    Wish(Option<ConversationId>, Wish),
    Order(ConversationId, Order),
}

pub(super) struct Request<T, A> {
    pub what: T,
    /// Of whoever asks.
    span: Span,
    reply: oneshot::Sender<Reply<T, A>>,
}

/// What became of a request in the mailbox.
pub(super) enum Reply<T, A> {
    Answered(A),
    /// The conversation left memory before it; send it again.
    Left(T),
}

impl<T, A> Request<T, A> {
    pub fn new(what: T) -> (Box<Self>, oneshot::Receiver<Reply<T, A>>) {
        let (reply, answer) = oneshot::channel();
        (Box::new(Self { what, span: Span::current(), reply }), answer)
    }

    /// Within which the request is served.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    pub fn into_parts(self) -> (T, oneshot::Sender<Reply<T, A>>) {
        (self.what, self.reply)
    }

    pub fn give_back(self) {
        // Whoever asked may have gone.
        let _ = self.reply.send(Reply::Left(self.what));
    }

    pub fn refuse(self, error: A) {
        let _ = self.reply.send(Reply::Answered(error));
    }
}

impl Command {
    /// Not taken up: whoever asked may ask again.
    pub fn give_back(self) {
        match self {
            Self::Say(saying) => saying.give_back(),
            Self::Do(doing) => doing.give_back(),
            Self::Tell(_) | Self::Wake(_) | Self::Sleep | Self::Leave => {}
        }
    }

    pub fn refuse(self, error: &SayError) {
        match self {
            Self::Say(saying) => saying.refuse(Err(error.clone())),
            Self::Do(doing) => doing.refuse(Err(error.clone().into())),
            Self::Tell(_) | Self::Wake(_) | Self::Sleep | Self::Leave => {}
        }
    }
}
