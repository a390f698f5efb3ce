use std::path::PathBuf;

use rusqlite::ErrorCode;

use crate::domain::ConversationId;

/// Why nothing was stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Another writer appended first: load the log again and decide anew.
    #[error("the conversation has moved on")]
    Conflict,
    /// The same contact sent the same message id before.
    #[error("message {seq} of conversation {conversation} is the same message")]
    Repeated { conversation: ConversationId, seq: u64 },
    #[error("the disk is full")]
    Full,
    #[error("the log cannot be written: {0}")]
    Io(String),
}

impl AppendError {
    pub(super) fn stopped() -> Self {
        Self::Io("the writer has stopped".into())
    }
}

impl From<rusqlite::Error> for AppendError {
    fn from(error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(ErrorCode::DiskFull) {
            Self::Full
        } else {
            Self::Io(error.to_string())
        }
    }
}

/// Why the log could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "{file} was written by a newer xiaoer (schema {found}, this one knows up to {known}): install that release or restore a backup"
    )]
    Newer { file: PathBuf, found: i64, known: i64 },
    #[error("{file} cannot be opened as a log: {source}")]
    Sqlite { file: PathBuf, source: rusqlite::Error },
    #[error("the writer of the log cannot be started: {0}")]
    Thread(String),
}

/// Why the log could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the log cannot be read: {0}")]
pub struct ReadError(pub(super) String);

impl From<rusqlite::Error> for ReadError {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}
