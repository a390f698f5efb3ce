//! Changes of the draft.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    Draft, FileWrite, Standing, Versions, VersionsError,
    book::Book,
    draft::{Refusal, Stored},
    service::Inside,
};
use crate::content::source::{self, MAX_FILE_BYTES};

impl Versions {
    /// Takes changes of files into the draft, all or none, and starts the work over. Returns the draft, or `None` where nothing
    /// differs from the live version any more.
    ///
    /// # Errors
    /// [`VersionsError::BadPath`] for what is no content; [`VersionsError::Changed`] where a file is not what its etag says;
    /// [`VersionsError::UnknownFile`] where there is none to be removed; [`VersionsError::TooLarge`]; or the disk's.
    pub async fn save(
        &self,
        writes: Vec<FileWrite>,
        author: &str,
    ) -> Result<Option<Standing>, VersionsError> {
        let author = author.to_owned();
        self.blocking(move |inside| {
            let mut book = inside.book();
            inside.save(&mut book, writes, &author)?;
            Ok(standing(inside, &book))
        })
        .await
    }

    /// Takes what was saved by hand into the draft, but for files that the draft changes itself.
    ///
    /// # Errors
    /// [`VersionsError::Changed`] when all of it is changed by the draft as well; else the disk's.
    pub async fn take_from_disk(&self, author: &str) -> Result<Option<Standing>, VersionsError> {
        let author = author.to_owned();
        self.blocking(move |inside| {
            let mut book = inside.book();
            let folder = book.folder.scan()?;
            let live = book.live().map(|live| live.files.content()).unwrap_or_default();
            let by_hand = live.changes_to(&folder.content());
            let edited = |path: &Arc<str>| book.draft().is_some_and(|draft| draft.changes.contains_key(path));
            let (both, new): (Vec<_>, Vec<_>) = by_hand.into_keys().partition(edited);
            if new.is_empty() && !both.is_empty() {
                return Err(VersionsError::Changed(both));
            }
            let stored: Result<Vec<Stored>, VersionsError> = new
                .into_iter()
                .map(|path| {
                    let bytes = book.folder.file(&path)?;
                    let content = bytes.as_ref().map(|bytes| book.blobs.put(bytes)).transpose()?;
                    let bytes = bytes.map_or(0, |bytes| bytes.len() as u64);
                    Ok(Stored { etag: folder.get(&path), path, content, bytes, whole: true })
                })
                .collect();
            inside.take_in(&mut book, stored?, &author)?;
            Ok(standing(inside, &book))
        })
        .await
    }

    /// Forgets the draft.
    ///
    /// # Errors
    /// The disk's.
    pub async fn discard(&self) -> Result<(), VersionsError> {
        self.blocking(|inside| {
            let mut book = inside.book();
            book.set_draft(None)?;
            inside.start_over(&book);
            Ok(())
        })
        .await
    }
}

impl Inside {
    fn save(&self, book: &mut Book, writes: Vec<FileWrite>, author: &str) -> Result<(), VersionsError> {
        let mut stored = Vec::with_capacity(writes.len());
        for FileWrite { path, text, etag, whole } in writes {
            // Removing is for whatever lies there; what is looked for is never a path of the request's own.
            if text.is_some() && !source::is_kind(&path) {
                return Err(VersionsError::BadPath);
            }
            if text.is_none() && etag.is_none() {
                return Err(VersionsError::UnknownFile);
            }
            let bytes = text.as_ref().map_or(0, String::len);
            if bytes > MAX_FILE_BYTES {
                return Err(VersionsError::TooLarge);
            }
            let content = text.map(|text| book.blobs.put(text.as_bytes())).transpose()?;
            stored.push(Stored { path, content, bytes: bytes as u64, etag, whole });
        }
        self.take_in(book, stored, author)
    }

    fn take_in(&self, book: &mut Book, stored: Vec<Stored>, author: &str) -> Result<(), VersionsError> {
        if stored.is_empty() {
            return Ok(());
        }
        let folder = book.folder.scan()?;
        let live = book.live().map(|live| live.files.clone()).unwrap_or_default();
        let saved = Draft::save(book.draft(), stored, &live, &folder, author, Timestamp::now());
        let draft = saved.map_err(|refusal| match refusal {
            Refusal::Changed(paths) => VersionsError::Changed(paths),
            Refusal::TooLarge => VersionsError::TooLarge,
        })?;
        book.set_draft(draft)?;
        self.start_over(book);
        Ok(())
    }
}

fn standing(inside: &Inside, book: &Book) -> Option<Standing> {
    book.draft().cloned().map(|draft| Standing { draft, progress: inside.bench.progress() })
}
