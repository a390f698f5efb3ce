//! What of the rollout outlives the process: a small file in the data folder, whole or not there.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::canary::{Begun, CanaryReport};

const FILE: &str = "rollout.json";

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct State {
    pub running: Option<Begun>,
    /// The canary that ended last.
    pub last: Option<CanaryReport>,
}

impl State {
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(folder: &Path) -> io::Result<Self> {
        match fs::read(folder.join(FILE)) {
            Ok(json) => Ok(serde_json::from_slice(&json)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// Written beside and renamed, so that a crash leaves the one before or this.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let beside = folder.join("rollout.json.new");
        let mut new = File::create(&beside)?;
        new.write_all(&serde_json::to_vec_pretty(self)?)?;
        new.sync_all()?;
        fs::rename(&beside, folder.join(FILE))?;
        File::open(folder)?.sync_all()
    }
}
