//! Edits of intents/learned.jsonl. Lines that are not meant stay as they are, also those that are no rows.

use super::{EditError, files::Files, intents};
use crate::{
    content::{LEARNED, Learned, SourceFile},
    domain::{ConversationId, Name},
};

/// The rows come back as text, so that what cannot be read is kept.
struct Rows(String);

impl Rows {
    fn of(files: &Files<'_>) -> Self {
        let text = files.get(LEARNED).map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
        Self(text.unwrap_or_default())
    }

    /// Gives each row that `is` meant what `new` makes of it, or nothing; whether there was one.
    fn replace(&mut self, is: impl Fn(&Learned) -> bool, new: impl Fn(Learned) -> Option<Learned>) -> bool {
        let mut found = false;
        let mut text = String::with_capacity(self.0.len());
        for line in self.0.split_inclusive('\n') {
            match serde_json::from_str::<Learned>(line) {
                Ok(row) if is(&row) => {
                    found = true;
                    let new = new(row).map(|row| row.line() + "\n");
                    text.push_str(&new.unwrap_or_default());
                }
                Ok(_) | Err(_) => text.push_str(line),
            }
        }
        self.0 = text;
        found
    }

    fn put(self, files: &mut Files<'_>) {
        if self.0.is_empty() {
            files.remove(LEARNED);
        } else {
            files.put(SourceFile::new(LEARNED, self.0));
        }
    }
}

pub(super) fn learn(files: &mut Files<'_>, row: &Learned) -> Result<(), EditError> {
    intents::exists(files, "intent", &row.intent)?;
    super::said("text", &row.text)?;
    let mut rows = Rows::of(files);
    if !rows
        .replace(|other| same_message(other, &row.source.conversation, row.source.seq), |_| Some(row.clone()))
    {
        if !rows.0.is_empty() && !rows.0.ends_with('\n') {
            rows.0.push('\n');
        }
        rows.0.push_str(&(row.line() + "\n"));
    }
    rows.put(files);
    Ok(())
}

pub(super) fn forget(files: &mut Files<'_>, conversation: &ConversationId, seq: u64) {
    let mut rows = Rows::of(files);
    if rows.replace(|row| same_message(row, conversation, seq), |_| None) {
        rows.put(files);
    }
}

/// Removes a row by its text; whether there was one.
pub(super) fn remove(files: &mut Files<'_>, intent: &Name, text: &str) -> bool {
    let mut rows = Rows::of(files);
    let found = rows.replace(|row| row.intent == *intent && row.text == text, |_| None);
    if found {
        rows.put(files);
    }
    found
}

/// Gives a row by its text to another intent; whether there was one.
pub(super) fn relabel(files: &mut Files<'_>, from: &Name, to: &Name, text: &str) -> bool {
    let mut rows = Rows::of(files);
    let relabelled = |row| Some(Learned { intent: to.clone(), ..row });
    let found = rows.replace(|row| row.intent == *from && row.text == text, relabelled);
    if found {
        rows.put(files);
    }
    found
}

fn same_message(row: &Learned, conversation: &ConversationId, seq: u64) -> bool {
    row.source.conversation == *conversation && row.source.seq == seq
}
