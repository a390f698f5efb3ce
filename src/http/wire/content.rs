//! `/content`: files, the draft and versions, as pages read them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::flips::Tally;
use crate::{
    content::Diagnostic,
    domain::Name,
    http::error::{ApiError, Code},
    versions::{self, Digest, Draft, FileEntry, FileText, Overview, Progress, Standing, Step, Version},
};

/// Characters of a version's note.
const NOTE: usize = 500;

#[derive(Debug, Serialize)]
pub struct ContentView {
    place: &'static str,
    folder: Option<String>,
    live: VersionView,
    draft: Option<DraftState>,
    disk: Vec<String>,
}

impl ContentView {
    pub fn new(overview: Overview, candidate: Option<&versions::Candidate>) -> Self {
        let Overview { folder, live, draft, disk } = overview;
        let number = live.number;
        Self {
            place: if folder.is_some() { "folder" } else { "built_in" },
            folder: folder.map(|folder| folder.display().to_string()),
            live: VersionView::new(live, Some(number)),
            draft: draft.map(|draft| DraftState::new(draft, candidate)),
            disk: disk.iter().map(ToString::to_string).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
pub struct VersionView {
    number: u32,
    at: Timestamp,
    author: String,
    from: &'static str,
    note: String,
    fingerprint: String,
    model: String,
    live: bool,
    files_changed: usize,
    rolls_back: Option<u32>,
}

impl VersionView {
    /// `live` is the number of the one that is.
    pub fn new(version: Version, live: Option<u32>) -> Self {
        let Version { number, at, author, from, note, fingerprint, model, files_changed, rolls_back } =
            version;
        let (live, from) = (live == Some(number), from.as_str());
        Self { number, at, author, from, note, fingerprint, model, live, files_changed, rolls_back }
    }
}

#[derive(Debug, Serialize)]
pub struct DraftState {
    revision: u64,
    files: usize,
    authors: Vec<String>,
    saved: Timestamp,
    step: &'static str,
    done: usize,
    all: usize,
    findings: Vec<FindingView>,
    trains: bool,
    accuracy: Option<f32>,
    accuracy_before: Option<f32>,
    labelled: Option<Tally>,
    message_flips: Option<usize>,
    error: Option<String>,
}

impl DraftState {
    /// `candidate` is what is ready, of whichever revision.
    pub fn new(standing: Standing, candidate: Option<&versions::Candidate>) -> Self {
        let Standing { draft, progress } = standing;
        let Progress { step, findings, trains, accuracy } = progress;
        let comparison = candidate.filter(|candidate| candidate.revision == draft.revision);
        let comparison = comparison.map(|candidate| &candidate.comparison);
        let (done, all) = match step {
            Step::Training { done, all } | Step::Comparing { done, all } => (done, all),
            Step::Waiting | Step::Checking | Step::Ready | Step::Refused(_) | Step::Failed(_) => (0, 0),
        };
        let name = step.as_str();
        let error = match step {
            Step::Refused(why) => why,
            Step::Failed(why) => Some(why),
            Step::Waiting | Step::Checking | Step::Training { .. } | Step::Comparing { .. } | Step::Ready => {
                None
            }
        };
        Self {
            revision: draft.revision,
            files: draft.changes.len(),
            authors: draft.authors(),
            saved: draft.saved,
            step: name,
            done,
            all,
            findings: findings.into_iter().map(FindingView::from).collect(),
            trains,
            accuracy: accuracy.map(|(now, _)| now),
            accuracy_before: accuracy.map(|(_, before)| before),
            labelled: comparison.map(|comparison| Tally::from(&comparison.labelled)),
            message_flips: comparison.map(|comparison| comparison.messages.flipped),
            error,
        }
    }
}

#[derive(Debug, Serialize)]
struct FindingView {
    path: String,
    line: usize,
    column: usize,
    code: &'static str,
    severity: &'static str,
    message: String,
}

impl From<Diagnostic> for FindingView {
    fn from(finding: Diagnostic) -> Self {
        let severity = finding.severity().as_str();
        let Diagnostic { place, code, message } = finding;
        let (line, column, path) = (place.line, place.column, place.file.to_string());
        Self { path, line, column, code: code.as_str(), severity, message }
    }
}

#[derive(Debug, Serialize)]
pub struct FileList {
    files: Vec<FileRow>,
}

#[derive(Debug, Serialize)]
struct FileRow {
    path: String,
    etag: Digest,
    bytes: u64,
    changed: bool,
}

impl FileList {
    pub fn new(files: Vec<FileEntry>) -> Self {
        let row = |FileEntry { path, etag, bytes, changed }| FileRow {
            path: String::from(&*path),
            etag,
            bytes,
            changed,
        };
        Self { files: files.into_iter().map(row).collect() }
    }
}

#[derive(Debug, Serialize)]
pub struct FileView {
    path: String,
    text: String,
    etag: Digest,
    live: Option<String>,
}

impl From<FileText> for FileView {
    fn from(FileText { path, text, etag, live }: FileText) -> Self {
        Self { path: path.to_string(), text, etag, live }
    }
}

/// `?path=…`, and for removing `&etag=…`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRequest {
    pub path: String,
    pub etag: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutFile {
    pub text: String,
    #[serde(default)]
    etag: Option<String>,
}

impl PutFile {
    /// # Errors
    /// `content_changed`: no file ever had what is no etag.
    pub fn etag(&self) -> Result<Option<Digest>, ApiError> {
        self.etag.as_deref().map(etag).transpose()
    }
}

/// # Errors
/// `content_changed`: no file ever had what is no etag.
pub fn etag(text: &str) -> Result<Digest, ApiError> {
    text.parse().map_err(|_| ApiError::from(Code::ContentChanged).field("etag"))
}

#[derive(Debug, Serialize)]
pub struct Saved {
    pub etag: Option<Digest>,
    pub draft: Option<DraftState>,
}

#[derive(Debug, Serialize)]
pub struct DraftView {
    pub draft: Option<DraftState>,
    pub files: Vec<ChangeView>,
}

#[derive(Debug, Serialize)]
pub struct ChangeView {
    path: String,
    change: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    diff: String,
}

impl From<versions::FileChange> for ChangeView {
    fn from(versions::FileChange { path, change, diff, by }: versions::FileChange) -> Self {
        let (author, at) = by.unzip();
        Self { path: path.to_string(), change: change.as_str(), author, at, diff }
    }
}

impl DraftView {
    pub fn new(
        changes: Option<(Draft, Progress, Vec<versions::FileChange>)>,
        candidate: Option<&versions::Candidate>,
    ) -> Self {
        let Some((draft, progress, files)) = changes else { return Self { draft: None, files: Vec::new() } };
        let draft = Some(DraftState::new(Standing { draft, progress }, candidate));
        Self { draft, files: files.into_iter().map(ChangeView::from).collect() }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publish {
    pub revision: u64,
    #[serde(default)]
    note: String,
}

impl Publish {
    /// # Errors
    /// `bad_note`.
    pub fn note(&self) -> Result<&str, ApiError> {
        note(&self.note)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollBack {
    #[serde(default)]
    note: String,
}

impl RollBack {
    /// # Errors
    /// `bad_note`.
    pub fn note(&self) -> Result<&str, ApiError> {
        note(&self.note)
    }
}

/// # Errors
/// `bad_note`.
pub fn note(text: &str) -> Result<&str, ApiError> {
    let odd = |character: char| character.is_control() && character != '\n';
    if text.chars().count() > NOTE || text.contains(odd) {
        return Err(ApiError::from(Code::BadNote).field("note"));
    }
    Ok(text.trim())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionsRequest {
    pub before: Option<u32>,
    pub limit: Option<usize>,
}

#[derive(Debug, Serialize)]
pub struct VersionList {
    pub versions: Vec<VersionView>,
}

#[derive(Debug, Serialize)]
pub struct VersionChanges {
    pub version: VersionView,
    pub files: Vec<ChangeView>,
}

/// What both answer to the same text.
#[derive(Debug, Serialize)]
pub struct Tried {
    pub live: super::ParseAnswer,
    /// Null unless the draft is ready.
    pub draft: Option<super::ParseAnswer>,
}

/// An intent's name, or that the message is for none of them.
pub fn label(intent: Option<Name>) -> Name {
    intent.unwrap_or_else(|| crate::content::labelled::OUT_OF_SCOPE.into())
}
