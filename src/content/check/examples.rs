//! No example, and no FAQ question, stands twice.

use std::collections::HashMap;

use super::letters;
use crate::content::{
    Code,
    draft::{Draft, Sentence},
    node::Findings,
};

pub(super) fn check(draft: &mut Draft) {
    let Draft { examples, questions, findings, .. } = draft;
    repeated(examples, Code::DuplicateExample, Code::ConflictingExample, findings);
    repeated(questions, Code::DuplicateQuestion, Code::ConflictingQuestion, findings);
}

/// Reports each sentence that stands before it already: with the same owner, or with another one, punctuation aside.
fn repeated(sentences: &[Sentence], same: Code, other: Code, findings: &mut Findings) {
    let mut exact: HashMap<(&str, &str), &Sentence> = HashMap::new();
    let mut first: HashMap<String, &Sentence> = HashMap::new();
    for sentence in sentences {
        let text = &sentence.normalized;
        if let Some(earlier) = exact.insert((sentence.owner.as_str(), text), sentence) {
            findings.add(
                &sentence.place,
                same,
                format!("`{text}`, once normalised, stands at {} already", earlier.place),
            );
            continue;
        }
        let earlier = first.entry(letters(text)).or_insert(sentence);
        if earlier.owner != sentence.owner {
            let (owner, place) = (&earlier.owner, &earlier.place);
            findings.add(
                &sentence.place,
                other,
                format!("`{text}`, once normalised, also belongs to `{owner}` at {place}"),
            );
        }
    }
}
