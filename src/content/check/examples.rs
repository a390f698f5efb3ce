//! No example, and no FAQ question, stands twice.

use std::collections::HashMap;

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

/// Reports each sentence that stands before it already, with the same owner or with another one.
fn repeated(sentences: &[Sentence], same: Code, other: Code, findings: &mut Findings) {
    let mut first: HashMap<&str, &Sentence> = HashMap::new();
    for sentence in sentences.iter().filter(|sentence| !sentence.normalized.is_empty()) {
        let Some(earlier) = first.get(&*sentence.normalized) else {
            first.insert(&sentence.normalized, sentence);
            continue;
        };
        let (text, owner, place) = (&sentence.normalized, &earlier.owner, &earlier.place);
        if earlier.owner == sentence.owner {
            findings.add(&sentence.place, same, format!("`{text}` stands at {place} already"));
        } else {
            findings.add(&sentence.place, other, format!("`{text}` also belongs to `{owner}` at {place}"));
        }
    }
}
