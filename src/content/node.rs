//! Typed reading of YAML values: what is not as expected becomes a finding, and reading goes on.

use std::{slice, str::FromStr};

use super::{
    Code, Diagnostic, Place,
    yaml::{Data, Node},
};
use crate::domain::Name;

/// What was found wrong so far.
#[derive(Debug, Default)]
pub(super) struct Findings(pub Vec<Diagnostic>);

impl Findings {
    pub fn add(&mut self, place: &Place, code: Code, message: impl Into<String>) {
        self.0.push(Diagnostic::new(place, code, message));
    }
}

/// A mapping whose keys were checked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'n> {
    pub place: &'n Place,
    entries: &'n [(Node, Node)],
}

impl<'n> Fields<'n> {
    /// The value of a key, unless it is absent or nothing.
    pub fn get(&self, key: &str) -> Option<&'n Node> {
        let (_, value) = self.entries.iter().find(|(name, _)| name.as_str() == Some(key))?;
        (value.data != Data::Nothing).then_some(value)
    }

    /// The value of a key that must be there.
    pub fn need(&self, key: &str, findings: &mut Findings) -> Option<&'n Node> {
        let value = self.get(key);
        if value.is_none() {
            findings.add(self.place, Code::MissingKey, format!("`{key}` is missing"));
        }
        value
    }

    pub fn text(&self, key: &str, findings: &mut Findings) -> Option<&'n str> {
        self.get(key)?.text(findings)
    }

    pub fn need_text(&self, key: &str, findings: &mut Findings) -> Option<&'n str> {
        self.need(key, findings)?.text(findings)
    }

    /// The texts of a list, or the one text; none where the key is absent.
    pub fn texts(&self, key: &str, findings: &mut Findings) -> Vec<String> {
        self.get(key).map(|node| node.texts(findings)).unwrap_or_default()
    }

    pub fn flag(&self, key: &str, findings: &mut Findings) -> Option<bool> {
        self.get(key)?.value("true or false", findings)
    }
}

impl Node {
    pub(super) fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            Data::Nothing | Data::List(_) | Data::Map(_) => None,
        }
    }

    fn kind(&self) -> &'static str {
        match self.data {
            Data::Nothing => "nothing",
            Data::Text(_) => "a text",
            Data::List(_) => "a list",
            Data::Map(_) => "a mapping",
        }
    }

    pub(super) fn expected(&self, expected: &str, findings: &mut Findings) {
        findings.add(&self.place, Code::WrongType, format!("expected {expected}, found {}", self.kind()));
    }

    /// The value as a mapping in which only `known` keys stand, each once.
    pub(super) fn fields(&self, known: &[&str], findings: &mut Findings) -> Option<Fields<'_>> {
        let entries = self.entries(findings)?;
        for (key, _) in entries {
            let Some(name) = key.as_str() else { continue };
            if !known.contains(&name) {
                let hint = suggest(name, known.iter().copied());
                findings.add(&key.place, Code::UnknownKey, format!("unknown key `{name}`{hint}"));
            }
        }
        Some(Fields { place: &self.place, entries })
    }

    /// The entries of a mapping with free keys, each once.
    pub(super) fn entries(&self, findings: &mut Findings) -> Option<&[(Node, Node)]> {
        let Data::Map(entries) = &self.data else {
            self.expected("a mapping", findings);
            return None;
        };
        for (index, (key, _)) in entries.iter().enumerate() {
            match key.as_str() {
                None => key.expected("a text as key", findings),
                Some(name) if entries[..index].iter().any(|(earlier, _)| earlier.as_str() == Some(name)) => {
                    findings.add(&key.place, Code::DuplicateKey, format!("`{name}` stands here twice"));
                }
                Some(_) => {}
            }
        }
        Some(entries)
    }

    /// The value as a text that is not blank.
    pub(super) fn text(&self, findings: &mut Findings) -> Option<&str> {
        match &self.data {
            Data::Text(text) if text.trim().is_empty() => {
                findings.add(&self.place, Code::BadValue, "the text is empty");
                None
            }
            Data::Text(text) => Some(text),
            Data::Nothing => {
                self.expected("a text", findings);
                None
            }
            Data::List(_) | Data::Map(_) => {
                self.expected("a text (in quotes if it begins with [ or {)", findings);
                None
            }
        }
    }

    pub(super) fn name(&self, findings: &mut Findings) -> Option<Name> {
        self.text(findings).map(Name::from)
    }

    /// The items of a list, or the value itself as the only one.
    pub(super) fn one_or_many(&self) -> &[Node] {
        match &self.data {
            Data::List(items) => items,
            Data::Nothing | Data::Text(_) | Data::Map(_) => slice::from_ref(self),
        }
    }

    pub(super) fn list(&self, findings: &mut Findings) -> &[Node] {
        match &self.data {
            Data::List(items) => items,
            Data::Nothing | Data::Text(_) | Data::Map(_) => {
                self.expected("a list", findings);
                &[]
            }
        }
    }

    pub(super) fn texts(&self, findings: &mut Findings) -> Vec<String> {
        self.one_or_many().iter().filter_map(|item| item.text(findings)).map(str::to_owned).collect()
    }

    /// A scalar of another type than text.
    pub(super) fn value<T: FromStr>(&self, expected: &str, findings: &mut Findings) -> Option<T> {
        let text = self.text(findings)?;
        let value = text.parse().ok();
        if value.is_none() {
            findings.add(&self.place, Code::WrongType, format!("expected {expected}, found `{text}`"));
        }
        value
    }

    /// The items of a block of lines, each `- text`, with their places. A line that begins with `#` is a comment.
    pub(super) fn lines(&self, findings: &mut Findings) -> Vec<(String, Place)> {
        if let Data::List(_) = self.data {
            self.expected("a block of lines, `|` and then `- text` on each", findings);
            return Vec::new();
        }
        let Some(block) = self.text(findings) else { return Vec::new() };
        let mut items = Vec::new();
        // A block's place is its first line that is not blank.
        for (index, line) in block.trim_start_matches('\n').lines().enumerate() {
            let place = Place { line: self.place.line + index, ..self.place.clone() };
            match line.trim().strip_prefix('-').map(str::trim) {
                Some("") => findings.add(&place, Code::BadValue, "the line has no text after `-`"),
                Some(item) => items.push((item.to_owned(), place)),
                None if line.trim().is_empty() || line.trim().starts_with('#') => {}
                None => findings.add(&place, Code::BadValue, "each line begins with `- `"),
            }
        }
        items
    }
}

/// A longer name is no slip of the pen, and comparing it would take long.
const MAX_SUGGESTED: usize = 64;

/// "; did you mean `x`?" when one of the candidates is near enough, else nothing.
pub(crate) fn suggest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> String {
    if name.len() > MAX_SUGGESTED {
        return String::new();
    }
    candidates
        .map(|candidate| (strsim::osa_distance(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 4)
        .min()
        .map_or_else(String::new, |(_, candidate)| format!("; did you mean `{candidate}`?"))
}
