//! Reads, on a few connections of their own: they see what is committed and never wait for the writer.

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use tokio::{sync::Semaphore, task};

use super::{OpenError, ReadError, schema};
use crate::domain::{Channel, ConversationId, CustomerId, Event, Recorded, ShopId};

/// Connections, and so reads at a time.
const CONNECTIONS: usize = 4;

/// A customer of a shop on a channel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Contact {
    pub shop: ShopId,
    pub customer: CustomerId,
    pub channel: Channel,
}

/// A conversation that a restart must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub contact: Contact,
    pub conversation: ConversationId,
}

pub(super) struct Readers {
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub fn open(file: &Path) -> Result<Self, OpenError> {
        let connections = (0..CONNECTIONS).map(|_| schema::open_reader(file)).collect::<Result<_, _>>()?;
        Ok(Self { idle: Mutex::new(connections), permits: Arc::new(Semaphore::new(CONNECTIONS)) })
    }

    /// Runs a read on a free connection, away from the async threads.
    pub async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        read: impl FnOnce(&Connection) -> Result<T, ReadError> + Send + 'static,
    ) -> Result<T, ReadError> {
        let failed = |what: &str| ReadError(what.to_owned());
        let permit = self.permits.clone().acquire_owned().await.map_err(|_| failed("the store is closed"))?;
        let readers = self.clone();
        let result = task::spawn_blocking(move || {
            let connection = readers.lock().pop().ok_or_else(|| failed("no connection is free"))?;
            let result = read(&connection);
            readers.lock().push(connection);
            drop(permit);
            result
        });
        result.await.map_err(|_| failed("a read broke down"))?
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn load(
    connection: &Connection,
    shop: &ShopId,
    conversation: &ConversationId,
    after: u64,
) -> Result<Vec<Recorded>, ReadError> {
    let mut select = connection.prepare_cached(
        "SELECT event.seq, event.at, event.event FROM shop
         JOIN conversation ON conversation.shop = shop.number AND conversation.id = ?2
         JOIN event ON event.shop = shop.number AND event.conversation = conversation.number
         WHERE shop.id = ?1 AND event.seq > ?3 ORDER BY event.seq",
    )?;
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let mut rows = select.query(params![shop.as_str(), conversation.as_str(), after])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let seq = row.get::<_, i64>(0)?.unsigned_abs();
        let damaged = |what: String| ReadError(format!("event {seq} of conversation {conversation}: {what}"));
        let at = Timestamp::from_microsecond(row.get(1)?).map_err(|error| damaged(error.to_string()))?;
        let json = row.get_ref(2)?.as_bytes().map_err(|error| damaged(error.to_string()))?;
        // What serde says would quote what somebody wrote.
        let event = serde_json::from_slice(json)
            .map_err(|error| damaged(format!("no event that is known, at byte {}", error.column())))?;
        events.push(Recorded { seq, at, event });
    }
    Ok(events)
}

pub(super) fn event(
    connection: &Connection,
    shop: &ShopId,
    conversation: &ConversationId,
    seq: u64,
) -> Result<Option<Event>, ReadError> {
    let mut select = connection.prepare_cached(
        "SELECT event.event FROM shop
         JOIN conversation ON conversation.shop = shop.number AND conversation.id = ?2
         JOIN event ON event.shop = shop.number AND event.conversation = conversation.number AND event.seq = ?3
         WHERE shop.id = ?1",
    )?;
    let seq = i64::try_from(seq).unwrap_or(i64::MAX);
    let which = params![shop.as_str(), conversation.as_str(), seq];
    let found: Option<Vec<u8>> = select.query_row(which, |row| row.get(0)).optional()?;
    let read = |json: Vec<u8>| serde_json::from_slice(&json);
    let damaged = |error| ReadError(format!("event {seq} of conversation {conversation}: {error}"));
    found.map(read).transpose().map_err(damaged)
}

pub(super) fn open_conversation(
    connection: &Connection,
    contact: &Contact,
) -> Result<Option<ConversationId>, ReadError> {
    let mut select = connection.prepare_cached(
        "SELECT conversation.id FROM shop
         JOIN contact ON contact.shop = shop.number AND contact.customer = ?2 AND contact.channel = ?3
         JOIN conversation ON conversation.shop = shop.number AND conversation.contact = contact.number AND conversation.open = 1
         WHERE shop.id = ?1",
    )?;
    let who = params![contact.shop.as_str(), contact.customer.as_str(), contact.channel.as_str()];
    let found: Option<String> = select.query_row(who, |row| row.get(0)).optional()?;
    found.map(ConversationId::new).transpose().map_err(|error| ReadError(error.to_string()))
}

