//! What an import did, for people and for programs.

use serde_json::{Value, json};

use super::{Format, Note, Taken};
use crate::content::{Diagnostic, Place};

#[derive(Debug)]
pub struct Report {
    pub format: Format,
    pub taken: Taken,
    pub files: Vec<String>,
    pub notes: Vec<Note>,
    /// What `check` would refuse, for the user to decide.
    pub decide: Vec<Diagnostic>,
}

impl Report {
    /// The content of import-report.json.
    pub fn json(&self) -> Value {
        let at = |place: &Place| json!({"file": &*place.file, "line": place.line, "column": place.column});
        let note = |note: &Note| json!({"at": at(&note.place), "kind": note.kind, "what": note.what});
        let decide = |finding: &Diagnostic| json!({"at": at(&finding.place), "code": finding.code.as_str(), "what": finding.message});
        json!({
            "format": self.format.as_str(),
            "taken": self.taken,
            "files": self.files,
            "unmapped": self.notes.iter().map(note).collect::<Vec<_>>(),
            "decide": self.decide.iter().map(decide).collect::<Vec<_>>(),
        })
    }
}
