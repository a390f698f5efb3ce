//! One text a row: JSONL and CSV.

use std::sync::Arc;

use serde::Deserialize;

use super::Labelled;
use crate::{
    content::{Code, Diagnostic, Place},
    domain::Name,
};

/// A row of JSONL. Other keys, such as `entities` and `slots`, are allowed and not looked at.
#[derive(Deserialize)]
struct Row {
    text: String,
    intent: Option<String>,
    #[serde(default)]
    accept: Vec<Name>,
}

pub(super) fn json(file: &Arc<str>, text: &str) -> (Vec<Labelled>, Vec<Diagnostic>) {
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    for (line, row) in (1..).zip(text.lines()).filter(|(_, row)| !row.trim().is_empty()) {
        match serde_json::from_str::<Row>(row) {
            Ok(Row { text, intent, accept }) => rows.push(Labelled::new(text, intent.as_deref(), accept)),
            Err(error) => {
                let place = Place { file: file.clone(), line, column: 1 };
                findings.push(json_fault(&place, row, &error));
            }
        }
    }
    (rows, findings)
}

/// That a row, which begins at a place, is not the JSON that it should be.
pub(in crate::content) fn json_fault(place: &Place, row: &str, error: &serde_json::Error) -> Diagnostic {
    let place = Place { column: column(row, error.column()), ..place.clone() };
    let message = error.to_string();
    let message = message.rsplit_once(" at line").map_or(message.as_str(), |(what, _)| what);
    Diagnostic::new(&place, Code::Syntax, format!("the row is not as expected: {message}"))
}

/// The character at which a byte, counted from 1, lies.
fn column(row: &str, byte: usize) -> usize {
    row.char_indices().take_while(|(at, _)| *at + 1 < byte).count() + 1
}

pub(super) fn csv(file: &Arc<str>, text: &str) -> (Vec<Labelled>, Vec<Diagnostic>) {
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let column = |name: &str| header.iter().position(|column| column.trim() == name);
    let (Some(of_text), Some(of_intent)) = (column("text"), column("intent")) else {
        let message = "the first line must name the columns `text` and `intent`";
        return (rows, vec![Diagnostic::new(&Place::start(file), Code::MissingKey, message)]);
    };
    for record in reader.records() {
        match record {
            Ok(record) => match (record.get(of_text), record.get(of_intent)) {
                (Some(text), Some(intent)) => {
                    let intent = Some(intent.trim()).filter(|intent| !intent.is_empty());
                    rows.push(Labelled::new(text.to_owned(), intent, Vec::new()));
                }
                (None, _) | (_, None) => {
                    let line = record.position().map_or(1, |place| place.line() as usize);
                    let place = Place { file: file.clone(), line, column: 1 };
                    findings.push(Diagnostic::new(
                        &place,
                        Code::MissingKey,
                        "the row has no text or no intent",
                    ));
                }
            },
            Err(error) => {
                let line = error.position().map_or(1, |place| place.line() as usize);
                let place = Place { file: file.clone(), line, column: 1 };
                findings.push(Diagnostic::new(&place, Code::Syntax, error.to_string()));
            }
        }
    }
    (rows, findings)
}

#[cfg(test)]
mod tests {
    use super::{csv, json};
    use crate::content::{Diagnostic, labelled::Labelled};

    fn check(read: (Vec<Labelled>, Vec<Diagnostic>), rows: &[(&str, Option<&str>)], findings: &[&str]) {
        let found: Vec<_> = read
            .0
            .iter()
            .map(|row| (row.text.as_str(), row.intent.as_ref().map(|name| name.as_str())))
            .collect();
        assert_eq!(found, rows);
        assert_eq!(read.1.iter().map(ToString::to_string).collect::<Vec<_>>(), findings);
    }

    #[test]
    fn json_rows() {
        check(
            json(
                &"a.jsonl".into(),
                "{\"text\": \"到哪了\", \"intent\": \"track\", \"slots\": {}}\n\n{\"text\": \"哦\", \"intent\": null}\n",
            ),
            &[("到哪了", Some("track")), ("哦", None)],
            &[],
        );
        check(
            json(
                &"a.jsonl".into(),
                "{\"text\": \"哦\", \"intent\": \"out_of_scope\"}\n{\"text\": 中}\n{\"intent\": \"x\"}",
            ),
            &[("哦", None)],
            &[
                "a.jsonl:2:10 syntax the row is not as expected: expected value",
                "a.jsonl:3:15 syntax the row is not as expected: missing field `text`",
            ],
        );
    }

    #[test]
    fn csv_rows() {
        check(
            csv(&"a.csv".into(), "intent,text\ntrack,\"到哪了,啊\"\n,哦\n"),
            &[("到哪了,啊", Some("track")), ("哦", None)],
            &[],
        );
        check(
            csv(&"a.csv".into(), "text,intent\na\nb,x\n"),
            &[("b", Some("x"))],
            &["a.csv:2:1 missing_key the row has no text or no intent"],
        );
        check(
            csv(&"a.csv".into(), "a,b\n"),
            &[],
            &["a.csv:1:1 missing_key the first line must name the columns `text` and `intent`"],
        );
    }
}
