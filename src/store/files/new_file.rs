//! A file while it comes in.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    mem,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use uuid::Uuid;

use super::{FileError, Files, INCOMING, blocking, make_folder};
use crate::domain::{AttachmentId, MediaType, ShopId};

/// Written at a time.
const BUFFER: usize = 256 * 1024;
/// So many bytes tell what a file is; fewer, when it has no more.
const HEAD: usize = 512;

/// Bounded in memory, whatever its size. Dropped, nothing of it is left.
pub struct NewFile {
    files: Files,
    shop: ShopId,
    id: AttachmentId,
    path: PathBuf,
    /// Absent while it is written to, and after that has failed.
    file: Option<File>,
    unwritten: Vec<u8>,
    /// The beginning, until it is known what it is.
    head: Vec<u8>,
    kind: Option<MediaType>,
    bytes: u64,
    kept: bool,
}

/// A file that is whole and on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    pub id: AttachmentId,
    pub kind: MediaType,
    pub bytes: u64,
}

impl NewFile {
    pub(super) async fn create(files: Files, shop: ShopId) -> Result<Self, FileError> {
        let id = AttachmentId::new(Uuid::now_v7().to_string()).expect("a UUID has digits and dashes only");
        let path = files.0.folder.join(INCOMING).join(id.as_str());
        let mut new = Self {
            files,
            shop,
            id,
            path: path.clone(),
            file: None,
            unwritten: Vec::new(),
            head: Vec::new(),
            kind: None,
            bytes: 0,
            kept: false,
        };
        new.files.reserve(0)?;
        let open = move || OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        new.file = Some(blocking(open).await?);
        Ok(new)
    }

    /// Takes in what comes next.
    ///
    /// # Errors
    /// [`FileError::TooLarge`], [`FileError::UnknownType`] or [`FileError::NoRoom`] as soon as that is clear, or why the disk refuses.
    pub async fn write(&mut self, data: &[u8]) -> Result<(), FileError> {
        let length = data.len() as u64;
        let most = self.files.0.limits.bytes.get();
        if self.bytes + length > most {
            return Err(FileError::TooLarge(most));
        }
        self.files.reserve(length)?;
        self.bytes += length;
        if self.kind.is_none() {
            let missing = HEAD - self.head.len().min(HEAD);
            self.head.extend_from_slice(&data[..data.len().min(missing)]);
            if self.head.len() >= HEAD {
                self.look()?;
            }
        }
        self.unwritten.extend_from_slice(data);
        if self.unwritten.len() >= BUFFER { self.flush().await } else { Ok(()) }
    }

    /// It is complete: gives it its place, from which a crash does not take it.
    ///
    /// # Errors
    /// [`FileError::Empty`], [`FileError::UnknownType`], or why the disk refuses.
    pub async fn keep(mut self) -> Result<StoredFile, FileError> {
        if self.bytes == 0 {
            return Err(FileError::Empty);
        }
        let kind = self.look()?;
        self.flush().await?;
        let file = self.file.take().ok_or_else(lost)?;
        let (from, to) = (self.path.clone(), self.files.path(&self.shop, &self.id));
        let root = self.files.0.folder.clone();
        blocking(move || {
            file.sync_all()?;
            put(&from, &to, &root)
        })
        .await?;
        self.kept = true;
        Ok(StoredFile { id: self.id.clone(), kind, bytes: self.bytes })
    }

    /// What it is, by its beginning.
    fn look(&mut self) -> Result<MediaType, FileError> {
        if let Some(kind) = self.kind {
            return Ok(kind);
        }
        let found = infer::get(&self.head).and_then(|found| MediaType::parse(found.mime_type()));
        let kind = found.filter(|kind| self.files.0.limits.types.contains(kind));
        self.kind = kind;
        kind.ok_or(FileError::UnknownType)
    }

    async fn flush(&mut self) -> Result<(), FileError> {
        let mut file = self.file.take().ok_or_else(lost)?;
        let mut unwritten = mem::take(&mut self.unwritten);
        let write = move || {
            file.write_all(&unwritten)?;
            unwritten.clear();
            Ok((file, unwritten))
        };
        let (file, unwritten) = blocking(write).await?;
        (self.file, self.unwritten) = (Some(file), unwritten);
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        self.files.give_back(self.bytes);
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                // The next start removes it.
                tracing::warn!(id = %self.id, %error, "a file that did not come in whole cannot be removed");
            }
            Ok(()) | Err(_) => {}
        }
    }
}

fn lost() -> FileError {
    FileError::Io("an earlier write has failed".into())
}

/// Moves a file to its place, so that the place and the way to it are on disk.
fn put(from: &Path, to: &Path, root: &Path) -> io::Result<()> {
    let group = to.parent().unwrap_or(root);
    let is_new = !group.try_exists()?;
    make_folder(group)?;
    fs::rename(from, to)?;
    File::open(group)?.sync_all()?;
    if is_new {
        for folder in group.ancestors().skip(1).take_while(|folder| folder.starts_with(root)) {
            File::open(folder)?.sync_all()?;
        }
    }
    Ok(())
}