pub(super) fn last_conversation(
    connection: &Connection,
    contact: &Contact,
) -> Result<Option<ConversationId>, ReadError> {
    let mut select = connection.prepare_cached(
        "SELECT conversation.id FROM conversation WHERE conversation.number = (
             SELECT max(message.conversation) FROM shop
             JOIN contact ON contact.shop = shop.number AND contact.customer = ?2 AND contact.channel = ?3
             JOIN message ON message.shop = shop.number AND message.contact = contact.number
             WHERE shop.id = ?1)",
    )?;
    let who = params![contact.shop.as_str(), contact.customer.as_str(), contact.channel.as_str()];
    let found: Option<String> = select.query_row(who, |row| row.get(0)).optional()?;
    found.map(ConversationId::new).transpose().map_err(|error| ReadError(error.to_string()))
}

/// The customer leads, whatever the planner would choose.
pub(super) fn conversations_of(
    connection: &Connection,
    shop: &ShopId,
    customer: &CustomerId,
    most: u32,
) -> Result<Vec<(ConversationId, Channel)>, ReadError> {
    let mut select = connection.prepare_cached(
        "SELECT conversation.id, contact.channel FROM shop
         CROSS JOIN contact ON contact.shop = shop.number AND contact.customer = ?2
         CROSS JOIN conversation ON conversation.shop = shop.number AND conversation.contact = contact.number
         WHERE shop.id = ?1 ORDER BY conversation.number DESC LIMIT ?3",
    )?;
    let mut rows = select.query(params![shop.as_str(), customer.as_str(), most])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id =
            ConversationId::new(row.get::<_, String>(0)?).map_err(|error| ReadError(error.to_string()))?;
        found.push((id, channel_of(&row.get::<_, String>(1)?)?));
    }
    Ok(found)
}

pub(super) fn contact(
    connection: &Connection,
    shop: ShopId,
    conversation: &ConversationId,
) -> Result<Option<Contact>, ReadError> {
    let mut select = connection.prepare_cached(
        "SELECT contact.customer, contact.channel FROM shop
         JOIN conversation ON conversation.shop = shop.number AND conversation.id = ?2
         JOIN contact ON contact.number = conversation.contact
         WHERE shop.id = ?1",
    )?;
    let found = select
        .query_row(params![shop.as_str(), conversation.as_str()], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?))
        })
        .optional()?;
    found.map(|(customer, channel)| contact_of(shop, customer, &channel)).transpose()
}

pub(super) fn contact_of(shop: ShopId, customer: String, channel: &str) -> Result<Contact, ReadError> {
    let customer = CustomerId::new(customer).map_err(|error| ReadError(error.to_string()))?;
    Ok(Contact { shop, customer, channel: channel_of(channel)? })
}

fn channel_of(name: &str) -> Result<Channel, ReadError> {
    Channel::parse(name).ok_or_else(|| ReadError(format!("there is no channel {name}")))
}

pub(super) fn pending(connection: &Connection) -> Result<Vec<Pending>, ReadError> {
    let mut select = connection.prepare_cached(
        "SELECT shop.id, contact.customer, contact.channel, conversation.id FROM pending
         JOIN conversation ON conversation.number = pending.conversation
         JOIN contact ON contact.number = conversation.contact
         JOIN shop ON shop.number = pending.shop
         ORDER BY pending.conversation",
    )?;
    let mut rows = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(pending_row(row)?);
    }
    Ok(found)
}

fn pending_row(row: &rusqlite::Row<'_>) -> Result<Pending, ReadError> {
    let damaged = |error: crate::domain::IdError| ReadError(error.to_string());
    let shop = ShopId::new(row.get::<_, String>(0)?).map_err(damaged)?;
    let contact = contact_of(shop, row.get(1)?, &row.get::<_, String>(2)?)?;
    Ok(Pending { contact, conversation: ConversationId::new(row.get::<_, String>(3)?).map_err(damaged)? })
}
