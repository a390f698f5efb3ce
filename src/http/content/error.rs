use crate::{
    http::{ApiError, Code},
    versions::VersionsError,
};

impl From<VersionsError> for ApiError {
    fn from(error: VersionsError) -> Self {
        match error {
            VersionsError::BadPath => Self::from(Code::BadPath).field("path"),
            VersionsError::UnknownFile => Self::from(Code::UnknownFile).field("path"),
            VersionsError::UnknownVersion => Code::UnknownVersion.into(),
            VersionsError::TooLarge => Code::DraftTooLarge.into(),
            VersionsError::Changed(paths) if paths.is_empty() => Code::ContentChanged.into(),
            VersionsError::Changed(paths) => {
                let paths: Vec<&str> = paths.iter().map(|path| &**path).collect();
                let message = format!("{} Look at: {}.", Code::ContentChanged.meaning(), paths.join(", "));
                Self::new(Code::ContentChanged, message)
            }
            VersionsError::NotReady => Code::DraftNotReady.into(),
            VersionsError::Unfit(_) => Self::because(Code::ContentUnfit, &error),
            VersionsError::Full => Code::StoreFull.into(),
            VersionsError::Disk(why) => {
                tracing::error!(error = why, "the versions cannot be read or written");
                Code::StoreDown.into()
            }
        }
    }
}
