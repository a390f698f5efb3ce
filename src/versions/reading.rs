//! What there is to see: files, changes, versions.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;

use super::{
    Change, Digest, Draft, Manifest, Progress, Standing, Version, Versions, VersionsError, book::Book, diff,
};
use crate::content::SourceFile;

/// Where the shop's content stands.
#[derive(Debug, Clone)]
pub struct Overview {
    /// `None`: what is built in.
    pub folder: Option<PathBuf>,
    pub live: Version,
    pub draft: Option<Standing>,
    /// Files that differ from the live version, saved by hand.
    pub disk: Vec<Arc<str>>,
}

/// A content file, as the draft has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    pub path: Arc<str>,
    pub etag: Digest,
    pub bytes: u64,
    /// Whether the draft changes it.
    pub changed: bool,
}

/// A content file with its text: the draft's, else the folder's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileText {
    pub path: Arc<str>,
    pub text: String,
    pub etag: Digest,
    /// The live version's, where it is another one.
    pub live: Option<String>,
}

/// A file that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    pub path: Arc<str>,
    pub change: Change,
    /// Unified.
    pub diff: String,
    /// Who changed it, and when; in the draft only.
    pub by: Option<(String, Timestamp)>,
}

/// All content files with the draft's changes, as `content::load` takes them.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The draft's; `None` where there is none.
    pub revision: Option<u64>,
    /// By path. A file's etag is [`Digest::of`] its bytes.
    pub files: Vec<SourceFile>,
}

impl Versions {
    pub async fn overview(&self) -> Result<Overview, VersionsError> {
        self.blocking(|inside| {
            let mut book = inside.book();
            let folder = book.folder.scan()?;
            let live = book.live().ok_or(VersionsError::UnknownVersion)?;
            let disk = live.files.changes_to(&folder).into_keys().collect();
            Ok(Overview {
                folder: book.folder.root().map(ToOwned::to_owned),
                live: live.version.clone(),
                draft: book
                    .draft()
                    .cloned()
                    .map(|draft| Standing { draft, progress: inside.bench.progress() }),
                disk,
            })
        })
        .await
    }

    /// The content's files, by path: the folder's with the draft's changes.
    pub async fn files(&self) -> Result<Vec<FileEntry>, VersionsError> {
        self.blocking(|inside| {
            let book = inside.book();
            let mut found: Vec<FileEntry> = Vec::new();
            let edits = book.draft().map(|draft| &draft.changes);
            for SourceFile { path, bytes } in book.folder.content()? {
                if edits.is_none_or(|edits| !edits.contains_key(&path)) {
                    let etag = Digest::of(&bytes);
                    found.push(FileEntry { path, etag, bytes: bytes.len() as u64, changed: false });
                }
            }
            for (path, edit) in edits.into_iter().flatten() {
                if let Some(etag) = edit.content {
                    found.push(FileEntry { path: path.clone(), etag, bytes: edit.bytes, changed: true });
                }
            }
            found.sort_by(|a, b| a.path.cmp(&b.path));
            Ok(found)
        })
        .await
    }

    /// # Errors
    /// [`VersionsError::UnknownFile`], or the disk's.
    pub async fn file(&self, path: &str) -> Result<FileText, VersionsError> {
        let path: Arc<str> = path.into();
        self.blocking(move |inside| {
            let book = inside.book();
            let bytes = match book.draft().and_then(|draft| draft.changes.get(&path)) {
                Some(edit) => edit.content.map(|digest| book.blobs.get(digest)).transpose()?,
                None => book.folder.file(&path)?,
            };
            let bytes = bytes.ok_or(VersionsError::UnknownFile)?;
            let etag = Digest::of(&bytes);
            let live = book.live().and_then(|live| live.files.get(&path)).filter(|digest| *digest != etag);
            let live = live.map(|digest| text(&book, digest)).transpose()?;
            Ok(FileText { path, text: String::from_utf8_lossy(&bytes).into_owned(), etag, live })
        })
        .await
    }

    /// All content files as the draft would publish them.
    pub async fn snapshot(&self) -> Result<Snapshot, VersionsError> {
        self.blocking(|inside| {
            let book = inside.book();
            let live = book.live().ok_or(VersionsError::UnknownVersion)?;
            let files = book.draft().map_or_else(|| live.files.content(), |draft| draft.over(&live.files));
            let files = super::load::sources(&book.blobs, &files)?;
            Ok(Snapshot { revision: book.draft().map(|draft| draft.revision), files })
        })
        .await
    }

    /// What the draft changes, with how the work on it stands.
    pub async fn changes(&self) -> Result<Option<(Draft, Progress, Vec<FileChange>)>, VersionsError> {
        self.blocking(|inside| {
            let book = inside.book();
            let Some((draft, live)) = book.draft().zip(book.live()) else { return Ok(None) };
            let mut changes = differences(&book, &live.files, &draft.over(&live.files))?;
            for change in &mut changes {
                change.by = draft.changes.get(&change.path).map(|edit| (edit.author.clone(), edit.at));
            }
            Ok(Some((draft.clone(), inside.bench.progress(), changes)))
        })
        .await
    }

    /// The version that is live.
    pub async fn live(&self) -> Result<Version, VersionsError> {
        self.blocking(|inside| {
            inside.book().live().map(|live| live.version.clone()).ok_or(VersionsError::UnknownVersion)
        })
        .await
    }

    /// Newest first, those before a number, no more than so many.
    pub async fn versions(&self, before: Option<u32>, most: usize) -> Result<Vec<Version>, VersionsError> {
        self.blocking(move |inside| {
            let book = inside.book();
            let older =
                book.entries().filter(|entry| before.is_none_or(|before| entry.version.number < before));
            Ok(older.take(most).map(|entry| entry.version.clone()).collect())
        })
        .await
    }

    /// A version, with what it changed of the one that was live before it, if that is still kept.
    ///
    /// # Errors
    /// [`VersionsError::UnknownVersion`], or the disk's.
    pub async fn version(&self, number: u32) -> Result<(Version, Vec<FileChange>), VersionsError> {
        self.blocking(move |inside| {
            let book = inside.book();
            let entry = book.entry(number)?;
            let changes = match book.before(entry) {
                Some(before) => differences(&book, &before.files, &entry.files)?,
                None => Vec::new(),
            };
            Ok((entry.version.clone(), changes))
        })
        .await
    }
}

/// Of content; models are no text.
fn differences(book: &Book, before: &Manifest, after: &Manifest) -> Result<Vec<FileChange>, VersionsError> {
    let changes = before.content().changes_to(&after.content()).into_iter();
    changes
        .map(|(path, change)| {
            let of = |files: &Manifest| files.get(&path).map(|digest| text(book, digest)).transpose();
            let (before, after) = (of(before)?, of(after)?);
            let diff = diff::unified(&path, before.as_deref(), after.as_deref());
            Ok(FileChange { path, change, diff, by: None })
        })
        .collect()
}

fn text(book: &Book, digest: Digest) -> Result<String, VersionsError> {
    Ok(String::from_utf8_lossy(&book.blobs.get(digest)?).into_owned())
}
