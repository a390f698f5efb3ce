//! What every format is read into: the parts of a bot under their own names, before xiaoer's rules for names and files apply.

use std::collections::HashMap;

use crate::content::{Place, SourceFile};

use super::note::Notes;

#[derive(Debug, Default)]
pub(super) struct Project {
    /// In the order in which they first appear.
    pub intents: Vec<Intent>,
    pub entities: Vec<Entity>,
    pub synonyms: Vec<Synonym>,
    pub faq: Vec<Faq>,
    pub replies: Vec<Reply>,
    pub fallback: Vec<Wording>,
    pub fallback_en: Vec<Wording>,
    pub conversations: Vec<Conversation>,
    /// Labelled messages to measure with.
    pub rows: Vec<Row>,
    pub chats: Vec<Chat>,
    /// Files that `export` needs again, under safe paths.
    pub originals: Vec<SourceFile>,
    pub notes: Notes,
    /// Where each intent stands among the intents, each entity among the entities.
    intent_at: HashMap<String, usize>,
    entity_at: HashMap<String, usize>,
}

#[derive(Debug)]
pub(super) struct Intent {
    pub name: String,
    pub place: Place,
    pub title: Option<String>,
    /// Lines of comment above it, without `#`.
    pub comments: Vec<String>,
    pub lines: Vec<Line>,
    /// Whole messages that settle it.
    pub whole: Vec<String>,
    pub slots: Vec<Slot>,
    pub flow: Vec<Step>,
}

/// A line of examples or questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    Example { parts: Vec<Part>, place: Place },
    Comment(String),
    Blank,
}

/// A piece of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    /// `value` is what the text stands for, if it is something else.
    Entity {
        text: String,
        entity: String,
        value: Option<String>,
    },
    /// What xiaoer recognises by itself.
    BuiltIn {
        text: String,
        kind: &'static str,
    },
}

#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub name: String,
    pub entity: Kind,
    pub ask: Vec<Wording>,
    pub ask_en: Vec<Wording>,
    pub choices: Vec<String>,
}

/// What fills a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// An entity of theirs, by their name.
    Theirs(String),
    BuiltIn(&'static str),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    Reply(String),
    AnswerFaq,
    /// With what a reader of the file should know about it.
    HandOff {
        reason: &'static str,
        comment: Option<String>,
    },
}

#[derive(Debug)]
pub(super) struct Entity {
    pub name: String,
    pub place: Place,
    pub values: Vec<Value>,
    pub patterns: Vec<(String, Place)>,
    /// Where the value stands that is written so.
    value_at: HashMap<String, usize>,
}

/// A canonical value and other ways to write it.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub canonical: String,
    pub names: Vec<String>,
}

/// Words that stand for a value, of whichever entity it is.
#[derive(Debug)]
pub(super) struct Synonym {
    pub value: String,
    pub names: Vec<String>,
    pub place: Place,
}

#[derive(Debug)]
pub(super) struct Faq {
    pub id: String,
    /// What its file is called.
    pub group: String,
    pub place: Place,
    pub comments: Vec<String>,
    pub lines: Vec<Line>,
    pub answers: Vec<Wording>,
    pub answers_en: Vec<Wording>,
}

#[derive(Debug)]
pub(super) struct Reply {
    pub name: String,
    pub place: Place,
    pub wordings: Vec<Wording>,
    pub wordings_en: Vec<Wording>,
    /// For one of xiaoer's channels.
    pub channels: Vec<(String, Vec<Wording>)>,
    pub buttons: Vec<Button>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Button {
    pub title: String,
    pub value: String,
}

/// What the bot says, with variables.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Wording(pub Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Piece {
    Text(String),
    Variable(String),
}

#[derive(Debug)]
pub(super) struct Conversation {
    pub title: String,
    pub turns: Vec<Turn>,
}

#[derive(Debug, Default)]
pub(super) struct Turn {
    pub customer: String,
    pub intent: Option<String>,
    pub replies: Vec<String>,
    pub says: Vec<String>,
    pub slots: Vec<(String, String)>,
}

#[derive(Debug)]
pub(super) struct Row {
    pub text: String,
    pub intent: Option<String>,
}

/// A conversation of the past, for labelling.
#[derive(Debug)]
pub(super) struct Chat {
    pub id: String,
    /// What the customer said, and what was answered.
    pub turns: Vec<(String, String)>,
}

impl Project {
    /// The intent of a name, made if it is new.
    pub fn intent(&mut self, name: &str, place: &Place) -> &mut Intent {
        let at = *self.intent_at.entry(name.to_owned()).or_insert_with(|| {
            self.intents.push(Intent::new(name, place));
            self.intents.len() - 1
        });
        &mut self.intents[at]
    }

    /// The entity of a name, made if it is new.
    pub fn entity(&mut self, name: &str, place: &Place) -> &mut Entity {
        let at = *self.entity_at.entry(name.to_owned()).or_insert_with(|| {
            self.entities.push(Entity::new(name, place));
            self.entities.len() - 1
        });
        &mut self.entities[at]
    }
}

impl Intent {
    fn new(name: &str, place: &Place) -> Self {
        Self {
            name: name.to_owned(),
            place: place.clone(),
            title: None,
            comments: Vec::new(),
            lines: Vec::new(),
            whole: Vec::new(),
            slots: Vec::new(),
            flow: Vec::new(),
        }
    }
}

impl Entity {
    fn new(name: &str, place: &Place) -> Self {
        let (name, place) = (name.to_owned(), place.clone());
        Self { name, place, values: Vec::new(), patterns: Vec::new(), value_at: HashMap::new() }
    }

    /// Whether a text is a value or another name of one.
    pub fn knows(&self, text: &str) -> bool {
        self.value_at.contains_key(text)
            || self.values.iter().any(|value| value.names.iter().any(|name| name == text))
    }

    /// Adds a value, or further names to one that is there.
    pub fn add(&mut self, canonical: &str, names: impl IntoIterator<Item = String>) {
        let at = *self.value_at.entry(canonical.to_owned()).or_insert_with(|| {
            self.values.push(Value { canonical: canonical.to_owned(), names: Vec::new() });
            self.values.len() - 1
        });
        let value = &mut self.values[at];
        for name in names {
            if name != canonical && !value.names.contains(&name) {
                value.names.push(name);
            }
        }
    }
}

impl Line {
    /// An example without annotations.
    pub fn plain(text: &str, place: &Place) -> Self {
        Self::Example { parts: vec![Part::Text(text.to_owned())], place: place.clone() }
    }
}

/// The text of an example without its annotations.
pub(super) fn plain(parts: &[Part]) -> String {
    parts
        .iter()
        .map(|part| match part {
            Part::Text(text) | Part::Entity { text, .. } | Part::BuiltIn { text, .. } => text.as_str(),
        })
        .collect()
}

impl Wording {
    pub fn plain(text: &str) -> Self {
        Self(vec![Piece::Text(text.to_owned())])
    }
}
