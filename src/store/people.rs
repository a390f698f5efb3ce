//! Accounts and sessions: the few rows of those who sign in.
//!
//! Each change is one transaction.

mod table;

use jiff::Timestamp;
use rusqlite::ErrorCode;

use self::table::Table;
use super::{ReadError, Store};
use crate::domain::{Account, Email, SeatId, ShopId};

/// Of an account, at a time.
const SESSIONS: u16 = 20;

/// An account with the hash of its password.
#[derive(Clone)]
pub struct StoredAccount {
    pub account: Account,
    pub password: String,
}

/// A session of an account that is enabled.
#[derive(Debug, Clone)]
pub struct StoredSession {
    pub account: Account,
    pub began: Timestamp,
    /// When it was used last, to within minutes.
    pub seen: Timestamp,
}

/// Why nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeopleError {
    #[error("the shop has no such account")]
    Unknown,
    #[error("another account has this address")]
    EmailTaken,
    #[error("the shop has an admin already")]
    NotFirst,
    #[error("the shop must keep an admin")]
    LastAdmin,
    #[error("the disk is full")]
    Full,
    #[error("the accounts cannot be written: {0}")]
    Io(String),
}

impl From<rusqlite::Error> for PeopleError {
    fn from(error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(ErrorCode::DiskFull) {
            Self::Full
        } else {
            Self::Io(error.to_string())
        }
    }
}

impl From<ReadError> for PeopleError {
    fn from(error: ReadError) -> Self {
        Self::Io(error.to_string())
    }
}

impl Store {
    /// A shop's accounts, by address.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn accounts(&self, shop: &ShopId) -> Result<Vec<Account>, ReadError> {
        self.read_people(shop, |table| table.accounts()).await
    }

    /// Whether anybody looks after a shop's accounts.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn has_admin(&self, shop: &ShopId) -> Result<bool, ReadError> {
        self.read_people(shop, |table| Ok(table.has_admin()?)).await
    }

    /// # Errors
    /// When the file cannot be read.
    pub async fn account_of(&self, shop: &ShopId, email: &Email) -> Result<Option<StoredAccount>, ReadError> {
        let email = email.clone();
        self.read_people(shop, move |table| table.by_email(&email)).await
    }

    /// # Errors
    /// [`PeopleError::EmailTaken`]; [`PeopleError::NotFirst`] when it must be the shop's first admin and is not.
    pub async fn add_account(&self, new: StoredAccount, first: bool) -> Result<(), PeopleError> {
        let shop = new.account.person.shop.clone();
        self.change_people(&shop, move |table| {
            if first && table.has_admin()? {
                return Err(PeopleError::NotFirst);
            }
            table.insert(&new, false)
        })
        .await
    }

    /// Changes an account in place and returns it; one that is disabled or has another role loses its sessions.
    ///
    /// # Errors
    /// [`PeopleError::Unknown`]; [`PeopleError::LastAdmin`] when nobody would be left to look after the accounts.
    pub async fn change_account(
        &self,
        shop: &ShopId,
        seat: &SeatId,
        change: impl FnOnce(&mut Account) + Send + 'static,
    ) -> Result<Account, PeopleError> {
        let seat = seat.clone();
        self.change_people(shop, move |table| {
            let mut account = table.by_id(&seat)?.ok_or(PeopleError::Unknown)?.account;
            let (had_admin, role) = (table.has_admin()?, account.person.role);
            change(&mut account);
            table.update(&account)?;
            if had_admin && !table.has_admin()? {
                return Err(PeopleError::LastAdmin);
            }
            if !account.enabled || account.person.role != role {
                table.end_sessions(&seat, None)?;
            }
            Ok(account)
        })
        .await
    }

    /// Stores another hash; all sessions of the account end, but for one.
    ///
    /// # Errors
    /// [`PeopleError::Unknown`].
    pub async fn set_password(
        &self,
        shop: &ShopId,
        seat: &SeatId,
        hash: String,
        keep: Option<[u8; 32]>,
    ) -> Result<(), PeopleError> {
        let seat = seat.clone();
        self.change_people(shop, move |table| {
            table.set_password(&seat, &hash)?;
            table.end_sessions(&seat, keep)
        })
        .await
    }

    /// Puts the accounts of a demonstration in the place of the last one's; without any, there is none.
    ///
    /// # Errors
    /// [`PeopleError::EmailTaken`] when an address or an id is somebody's.
    pub async fn set_demo_accounts(&self, shop: &ShopId, new: Vec<StoredAccount>) -> Result<(), PeopleError> {
        self.change_people(shop, move |table| {
            table.remove_demo()?;
            new.iter().try_for_each(|account| table.insert(account, true))
        })
        .await
    }

    /// The session with this digest, if its account is enabled.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn session(&self, shop: &ShopId, token: [u8; 32]) -> Result<Option<StoredSession>, ReadError> {
        self.read_people(shop, move |table| table.session(token)).await
    }

    /// Stores a session that begins. Those that were not used since `before`, and those that began before `oldest`, go; so do the
    /// oldest of an account that has too many, which are returned.
    ///
    /// # Errors
    /// [`PeopleError::Unknown`] when the account is gone or disabled by now.
    pub async fn begin_session(
        &self,
        shop: &ShopId,
        seat: &SeatId,
        token: [u8; 32],
        now: Timestamp,
        [before, oldest]: [Timestamp; 2],
    ) -> Result<Vec<[u8; 32]>, PeopleError> {
        let seat = seat.clone();
        self.change_people(shop, move |table| {
            table.end_old_sessions(before, oldest)?;
            table.begin_session(&seat, token, now)?;
            table.end_oldest_sessions(&seat, SESSIONS)
        })
        .await
    }

    /// The session was used.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn touch_session(
        &self,
        shop: &ShopId,
        token: [u8; 32],
        now: Timestamp,
    ) -> Result<(), PeopleError> {
        self.change_people(shop, move |table| table.touch_session(token, now)).await
    }

    /// # Errors
    /// When the disk refuses.
    pub async fn end_session(&self, shop: &ShopId, token: [u8; 32]) -> Result<(), PeopleError> {
        self.change_people(shop, move |table| table.end_session(token)).await
    }

    async fn read_people<T: Send + 'static>(
        &self,
        shop: &ShopId,
        read: impl FnOnce(&Table<'_>) -> Result<T, ReadError> + Send + 'static,
    ) -> Result<T, ReadError> {
        let shop = shop.clone();
        self.readers.read(move |connection| read(&Table::new(connection, &shop))).await
    }

    async fn change_people<T: Send + 'static>(
        &self,
        shop: &ShopId,
        change: impl FnOnce(&Table<'_>) -> Result<T, PeopleError> + Send + 'static,
    ) -> Result<T, PeopleError> {
        let shop = shop.clone();
        self.change(move |transaction| change(&Table::new(transaction, &shop))).await
    }
}
