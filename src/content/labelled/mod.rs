//! Labelled texts, for training and for evaluation, in the shapes that teams already have.

mod rasa;
mod rows;

use std::{fs, io, path::Path, sync::Arc};

pub(in crate::content) use rows::json_fault;

use super::{Code, Diagnostic, Place, SourceFile, load, source, source::SourceError, yaml};
use crate::domain::Name;

/// A text with what it should be understood as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    pub text: String,
    /// `None`: the right thing is to abstain.
    pub intent: Option<Name>,
    /// Other intents that count as right.
    pub accept: Vec<Name>,
}

impl Labelled {
    /// The label for abstaining is no intent.
    pub fn new(text: String, intent: Option<&str>, accept: Vec<Name>) -> Self {
        Self { text, intent: intent.filter(|name| *name != OUT_OF_SCOPE).map(Name::from), accept }
    }
}

/// The label of texts for which the right thing is to abstain.
pub const OUT_OF_SCOPE: &str = "out_of_scope";

/// Findings that concern the shape of a file rather than what it refers to.
const SHAPE: [Code; 8] = [
    Code::TooLarge,
    Code::Encoding,
    Code::Syntax,
    Code::WrongType,
    Code::BadValue,
    Code::MissingKey,
    Code::DuplicateKey,
    Code::UnknownKey,
];

/// Reads `.jsonl` (or `.json`), `.csv`, Rasa's `nlu.yml`, one of our intents, or a folder of them. What could be read comes
/// together with every finding, sorted by place; a file of any size is read.
///
/// # Errors
/// When the file or folder cannot be read, or is of no known kind.
pub fn read(path: &Path) -> Result<(Vec<Labelled>, Vec<Diagnostic>), SourceError> {
    let failed = |error| SourceError { path: path.to_owned(), error };
    if path.is_dir() {
        return folder(path);
    }
    let bytes = fs::read(path).map_err(failed)?;
    let name: Arc<str> = path.to_string_lossy().into();
    let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default().to_ascii_lowercase();
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
            let place = Place { line, ..Place::start(&name) };
            return Ok((Vec::new(), vec![Diagnostic::new(&place, Code::Encoding, "the line is not UTF-8")]));
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match kind.as_str() {
        "jsonl" | "json" => Ok(rows::json(&name, text)),
        "csv" => Ok(rows::csv(&name, text)),
        "yml" | "yaml" => Ok(yaml_file(&name, text)),
        _ => {
            let message = "labelled texts come as .jsonl, .csv, .yml or a folder of .yml files";
            Err(failed(io::Error::new(io::ErrorKind::InvalidInput, message)))
        }
    }
}

/// The rows of a text in JSON Lines; `name` stands for it in findings.
pub fn json(name: &str, text: &str) -> (Vec<Labelled>, Vec<Diagnostic>) {
    rows::json(&name.into(), text)
}

fn yaml_file(name: &Arc<str>, text: &str) -> (Vec<Labelled>, Vec<Diagnostic>) {
    match yaml::parse(name, text) {
        Ok(node) if rasa::is_rasa(&node) => rasa::read(&node),
        Ok(_) => {
            let file = SourceFile::new(format!("intents/{}", base(name)), text.as_bytes());
            examples(&[file], |_| name.clone())
        }
        Err(finding) => (Vec::new(), vec![finding]),
    }
}

/// A shop's folder, or one that holds the intents themselves.
fn folder(path: &Path) -> Result<(Vec<Labelled>, Vec<Diagnostic>), SourceError> {
    let (root, inside) = if path.join("intents").is_dir() {
        (path.to_owned(), source::folder(path)?)
    } else {
        (path.to_owned(), source::files(path, "intents")?)
    };
    Ok(examples(&inside, |file| {
        let below =
            if root.join(file).exists() { file } else { file.strip_prefix("intents/").unwrap_or(file) };
        root.join(below).to_string_lossy().into()
    }))
}

/// The examples of our own files; findings are told with the names that `path` gives.
fn examples(files: &[SourceFile], path: impl Fn(&str) -> Arc<str>) -> (Vec<Labelled>, Vec<Diagnostic>) {
    let (content, findings) = load(files, jiff::civil::Date::ZERO);
    let findings = findings.into_iter().filter(|finding| SHAPE.contains(&finding.code)).map(|mut finding| {
        finding.place.file = path(&finding.place.file);
        finding
    });
    let of_intent = |intent: &super::Intent| -> Vec<Labelled> {
        let label = |example: &super::Example| {
            Labelled::new(example.text.clone(), Some(intent.name.as_str()), Vec::new())
        };
        intent.examples.iter().map(label).collect()
    };
    (content.intents.values().flat_map(of_intent).collect(), findings.collect())
}

fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
