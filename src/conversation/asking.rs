//! The way to a conversation, whether or not it is in memory.

use std::sync::Arc;

use tokio::sync::mpsc::error::TrySendError;

use super::{
    ActError, SayError,
    mailbox::{Command, Reply, Request},
    registry::Registry,
};
use crate::{
    domain::{ConversationId, ShopId},
    store::Contact,
};

type Envelope<T, A, E> = Box<Request<T, Result<A, E>>>;

impl Registry {
    /// Whose a conversation is, open or closed.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when there is none of that id, or why the log cannot be read.
    pub async fn contact(&self, shop: &ShopId, conversation: &ConversationId) -> Result<Contact, ActError> {
        if let Some(contact) = self.awake_contact(shop, conversation) {
            return Ok(contact);
        }
        self.parts.store.contact(shop, conversation).await?.ok_or(ActError::Unknown)
    }

    /// Brings a request to the conversation that a contact has open, and waits for the answer.
    ///
    /// # Errors
    /// Its own, or why it was not taken; see [`SayError`].
    pub async fn ask<T, A, E: From<SayError>>(
        self: &Arc<Self>,
        contact: &Contact,
        mut what: T,
        command: fn(Envelope<T, A, E>) -> Command,
    ) -> Result<A, E> {
        loop {
            let mailbox = self.mailbox(contact)?;
            let (request, answer) = Request::new(what);
            match mailbox.try_send(command(request)) {
                Ok(()) => {}
                Err(TrySendError::Full(_)) => return Err(SayError::Busy.into()),
                // It left memory between the look-up and the sending.
                Err(TrySendError::Closed(command)) => command.give_back(),
            }
            match answer.await {
                Ok(Reply::Answered(result)) => return result,
                Ok(Reply::Left(back)) => what = back,
                Err(_) => return Err(SayError::Lost.into()),
            }
        }
    }
}
