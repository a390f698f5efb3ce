//! Canned replies: the few rows that seats look up while they type.

use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, Transaction, params};

use super::{ReadError, Store};
use crate::domain::{Canned, CannedId, SeatId, ShopId, Shortcut, Title};

/// The shop's own.
const OF_THE_SHOP: u32 = 1000;
const OF_A_SEAT: u32 = 200;

/// Why nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannedError {
    #[error("there is no such canned reply")]
    Unknown,
    #[error("another canned reply has this shortcut")]
    ShortcutTaken,
    #[error("there are as many canned replies as there may be")]
    TooMany,
    #[error("the disk is full")]
    Full,
    #[error("the canned replies cannot be written: {0}")]
    Io(String),
}

impl From<rusqlite::Error> for CannedError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ConstraintViolation) => Self::ShortcutTaken,
            _ => Self::Io(error.to_string()),
        }
    }
}

impl From<ReadError> for CannedError {
    fn from(error: ReadError) -> Self {
        Self::Io(error.to_string())
    }
}

impl Store {
    /// A seat's own and the shop's, by shortcut.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn canned_of(&self, shop: &ShopId, seat: &SeatId) -> Result<Vec<Canned>, ReadError> {
        let (shop, seat) = (shop.clone(), seat.clone());
        let list = move |connection: &Connection| {
            let mut select = connection.prepare_cached(
                "SELECT canned.id, canned.owner, canned.shortcut, canned.title, canned.text FROM shop
                 JOIN canned ON canned.shop = shop.number
                 WHERE shop.id = ?1 AND canned.owner IN ('', ?2) ORDER BY canned.shortcut, canned.owner = ''",
            )?;
            let rows = select.query_map([shop.as_str(), seat.as_str()], columns)?;
            rows.map(|row| read(row?)).collect()
        };
        self.readers.read(list).await
    }

    /// One, whoever's it is.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn canned(&self, shop: &ShopId, id: &CannedId) -> Result<Option<Canned>, ReadError> {
        let (shop, id) = (shop.clone(), id.clone());
        self.readers.read(move |connection| by_id(connection, &shop, &id)).await
    }

    /// # Errors
    /// [`CannedError::ShortcutTaken`], [`CannedError::TooMany`], or the disk's.
    pub async fn add_canned(&self, shop: &ShopId, new: Canned) -> Result<(), CannedError> {
        let shop = shop.clone();
        self.change(move |transaction| add(transaction, &shop, &new)).await
    }

    /// Changes one in place and returns it; its owner stays who they are.
    ///
    /// # Errors
    /// [`CannedError::Unknown`], [`CannedError::ShortcutTaken`], or the disk's.
    pub async fn change_canned(
        &self,
        shop: &ShopId,
        id: &CannedId,
        change: impl FnOnce(&mut Canned) + Send + 'static,
    ) -> Result<Canned, CannedError> {
        let (shop, id) = (shop.clone(), id.clone());
        self.change(move |transaction| {
            let mut canned = by_id(transaction, &shop, &id)?.ok_or(CannedError::Unknown)?;
            change(&mut canned);
            transaction
                .prepare_cached(
                    "UPDATE canned SET shortcut = ?3, title = ?4, text = ?5
                     WHERE shop = (SELECT number FROM shop WHERE id = ?1) AND id = ?2",
                )?
                .execute([
                    shop.as_str(),
                    id.as_str(),
                    canned.shortcut.as_str(),
                    canned.title.as_str(),
                    &canned.text,
                ])?;
            Ok(canned)
        })
        .await
    }

    /// # Errors
    /// [`CannedError::Unknown`], or the disk's.
    pub async fn remove_canned(&self, shop: &ShopId, id: &CannedId) -> Result<(), CannedError> {
        let (shop, id) = (shop.clone(), id.clone());
        self.change(move |transaction| {
            let removed = transaction
                .prepare_cached(
                    "DELETE FROM canned WHERE shop = (SELECT number FROM shop WHERE id = ?1) AND id = ?2",
                )?
                .execute([shop.as_str(), id.as_str()])?;
            if removed == 1 { Ok(()) } else { Err(CannedError::Unknown) }
        })
        .await
    }
}

fn add(transaction: &Transaction<'_>, shop: &ShopId, new: &Canned) -> Result<(), CannedError> {
    let (owner, most) = match &new.owner {
        Some(seat) => (seat.as_str(), OF_A_SEAT),
        None => ("", OF_THE_SHOP),
    };
    transaction.prepare_cached("INSERT OR IGNORE INTO shop (id) VALUES (?)")?.execute([shop.as_str()])?;
    let count: u32 = transaction
        .prepare_cached(
            "SELECT count(*) FROM canned WHERE shop = (SELECT number FROM shop WHERE id = ?) AND owner = ?",
        )?
        .query_row([shop.as_str(), owner], |row| row.get(0))?;
    if count >= most {
        return Err(CannedError::TooMany);
    }
    transaction
        .prepare_cached(
            "INSERT INTO canned (shop, id, owner, shortcut, title, text)
             SELECT number, ?2, ?3, ?4, ?5, ?6 FROM shop WHERE id = ?1",
        )?
        .execute(params![
            shop.as_str(),
            new.id.as_str(),
            owner,
            new.shortcut.as_str(),
            new.title.as_str(),
            new.text
        ])?;
    Ok(())
}

fn by_id(connection: &Connection, shop: &ShopId, id: &CannedId) -> Result<Option<Canned>, ReadError> {
    let mut select = connection.prepare_cached(
        "SELECT canned.id, canned.owner, canned.shortcut, canned.title, canned.text FROM shop
         JOIN canned ON canned.shop = shop.number AND canned.id = ?2 WHERE shop.id = ?1",
    )?;
    let row = select.query_row([shop.as_str(), id.as_str()], columns).optional()?;
    row.map(read).transpose()
}

fn columns(row: &Row<'_>) -> rusqlite::Result<[String; 5]> {
    Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])
}

fn read([id, owner, shortcut, title, text]: [String; 5]) -> Result<Canned, ReadError> {
    let damaged = |error| ReadError(format!("a canned reply is damaged: {error}"));
    let owner = if owner.is_empty() { None } else { Some(SeatId::new(owner).map_err(damaged)?) };
    Ok(Canned {
        id: CannedId::new(id).map_err(damaged)?,
        owner,
        shortcut: Shortcut::new(&shortcut).map_err(damaged)?,
        title: Title::new(&title).map_err(damaged)?,
        text,
    })
}
