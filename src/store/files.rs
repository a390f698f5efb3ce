//! The bytes of files that customers and seats send each other, beside the log that says whose they are.
//!
//! A file comes in under another name. Once it is whole and synced it gets its own, and only then does an event name it: what was
//! acknowledged is on disk. What a crash leaves without an event goes at the next start.

mod new_file;

use std::{
    collections::HashSet,
    fs::{self, DirBuilder, File},
    io::{self, Read, Seek, SeekFrom},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::task;

pub use self::new_file::{NewFile, StoredFile};
use super::{ReadError, Store};
use crate::{
    config::AttachmentsConfig,
    domain::{AttachmentId, ShopId},
};

/// Where files lie while they come in. No shop is called so.
const INCOMING: &str = ".incoming";
/// Of a file, read at a time.
const CHUNK: usize = 64 * 1024;

/// A handle on the folder of files; cheap to clone.
#[derive(Debug, Clone)]
pub struct Files(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    folder: PathBuf,
    limits: AttachmentsConfig,
    /// Bytes of all files, those that come in included.
    used: AtomicU64,
}

/// Why a file was not taken; nothing of it is left.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    #[error("the file is empty")]
    Empty,
    #[error("the file has more than {0} bytes")]
    TooLarge(u64),
    #[error("the file's content is of no type that is taken")]
    UnknownType,
    /// All files together have as many bytes as they may.
    #[error("there is no room for more files")]
    NoRoom,
    #[error("the disk is full")]
    Full,
    #[error("the file cannot be written: {0}")]
    Io(String),
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
            Self::Full
        } else {
            Self::Io(error.to_string())
        }
    }
}

impl From<ReadError> for FileError {
    fn from(error: ReadError) -> Self {
        Self::Io(error.to_string())
    }
}

impl Files {
    /// Opens the folder, making it as needed, and removes what no event of the log names.
    ///
    /// # Errors
    /// When the folder or the log cannot be read or written.
    pub async fn open(folder: &Path, limits: AttachmentsConfig, store: &Store) -> Result<Self, FileError> {
        let files = Self(Arc::new(Inside { folder: folder.to_owned(), limits, used: AtomicU64::new(0) }));
        let folder = folder.to_owned();
        let shops = blocking(move || {
            make_folder(&folder)?;
            remove_incoming(&folder)?;
            shops(&folder)
        })
        .await?;
        for shop in shops {
            let named = store.attachment_ids(&shop).await?;
            let folder = files.0.folder.join(shop.as_str());
            let Swept { kept, removed } = blocking(move || sweep(&folder, &named)).await?;
            files.0.used.fetch_add(kept, Ordering::Relaxed);
            if removed > 0 {
                tracing::info!(%shop, removed, "files that were not acknowledged are removed");
            }
        }
        Ok(files)
    }

    /// What one file may be, and all together.
    pub fn limits(&self) -> &AttachmentsConfig {
        &self.0.limits
    }

    /// Bytes of all files.
    pub fn used(&self) -> u64 {
        self.0.used.load(Ordering::Relaxed)
    }

    /// A file of this shop is about to come in.
    ///
    /// # Errors
    /// [`FileError::NoRoom`], or why the disk refuses.
    pub async fn begin(&self, shop: &ShopId) -> Result<NewFile, FileError> {
        NewFile::create(self.clone(), shop.clone()).await
    }

    /// The bytes of a file from `start`, `length` of them at most; none where it is not there.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn read(
        &self,
        shop: &ShopId,
        id: &AttachmentId,
        start: u64,
        length: u64,
    ) -> Result<Option<Contents>, FileError> {
        let path = self.path(shop, id);
        blocking(move || match File::open(path) {
            Ok(mut file) => {
                file.seek(SeekFrom::Start(start))?;
                Ok(Some(Contents(file.take(length))))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    /// Removes a file that no event names.
    pub async fn remove(&self, shop: &ShopId, file: &StoredFile) {
        let path = self.path(shop, &file.id);
        match blocking(move || fs::remove_file(path)).await {
            Ok(()) => self.give_back(file.bytes),
            // The next start removes it.
            Err(error) => tracing::warn!(id = %file.id, %error, "a file cannot be removed"),
        }
    }

    /// By the end of its id, which is random: the beginning is the time.
    fn path(&self, shop: &ShopId, id: &AttachmentId) -> PathBuf {
        let end = id.as_str().len().saturating_sub(2);
        self.0.folder.join(shop.as_str()).join(&id.as_str()[end..]).join(id.as_str())
    }

    fn reserve(&self, bytes: u64) -> Result<(), FileError> {
        let most = self.0.limits.total_bytes.get();
        let more = |used: u64| used.checked_add(bytes).filter(|used| *used <= most);
        let reserved = self.0.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        reserved.map(drop).map_err(|_| FileError::NoRoom)
    }

    fn give_back(&self, bytes: u64) {
        self.0.used.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// What is still to be read of a file.
#[derive(Debug)]
pub struct Contents(io::Take<File>);

impl Contents {
    /// The next bytes and the rest; no bytes at the end.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn next(self) -> Result<(Vec<u8>, Self), FileError> {
        let Self(mut file) = self;
        blocking(move || {
            let mut chunk = Vec::with_capacity(CHUNK);
            file.by_ref().take(CHUNK as u64).read_to_end(&mut chunk)?;
            Ok((chunk, Self(file)))
        })
        .await
    }
}

/// Away from the async threads.
async fn blocking<T: Send + 'static>(
    run: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, FileError> {
    match task::spawn_blocking(run).await {
        Ok(result) => result.map_err(FileError::from),
        Err(error) => Err(FileError::Io(error.to_string())),
    }
}

/// For this user only: it holds what customers sent.
fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn remove_incoming(folder: &Path) -> io::Result<()> {
    let incoming = folder.join(INCOMING);
    if incoming.try_exists()? {
        fs::remove_dir_all(&incoming)?;
    }
    make_folder(&incoming)
}

fn shops(folder: &Path) -> io::Result<Vec<ShopId>> {
    let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name()));
    let names = names.collect::<io::Result<Vec<_>>>()?;
    Ok(names.iter().filter_map(|name| ShopId::new(name.to_str()?).ok()).collect())
}

/// Bytes that are kept, files that are removed.
struct Swept {
    kept: u64,
    removed: u64,
}

/// Walks over the files of a shop. What has no name of ours is left alone.
fn sweep(folder: &Path, named: &HashSet<String>) -> io::Result<Swept> {
    let mut swept = Swept { kept: 0, removed: 0 };
    for group in fs::read_dir(folder)? {
        let group = group?;
        if !group.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(group.path())? {
            let file = file?;
            let name = file.file_name();
            let Some(id) = name.to_str().filter(|name| AttachmentId::new(name).is_ok()) else { continue };
            if named.contains(id) {
                swept.kept += file.metadata()?.len();
            } else if file.file_type()?.is_file() {
                fs::remove_file(file.path())?;
                swept.removed += 1;
            }
        }
    }
    Ok(swept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_a_broken_one() {
        let check = |number: i32, full: bool| {
            let error = FileError::from(io::Error::from_raw_os_error(number));
            assert_eq!(error == FileError::Full, full, "{error}");
        };
        // ENOSPC, EDQUOT, EIO.
        check(28, true);
        check(122, true);
        check(5, false);
    }
}
