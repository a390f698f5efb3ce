//! Content in the making: what was read, where its parts stand, and what they refer to, for the checks across files.

use std::collections::BTreeMap;

use super::{Code, Content, Example, Place, node::Findings};
use crate::domain::Name;

#[derive(Debug, Default)]
pub(super) struct Draft {
    pub content: Content,
    pub findings: Findings,
    /// Where each name was first given.
    pub definitions: BTreeMap<(Kind, Name), Place>,
    pub references: Vec<Reference>,
    pub variables: Vec<Variable>,
    pub examples: Vec<Sentence>,
    /// Rows of intents/learned.jsonl, with their intents.
    pub learned: Vec<(Name, Example)>,
    pub questions: Vec<Sentence>,
    pub phrases: Vec<Phrase>,
    pub calls: Vec<CallUse>,
    /// Slots that corrections fill, with the intent that has them.
    pub filled: Vec<(Name, Name, Place)>,
    /// Other names of products and categories, normalised, with the category that they lead to.
    pub aliases: Vec<Alias>,
    /// Last days of FAQ entries.
    pub expiries: Vec<(jiff::civil::Date, Place)>,
}

/// Kinds of things that are known by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Intent,
    Reply,
    Call,
    Entity,
    Category,
    Product,
    Faq,
    Correction,
    Terms,
    /// Products and categories.
    Thing,
    HandoffReason,
}

/// A name that is used.
#[derive(Debug)]
pub(super) struct Reference {
    pub kind: Kind,
    pub name: Name,
    pub place: Place,
    /// The intent in whose file it is used, if any.
    pub by: Option<Name>,
}

/// A variable in an expression or a template.
#[derive(Debug)]
pub(super) struct Variable {
    pub name: String,
    pub place: Place,
    pub scope: Scope,
}

/// Which variables can be set where an expression is evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    /// In an intent's flow.
    Intent(Name),
    /// In every flow that says the reply.
    Reply(Name),
    /// When an intent is corrected: the entities found.
    Entities,
    /// In a row's label: `item`.
    Row,
}

/// A sentence that customers say, with what it stands for.
#[derive(Debug)]
pub(super) struct Sentence {
    /// The intent, or the FAQ entry.
    pub owner: Name,
    pub normalized: String,
    pub place: Place,
}

/// A phrase that settles an intent on its own.
#[derive(Debug)]
pub(super) struct Phrase {
    pub intent: Name,
    pub text: String,
    /// The message is the phrase, rather than holds it.
    pub whole: bool,
    /// What must not stand in the message besides.
    pub not: Vec<String>,
    pub place: Place,
}

/// A call that a flow or a slot makes.
#[derive(Debug)]
pub(super) struct CallUse {
    pub call: Name,
    pub arguments: Vec<String>,
    /// Its rows become the choices of a slot.
    pub for_choices: bool,
    pub place: Place,
}

/// A name by which customers call a thing of the shop.
#[derive(Debug)]
pub(super) struct Alias {
    pub normalized: String,
    pub category: Name,
    pub place: Place,
}

impl Draft {
    /// Notes a name; false, with a finding, when something of the kind has it already.
    pub fn define(&mut self, kind: Kind, name: &Name, place: &Place) -> bool {
        if let Some(first) = self.definitions.get(&(kind, name.clone())) {
            let message = format!("{} `{name}` stands at {first} already", kind.noun());
            self.findings.add(place, Code::DuplicateName, message);
            return false;
        }
        self.definitions.insert((kind, name.clone()), place.clone());
        true
    }

    pub fn refer(&mut self, kind: Kind, name: &Name, place: &Place, by: Option<&Name>) {
        self.references.push(Reference { kind, name: name.clone(), place: place.clone(), by: by.cloned() });
    }

    /// The names of a kind.
    pub fn names(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.definitions.keys().filter(move |(of, _)| *of == kind).map(|(_, name)| name.as_str())
    }

    pub fn defined(&self, kind: Kind, name: &Name) -> bool {
        self.definitions.contains_key(&(kind, name.clone()))
    }
}

impl Kind {
    pub fn noun(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Reply => "reply",
            Self::Call => "call",
            Self::Entity => "entity kind",
            Self::Category => "category",
            Self::Product => "product",
            Self::Faq => "FAQ entry",
            Self::Correction => "correction",
            Self::Terms => "table of terms",
            Self::Thing => "product or category",
            Self::HandoffReason => "handoff reason",
        }
    }
}
