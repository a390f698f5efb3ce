//! From one live version to the next.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    Candidate, Entry, Origin, Reason, Version, Versions, VersionsError,
    book::Book,
    load::{self, Assembled, OpenError},
    service::Inside,
};
use crate::assistant::Assistant;

impl Versions {
    /// Keeps a candidate as a version, without making it live. `from` says why: [`Origin::Console`] or [`Origin::Canary`].
    ///
    /// # Errors
    /// [`VersionsError::Changed`] when the draft or the live version is another one by now, or files that it changes were saved by
    /// hand; else the disk's.
    pub async fn record(
        &self,
        candidate: &Arc<Candidate>,
        from: Origin,
        note: &str,
        author: &str,
    ) -> Result<Version, VersionsError> {
        let (candidate, reason) = (candidate.clone(), reason(from, note, author));
        self.blocking(move |inside| inside.record(&mut inside.book(), &candidate, reason)).await
    }

    /// Writes a kept version into the folder and lets it answer. It may only follow the version that was live when it was made.
    ///
    /// # Errors
    /// [`VersionsError::Changed`] when another one is live by now, or files were saved by hand that it would overwrite;
    /// [`VersionsError::Unfit`] when it cannot serve here; else the disk's. The old one stays.
    pub async fn make_live(&self, number: u32) -> Result<Version, VersionsError> {
        self.blocking(move |inside| inside.make_live(&mut inside.book(), number)).await
    }

    /// The candidate of this revision becomes a version and is live.
    ///
    /// # Errors
    /// As [`Versions::candidate`], [`Versions::record`] and [`Versions::make_live`].
    pub async fn publish(&self, revision: u64, note: &str, author: &str) -> Result<Version, VersionsError> {
        let candidate = self.candidate(revision).await?;
        let reason = reason(Origin::Console, note, author);
        self.blocking(move |inside| {
            let mut book = inside.book();
            let version = inside.record(&mut book, &candidate, reason)?;
            inside.make_live_or_forget(&mut book, version.number)
        })
        .await
    }

    /// The files of an older version become a new one, which is live.
    ///
    /// # Errors
    /// As [`Versions::make_live`].
    pub async fn roll_back(&self, number: u32, note: &str, author: &str) -> Result<Version, VersionsError> {
        let reason = reason(Origin::Rollback, note, author);
        self.blocking(move |inside| {
            let mut book = inside.book();
            let older = book.entry(number)?.clone();
            let live = book.live().ok_or(VersionsError::UnknownVersion)?;
            let next = Entry::rollback(book.next(), live, &older, reason);
            let number = next.version.number;
            book.record(next)?;
            inside.make_live_or_forget(&mut book, number)
        })
        .await
    }

    /// Puts a kept version together, to answer beside the live one.
    ///
    /// # Errors
    /// [`VersionsError::UnknownVersion`], [`VersionsError::Unfit`], or the disk's.
    pub async fn assistant(&self, number: u32) -> Result<Arc<Assistant>, VersionsError> {
        self.blocking(move |inside| {
            let book = inside.book();
            inside.assemble(&book, book.entry(number)?)
        })
        .await
    }

    /// Reads the folder again, whole or not at all. Returns what serves now, and where it comes from.
    ///
    /// # Errors
    /// The findings, or why else the old content stays.
    pub async fn reload(&self) -> Result<Reloaded, OpenError> {
        let inside = self.0.clone();
        let done = self.0.keeper.run(move || inside.reload(&mut inside.book())).await;
        done.unwrap_or_else(|| Err(OpenError::Other(anyhow::anyhow!("reading it broke down"))))
    }
}

/// What serves after a reload.
#[derive(Debug)]
pub struct Reloaded {
    pub fingerprint: String,
    pub place: String,
    /// What the model cannot do with this node's encoder.
    pub notice: Option<String>,
}

impl Inside {
    fn record(
        &self,
        book: &mut Book,
        candidate: &Arc<Candidate>,
        reason: Reason,
    ) -> Result<Version, VersionsError> {
        let changed = || VersionsError::Changed(Vec::new());
        let newest = self.bench.candidate().is_some_and(|newest| Arc::ptr_eq(&newest, candidate));
        let live = book.live().ok_or_else(changed)?;
        if !newest || live.version.number != candidate.base {
            return Err(changed());
        }
        let next =
            Entry::next(book.next(), Some(live), candidate.files.clone(), candidate.names.clone(), reason);
        let folder = book.folder.scan()?;
        let overtaken = book.draft().map(|draft| draft.overtaken(&folder)).unwrap_or_default();
        if !overtaken.is_empty() {
            return Err(VersionsError::Changed(overtaken));
        }
        let version = next.version.clone();
        book.record(next)?;
        Ok(version)
    }

    fn make_live(&self, book: &mut Book, number: u32) -> Result<Version, VersionsError> {
        let entry = book.entry(number)?.clone();
        let assistant = self.assemble(book, &entry)?;
        // Asked before a file is touched.
        self.node.fits(&assistant).map_err(VersionsError::Unfit)?;
        book.publish(number)?;
        self.go_live(book, assistant).map_err(VersionsError::Unfit)?;
        let Version { number, from, .. } = &entry.version;
        tracing::info!(
            version = number,
            from = from.as_str(),
            fingerprint = entry.version.fingerprint,
            "live"
        );
        Ok(entry.version)
    }

    /// A version that was made to be live at once, and cannot be, was never there.
    fn make_live_or_forget(&self, book: &mut Book, number: u32) -> Result<Version, VersionsError> {
        self.make_live(book, number).inspect_err(|_| book.forget(number))
    }

    /// The candidate's, if it is the same version; else put together anew.
    fn assemble(&self, book: &Book, entry: &Entry) -> Result<Arc<Assistant>, VersionsError> {
        match self.bench.candidate().filter(|candidate| candidate.files == entry.files) {
            Some(candidate) => Ok(candidate.assistant.clone()),
            None => Ok(Arc::new(load::from_entry(&book.blobs, entry, &*self.engines)?)),
        }
    }

    fn reload(&self, book: &mut Book) -> Result<Reloaded, OpenError> {
        let assembled = load::from_folder(book, &*self.engines, &|assistant| self.node.fits(assistant))?;
        let Assembled { assistant, fault, notice } = assembled;
        if let Some(fault) = fault {
            return Err(OpenError::Other(fault));
        }
        let fingerprint = assistant.content().fingerprint.clone();
        self.go_live(book, Arc::new(assistant)).map_err(|why| OpenError::Other(anyhow::Error::msg(why)))?;
        let place =
            book.folder.root().map_or_else(|| "built in".to_owned(), |root| root.display().to_string());
        Ok(Reloaded { fingerprint, place, notice })
    }

    fn go_live(&self, book: &Book, assistant: Arc<Assistant>) -> Result<(), String> {
        self.node.set_live(assistant.clone())?;
        *self.live() = assistant;
        self.start_over(book);
        Ok(())
    }
}

fn reason(from: Origin, note: &str, author: &str) -> Reason {
    Reason { from, author: author.to_owned(), note: note.to_owned(), at: Timestamp::now() }
}
