//! Which misunderstood messages were sorted, and as what.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, Transaction, params};

use super::{ReadError, Store};
use crate::domain::{ConversationId, Name, SeatId, Settled, Settling, ShopId};

/// So long a mark is kept: longer than messages stay in the inbox.
const KEPT: SignedDuration = SignedDuration::from_hours(100 * 24);

/// Why nothing was marked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettleError {
    #[error("there is no such conversation")]
    Unknown,
    #[error("the disk is full")]
    Full,
    #[error("the marks cannot be written: {0}")]
    Io(String),
}

impl From<rusqlite::Error> for SettleError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            _ => Self::Io(error.to_string()),
        }
    }
}

impl From<ReadError> for SettleError {
    fn from(error: ReadError) -> Self {
        Self::Io(error.to_string())
    }
}

impl Store {
    /// All marks of a shop that are still kept.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn settled(&self, shop: &ShopId) -> Result<Vec<Settled>, ReadError> {
        let shop = shop.clone();
        let list = move |connection: &Connection| {
            let mut select = connection.prepare_cached(
                "SELECT conversation.id, settled.seq, settled.text, settled.how, settled.name, settled.seat, settled.at,
                        settled.taught
                 FROM shop JOIN settled ON settled.shop = shop.number
                 JOIN conversation ON conversation.number = settled.conversation
                 WHERE shop.id = ?1 ORDER BY settled.at, settled.conversation, settled.seq",
            )?;
            let mut rows = select.query([shop.as_str()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(mark(row)?);
            }
            Ok(found)
        };
        self.readers.read(list).await
    }

    /// Marks messages; one that has a mark keeps it. All of them or none.
    ///
    /// # Errors
    /// When a conversation is not the shop's, or the disk refuses.
    pub async fn settle(&self, shop: &ShopId, marks: Vec<Settled>) -> Result<(), SettleError> {
        let shop = shop.clone();
        self.change(move |transaction| {
            for mark in &marks {
                settle(transaction, &shop, mark)?;
            }
            let Some(newest) = marks.iter().map(|mark| mark.at).max() else { return Ok(()) };
            let mut forget = transaction.prepare_cached(
                "DELETE FROM settled WHERE shop = (SELECT number FROM shop WHERE id = ?1) AND at < ?2",
            )?;
            forget.execute(params![shop.as_str(), (newest - KEPT).as_microsecond()])?;
            Ok(())
        })
        .await
    }

    /// Takes the marks of messages away again, as far as they have one.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn unsettle(
        &self,
        shop: &ShopId,
        messages: Vec<(ConversationId, u64)>,
    ) -> Result<(), SettleError> {
        let shop = shop.clone();
        self.change(move |transaction| {
            let mut delete = transaction.prepare_cached(
                "DELETE FROM settled WHERE shop = (SELECT number FROM shop WHERE id = ?1) AND seq = ?3 AND conversation =
                 (SELECT conversation.number FROM conversation JOIN shop ON shop.number = conversation.shop
                  WHERE shop.id = ?1 AND conversation.id = ?2)",
            )?;
            for (conversation, seq) in &messages {
                delete.execute(params![shop.as_str(), conversation.as_str(), column(*seq)])?;
            }
            Ok(())
        })
        .await
    }
}

fn settle(transaction: &Transaction<'_>, shop: &ShopId, mark: &Settled) -> Result<(), SettleError> {
    let mut select = transaction.prepare_cached(
        "SELECT shop.number, conversation.number FROM shop JOIN conversation ON conversation.shop = shop.number
         WHERE shop.id = ?1 AND conversation.id = ?2",
    )?;
    let numbers = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
    let found = select.query_row([shop.as_str(), mark.conversation.as_str()], numbers).optional()?;
    let (shop, conversation) = found.ok_or(SettleError::Unknown)?;
    let (how, name) = match &mark.how {
        Settling::Intent(name) => ("intent", Some(name.as_str())),
        Settling::Faq(name) => ("faq", Some(name.as_str())),
        Settling::NotOurs => ("not_ours", None),
        Settling::Dismissed => ("dismissed", None),
    };
    let mut insert = transaction
        .prepare_cached("INSERT OR IGNORE INTO settled VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
    let at = mark.at.as_microsecond();
    insert.execute(params![
        shop,
        conversation,
        column(mark.seq),
        mark.text,
        how,
        name,
        mark.by.as_str(),
        at,
        mark.taught
    ])?;
    Ok(())
}

fn mark(row: &Row<'_>) -> Result<Settled, ReadError> {
    let damaged = |what: String| ReadError(format!("a sorted message: {what}"));
    let name = row.get::<_, Option<String>>(4)?.map(Name::from);
    let how = match (row.get::<_, String>(3)?.as_str(), name) {
        ("intent", Some(name)) => Settling::Intent(name),
        ("faq", Some(name)) => Settling::Faq(name),
        ("not_ours", _) => Settling::NotOurs,
        ("dismissed", _) => Settling::Dismissed,
        (other, _) => return Err(damaged(format!("sorted as `{other}`"))),
    };
    Ok(Settled {
        conversation: ConversationId::new(row.get::<_, String>(0)?)
            .map_err(|error| damaged(error.to_string()))?,
        seq: row.get::<_, i64>(1)?.unsigned_abs(),
        text: row.get(2)?,
        how,
        by: SeatId::new(row.get::<_, String>(5)?).map_err(|error| damaged(error.to_string()))?,
        at: Timestamp::from_microsecond(row.get(6)?).map_err(|error| damaged(error.to_string()))?,
        taught: row.get(7)?,
    })
}

fn column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
