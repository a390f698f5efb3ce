//! The log of all conversations in order of arrival, for whoever makes something of the whole of it.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Contact, OpenError, ReadError, Store, reader::contact_of, schema};
use crate::domain::{ConversationId, Event, Recorded, ShopId};

/// An event with its place in the log and whose conversation it is in.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// From 1, in order of arrival, over all shops.
    pub position: u64,
    pub contact: Contact,
    pub conversation: ConversationId,
    /// What the log calls the conversation; a small number, unique over all shops.
    pub number: u64,
    pub recorded: Recorded,
}

/// By what a log is told from another, such as a backup that took its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub number: u64,
    pub seq: u64,
    /// In microseconds since 1970.
    pub at: i64,
}

/// A stretch of the log.
#[derive(Debug, Default)]
pub struct Page {
    pub events: Vec<Placed>,
    /// Up to where it goes; 0 where nothing follows.
    pub last: u64,
    /// Rows in it, with those that hold nothing that can be read.
    pub rows: usize,
}

/// Reads the log from wherever one stopped, on a connection and a thread of one's own.
pub struct Follower(Connection);

impl Follower {
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(file: &Path) -> Result<Self, OpenError> {
        schema::open_follower(file).map(Self)
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.0
    }

    /// The last position; 0 in an empty log.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last(&self) -> Result<u64, ReadError> {
        let mut select = self.0.prepare_cached("SELECT coalesce(max(position), 0) FROM event")?;
        Ok(select.query_row([], |row| number(row, 0))?)
    }

    /// What follows a position, in order. A row that cannot be read is left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn page(&self, after: u64, rows: usize) -> Result<Page, ReadError> {
        let mut select = self.0.prepare_cached(&format!(
            "{PLACED} WHERE event.position > ?1 ORDER BY event.position LIMIT ?2"
        ))?;
        let mut found = select.query(params![column(after), column(rows as u64)])?;
        let mut page = Page::default();
        while let Some(row) = found.next()? {
            page.last = number(row, 0)?;
            page.rows += 1;
            match placed(row) {
                Ok(placed) => page.events.push(placed),
                Err(error) => tracing::warn!(%error, "an event of the log is left out"),
            }
        }
        Ok(page)
    }

    /// What stands at a position, in short.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn mark(&self, position: u64) -> Result<Option<Mark>, ReadError> {
        let mut select =
            self.0.prepare_cached("SELECT conversation, seq, at FROM event WHERE position = ?")?;
        let mark =
            |row: &Row<'_>| Ok(Mark { number: number(row, 0)?, seq: number(row, 1)?, at: row.get(2)? });
        Ok(select.query_row([column(position)], mark).optional()?)
    }
}

impl Store {
    /// What stands at positions of the log, in their order, as far as it is this shop's.
    ///
    /// # Errors
    /// When the file cannot be read or holds what is no event.
    pub async fn placed(&self, shop: &ShopId, positions: Vec<u64>) -> Result<Vec<Placed>, ReadError> {
        let shop = shop.clone();
        let read = move |connection: &Connection| {
            let mut select =
                connection.prepare_cached(&format!("{PLACED} WHERE event.position = ?1 AND shop.id = ?2"))?;
            let mut found = Vec::with_capacity(positions.len());
            for position in positions {
                let mut rows = select.query(params![column(position), shop.as_str()])?;
                if let Some(row) = rows.next()? {
                    found.push(placed(row)?);
                }
            }
            Ok(found)
        };
        self.readers.read(read).await
    }

    /// What the log calls conversations of a shop; one that it does not have is left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn numbers(
        &self,
        shop: &ShopId,
        conversations: Vec<ConversationId>,
    ) -> Result<Vec<u64>, ReadError> {
        let shop = shop.clone();
        let read = move |connection: &Connection| {
            let mut select = connection.prepare_cached(
                "SELECT conversation.number FROM shop JOIN conversation ON conversation.shop = shop.number
                 WHERE shop.id = ?1 AND conversation.id = ?2",
            )?;
            let mut found = Vec::with_capacity(conversations.len());
            for conversation in conversations {
                let row = select.query_row([shop.as_str(), conversation.as_str()], |row| number(row, 0));
                found.extend(row.optional()?);
            }
            Ok(found)
        };
        self.readers.read(read).await
    }
}

/// The rows of the log lead, in whatever order the planner would choose.
const PLACED: &str = "SELECT event.position, event.conversation, event.seq, event.at, event.event,
    shop.id, contact.customer, contact.channel, conversation.id
    FROM event
    CROSS JOIN conversation ON conversation.number = event.conversation
    CROSS JOIN contact ON contact.number = conversation.contact
    CROSS JOIN shop ON shop.number = event.shop";

fn placed(row: &Row<'_>) -> Result<Placed, ReadError> {
    let position = number(row, 0)?;
    let damaged = |what: String| ReadError(format!("the event at position {position}: {what}"));
    let at = Timestamp::from_microsecond(row.get(3)?).map_err(|error| damaged(error.to_string()))?;
    let json = row.get_ref(4)?.as_bytes().map_err(|error| damaged(error.to_string()))?;
    // What serde says would quote what somebody wrote.
    let event: Event = serde_json::from_slice(json)
        .map_err(|error| damaged(format!("no event that is known, at byte {}", error.column())))?;
    let shop = ShopId::new(row.get::<_, String>(5)?).map_err(|error| damaged(error.to_string()))?;
    let id = ConversationId::new(row.get::<_, String>(8)?).map_err(|error| damaged(error.to_string()))?;
    Ok(Placed {
        position,
        contact: contact_of(shop, row.get(6)?, &row.get::<_, String>(7)?)?,
        conversation: id,
        number: number(row, 1)?,
        recorded: Recorded { seq: number(row, 2)?, at, event },
    })
}

fn number(row: &Row<'_>, index: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(index).map(i64::unsigned_abs)
}

fn column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
