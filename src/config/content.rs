use std::{num::NonZeroU32, path::PathBuf};

use serde::Deserialize;

/// Where the operator's files lie.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentConfig {
    /// The folder with intents/, knowledge/ and integrations.yml. Without it: the current folder if it holds intents/, else what is
    /// built in.
    pub path: Option<PathBuf>,
    /// What `xiaoer train` wrote. Without it: models/current beside the content, else what is built in.
    pub model: Option<PathBuf>,
    /// Versions that are kept, the newest; the live one is kept in any case.
    pub versions: NonZeroU32,
}
