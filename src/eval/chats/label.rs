//! What a label of a conversation means in this content.

use std::{collections::BTreeMap, sync::Arc};

use super::ChatTurn;
use crate::{
    content::{Code, Content, Diagnostic, Intent, Place, Step, labelled::OUT_OF_SCOPE},
    domain::Name,
};

/// What was meant; nothing is known where `accept` is empty and no person was needed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// Intents that count as right; `out_of_scope` where not to answer is right.
    pub accept: Vec<Name>,
    /// A person was needed.
    pub person: bool,
}

/// The labels of others, by what they mean here. A name of the content means itself, also by its title.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    meanings: BTreeMap<String, Vec<Name>>,
}

impl Labels {
    /// Reads a table `label,intents`: intents of this content with blanks between, `out_of_scope`, or nothing for a label that says
    /// nothing. Every intent must be known.
    pub fn read(file: &Arc<str>, text: &str, content: &Content) -> (Self, Vec<Diagnostic>) {
        let (mut labels, mut findings) = (Self::default(), Vec::new());
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).comment(Some(b'#')).from_reader(text.as_bytes());
        let mut fault = |line: Option<u64>, code, message: String| {
            let line = line.and_then(|line| usize::try_from(line).ok()).unwrap_or(1);
            let place = Place { line, ..Place::start(file) };
            findings.push(Diagnostic::new(&place, code, message));
        };
        let header = reader.headers().cloned().unwrap_or_default();
        if header.iter().map(str::trim).ne(["label", "intents"]) {
            fault(None, Code::MissingKey, "the first line must be `label,intents`".into());
            return (labels, findings);
        }
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map(csv::Position::line);
                    fault(line, Code::Syntax, "the row cannot be read".into());
                    continue;
                }
            };
            let line = record.position().map(csv::Position::line);
            let Some(label) = record.get(0).map(str::trim).filter(|label| !label.is_empty()) else {
                fault(line, Code::MissingKey, "the row has no label".into());
                continue;
            };
            let named = record.get(1).unwrap_or_default().split_whitespace();
            let (known, unknown): (Vec<&str>, Vec<&str>) =
                named.partition(|name| *name == OUT_OF_SCOPE || content.intents.contains_key(*name));
            for name in unknown {
                fault(line, Code::UnknownIntent, format!("there is no intent {name}"));
            }
            let meaning = known.into_iter().map(Name::from).collect();
            if labels.meanings.insert(label.to_owned(), meaning).is_some() {
                fault(line, Code::DuplicateKey, format!("the label {label} stands twice"));
            }
        }
        (labels, findings)
    }

    /// What a turn's label means; `Err` with the label where nothing says what it means.
    pub fn of<'t>(&self, turn: &'t ChatTurn, content: &Content) -> (Label, Option<&'t str>) {
        let mut label = Label { accept: Vec::new(), person: turn.person };
        let named = turn.intent.as_deref().map(str::trim).filter(|named| !named.is_empty());
        let Some(named) = named else { return (label, None) };
        let meaning = match self.meanings.get(named) {
            Some(meaning) => meaning.clone(),
            None => match known(named, content) {
                Some(name) => vec![name],
                None => return (label, Some(named)),
            },
        };
        let goes_to_person = |name: &Name| content.intents.get(name).is_some_and(only_hands_over);
        label.person |= !meaning.is_empty() && meaning.iter().all(goes_to_person);
        label.accept = meaning;
        (label, None)
    }
}

fn known(label: &str, content: &Content) -> Option<Name> {
    if label == OUT_OF_SCOPE {
        return Some(Name::from(label));
    }
    let titled = || content.intents.values().find(|intent| intent.title == label);
    content.intents.get(label).or_else(titled).map(|intent| intent.name.clone())
}

/// The intent's flow does nothing but hand over.
pub(super) fn only_hands_over(intent: &Intent) -> bool {
    matches!(intent.flow.steps.first(), Some(Step::HandOff { .. }))
}
