//! Findings about content, each with its place.

use std::{fmt, sync::Arc};

/// Where something stands in the operator's files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub file: Arc<str>,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl Place {
    /// The beginning of a file, for what concerns all of it.
    pub fn start(file: &str) -> Self {
        Self { file: file.into(), line: 1, column: 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    pub place: Place,
    pub code: Code,
    pub message: String,
}

impl Diagnostic {
    pub fn new(place: &Place, code: Code, message: impl Into<String>) -> Self {
        Self { place: place.clone(), code, message: message.into() }
    }

    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, code, message } = self;
        write!(f, "{place} {code} {message}")
    }
}

/// Whether content with the finding may be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($variant:ident, $name:literal, $severity:ident, $meaning:literal;)*) => {
        /// The kinds of finding. The table in docs/content.md is held to this one by a test.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it means, for people.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    TooLarge, "too_large", Error, "The file is larger than 2 MB.";
    Encoding, "encoding", Error, "The file is not UTF-8.";
    Syntax, "syntax", Error, "The file is not YAML, or uses a part of YAML that is not read here.";
    UnknownFile, "unknown_file", Warning, "The file lies where content is read from, but is of no known kind.";
    WrongType, "wrong_type", Error, "A value of another type is expected here.";
    BadValue, "bad_value", Error, "The value is of the right type but not possible here.";
    MissingKey, "missing_key", Error, "A key that must be there is not.";
    UnknownKey, "unknown_key", Error, "There is no such key here.";
    DuplicateKey, "duplicate_key", Error, "The key stands twice in one mapping.";
    DuplicateName, "duplicate_name", Error, "The name is given to two things of the same kind.";
    NameMismatch, "name_mismatch", Warning, "An intent's file is called differently.";
    BadExpression, "bad_expression", Error, "The Jinja expression cannot be read.";
    BadTemplate, "bad_template", Error, "The Jinja template cannot be read.";
    UnknownFilter, "unknown_filter", Error, "There is no such Jinja filter or test.";
    UnknownVariable, "unknown_variable", Error, "Nothing can ever set this variable here.";
    UnknownTerm, "unknown_term", Error, "The table is not among the `terms`.";
    UnknownIntent, "unknown_intent", Error, "There is no intent of this name.";
    UnknownSlot, "unknown_slot", Error, "The intent has no slot of this name.";
    UnknownCall, "unknown_call", Error, "integrations.yml has no call of this name.";
    UnknownReply, "unknown_reply", Error, "No file has a reply of this name.";
    UnknownEntity, "unknown_entity", Error, "There is no entity kind of this name.";
    UnknownCategory, "unknown_category", Error, "The graph has no category of this name.";
    UnknownThing, "unknown_thing", Error, "The graph has no product or category of this name.";
    UnnamedReason, "unnamed_reason", Warning, "`terms.handoff_reason` has no words for the reason, so seats see the code.";
    MissingArgument, "missing_argument", Error, "The call needs an argument that the step does not give.";
    UnknownArgument, "unknown_argument", Error, "The call has no use for the argument.";
    NoChoices, "no_choices", Error, "The call that gives a slot's choices does not say how a row becomes a button.";
    Unreachable, "unreachable", Warning, "The step can never be reached: the flow has ended before it.";
    MissingReply, "missing_reply", Error, "A reply that the engine says by itself is missing.";
    UnusedReply, "unused_reply", Warning, "No flow, slot or rule says the reply.";
    NoExamples, "no_examples", Error, "Nothing leads to the intent: it has neither examples nor a correction to it.";
    DuplicateExample, "duplicate_example", Warning, "The example stands twice in one intent.";
    ConflictingExample, "conflicting_example", Error, "The same example stands in two intents.";
    NearExample, "near_example", Warning, "The example is nearly the same as one of another intent.";
    DuplicateLearned, "duplicate_learned", Warning, "The same message stands twice among the learned rows; the first row counts.";
    DuplicateRule, "duplicate_rule", Warning, "The phrase settles its intent twice.";
    ConflictingRule, "conflicting_rule", Error, "The same phrase settles two intents.";
    ShadowedRule, "shadowed_rule", Warning, "A shorter phrase, of another intent, stands in every message in which this one does.";
    DeadRule, "dead_rule", Warning, "The rule's own `not` stands in the phrase, so the phrase settles nothing.";
    DuplicateQuestion, "duplicate_question", Warning, "The question stands twice in one FAQ entry.";
    ConflictingQuestion, "conflicting_question", Error, "The same question has two answers.";
    ReversedDates, "reversed_dates", Error, "The first day of validity comes after the last.";
    Expired, "expired", Warning, "The last day of validity has passed.";
    Cycle, "cycle", Error, "The category is its own ancestor.";
    AmbiguousAlias, "ambiguous_alias", Warning, "The alias means things of different categories.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
