//! Contents of files by their digest: what is in two versions is stored once.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use super::{Digest, disk};

/// What this user alone may read: content may say more than the pages do.
const MODE: u32 = 0o600;

#[derive(Debug, Clone)]
pub struct Blobs(PathBuf);

impl Blobs {
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(folder: PathBuf) -> io::Result<Self> {
        disk::make_private(&folder)?;
        Ok(Self(folder))
    }

    /// Stores bytes, unless they are stored.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn put(&self, bytes: &[u8]) -> io::Result<Digest> {
        let digest = Digest::of(bytes);
        let file = self.place(digest);
        // Written by rename: a blob that is there is whole, unless the disk has damaged it.
        if fs::metadata(&file).is_ok_and(|known| known.len() == bytes.len() as u64) {
            return Ok(digest);
        }
        if let Some(folder) = file.parent() {
            disk::make_private(folder)?;
        }
        disk::write(&file, bytes, MODE)?;
        Ok(digest)
    }

    /// # Errors
    /// When there is no such blob, or it is damaged.
    pub fn get(&self, digest: Digest) -> io::Result<Vec<u8>> {
        let bytes = fs::read(self.place(digest))?;
        if Digest::of(&bytes) == digest {
            Ok(bytes)
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidData, format!("the blob {digest} is damaged")))
        }
    }

    /// Where a blob lies.
    pub fn place(&self, digest: Digest) -> PathBuf {
        let name = digest.to_string();
        self.0.join(&name[..2]).join(name)
    }

    /// Removes all others. What cannot be removed stays, and is tried again the next time.
    pub fn sweep(&self, keep: &BTreeSet<Digest>) {
        for group in entries(&self.0) {
            for blob in entries(&group) {
                let name = blob.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if name.parse::<Digest>().ok().is_none_or(|digest| !keep.contains(&digest))
                    && let Err(error) = disk::remove(&blob)
                {
                    tracing::warn!(blob = %blob.display(), %error, "a blob of no version stays");
                }
            }
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.filter_map(|entry| Some(entry.ok()?.path())).collect()
}
