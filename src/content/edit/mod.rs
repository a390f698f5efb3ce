//! Edits of the operator's files, as the console makes them. An edit replaces the bytes that it must and no others: comments,
//! order, quotes and line breaks stay as a person left them. Pure: files in, changed files out.

mod document;
mod faq;
mod files;
mod intents;
mod learned;
mod lines;
mod text;
mod tree;
mod values;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::civil::Date;

use super::{Learned, SourceFile};
use crate::domain::{ConversationId, Language, Name};
#[cfg(test)]
use document::Document;
use files::Files;

/// One change that an operator means.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// As it is written in the file: `[SF123](tracking_no)` marks an entity.
    AddExample {
        intent: Name,
        text: String,
    },
    /// Of the intent's file, or else a learned one.
    RemoveExample {
        intent: Name,
        text: String,
    },
    MoveExample {
        from: Name,
        to: Name,
        text: String,
    },
    SetTitle {
        intent: Name,
        title: String,
        language: Language,
    },
    SetReply {
        reply: Name,
        texts: Vec<String>,
        language: Language,
    },
    AddQuestion {
        faq: Name,
        text: String,
    },
    RemoveQuestion {
        faq: Name,
        text: String,
    },
    /// The first wording; others stay. Without a text an entry has no English answer, in any wording.
    SetAnswer {
        faq: Name,
        answer: String,
        language: Language,
    },
    SetValid {
        faq: Name,
        from: Option<Date>,
        until: Option<Date>,
    },
    /// Ids of shops; of none for all shops.
    SetShops {
        faq: Name,
        shops: Vec<String>,
    },
    AddFaq(NewFaq),
    RemoveFaq {
        faq: Name,
    },
    AddIntent {
        name: Name,
        title: String,
        examples: Vec<String>,
    },
    /// A row of learned.jsonl; one of the same message is replaced.
    Learn(Learned),
    /// No row of a message, if there was one.
    Forget {
        conversation: ConversationId,
        seq: u64,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct NewFaq {
    /// Such as `knowledge/faq/order.yml`; there need be none yet.
    pub file: String,
    pub id: Name,
    pub intent: Option<Name>,
    pub questions: Vec<String>,
    pub answer: String,
}

/// A file that edits have changed, made or emptied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub path: Arc<str>,
    /// None: there is no such file any more.
    pub file: Option<SourceFile>,
}

/// Why an edit is not made; `field` is that of the edit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("there is no {noun} `{name}`")]
    Unknown { field: &'static str, noun: &'static str, name: String },
    #[error("{rule}")]
    Refused { field: &'static str, rule: String },
    /// What stands in the file is written in a way that leaves no place for the edit.
    #[error("{path}:{line} is to be edited by hand: {why}")]
    ByHand { path: Arc<str>, line: usize, why: String },
}

impl EditError {
    fn refused(field: &'static str, rule: impl Into<String>) -> Self {
        Self::Refused { field, rule: rule.into() }
    }

    fn unknown(field: &'static str, noun: &'static str, name: &Name) -> Self {
        Self::Unknown { field, noun, name: name.to_string() }
    }

    /// The field of the edit that is at fault, where one is.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Unknown { field, .. } | Self::Refused { field, .. } => Some(field),
            Self::ByHand { .. } => None,
        }
    }
}

/// The files that one edit after another changes, by path; all of them or none.
///
/// # Errors
/// Of the first edit that cannot be made, with its place among them.
pub fn apply(files: &[SourceFile], edits: &[Edit]) -> Result<Vec<Changed>, (usize, EditError)> {
    let mut files = Files::new(files);
    for (place, edit) in edits.iter().enumerate() {
        make(&mut files, edit).map_err(|error| (place, error))?;
    }
    Ok(files.changed())
}

fn make(files: &mut Files<'_>, edit: &Edit) -> Result<(), EditError> {
    match edit {
        Edit::AddExample { intent, text } => intents::add_example(files, "intent", intent, text),
        Edit::RemoveExample { intent, text } => intents::remove_example(files, "intent", intent, text),
        Edit::MoveExample { from, to, text } => intents::move_example(files, from, to, text),
        Edit::SetTitle { intent, title, language } => intents::set_title(files, intent, title, *language),
        Edit::SetReply { reply, texts, language } => intents::set_reply(files, reply, texts, *language),
        Edit::AddIntent { name, title, examples } => intents::add(files, name, title, examples),
        Edit::AddQuestion { faq, text } => faq::add_question(files, faq, text),
        Edit::RemoveQuestion { faq, text } => faq::remove_question(files, faq, text),
        Edit::SetAnswer { faq, answer, language } => faq::set_answer(files, faq, answer, *language),
        Edit::SetValid { faq, from, until } => faq::set_valid(files, faq, *from, *until),
        Edit::SetShops { faq, shops } => faq::set_shops(files, faq, shops),
        Edit::AddFaq(new) => faq::add(files, new),
        Edit::RemoveFaq { faq } => faq::remove(files, faq),
        Edit::Learn(row) => learned::learn(files, row),
        Edit::Forget { conversation, seq } => {
            learned::forget(files, conversation, *seq);
            Ok(())
        }
    }
}

/// Characters of a text that is shown or heard.
const LONGEST: usize = 2_000;

/// A text as one line of a block holds it.
fn line(field: &'static str, text: &str) -> Result<String, EditError> {
    let text = text.trim();
    if text.contains(|c| c != '\t' && super::emit::must_be_escaped(c)) {
        return Err(EditError::refused(
            field,
            "the text is one line, without line breaks and control characters",
        ));
    }
    said(field, text)?;
    Ok(text.to_owned())
}

/// A text that says something.
fn said(field: &'static str, text: &str) -> Result<(), EditError> {
    if text.trim().is_empty() {
        return Err(EditError::refused(field, "the text is empty"));
    }
    if text.chars().count() > LONGEST {
        return Err(EditError::refused(field, format!("a text has at most {LONGEST} characters")));
    }
    Ok(())
}

/// A name that may become one of a file, and stand in YAML without quotes.
fn new_name(field: &'static str, name: &Name) -> Result<(), EditError> {
    let name = name.as_str();
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    if begins && name.len() <= 64 && name.chars().all(known) && !name.contains("..") && !name.ends_with('.') {
        return Ok(());
    }
    let rule = "a name has up to 64 of a–z 0–9 . _ -, begins with a letter, and has no dot at its end nor two in a row";
    Err(EditError::refused(field, rule))
}
