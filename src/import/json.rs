//! JSON with the place of every value. It is read as the YAML that it is, but for one thing.

use std::{borrow::Cow, sync::LazyLock};

use regex::{Captures, Regex};

use super::{Source, note::Notes};
use crate::content::yaml::{self, Node};

/// The value of a JSON or YAML file. `None`, noted, when it is neither.
pub(super) fn read(source: &Source, notes: &mut Notes) -> Option<Node> {
    let text = source.text(notes)?;
    match yaml::parse(&source.path, &paired(text)) {
        Ok(node) => Some(node),
        Err(finding) => {
            notes.broken(&finding.place, finding.message);
            None
        }
    }
}

/// JSON writes characters such as emoji as two halves, `\ud83d\ude00`; YAML knows them whole.
fn paired(text: &str) -> Cow<'_, str> {
    static HALVES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
            .expect("the pattern is constant")
    });
    HALVES.replace_all(text, |halves: &Captures<'_>| {
        let unit = |at| u16::from_str_radix(&halves[at], 16).unwrap_or_default();
        char::decode_utf16([unit(1), unit(2)]).filter_map(Result::ok).collect::<String>()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_read_with_places() {
        let text = "{\n\t\"a\": [\"\\u4f60\\ud83d\\ude00\", \"x\\/y\", null, 1.5, true],\n\t\"b\": {\"c\": \"\"}\n}\n";
        let node = read(&Source::new("a.json", text), &mut Notes::default()).expect("JSON");
        let items: Vec<_> = node.items_at("a").iter().map(|item| item.word()).collect();
        assert_eq!(items, [Some("你😀"), Some("x/y"), None, Some("1.5"), Some("true")]);
        assert_eq!(node.at("b").map(|node| node.place.line), Some(3));
        assert_eq!(node.at("b").and_then(|node| node.word_at("c")), Some(""));
    }
}
