//! Rasa's training data: `nlu:` with intents and their annotated examples.

use std::sync::LazyLock;

use regex::Regex;

use super::Labelled;
use crate::content::{
    Diagnostic,
    node::Findings,
    yaml::{Data, Node},
};

pub(super) fn is_rasa(node: &Node) -> bool {
    matches!(&node.data, Data::Map(entries) if entries.iter().any(|(key, _)| key.as_str() == Some("nlu")))
}

/// The examples of all intents. Synonyms, lookups, regexes and keys of other parts of Rasa are not looked at.
pub(super) fn read(node: &Node) -> (Vec<Labelled>, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    let mut rows = Vec::new();
    let all = value(node, "nlu").map_or(&[][..], |list| list.list(&mut findings));
    for part in all {
        let Some(intent) = value(part, "intent") else { continue };
        let Some(name) = intent.text(&mut findings) else { continue };
        let Some(examples) = value(part, "examples") else { continue };
        let texts: Vec<String> = match &examples.data {
            // With metadata, each example is a mapping with its text.
            Data::List(items) => items
                .iter()
                .filter_map(|item| value(item, "text")?.text(&mut findings))
                .map(str::to_owned)
                .collect(),
            Data::Nothing | Data::Text(_) | Data::Map(_) => {
                examples.lines(&mut findings).into_iter().map(|(text, _)| text).collect()
            }
        };
        rows.extend(
            texts.iter().map(|text| {
                Labelled::new(plain(text.trim().trim_start_matches("- ")), Some(name), Vec::new())
            }),
        );
    }
    findings.0.sort();
    (rows, findings.0)
}

fn value<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.data {
        Data::Map(entries) => {
            entries.iter().find(|(name, _)| name.as_str() == Some(key)).map(|(_, value)| value)
        }
        Data::Nothing | Data::Text(_) | Data::List(_) => None,
    }
}

/// The example without its annotations.
fn plain(example: &str) -> String {
    static MARKED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\[([^\[\]]+)\](?:\([^()]*\)|\{[^{}]*\})").expect("the pattern is constant")
    });
    MARKED.replace_all(example, "$1").into_owned()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::content::yaml;

    #[test]
    fn examples_lose_their_annotations() {
        let text = r#"version: "3.1"
nlu:
- intent: greet
  examples: |
    - hey
    - hello [Anna](name) from [NYC]{"entity": "city", "value": "New York"}
- synonym: NYC
  examples: |
    - new york
- intent: bye
  examples:
  - text: |
      - good bye
    metadata: {sentiment: neutral}
"#;
        let (rows, findings) = read(&yaml::parse(&"nlu.yml".into(), text).expect("YAML"));
        let rows: Vec<_> =
            rows.iter().map(|row| (row.text.as_str(), row.intent.clone().expect("label"))).collect();
        assert!(findings.is_empty());
        assert_eq!(
            rows,
            [("hey", "greet".into()), ("hello Anna from NYC", "greet".into()), ("good bye", "bye".into())]
        );
    }
}
