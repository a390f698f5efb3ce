//! The installation's own key: signs what visitors carry, and never leaves the data folder.

use std::{
    fmt,
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use super::random;

const FILE: &str = "key";
const BYTES: usize = 32;

/// 256 random bits.
#[derive(Clone)]
pub struct Key([u8; BYTES]);

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("cannot use the key {}: {error}", file.display())]
    Io { file: PathBuf, error: io::Error },
    #[error(
        "{} holds no key of {BYTES} bytes in hex: restore it, or remove it and every visitor starts anew",
        file.display()
    )]
    Damaged { file: PathBuf },
}

impl Key {
    /// Reads the key of a data folder; the first time it is made, readable by this user only.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds something else.
    pub fn open(data: &Path) -> Result<Self, KeyError> {
        let file = data.join(FILE);
        let failed = |error| KeyError::Io { file: file.clone(), error };
        if !file.try_exists().map_err(failed)? {
            make(data, &file).map_err(failed)?;
        }
        if fs::metadata(&file).map_err(failed)?.permissions().mode() & 0o077 != 0 {
            tracing::warn!(file = %file.display(), "others on this machine can read the key: chmod 600");
        }
        let text = fs::read_to_string(&file).map_err(failed)?;
        let mut key = [0; BYTES];
        hex::decode_to_slice(text.trim_end(), &mut key)
            .map_err(|_| KeyError::Damaged { file: file.clone() })?;
        Ok(Self(key))
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Written beside and renamed, so that a crash never leaves half a key.
fn make(data: &Path, file: &Path) -> io::Result<()> {
    let beside = data.join("key.new");
    let mut new = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    writeln!(new, "{}", hex::encode(random::bytes::<BYTES>()))?;
    new.sync_all()?;
    fs::rename(&beside, file)?;
    fs::File::open(data)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_is_private() {
        let data = tempfile::tempdir().unwrap();
        let first = Key::open(data.path()).unwrap();
        assert_eq!(Key::open(data.path()).unwrap().as_bytes(), first.as_bytes());
        let mode = fs::metadata(data.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_ne!(first.as_bytes(), Key::open(tempfile::tempdir().unwrap().path()).unwrap().as_bytes());
        assert!(!format!("{first:?}").contains(&hex::encode(first.as_bytes())));
    }

    #[test]
    fn a_damaged_key_is_not_replaced() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join(FILE), "0123").unwrap();
        let error = Key::open(data.path()).unwrap_err().to_string();
        assert!(error.contains("key holds no key of 32 bytes"), "{error}");
    }
}
