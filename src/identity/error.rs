use std::time::Duration;

use super::{password::Busy, throttle::Wait};
use crate::store::{PeopleError, ReadError};

/// Why somebody is not let in, or an account not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// No such account, a wrong password, or an account that is disabled: which one is nobody's business.
    #[error("the address or the password is wrong")]
    BadCredentials,
    /// So long until the next attempt.
    #[error("too many attempts")]
    Throttled(Duration),
    #[error("too many passwords are being checked")]
    Busy,
    #[error("the shop has an admin already")]
    SetUp,
    #[error("the shop has no such account")]
    Unknown,
    #[error("another account has this address")]
    EmailTaken,
    #[error("the shop must keep an admin")]
    LastAdmin,
    #[error(transparent)]
    Profile(#[from] ProfileError),
    #[error("the disk is full")]
    StoreFull,
    #[error("{0}")]
    StoreDown(String),
}

/// What cannot be said about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    #[error("a name has 1 to 64 characters, and no control characters")]
    Name,
    #[error("there are at most 32 skills, each of 1 to 64 bytes without control characters")]
    Skills,
    #[error("a seat holds 1 to 100 conversations at a time")]
    Capacity,
}

impl From<PeopleError> for IdentityError {
    fn from(error: PeopleError) -> Self {
        match error {
            PeopleError::Unknown => Self::Unknown,
            PeopleError::EmailTaken => Self::EmailTaken,
            PeopleError::NotFirst => Self::SetUp,
            PeopleError::LastAdmin => Self::LastAdmin,
            PeopleError::Full => Self::StoreFull,
            PeopleError::Io(error) => Self::StoreDown(error),
        }
    }
}

impl From<ReadError> for IdentityError {
    fn from(error: ReadError) -> Self {
        Self::StoreDown(error.to_string())
    }
}

impl From<Wait> for IdentityError {
    fn from(Wait(wait): Wait) -> Self {
        Self::Throttled(wait)
    }
}

impl From<Busy> for IdentityError {
    fn from(Busy: Busy) -> Self {
        Self::Busy
    }
}
