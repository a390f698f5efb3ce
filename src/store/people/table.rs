//! The rows of one shop's accounts and sessions.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{CachedStatement, Connection, ErrorCode, Row, params};

use super::{PeopleError, ReadError, StoredAccount, StoredSession};
use crate::domain::{Account, Email, Name, Person, Role, SeatId, ShopId};

/// What every reading of an account selects, in the order of [`Table::account`].
macro_rules! account {
    ($rest:literal) => {
        concat!(
            "SELECT account.id, account.email, account.name, account.role, account.skills, account.capacity, ",
            "account.enabled, account.password FROM shop ",
            "JOIN account ON account.shop = shop.number ",
            $rest
        )
    };
}

pub(super) struct Table<'c> {
    connection: &'c Connection,
    shop: &'c ShopId,
}

impl<'c> Table<'c> {
    pub fn new(connection: &'c Connection, shop: &'c ShopId) -> Self {
        Self { connection, shop }
    }

    pub fn accounts(&self) -> Result<Vec<Account>, ReadError> {
        let mut select = self.statement(account!("WHERE shop.id = ? ORDER BY account.email"))?;
        let mut rows = select.query([self.shop.as_str()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(self.account(row)?.account);
        }
        Ok(found)
    }

    pub fn by_id(&self, seat: &SeatId) -> Result<Option<StoredAccount>, ReadError> {
        self.find(account!("WHERE shop.id = ? AND account.id = ?"), seat.as_str())
    }

    pub fn by_email(&self, email: &Email) -> Result<Option<StoredAccount>, ReadError> {
        self.find(account!("WHERE shop.id = ? AND account.email = ?"), email.as_str())
    }

    /// Whether anybody looks after the accounts.
    pub fn has_admin(&self) -> rusqlite::Result<bool> {
        self.statement(
            "SELECT 1 FROM shop JOIN account ON account.shop = shop.number
             WHERE shop.id = ? AND account.role = ? AND account.enabled = 1",
        )?
        .exists([self.shop.as_str(), Role::Admin.as_str()])
    }

    pub fn insert(&self, new: &StoredAccount, demo: bool) -> Result<(), PeopleError> {
        let Account { person, email, enabled } = &new.account;
        self.statement("INSERT OR IGNORE INTO shop (id) VALUES (?)")?.execute([self.shop.as_str()])?;
        let inserted = self
            .statement(
                "INSERT INTO account (shop, id, email, name, role, skills, capacity, enabled, demo, password)
                 SELECT number, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM shop WHERE id = ?1",
            )?
            .execute(params![
                self.shop.as_str(),
                person.seat.as_str(),
                email.as_str(),
                person.name,
                person.role.as_str(),
                skills(person)?,
                person.capacity,
                enabled,
                demo,
                new.password
            ]);
        match inserted {
            Ok(_) => Ok(()),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                Err(PeopleError::EmailTaken)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// All but the address and the password, which have ways of their own.
    pub fn update(&self, account: &Account) -> Result<(), PeopleError> {
        let Account { person, email: _, enabled } = account;
        self.statement(
            "UPDATE account SET name = ?3, role = ?4, skills = ?5, capacity = ?6, enabled = ?7
             WHERE shop = (SELECT number FROM shop WHERE id = ?1) AND id = ?2",
        )?
        .execute(params![
            self.shop.as_str(),
            person.seat.as_str(),
            person.name,
            person.role.as_str(),
            skills(person)?,
            person.capacity,
            enabled
        ])?;
        Ok(())
    }

    pub fn set_password(&self, seat: &SeatId, hash: &str) -> Result<(), PeopleError> {
        let changed = self
            .statement(
                "UPDATE account SET password = ?3 WHERE shop = (SELECT number FROM shop WHERE id = ?1) AND id = ?2",
            )?
            .execute([self.shop.as_str(), seat.as_str(), hash])?;
        if changed == 1 { Ok(()) } else { Err(PeopleError::Unknown) }
    }

    /// Of every shop: a folder holds one demonstration. Their sessions go with them.
    pub fn remove_demo(&self) -> Result<(), PeopleError> {
        self.statement("DELETE FROM account WHERE demo = 1")?.execute([])?;
        Ok(())
    }

    pub fn session(&self, token: [u8; 32]) -> Result<Option<StoredSession>, ReadError> {
        let mut select = self.statement(
            "SELECT account.id, account.email, account.name, account.role, account.skills, account.capacity,
                    account.enabled, account.password, session.began, session.seen FROM shop
             JOIN session ON session.shop = shop.number AND session.token = ?2
             JOIN account ON account.number = session.account AND account.shop = shop.number
             WHERE shop.id = ?1 AND account.enabled = 1",
        )?;
        let mut rows = select.query(params![self.shop.as_str(), token])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let account = self.account(row)?.account;
        Ok(Some(StoredSession { account, began: time(row.get(8)?)?, seen: time(row.get(9)?)? }))
    }

    pub fn begin_session(&self, seat: &SeatId, token: [u8; 32], now: Timestamp) -> Result<(), PeopleError> {
        let begun = self
            .statement(
                "INSERT INTO session (shop, token, account, began, seen)
                 SELECT shop.number, ?3, account.number, ?4, ?4 FROM shop
                 JOIN account ON account.shop = shop.number
                 WHERE shop.id = ?1 AND account.id = ?2 AND account.enabled = 1",
            )?
            .execute(params![self.shop.as_str(), seat.as_str(), token, now.as_microsecond()])?;
        if begun == 1 { Ok(()) } else { Err(PeopleError::Unknown) }
    }

    pub fn touch_session(&self, token: [u8; 32], now: Timestamp) -> Result<(), PeopleError> {
        self.statement(
            "UPDATE session SET seen = ?3 WHERE shop = (SELECT number FROM shop WHERE id = ?1) AND token = ?2",
        )?
        .execute(params![self.shop.as_str(), token, now.as_microsecond()])?;
        Ok(())
    }

    pub fn end_session(&self, token: [u8; 32]) -> Result<(), PeopleError> {
        self.statement(
            "DELETE FROM session WHERE shop = (SELECT number FROM shop WHERE id = ?1) AND token = ?2",
        )?
        .execute(params![self.shop.as_str(), token])?;
        Ok(())
    }

    pub fn end_sessions(&self, seat: &SeatId, keep: Option<[u8; 32]>) -> Result<(), PeopleError> {
        self.statement(
            "DELETE FROM session WHERE token IS NOT ?3 AND (shop, account) IN
             (SELECT shop.number, account.number FROM shop JOIN account ON account.shop = shop.number
              WHERE shop.id = ?1 AND account.id = ?2)",
        )?
        .execute(params![self.shop.as_str(), seat.as_str(), keep])?;
        Ok(())
    }

    /// But for the newest so many.
    pub fn end_oldest_sessions(&self, seat: &SeatId, keep: u16) -> Result<Vec<[u8; 32]>, PeopleError> {
        let mut delete = self.statement(
            "DELETE FROM session WHERE (shop, token) IN
             (SELECT session.shop, session.token FROM shop
              JOIN account ON account.shop = shop.number AND account.id = ?2
              JOIN session ON session.shop = shop.number AND session.account = account.number
              WHERE shop.id = ?1 ORDER BY session.began DESC, session.token LIMIT -1 OFFSET ?3)
             RETURNING token",
        )?;
        let ended = delete.query_map(params![self.shop.as_str(), seat.as_str(), keep], |row| row.get(0))?;
        Ok(ended.collect::<Result<_, _>>()?)
    }

    pub fn end_old_sessions(&self, before: Timestamp, oldest: Timestamp) -> Result<(), PeopleError> {
        self.statement(
            "DELETE FROM session WHERE shop = (SELECT number FROM shop WHERE id = ?1) AND (seen < ?2 OR began < ?3)",
        )?
        .execute(params![self.shop.as_str(), before.as_microsecond(), oldest.as_microsecond()])?;
        Ok(())
    }

    fn statement(&self, sql: &str) -> rusqlite::Result<CachedStatement<'_>> {
        self.connection.prepare_cached(sql)
    }

    fn find(&self, sql: &str, value: &str) -> Result<Option<StoredAccount>, ReadError> {
        let mut select = self.statement(sql)?;
        let mut rows = select.query([self.shop.as_str(), value])?;
        rows.next()?.map(|row| self.account(row)).transpose()
    }

    fn account(&self, row: &Row<'_>) -> Result<StoredAccount, ReadError> {
        let damaged = |what: &dyn std::fmt::Display| ReadError(format!("an account is damaged: {what}"));
        let role: String = row.get(3)?;
        let skills: String = row.get(4)?;
        let person = Person {
            seat: SeatId::new(row.get::<_, String>(0)?).map_err(|error| damaged(&error))?,
            shop: self.shop.clone(),
            role: Role::parse(&role).ok_or_else(|| damaged(&format!("there is no role {role}")))?,
            name: row.get(2)?,
            skills: serde_json::from_str::<BTreeSet<Name>>(&skills).map_err(|error| damaged(&error))?,
            capacity: row.get(5)?,
        };
        let email = Email::new(&row.get::<_, String>(1)?).map_err(|error| damaged(&error))?;
        Ok(StoredAccount { account: Account { person, email, enabled: row.get(6)? }, password: row.get(7)? })
    }
}

fn skills(person: &Person) -> Result<String, PeopleError> {
    serde_json::to_string(&person.skills).map_err(|error| PeopleError::Io(error.to_string()))
}

fn time(microseconds: i64) -> Result<Timestamp, ReadError> {
    Timestamp::from_microsecond(microseconds).map_err(|error| ReadError(error.to_string()))
}
