//! One intent: how customers say it, and what is done about it.

use std::{ops::Range, sync::Arc};

use super::{Flow, Slot, Source};
use crate::domain::Name;

#[derive(Debug, Clone, PartialEq)]
pub struct Intent {
    pub name: Name,
    pub file: Arc<str>,
    pub title: String,
    pub title_en: Option<String>,
    pub examples: Vec<Example>,
    pub rules: Vec<Rule>,
    /// In the order of the file, which is the order of asking.
    pub slots: Vec<Slot>,
    pub flow: Flow,
    /// Which seats can take it.
    pub skill: Name,
    pub threshold: Threshold,
    /// The intents that this one makes more exact; it counts as these in evaluations.
    pub refines: Vec<Name>,
}

/// An utterance that shows the intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Without the annotations.
    pub text: String,
    /// Annotated entities: kind, and byte range in `text`.
    pub entities: Vec<(Name, Range<usize>)>,
    /// Where it stands: in its intent's file, or among the learned rows.
    pub line: usize,
    /// Who gave it of which message, where it was learned.
    pub source: Option<Source>,
}

impl Example {
    /// As it is written in the file, with the annotations.
    pub fn written(&self) -> String {
        let (mut written, mut copied) = (String::with_capacity(self.text.len()), 0);
        for (kind, range) in &self.entities {
            written.push_str(&self.text[copied..range.start]);
            written.push_str(&format!("[{}]({kind})", &self.text[range.clone()]));
            copied = range.end;
        }
        written + &self.text[copied..]
    }
}

/// A condition that settles the intent before any model. Empty parts ask for nothing; one of them is not empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rule {
    /// One of these phrases stands in the message.
    pub any: Vec<String>,
    /// All of these do.
    pub all: Vec<String>,
    /// None of these does.
    pub not: Vec<String>,
    /// The message is one of these, punctuation and politeness aside.
    pub whole: Vec<String>,
    /// Entities of all these kinds were found.
    pub entity: Vec<Name>,
}

/// How sure is sure enough.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Threshold {
    /// As thresholds.yml says, or else as training chose it.
    #[default]
    Auto,
    Fixed(f32),
}
