//! The folder that holds what is live: read, compared and replaced file by file.

use std::{
    collections::{BTreeMap, HashMap},
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use anyhow::Context;

use super::{
    Digest, Manifest, disk,
    manifest::{MODEL, model_path},
};
use crate::{
    content::{SourceFile, source},
    nlu::artifact,
};

/// A new file's, where the umask allows it.
const MODE: u32 = 0o644;

/// A file that was just written may be written again within the same tick of the clock.
const SETTLED: Duration = Duration::from_secs(2);

/// Where content and model lie.
#[derive(Debug)]
pub struct Folder {
    /// `None`: there is no folder yet, and what is built in is live.
    root: Option<PathBuf>,
    /// Where what is built in is laid out.
    laid_out: PathBuf,
    /// Where the model lies, if not below the root.
    model: Option<PathBuf>,
    /// What large files held when they were last read.
    seen: HashMap<PathBuf, (Seen, Digest)>,
}

/// By what an unchanged file is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    changed: SystemTime,
    bytes: u64,
    inode: u64,
}

/// All of a folder, as it was read.
pub type Files = BTreeMap<Arc<str>, Vec<u8>>;

impl Folder {
    /// `root` is the operator's folder. Without one, what was laid out in `laid_out` is read, or what is built in.
    pub fn new(root: Option<PathBuf>, laid_out: PathBuf, model: Option<PathBuf>) -> Self {
        let root = root.or_else(|| laid_out.is_dir().then(|| laid_out.clone()));
        Self { root, laid_out, model, seen: HashMap::new() }
    }

    /// `None`: what is built in.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// Whether what is in it began as the built-in pack.
    pub fn is_packs_own(&self) -> bool {
        self.root.as_ref().is_none_or(|root| *root == self.laid_out)
    }

    /// Where the model's own files lie, where there are any.
    pub fn model(&self) -> Option<PathBuf> {
        let beside = self.root.as_ref().map(|root| root.join(MODEL)).filter(|folder| folder.is_dir());
        self.model.clone().or(beside)
    }

    /// Everything, as it is now.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn read(&self) -> anyhow::Result<Files> {
        let mut files: Files = self.content()?.into_iter().map(|file| (file.path, file.bytes)).collect();
        match self.model() {
            Some(folder) => {
                for name in artifact::FILES {
                    let file = folder.join(name);
                    match fs::read(&file) {
                        Ok(bytes) => drop(files.insert(model_path(name), bytes)),
                        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                        Err(error) => {
                            return Err(error).with_context(|| format!("cannot read {}", file.display()));
                        }
                    }
                }
            }
            None => files
                .extend(artifact::embedded_files().map(|(name, bytes)| (model_path(name), bytes.to_vec()))),
        }
        Ok(files)
    }

    /// The content's files, by path.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn content(&self) -> anyhow::Result<Vec<SourceFile>> {
        match &self.root {
            Some(root) => source::folder(root).context("the content cannot be read"),
            None => Ok(source::embedded()),
        }
    }

    /// What everything is now, without reading again what has not changed.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn scan(&mut self) -> anyhow::Result<Manifest> {
        let mut found = self.on_disk()?;
        let built_in = artifact::embedded_files();
        match (&self.root, self.model()) {
            (_, Some(_)) => {}
            (Some(_), None) => {
                found.extend(built_in.map(|(name, bytes)| (model_path(name), Digest::of(bytes))));
            }
            (None, None) => {
                found.extend(source::embedded().into_iter().map(|file| (file.path, Digest::of(&file.bytes))));
                found.extend(built_in.map(|(name, bytes)| (model_path(name), Digest::of(bytes))));
            }
        }
        Ok(found)
    }

    /// The same, without what is built in.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn on_disk(&mut self) -> anyhow::Result<Manifest> {
        let mut found = Manifest::default();
        if let Some(root) = &self.root {
            let content = source::folder(root).context("the content cannot be read")?;
            found.extend(content.into_iter().map(|file| (file.path, Digest::of(&file.bytes))));
        }
        if let Some(folder) = self.model() {
            for name in artifact::FILES {
                let file = folder.join(name);
                let digest = self.digest(&file).with_context(|| format!("cannot read {}", file.display()))?;
                found.set(model_path(name), digest);
            }
        }
        Ok(found)
    }

    /// A content file as it is now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn file(&self, path: &str) -> anyhow::Result<Option<Vec<u8>>> {
        Ok(self.content()?.into_iter().find(|file| &*file.path == path).map(|file| file.bytes))
    }

    /// Makes one file hold these bytes, or be gone. What is built in becomes a folder by that.
    ///
    /// # Errors
    /// When the disk refuses; the file is as it was then.
    pub fn replace(&mut self, path: &str, bytes: Option<&[u8]>) -> io::Result<()> {
        let root = self.root.get_or_insert_with(|| self.laid_out.clone()).clone();
        let file = self.place(&root, path);
        disk::tidy(&file)?;
        match bytes {
            Some(bytes) => {
                if let Some(folder) = file.parent() {
                    fs::create_dir_all(folder)?;
                }
                disk::write(&file, bytes, MODE)
            }
            None => disk::remove(&file),
        }
    }

    /// Paths of manifests come from the closed list of content, or from the model's.
    fn place(&self, root: &Path, path: &str) -> PathBuf {
        match (path.strip_prefix(MODEL), &self.model) {
            (Some(name), Some(model)) => model.join(name),
            (Some(_), None) | (None, _) => root.join(path),
        }
    }

    fn digest(&mut self, file: &Path) -> io::Result<Option<Digest>> {
        let known = match fs::metadata(file) {
            Ok(known) => known,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let seen = Seen { changed: known.modified()?, bytes: known.len(), inode: known.ino() };
        if let Some((_, digest)) = self.seen.get(file).filter(|(before, _)| *before == seen) {
            return Ok(Some(*digest));
        }
        let digest = Digest::of(&fs::read(file)?);
        if seen.changed.elapsed().is_ok_and(|age| age > SETTLED) {
            self.seen.insert(file.to_owned(), (seen, digest));
        }
        Ok(Some(digest))
    }
}
