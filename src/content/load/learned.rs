//! intents/learned.jsonl.

use std::{collections::HashMap, sync::Arc};

use crate::content::{
    Code, Example, Learned, Place,
    draft::{Draft, Kind, Sentence},
    labelled::json_fault,
    normalized,
};

#[cfg(test)]
pub(super) const KEYS: &[&str] = &["text", "intent", "source"];
#[cfg(test)]
pub(super) const SOURCE_KEYS: &[&str] = &["conversation", "seq", "by", "at"];

pub(super) fn read(file: &Arc<str>, text: &str, draft: &mut Draft) {
    let mut messages = HashMap::new();
    for (line, row) in (1..).zip(text.lines()).filter(|(_, row)| !row.trim().is_empty()) {
        let place = Place { file: file.clone(), line, column: 1 };
        let row: Learned = match serde_json::from_str(row) {
            Ok(row) => row,
            Err(error) => {
                draft.findings.0.push(json_fault(&place, row, &error));
                continue;
            }
        };
        if row.text.trim().is_empty() {
            draft.findings.add(&place, Code::BadValue, "the text is empty");
            continue;
        }
        let message = (row.source.conversation.clone(), row.source.seq);
        if let Some(first) = messages.insert(message, line) {
            let message = format!("the message stands in line {first} already");
            draft.findings.add(&place, Code::DuplicateLearned, message);
            continue;
        }
        draft.refer(Kind::Intent, &row.intent, &place, None);
        let sentence =
            Sentence { owner: row.intent.clone(), normalized: normalized(&row.text), place: place.clone() };
        draft.examples.push(sentence);
        let example = Example { text: row.text, entities: Vec::new(), line, source: Some(row.source) };
        draft.learned.push((row.intent, example));
    }
}

/// Rows become examples of their intents once all of these are read.
pub(super) fn join(draft: &mut Draft) {
    for (intent, example) in std::mem::take(&mut draft.learned) {
        if let Some(intent) = draft.content.intents.get_mut(&intent) {
            intent.examples.push(example);
        }
    }
}
