//! All versions on disk, which one is live, and the draft. Every change is whole or not there, wherever it is cut off.
//!
//! A version goes live in an order that survives a power cut: its blobs and its entry are complete, then `state.json` says that it
//! is being published, then the folder's files are replaced one by one, then `state.json` says that it is live. What is cut off
//! before the first word leaves the old version, what is cut off after it is finished at the next opening.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    Digest, Draft, Entry, Manifest, VersionsError,
    blobs::Blobs,
    disk, draft,
    folder::{Files, Folder},
};

const BLOBS: &str = "blobs";
const ENTRIES: &str = "versions";
const STATE: &str = "state.json";
const DRAFT: &str = "draft.json";
const MODE: u32 = 0o600;

/// One shop's versions.
#[derive(Debug)]
pub struct Book {
    place: PathBuf,
    pub folder: Folder,
    pub blobs: Blobs,
    /// Versions that are kept besides those in use.
    keep: usize,
    entries: BTreeMap<u32, Entry>,
    state: State,
    draft: Option<Draft>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct State {
    /// `None` before the first version.
    live: Option<u32>,
    /// Its files are on their way into the folder.
    publishing: Option<u32>,
}

impl Book {
    /// Opens what lies in `place`, and finishes what was cut off.
    ///
    /// # Errors
    /// When something cannot be read or written, or is damaged.
    pub fn open(place: PathBuf, folder: Folder, keep: usize) -> Result<Self, VersionsError> {
        disk::make_private(&place.join(ENTRIES))?;
        let blobs = Blobs::open(place.join(BLOBS))?;
        let state = read_json(&place.join(STATE))?.unwrap_or_default();
        let draft = read_json(&place.join(DRAFT))?;
        let entries = read_entries(&place.join(ENTRIES))?;
        let mut book = Self { place, folder, blobs, keep, entries, state, draft };
        book.finish()?;
        Ok(book)
    }

    /// The version that is in the folder, if one was ever made.
    pub fn live(&self) -> Option<&Entry> {
        self.state.live.and_then(|number| self.entries.get(&number))
    }

    pub fn entry(&self, number: u32) -> Result<&Entry, VersionsError> {
        self.entries.get(&number).ok_or(VersionsError::UnknownVersion)
    }

    /// Newest first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().rev()
    }

    /// The version that was live before this one, if it is still kept.
    pub fn before(&self, entry: &Entry) -> Option<&Entry> {
        self.entries.get(&entry.base?)
    }

    pub fn draft(&self) -> Option<&Draft> {
        self.draft.as_ref()
    }

    /// The number of the next version.
    pub fn next(&self) -> u32 {
        self.entries.keys().next_back().map_or(1, |last| last + 1)
    }

