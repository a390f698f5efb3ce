//! The event log on SQLite: what is acknowledged is on disk.
//!
//! One thread writes. It takes whatever queued during its last commit and syncs it as one transaction, so commits grow with the
//! load and a lone append waits for nobody. Rows lie in order of arrival; a conversation is found through an index of integers.
//! Appends name the state that they build on, so two writers of one conversation can race but never interleave.

mod attachment;
mod canned;
mod error;
mod files;
mod fold;
mod health;
mod history;
mod people;
mod reader;
mod row;
mod said;
mod schema;
mod settled;
mod writer;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

pub use attachment::StoredAttachment;
pub use canned::CannedError;
pub use error::{AppendError, OpenError, ReadError};
pub use files::{Contents, FileError, Files, NewFile, StoredFile};
pub use fold::{Fold, Following, Pace, Standing};
use health::Health;
pub use history::{Follower, Mark, Page, Placed};
pub use people::{PeopleError, StoredAccount, StoredSession};
use reader::Readers;
pub use reader::{Contact, Pending};
use row::Rows;
pub use settled::SettleError;
use writer::{AppendJob, Job, Writer};

use crate::domain::{Channel, ConversationId, CustomerId, Event, Recorded, ShopId};

/// Appends that may wait for the writer before senders have to.
const QUEUE: usize = 4096;

/// A handle on the log; cheap to clone.
#[derive(Clone)]
pub struct Store {
    jobs: mpsc::Sender<Job>,
    readers: Arc<Readers>,
    file: PathBuf,
    health: Arc<Health>,
}

/// Events for one conversation, stored whole or not at all.
#[derive(Debug, Clone, Copy)]
pub struct Append<'a> {
    pub shop: &'a ShopId,
    pub conversation: &'a ConversationId,
    /// Their seqs follow the last stored one without a gap. A new conversation begins with `Opened`.
    pub events: &'a [Recorded],
    /// After these events the bot still owes something: a restart must look at the conversation.
    pub pending: bool,
}

impl Store {
    /// Opens the log, creating or migrating the file as needed.
    ///
    /// # Errors
    /// When the file cannot be opened, is no log of ours, or was written by a newer release.
    pub fn open(file: &Path) -> Result<Self, OpenError> {
        let health = Arc::<Health>::default();
        let writer = Writer::new(schema::open(file)?, health.clone());
        let readers = Arc::new(Readers::open(file)?);
        let (jobs, queue) = mpsc::channel(QUEUE);
        thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || writer.run(queue))
            .map_err(|error| OpenError::Thread(error.to_string()))?;
        Ok(Self { jobs, readers, file: file.to_owned(), health })
    }

    /// From now on the log has so many pages of 4 KiB at most, and is full then, as on a disk of that size.
    ///
    /// # Errors
    /// When the writer has stopped.
    pub async fn limit(&self, pages: u32) -> Result<(), AppendError> {
        let (done, limited) = oneshot::channel();
        let job = Job::Change(Box::new(move |connection| {
            let result = connection.pragma_update(None, "max_page_count", pages);
            // Whoever asked may have gone.
            let _ = done.send(result.map_err(AppendError::from));
        }));
        self.jobs.send(job).await.map_err(|_| AppendError::stopped())?;
        limited.await.map_err(|_| AppendError::stopped())?
    }

    /// Stores events; returns once they are synced to disk.
    ///
    /// # Errors
    /// [`AppendError::Conflict`] when the conversation's log has moved on, [`AppendError::Repeated`] when a customer's message was
    /// stored before, else why the disk refused. In every case nothing of the append is stored.
    pub async fn append(&self, append: Append<'_>) -> Result<(), AppendError> {
        let rows = Rows::of(append)?;
        let (done, stored) = oneshot::channel();
        self.jobs.send(Job::Append(AppendJob { rows, done })).await.map_err(|_| AppendError::stopped())?;
        stored.await.map_err(|_| AppendError::stopped())?
    }

    /// The whole log of a conversation, in order; empty when there is none.
    ///
    /// # Errors
    /// When the file cannot be read or holds what is no event.
    pub async fn load(
        &self,
        shop: &ShopId,
        conversation: &ConversationId,
    ) -> Result<Vec<Recorded>, ReadError> {
        self.load_after(shop, conversation, 0).await
    }

    /// What follows an event in a conversation's log, in order.
    ///
    /// # Errors
    /// As [`Store::load`].
    pub async fn load_after(
        &self,
        shop: &ShopId,
        conversation: &ConversationId,
        seq: u64,
    ) -> Result<Vec<Recorded>, ReadError> {
        let (shop, conversation) = (shop.clone(), conversation.clone());
        self.readers.read(move |connection| reader::load(connection, &shop, &conversation, seq)).await
    }

    /// One event of a conversation, if it has got that far.
    ///
    /// # Errors
    /// As [`Store::load`].
    pub async fn event(
        &self,
        shop: &ShopId,
        conversation: &ConversationId,
        seq: u64,
    ) -> Result<Option<Event>, ReadError> {
        let (shop, conversation) = (shop.clone(), conversation.clone());
        self.readers.read(move |connection| reader::event(connection, &shop, &conversation, seq)).await
    }

    /// A transaction of its own on the writer's thread, so that of two changes one sees the other. All or nothing: what fails is
    /// rolled back.
    async fn change<T, E>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<rusqlite::Error> + From<ReadError> + Send + 'static,
    {
        let (done, changed) = oneshot::channel();
        let job = Job::Change(Box::new(move |connection| {
            // Whoever asked may have gone; what is stored stays stored.
            let _ = done.send(commit(connection, change));
        }));
        let stopped = || E::from(ReadError("the writer has stopped".into()));
        self.jobs.send(job).await.map_err(|_| stopped())?;
        changed.await.map_err(|_| stopped())?
    }

    /// The conversation that a contact has open.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn open_conversation(&self, contact: &Contact) -> Result<Option<ConversationId>, ReadError> {
        let contact = contact.clone();
        self.readers.read(move |connection| reader::open_conversation(connection, &contact)).await
    }

    /// The conversation in which a contact last said something that had an id, open or closed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn last_conversation(&self, contact: &Contact) -> Result<Option<ConversationId>, ReadError> {
        let contact = contact.clone();
        self.readers.read(move |connection| reader::last_conversation(connection, &contact)).await
    }

    /// The conversations of a customer on all channels, open or closed, newest first, and no more than so many.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn conversations_of(
        &self,
        shop: &ShopId,
        customer: &CustomerId,
        most: u32,
    ) -> Result<Vec<(ConversationId, Channel)>, ReadError> {
        let (shop, customer) = (shop.clone(), customer.clone());
        let read = move |connection: &_| reader::conversations_of(connection, &shop, &customer, most);
        self.readers.read(read).await
    }

    /// Whose a conversation is, open or closed; none where there is none of that id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn contact(
        &self,
        shop: &ShopId,
        conversation: &ConversationId,
    ) -> Result<Option<Contact>, ReadError> {
        let (shop, conversation) = (shop.clone(), conversation.clone());
        self.readers.read(move |connection| reader::contact(connection, shop, &conversation)).await
    }

    /// Every conversation in which the bot still owes something, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn pending(&self) -> Result<Vec<Pending>, ReadError> {
        self.readers.read(reader::pending).await
    }
}

fn commit<T, E: From<rusqlite::Error>>(
    connection: &mut Connection,
    change: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let changed = change(&transaction)?;
    transaction.commit()?;
    Ok(changed)
}
