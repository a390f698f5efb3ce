//! From files to what answers: at a start, when they are read again, and for versions that are kept.

use std::{path::PathBuf, sync::Arc};

use jiff::{Timestamp, Zoned};

use super::{
    Entry, Manifest, Names, Origin, Reason, Versions, VersionsError, blobs::Blobs, book::Book,
    folder::Folder, manifest::MODEL, service::Node,
};
use crate::{
    assistant::Assistant,
    config::ContentConfig,
    content::{self, Content, Diagnostic, Severity, SourceFile},
    domain::ShopId,
    nlu::{
        Model, ModelError,
        artifact::{FILES, Layers},
    },
    store::Follower,
    train::Layered,
};

/// In the data folder.
const VERSIONS: &str = "versions";
/// In the data folder: where the built-in content is laid out when it is first changed.
const LAID_OUT: &str = "content";

/// What a node lends to the making of versions: how it understands.
pub trait Engines: Send + Sync {
    /// As it is before a model has tuned it.
    fn encoder(&self) -> Arc<dyn Layered>;

    /// Content and model, put together with the node's own engines; `place` names the model in errors.
    ///
    /// # Errors
    /// When they do not belong together.
    fn assemble(&self, content: Content, model: Model, place: &str) -> anyhow::Result<Assembled>;
}

/// What answers, and what is to be said about it.
pub struct Assembled {
    pub assistant: Assistant,
    /// Why the model's own layers of the encoder are not in use.
    pub fault: Option<anyhow::Error>,
    /// What the model cannot do with this embedder.
    pub notice: Option<String>,
}

/// Where versions lie, and of what.
#[derive(Debug, Clone)]
pub struct Settings {
    pub shop: ShopId,
    pub data: PathBuf,
    pub content: ContentConfig,
}

/// Why there is nothing to answer with.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The content has faults; `check` says the same.
    #[error("the content has {} errors", .0.len())]
    Findings(Vec<Diagnostic>),
    #[error(transparent)]
    Versions(#[from] VersionsError),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// What is live, before anything serves.
pub struct Opened {
    pub assistant: Arc<Assistant>,
    /// Where the content comes from, for people.
    pub place: String,
    pub fault: Option<anyhow::Error>,
    pub notice: Option<String>,
    pub(super) shop: ShopId,
    pub(super) book: Book,
    pub(super) engines: Arc<dyn Engines>,
}

/// Reads the folder, or what is built in. What it holds becomes a version, if it is not the live one.
///
/// The data folder must be this process's own.
///
/// # Errors
/// When the content has errors, does not fit its model, or cannot be read or kept.
pub fn open(settings: &Settings, engines: Arc<dyn Engines>) -> Result<Opened, OpenError> {
    let Settings { shop, data, content } = settings;
    let folder = Folder::new(content.path.clone(), data.join(LAID_OUT), content.model.clone());
    let keep = content.versions.get();
    let mut book = Book::open(data.join(VERSIONS).join(shop.as_str()), folder, keep as usize)?;
    let assembled = from_folder(&mut book, &*engines, &|_| Ok(()))?;
    let place = book.folder.root().map_or_else(|| "built in".to_owned(), |root| root.display().to_string());
    let Assembled { assistant, fault, notice } = assembled;
    Ok(Opened { assistant: Arc::new(assistant), place, fault, notice, shop: shop.clone(), book, engines })
}

impl Opened {
    /// Takes care of versions from now on. `log` is where customers' messages are read.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(self, node: Arc<dyn Node>, log: Follower) -> std::io::Result<Versions> {
        Versions::start(self, node, log)
    }
}

