//! No message can be settled for two intents by the same phrase.

use std::collections::HashMap;

use crate::content::{
    Code,
    draft::{Draft, Phrase},
};

pub(super) fn check(draft: &mut Draft) {
    let Draft { phrases, findings, .. } = draft;
    let mut by_text: HashMap<(&str, bool), Vec<&Phrase>> = HashMap::new();
    for phrase in phrases.iter() {
        let same = by_text.entry((&phrase.text, phrase.whole)).or_default();
        for earlier in same.iter() {
            let (text, place) = (&phrase.text, &earlier.place);
            if earlier.intent == phrase.intent {
                if earlier.not == phrase.not {
                    findings.add(
                        &phrase.place,
                        Code::DuplicateRule,
                        format!("`{text}` stands at {place} already"),
                    );
                }
            } else if !silenced(phrase, earlier) && !silenced(earlier, phrase) {
                let message = format!("`{text}` also settles `{}` at {place}", earlier.intent);
                findings.add(&phrase.place, Code::ConflictingRule, message);
            }
        }
        same.push(phrase);
    }
    for phrase in phrases.iter().filter(|phrase| !phrase.whole) {
        let shorter = parts(&phrase.text).flat_map(|part| by_text.get(&(part, false)).into_iter().flatten());
        for other in shorter.filter(|other| other.intent != phrase.intent && !silenced(other, phrase)) {
            let (text, place) = (&other.text, &other.place);
            let message =
                format!("`{}` holds `{text}`, which settles `{}` at {place}", phrase.text, other.intent);
            findings.add(&phrase.place, Code::ShadowedRule, message);
        }
    }
}

/// Whether the first phrase's `not` keeps it from settling a message that is the second phrase.
fn silenced(phrase: &Phrase, by: &Phrase) -> bool {
    phrase.not.iter().any(|not| by.text.contains(not.as_str()))
}

/// All parts of a text that are shorter than it.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let borders = || text.char_indices().map(|(at, _)| at).chain([text.len()]);
    borders().flat_map(move |start| {
        borders()
            .filter(move |end| start < *end && end - start < text.len())
            .map(move |end| &text[start..end])
    })
}
