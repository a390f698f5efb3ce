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
        if let Some(not) = silencer(phrase, phrase) {
            let message = format!("`{}` holds `{not}`, which the rule's `not` excludes", phrase.text);
            findings.add(&phrase.place, Code::DeadRule, message);
        }
        let same = by_text.entry((&phrase.text, phrase.whole)).or_default();
        for earlier in same.iter() {
            let (text, place) = (&phrase.text, &earlier.place);
            if earlier.intent == phrase.intent {
                if earlier.not == phrase.not {
                    findings.add(
                        &phrase.place,
                        Code::DuplicateRule,
                        format!("`{text}`, once normalised, stands at {place} already"),
                    );
                }
            } else if silencer(phrase, earlier).is_none() && silencer(earlier, phrase).is_none() {
                let message = format!("`{text}` also settles `{}` at {place}", earlier.intent);
                findings.add(&phrase.place, Code::ConflictingRule, message);
            }
        }
        same.push(phrase);
    }
    for phrase in phrases.iter().filter(|phrase| !phrase.whole) {
        let shorter = parts(&phrase.text).flat_map(|part| by_text.get(&(part, false)).into_iter().flatten());
        for other in
            shorter.filter(|other| other.intent != phrase.intent && silencer(other, phrase).is_none())
        {
            let (text, place) = (&other.text, &other.place);
            let message =
                format!("`{}` holds `{text}`, which settles `{}` at {place}", phrase.text, other.intent);
            findings.add(&phrase.place, Code::ShadowedRule, message);
        }
    }
}

/// What of the first phrase's `not` keeps it from settling a message that is the second phrase.
fn silencer<'p>(phrase: &'p Phrase, message: &Phrase) -> Option<&'p str> {
    phrase.not.iter().map(String::as_str).find(|not| message.text.contains(not))
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