/// Puts together what the folder holds, and keeps it as a version, if it is not the live one.
///
/// # Errors
/// As [`open`]; nothing has changed then. `fits` says whether this node could let it serve.
pub(super) fn from_folder(
    book: &mut Book,
    engines: &dyn Engines,
    fits: &dyn Fn(&Assistant) -> Result<(), String>,
) -> Result<Assembled, OpenError> {
    let files = book.folder.read()?;
    let sources = files.iter().filter(|(path, _)| !path.starts_with(MODEL));
    let sources: Vec<SourceFile> =
        sources.map(|(path, bytes)| SourceFile::new(path.clone(), bytes.clone())).collect();
    let content = read(&sources)?;
    let stored = book.store(&files)?;
    drop(files);
    let folder = book.folder.model();
    let place =
        folder.as_ref().map_or("the program itself".to_owned(), |folder| folder.display().to_string());
    let model = Model { folder, ..model(&book.blobs, &stored, &place).map_err(anyhow::Error::from)? };
    let names = Names { fingerprint: content.fingerprint.clone(), model: model.fingerprint.clone() };
    let assembled = engines.assemble(content, model, &place)?;
    fits(&assembled.assistant).map_err(anyhow::Error::msg)?;
    // A version that could not be live as it is shall not become it.
    if assembled.fault.is_none() && book.live().is_none_or(|live| live.files != stored) {
        let from = if book.live().is_none() { Origin::Start } else { Origin::Disk };
        let reason = Reason { from, author: String::new(), note: String::new(), at: Timestamp::now() };
        book.adopt(Entry::next(book.next(), book.live(), stored, names, reason))?;
    }
    Ok(assembled)
}

/// Puts together a version that is kept.
pub(super) fn from_entry(
    blobs: &Blobs,
    entry: &Entry,
    engines: &dyn Engines,
) -> Result<Assistant, VersionsError> {
    let unfit = |error: OpenError| VersionsError::Unfit(error.to_string());
    let content = read(&sources(blobs, &entry.files)?).map_err(unfit)?;
    let place = format!("version {}", entry.version.number);
    let model =
        model(blobs, &entry.files, &place).map_err(|error| VersionsError::Unfit(error.to_string()))?;
    let assembled = engines.assemble(content, model, &place);
    let assembled = assembled.map_err(|error| VersionsError::Unfit(format!("{error:#}")))?;
    match assembled.fault {
        Some(fault) => Err(VersionsError::Unfit(format!("{fault:#}"))),
        None => Ok(assembled.assistant),
    }
}

/// The content's files, as `content::load` takes them.
pub(super) fn sources(blobs: &Blobs, files: &Manifest) -> Result<Vec<SourceFile>, VersionsError> {
    let content = files.content().into_iter();
    content.map(|(path, digest)| Ok(SourceFile::new(path, blobs.get(digest)?))).collect()
}

/// A manifest's model; its layers stay on disk until they are asked for.
pub(super) fn model(blobs: &Blobs, files: &Manifest, place: &str) -> Result<Model, ModelError> {
    let [metadata, weights, vectors, layers] = FILES;
    let digest = |name: &str| files.get(&format!("{MODEL}{name}"));
    let read = |name: &str| {
        let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
        let bytes = digest(name).ok_or_else(missing).and_then(|digest| blobs.get(digest));
        bytes.map_err(|source| ModelError::Read { file: format!("{place}/{name}"), source })
    };
    let vectors = digest(vectors).map(|_| read(vectors)).transpose()?;
    let model = Model::from_bytes(&read(metadata)?, &read(weights)?, vectors.as_deref(), place)?;
    let layers = model.metadata.tuned.as_ref().map(|_| match digest(layers) {
        Some(digest) => Layers::File(blobs.place(digest)),
        // Says where it is missing.
        None => Layers::File(PathBuf::from(place).join(layers)),
    });
    Ok(Model { layers, ..model })
}

fn read(files: &[SourceFile]) -> Result<Content, OpenError> {
    let (content, findings) = content::load(files, Zoned::now().date());
    let mut errors = findings;
    errors.retain(|finding| finding.severity() == Severity::Error);
    if errors.is_empty() { Ok(content) } else { Err(OpenError::Findings(errors)) }
}
