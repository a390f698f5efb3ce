use std::{io, sync::Arc};

/// Why nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VersionsError {
    #[error("content has no such file")]
    BadPath,
    #[error("there is no such file")]
    UnknownFile,
    #[error("there is no such version, or it is not kept any more")]
    UnknownVersion,
    #[error("the file, or the draft with it, would be too large")]
    TooLarge,
    /// Somebody else was faster: these files, or, where none are named, the live version.
    #[error("it was changed in the meantime")]
    Changed(Vec<Arc<str>>),
    /// There is no draft of this revision that is checked, trained and compared.
    #[error("the draft is not ready")]
    NotReady,
    /// It could not serve here, such as for want of a variable that integrations.yml names.
    #[error("it cannot serve: {0}")]
    Unfit(String),
    #[error("the disk is full")]
    Full,
    #[error("the versions cannot be read or written: {0}")]
    Disk(String),
}

impl From<io::Error> for VersionsError {
    fn from(error: io::Error) -> Self {
        let full = matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
        if full { Self::Full } else { Self::Disk(error.to_string()) }
    }
}

impl From<anyhow::Error> for VersionsError {
    fn from(error: anyhow::Error) -> Self {
        Self::Disk(format!("{error:#}"))
    }
}
