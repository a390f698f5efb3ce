//! Another engine that may take the classifier's place.

use std::{collections::BTreeSet, ops::Range};

use serde_json::Value;

use crate::domain::{Entity, Name};

/// Ranks the intents of a message that no rule and no example settles.
pub trait UnderstandingService: Send + Sync {
    /// What a message says, as the customer wrote it. It must return within its time limit.
    ///
    /// # Errors
    /// When there is no good answer now; the built-in classifier answers then.
    fn parse(&self, text: &str) -> Result<Parsed, ServiceError>;
}

/// Nothing came back, or nothing that could be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ServiceError(pub String);

/// What the service says, as it says it: nothing of it is checked against the content yet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parsed {
    /// Probabilities, in any order.
    pub intents: Vec<(String, f32)>,
    pub entities: Vec<ParsedEntity>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ParsedEntity {
    pub kind: String,
    /// In characters of the text.
    pub span: Range<usize>,
    pub value: Value,
}

impl Parsed {
    /// The ranking among the intents that the content has, each once, and how many others there were.
    pub(super) fn known_intents(&self, known: &BTreeSet<Name>) -> (Vec<(Name, f32)>, usize) {
        let mut ranking: Vec<(Name, f32)> = Vec::new();
        let mut unknown = 0;
        for (intent, probability) in &self.intents {
            match known.get(intent.as_str()) {
                Some(name) if ranking.iter().all(|(other, _)| other != name) => {
                    ranking.push((name.clone(), if probability.is_nan() { 0.0 } else { *probability }));
                }
                Some(_) => {}
                None => unknown += 1,
            }
        }
        (ranking, unknown)
    }

    /// Adds what is named where our own recognisers found nothing: words and numbers only, since what other values mean is
    /// not agreed on.
    pub(super) fn add_entities(&self, text: &str, entities: &mut Vec<Entity>) {
        for one in &self.entities {
            let Some(span) = bytes(text, &one.span) else { continue };
            let taken = entities.iter().any(|other| {
                other.kind == one.kind.as_str()
                    || (other.span.start < span.end && span.start < other.span.end)
            });
            if !taken && (one.value.is_string() || one.value.is_number()) {
                let kind = Name::from(one.kind.as_str());
                entities.push(Entity { kind, span, value: one.value.clone() });
            }
        }
        entities.sort_by_key(|entity| entity.span.start);
    }
}

/// A range of characters as a range of bytes; `None` when it is empty or outside of the text.
fn bytes(text: &str, characters: &Range<usize>) -> Option<Range<usize>> {
    let mut places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let start = places.nth(characters.start)?;
    let length = characters.end.checked_sub(characters.start)?.checked_sub(1)?;
    Some(start..places.nth(length)?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_contents_intents_are_ranked() {
        let known = BTreeSet::from(["a".into(), "b".into()]);
        let check = |intents: &[(&str, f32)], expected: &[(&str, f32)], others| {
            let intents = intents.iter().map(|(name, p)| ((*name).to_owned(), *p)).collect();
            let expected = expected.iter().map(|(name, p)| (Name::from(*name), *p)).collect();
            assert_eq!(Parsed { intents, ..Parsed::default() }.known_intents(&known), (expected, others));
        };
        check(&[], &[], 0);
        check(&[("b", 0.7), ("a", 0.2)], &[("b", 0.7), ("a", 0.2)], 0);
        check(&[("nlu_fallback", 0.7), ("a", 0.2), ("a", 0.9)], &[("a", 0.2)], 1);
        check(&[("a", f32::NAN)], &[("a", 0.0)], 0);
    }

    #[test]
    fn entities_are_added_where_there_were_none() {
        let own = || Entity { kind: "phone".into(), span: 3..6, value: json!("1") };
        let check = |kind: &str, span: Range<usize>, value: Value, expected: Option<Range<usize>>| {
            let mut entities = vec![own()];
            let entity = ParsedEntity { kind: kind.to_owned(), span, value };
            Parsed { entities: vec![entity], ..Parsed::default() }
                .add_entities("寄到110的顺丰", &mut entities);
            let added = entities.iter().find(|entity| **entity != own());
            assert_eq!(added.map(|entity| entity.span.clone()), expected, "{kind}");
        };
        check("carrier", 6..8, json!("顺丰"), Some(12..18));
        check("city", 0..1, json!("寄"), Some(0..3));
        check("phone", 6..8, json!("顺丰"), None);
        check("carrier", 0..2, json!("寄到"), None);
        check("carrier", 6..9, json!("顺丰"), None);
        check("carrier", 7..7, json!("顺丰"), None);
        check("carrier", Range { start: 8, end: 6 }, json!("顺丰"), None);
        check("carrier", 6..8, json!({"name": "顺丰"}), None);
    }
}
