//! Rasa's marks in examples: `[text](entity)`, `[text](entity:value)`, `[text]{"entity": …}` and `[text][{…}, {…}]`.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::{
    content::Place,
    import::{names::shown, note::Notes, project::Part},
};

/// The example in pieces. What a mark says beyond entity and value is noted.
pub(super) fn parts(example: &str, place: &Place, notes: &mut Notes) -> Vec<Part> {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\[([^\]]+?)\](?:\(([^:)]+?)(?::([^)]+))?\)|(\{[^}]+?\})|\[(\{.*?\})\])")
            .expect("the pattern is constant")
    });
    let mut parts = Vec::new();
    let mut copied = 0;
    for found in MARK.captures_iter(example) {
        let Some(whole) = found.get(0) else { continue };
        let group = |at| found.get(at).map(|part: regex::Match<'_>| part.as_str());
        let text = group(1).unwrap_or_default().to_owned();
        let (entity, value) = match (group(2), group(4).or(group(5))) {
            (Some(entity), _) => (entity.trim().to_owned(), group(3).map(str::to_owned)),
            (None, Some(objects)) => match described(objects, place, notes) {
                Some(described) => described,
                None => {
                    notes.changed(
                        place,
                        format!("the mark after `{}` is no JSON and stays in the text", shown(&text)),
                    );
                    continue;
                }
            },
            (None, None) => continue,
        };
        if whole.start() > copied {
            parts.push(Part::Text(example[copied..whole.start()].to_owned()));
        }
        parts.push(Part::Entity { text, entity, value });
        copied = whole.end();
    }
    if copied < example.len() {
        parts.push(Part::Text(example[copied..].to_owned()));
    }
    parts
}

/// Entity and value of the first of some objects.
fn described(objects: &str, place: &Place, notes: &mut Notes) -> Option<(String, Option<String>)> {
    let objects: Vec<Value> = serde_json::from_str(&format!("[{objects}]")).ok()?;
    if objects.len() > 1 {
        notes.left_out(place, "of several entities at the same words only the first is taken");
    }
    let object = objects.first()?;
    let text = |key: &str| {
        object.get(key).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    let entity = text("entity")?;
    for key in ["role", "group"] {
        if let Some(value) = text(key) {
            let message = format!("the {key} `{}` of entity `{}`", shown(&value), shown(&entity));
            notes.left_out(place, message + ": xiaoer tells slots apart by the question that was asked");
        }
    }
    Some((entity, text("value")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::project::plain;

    fn check(example: &str, text: &str, entities: &[(&str, &str, Option<&str>)], noted: usize) {
        let mut notes = Notes::default();
        let parts = parts(example, &Place::start("nlu.yml"), &mut notes);
        let found: Vec<_> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Entity { text, entity, value } => {
                    Some((text.as_str(), entity.as_str(), value.as_deref()))
                }
                Part::Text(_) | Part::BuiltIn { .. } => None,
            })
            .collect();
        assert_eq!((plain(&parts).as_str(), &found[..]), (text, entities), "{example}");
        assert_eq!(notes.sorted().len(), noted, "{example}");
    }

    #[test]
    fn every_form_of_a_mark_is_read() {
        check("查[北京](city)天气", "查北京天气", &[("北京", "city", None)], 0);
        check("[帝都](city:北京)", "帝都", &[("帝都", "city", Some("北京"))], 0);
        check(
            r#"to [NYC]{"entity": "city", "value": "New York"}"#,
            "to NYC",
            &[("NYC", "city", Some("New York"))],
            0,
        );
        check(r#"[三]{"entity":"number","value":3}点"#, "三点", &[("三", "number", Some("3"))], 0);
        check(
            r#"从[北京]{"entity": "city", "role": "from", "group": "1"}"#,
            "从北京",
            &[("北京", "city", None)],
            2,
        );
        check(r#"[北京][{"entity":"city"},{"entity":"place"}]"#, "北京", &[("北京", "city", None)], 1);
        check("[金额x]多少", "[金额x]多少", &[], 0);
        check("[a]{b}", "[a]{b}", &[], 1);
    }
}
