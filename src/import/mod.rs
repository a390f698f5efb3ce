//! Bots of other makers, read into our own content. Bytes and paths in, files and notes out; nothing here touches a disk.
//!
//! Each format is read into a [`project::Project`], and `write` makes our files of it. What has no place in xiaoer is
//! noted with its own, never dropped in silence.

mod apart;
mod archive;
mod botpress;
mod chats;
mod dialogflow;
mod json;
mod kinds;
mod labelled_csv;
mod luis;
mod names;
mod note;
mod project;
mod qa_sheet;
mod rasa;
mod report;
mod semantic_router;
mod snips;
mod source;
mod spans;
mod table;
mod tree;
mod write;

pub use note::{Kind, Note};
pub use report::Report;
pub use source::{MAX_BYTES, MAX_FILE_BYTES, MAX_FILES, Source};
pub use write::Taken;

use jiff::civil::Date;

use crate::content::{self, Severity, SourceFile, emit};

/// Why an imported intent hands over: nobody has said yet how to react to it.
const NOT_SET_UP: &str = "not_set_up";

/// A format that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Rasa,
    Snips,
    Luis,
    Dialogflow,
    Botpress,
    SemanticRouter,
    QaSheet,
    Csv,
    Chats,
}

impl Format {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rasa => "rasa",
            Self::Snips => "snips",
            Self::Luis => "luis",
            Self::Dialogflow => "dialogflow",
            Self::Botpress => "botpress",
            Self::SemanticRouter => "semantic-router",
            Self::QaSheet => "qa-sheet",
            Self::Csv => "csv",
            Self::Chats => "chats",
        }
    }

    /// How the names of its files end.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Rasa => &["yml", "yaml", "md"],
            Self::Snips | Self::SemanticRouter => &["yml", "yaml", "json"],
            Self::Luis => &["json", "lu", "qna"],
            Self::Dialogflow => &["json", "zip"],
            Self::Botpress => &["json", "zip", "tgz"],
            Self::Chats => &["txt", "json", "jsonl"],
            Self::QaSheet | Self::Csv => &["csv", "tsv", "xlsx", "xlsm"],
        }
    }
}

/// What came of an import.
#[derive(Debug)]
pub struct Imported {
    /// Sorted by path, each below the folder of the new content.
    pub files: Vec<SourceFile>,
    pub report: Report,
}

/// Reads files of one format. `today` decides what `check` finds in the result.
pub fn import(format: Format, sources: &[Source], today: Date) -> Imported {
    let written = write::files(read(format, sources));
    let content: Vec<SourceFile> =
        written.files.iter().filter(|file| is_content(&file.path)).cloned().collect();
    // Nothing but chats or labelled messages is no content.
    let findings = if content.is_empty() { Vec::new() } else { content::load(&content, today).1 };
    let decide = findings.into_iter().filter(|finding| finding.severity() == Severity::Error).collect();
    let files = written.files.iter().map(|file| file.path.to_string()).collect();
    let report = Report { format, taken: written.taken, files, notes: written.notes, decide };
    Imported { files: written.files, report }
}

fn read(format: Format, sources: &[Source]) -> project::Project {
    match format {
        Format::Rasa => rasa::read(sources),
        Format::Snips => snips::read(sources),
        Format::Luis => luis::read(sources),
        Format::Dialogflow => dialogflow::read(sources),
        Format::Botpress => botpress::read(sources),
        Format::SemanticRouter => semantic_router::read(sources),
        Format::QaSheet => qa_sheet::read(sources),
        Format::Csv => labelled_csv::read(sources),
        Format::Chats => chats::read(sources),
    }
}

/// Whether `check` reads the file.
fn is_content(path: &str) -> bool {
    path.starts_with("intents/") || path.starts_with("knowledge/")
}

/// The `nlu` of an imported Rasa project with what was edited since in the content; each file below the folder they came from.
///
/// # Errors
/// A sentence for the one who asked, when no Rasa project was imported into the content.
pub fn export_nlu(
    originals: &[Source],
    content: &[SourceFile],
) -> Result<(Vec<SourceFile>, Vec<Note>), &'static str> {
    rasa::export(originals, content)
}
