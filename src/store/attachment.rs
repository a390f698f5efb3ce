//! Which file belongs to which conversation. The rows follow from the log: they are written with the event that names the file.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{ReadError, Store};
use crate::domain::{Attachment, AttachmentId, ConversationId, Event, MessageId, Party, ShopId};

/// A file with its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAttachment {
    pub conversation: ConversationId,
    pub seq: u64,
    pub by: Party,
    pub attachment: Attachment,
    pub client_id: Option<MessageId>,
}

impl Store {
    /// A file that somebody was told of.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn attachment(
        &self,
        shop: &ShopId,
        id: &AttachmentId,
    ) -> Result<Option<StoredAttachment>, ReadError> {
        let (shop, id) = (shop.clone(), id.clone());
        self.readers.read(move |connection| by_id(connection, &shop, &id)).await
    }

    /// The file that an event of a conversation names, if it names one.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn attachment_at(
        &self,
        shop: &ShopId,
        conversation: &ConversationId,
        seq: u64,
    ) -> Result<Option<StoredAttachment>, ReadError> {
        let event = self.event(shop, conversation, seq).await?;
        Ok(event.and_then(|event| named(conversation.clone(), seq, event)))
    }

    /// The files that one side of a conversation has sent since then, in order.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn attachments_since(
        &self,
        shop: &ShopId,
        conversation: &ConversationId,
        by_customer: bool,
        since: Timestamp,
    ) -> Result<Vec<StoredAttachment>, ReadError> {
        let (shop, conversation) = (shop.clone(), conversation.clone());
        let sent = move |connection: &Connection| {
            let mut select = connection.prepare_cached(
                "SELECT conversation.id, event.seq, event.event FROM shop
                 JOIN conversation ON conversation.shop = shop.number AND conversation.id = ?2
                 JOIN attachment ON attachment.shop = shop.number AND attachment.conversation = conversation.number
                 JOIN event ON event.shop = shop.number AND event.conversation = conversation.number AND event.seq = attachment.seq
                 WHERE shop.id = ?1 AND attachment.by_customer = ?3 AND event.at >= ?4
                 ORDER BY attachment.seq",
            )?;
            let of = params![shop.as_str(), conversation.as_str(), by_customer, since.as_microsecond()];
            let rows = select.query_map(of, found)?;
            rows.filter_map(|row| row.map_err(ReadError::from).and_then(stored).transpose()).collect()
        };
        self.readers.read(sent).await
    }

    /// Every file that the log of a shop names.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub(super) async fn attachment_ids(&self, shop: &ShopId) -> Result<HashSet<String>, ReadError> {
        let shop = shop.clone();
        let ids = move |connection: &Connection| {
            let mut select = connection.prepare_cached(
                "SELECT attachment.id FROM shop JOIN attachment ON attachment.shop = shop.number WHERE shop.id = ?",
            )?;
            let ids = select.query_map([shop.as_str()], |row| row.get(0))?;
            Ok(ids.collect::<Result<_, _>>()?)
        };
        self.readers.read(ids).await
    }
}

fn by_id(
    connection: &Connection,
    shop: &ShopId,
    id: &AttachmentId,
) -> Result<Option<StoredAttachment>, ReadError> {
    let mut select = connection.prepare_cached(
        "SELECT conversation.id, event.seq, event.event FROM shop
         JOIN attachment ON attachment.shop = shop.number AND attachment.id = ?2
         JOIN conversation ON conversation.number = attachment.conversation
         JOIN event ON event.shop = shop.number AND event.conversation = attachment.conversation AND event.seq = attachment.seq
         WHERE shop.id = ?1",
    )?;
    let row = select.query_row([shop.as_str(), id.as_str()], found).optional()?;
    row.map_or(Ok(None), stored)
}

/// A conversation, a seq and the event there.
type Found = (String, i64, Vec<u8>);

fn found(row: &Row<'_>) -> rusqlite::Result<Found> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn stored((conversation, seq, event): Found) -> Result<Option<StoredAttachment>, ReadError> {
    let damaged = |error: &dyn std::fmt::Display| {
        ReadError(format!("event {seq} of conversation {conversation}: {error}"))
    };
    let id = ConversationId::new(&conversation).map_err(|error| damaged(&error))?;
    let event = serde_json::from_slice(&event).map_err(|error| damaged(&error))?;
    Ok(named(id, seq.unsigned_abs(), event))
}

fn named(conversation: ConversationId, seq: u64, event: Event) -> Option<StoredAttachment> {
    if let Event::Attached { by, attachment, client_id } = event {
        Some(StoredAttachment { conversation, seq, by, attachment, client_id })
    } else {
        None
    }
}