    /// Stores the blobs of files; says what they are.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn store(&self, files: &Files) -> Result<Manifest, VersionsError> {
        let stored = files.iter().map(|(path, bytes)| Ok((path.clone(), self.blobs.put(bytes)?)));
        stored.collect()
    }

    /// Keeps another draft, or none.
    ///
    /// # Errors
    /// When the disk refuses; the draft is as it was then.
    pub fn set_draft(&mut self, draft: Option<Draft>) -> Result<(), VersionsError> {
        let file = self.place.join(DRAFT);
        match &draft {
            Some(draft) => write_json(&file, draft)?,
            None => disk::remove(&file)?,
        }
        self.draft = draft;
        Ok(())
    }

    /// Keeps a version, whose blobs are stored, without making it live.
    ///
    /// # Errors
    /// When the disk refuses; there is no such version then.
    pub fn record(&mut self, entry: Entry) -> Result<(), VersionsError> {
        let number = entry.version.number;
        write_json(&self.entry_file(number), &entry)?;
        self.entries.insert(number, entry);
        Ok(())
    }

    /// Unmakes the newest version, unless it is live or on its way to it.
    pub fn forget(&mut self, number: u32) {
        let used = Some(number) == self.state.live || Some(number) == self.state.publishing;
        if !used && number + 1 == self.next() && disk::remove(&self.entry_file(number)).is_ok() {
            self.entries.remove(&number);
        }
    }

    /// Keeps a version that the folder holds already, and says that it is live.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn adopt(&mut self, entry: Entry) -> Result<(), VersionsError> {
        let number = entry.version.number;
        self.record(entry)?;
        self.set_state(State { live: Some(number), publishing: None })?;
        self.prune();
        Ok(())
    }

    /// Writes a version's files into the folder; it is live then, and what came true leaves the draft.
    ///
    /// # Errors
    /// [`VersionsError::Changed`] when another version went live since it was made, or files were saved by hand; else the disk's: then
    /// the old version's files are put back, and where the disk refuses that too, the next opening finishes.
    pub fn publish(&mut self, number: u32) -> Result<(), VersionsError> {
        self.finish()?;
        let entry = self.entry(number)?;
        if entry.base != self.state.live {
            return Err(VersionsError::Changed(Vec::new()));
        }
        let files = entry.files.clone();
        let before = self.live().map(|live| live.files.clone()).unwrap_or_default();
        let folder = self.folder.scan()?;
        let in_the_way = draft::in_the_way(&before, &folder, &files, self.draft.as_ref());
        if !in_the_way.is_empty() {
            return Err(VersionsError::Changed(in_the_way));
        }
        let old = self.state;
        self.set_state(State { publishing: Some(number), ..old })?;
        if let Err(error) = self.replace(&files) {
            if self.replace(&before).is_ok() {
                self.set_state(old)?;
            }
            return Err(error);
        }
        self.settle(number)
    }

    /// Removes blobs that nothing needs any more. `also`: what is in use and not recorded.
    pub fn sweep(&self, also: &Manifest) {
        let entries = self.entries.values().flat_map(|entry| entry.files.iter());
        let mut keep: BTreeSet<Digest> = entries.chain(also.iter()).map(|(_, digest)| digest).collect();
        keep.extend(
            self.draft.iter().flat_map(|draft| draft.changes.values().filter_map(|edit| edit.content)),
        );
        self.blobs.sweep(&keep);
    }

    /// Brings to its end what was cut off. A file that somebody saved by hand since stays as they saved it.
    fn finish(&mut self) -> Result<(), VersionsError> {
        let Some(number) = self.state.publishing else { return Ok(()) };
        let files = self.entry(number)?.files.clone();
        let before = self.live().map(|live| live.files.clone()).unwrap_or_default();
        // A folder that is being laid out may have no content yet.
        let folder = self.folder.on_disk().unwrap_or_default();
        let ours = |path: &Arc<str>| {
            let present = folder.get(path);
            present.is_none() || present == before.get(path) || present == files.get(path)
        };
        let by_hand: Vec<Arc<str>> =
            folder.changes_to(&files).into_keys().filter(|path| !ours(path)).collect();
        let mut target = files;
        for path in by_hand {
            tracing::warn!(%path, "the file was saved by hand while a version was published, and stays as it is");
            target.set(path.clone(), folder.get(&path));
        }
        self.replace(&target)?;
        tracing::info!(version = number, "a version that was being published is live");
        self.settle(number)
    }

    /// Makes the folder hold these files, and leaves alone what it holds already.
    fn replace(&mut self, files: &Manifest) -> Result<(), VersionsError> {
        let present = self.folder.on_disk().unwrap_or_default();
        for path in present.changes_to(files).into_keys() {
            let bytes = files.get(&path).map(|digest| self.blobs.get(digest)).transpose()?;
            self.folder.replace(&path, bytes.as_deref())?;
        }
        Ok(())
    }

    /// All its files are in the folder.
    fn settle(&mut self, number: u32) -> Result<(), VersionsError> {
        self.set_state(State { live: Some(number), publishing: None })?;
        if let Some(draft) = self.draft.clone() {
            let left = draft.without(self.entry(number)?);
            self.set_draft(left)?;
        }
        self.prune();
        Ok(())
    }

    /// Forgets the oldest versions. One that cannot be removed is tried again the next time.
    fn prune(&mut self) {
        let used = |number: &u32| Some(*number) == self.state.live || Some(*number) == self.state.publishing;
        let old: Vec<u32> = self.entries.keys().rev().skip(self.keep).copied().collect();
        for number in old.into_iter().filter(|number| !used(number)) {
            match disk::remove(&self.entry_file(number)) {
                Ok(()) => drop(self.entries.remove(&number)),
                Err(error) => tracing::warn!(version = number, %error, "an old version stays"),
            }
        }
    }

    fn set_state(&mut self, state: State) -> Result<(), VersionsError> {
        write_json(&self.place.join(STATE), &state)?;
        self.state = state;
        Ok(())
    }

    fn entry_file(&self, number: u32) -> PathBuf {
        self.place.join(ENTRIES).join(format!("{number:06}.json"))
    }
}

fn read_entries(folder: &Path) -> Result<BTreeMap<u32, Entry>, VersionsError> {
    let mut entries = BTreeMap::new();
    for file in fs::read_dir(folder)? {
        let file = file?.path();
        if file.extension().is_some_and(|kind| kind == "json")
            && let Some(entry) = read_json::<Entry>(&file)?
        {
            entries.insert(entry.version.number, entry);
        }
    }
    Ok(entries)
}

fn read_json<T: DeserializeOwned>(file: &Path) -> Result<Option<T>, VersionsError> {
    match fs::read(file) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|error| VersionsError::Disk(format!("{} is damaged: {error}", file.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn write_json<T: Serialize>(file: &Path, value: &T) -> Result<(), VersionsError> {
    let mut text =
        serde_json::to_vec_pretty(value).map_err(|error| VersionsError::Disk(error.to_string()))?;
    text.push(b'\n');
    Ok(disk::write(file, &text, MODE)?)
}

#[cfg(test)]
#[path = "book_tests.rs"]
mod tests;
