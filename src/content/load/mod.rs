//! Reads the operator's files into a draft, one loader for each kind of file or part of it.

mod catalog;
mod conversation;
mod correction;
mod entity;
mod faq;
mod flow;
mod integration;
mod intent;
mod reply;
mod shared;
mod slot;

pub use conversation::conversations;

use super::{Code, SourceFile, check, digest, draft::Draft, yaml};
use super::{Content, Diagnostic};

/// Reads and checks all files. Every finding is reported at once, sorted by place; what could be read is in the content.
///
/// `today` decides which FAQ entries have expired.
pub fn load(files: &[SourceFile], today: jiff::civil::Date) -> (Content, Vec<Diagnostic>) {
    let mut draft = Draft::default();
    for file in files {
        match file.checked() {
            Ok(text) => read(file, text, &mut draft),
            Err(finding) => draft.findings.0.push(finding),
        }
    }
    draft.content.fingerprint = digest(files.iter().flat_map(|file| [file.path.as_bytes(), &file.bytes]));
    check::all(&mut draft, today);
    let mut findings = draft.findings.0;
    findings.sort();
    findings.dedup();
    (draft.content, findings)
}

fn read(file: &SourceFile, text: &str, draft: &mut Draft) {
    let path: &str = &file.path;
    let reader = match path {
        "integrations.yml" => integration::read,
        "intents/shared.yml" => shared::read,
        "knowledge/graph.yml" => catalog::read,
        "knowledge/entities.yml" => entity::read,
        "knowledge/corrections.yml" => correction::read,
        _ if path.starts_with("intents/") => intent::read,
        _ if path.starts_with("knowledge/faq/") => faq::read,
        _ => {
            let message = "no such file belongs to the content (see docs/content.md)";
            draft.findings.add(&super::Place::start(path), Code::UnknownFile, message);
            return;
        }
    };
    match yaml::parse(&file.path, text) {
        Ok(node) => reader(&node, draft),
        Err(finding) => draft.findings.0.push(finding),
    }
}
