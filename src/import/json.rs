//! JSON with the place of every value. It is read as the YAML that it is, but for one thing.

use std::{
    borrow::Cow,
    char::DecodeUtf16Error,
    sync::{Arc, LazyLock},
};

use regex::{Captures, Regex};

use super::{Source, note::Notes};
use crate::content::{
    Place,
    yaml::{self, Node},
};

/// The value of a JSON or YAML file. `None`, noted, when it is neither.
pub(super) fn read(source: &Source, notes: &mut Notes) -> Option<Node> {
    let text = source.text(notes)?;
    match yaml::parse(&source.path, &whole(text, &source.path, notes)) {
        Ok(node) => Some(node),
        Err(finding) => {
            notes.broken(&finding.place, finding.message);
            None
        }
    }
}

/// JSON writes characters such as emoji as two halves, `\ud83d\ude00`; YAML knows them whole. A half alone is no character.
fn whole<'t>(text: &'t str, path: &Arc<str>, notes: &mut Notes) -> Cow<'t, str> {
    // Other escapes are stepped over: behind `\\` a `ud83d` is five letters.
    static ESCAPE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)((?:\\u[dD][89a-fA-F][0-9a-fA-F]{2})+)|\\.").expect("the pattern is constant")
    });
    let mut alone: Option<(usize, u16)> = None;
    let mut more = 0;
    let mended = ESCAPE.replace_all(text, |escape: &Captures<'_>| {
        let Some(halves) = escape.get(1) else { return escape[0].to_owned() };
        let units = halves.as_str().split("\\u").filter_map(|digits| u16::from_str_radix(digits, 16).ok());
        let character = |decoded: Result<char, DecodeUtf16Error>| {
            decoded.unwrap_or_else(|half| {
                more += usize::from(alone.is_some());
                alone.get_or_insert((halves.start(), half.unpaired_surrogate()));
                char::REPLACEMENT_CHARACTER
            })
        };
        char::decode_utf16(units).map(character).collect()
    });
    if let Some((at, half)) = alone {
        let more = if more == 0 { String::new() } else { format!(", like {more} more in the file") };
        let message = format!("`\\u{half:04x}` is half a character and becomes `�`{more}");
        notes.changed(&place(text, at, path), message);
    }
    mended
}

fn place(text: &str, at: usize, path: &Arc<str>) -> Place {
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.matches('\n').count() + 1;
    Place { line, column: before[start..].chars().count() + 1, ..Place::start(path) }
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

    fn check(json: &str, read: &str, noted: &[&str]) {
        let mut notes = Notes::default();
        let node = super::read(&Source::new("a.json", json), &mut notes).expect("JSON");
        assert_eq!(node.word_at("a"), Some(read), "{json}");
        let notes: Vec<String> =
            notes.sorted().iter().map(|note| format!("{} {}", note.place, note.what)).collect();
        assert_eq!(notes, noted, "{json}");
    }

    #[test]
    fn half_a_character_is_marked_and_noted() {
        let half = "a.json:1:9 `\\ud83d` is half a character and becomes `�`";
        check(r#"{"a": "c\ud83d"}"#, "c\u{fffd}", &[half]);
        check(r#"{"a": "c\uD83D\uDE00"}"#, "c😀", &[]);
        check(r#"{"a": "c\ud83d\ud83d\ude00"}"#, "c\u{fffd}😀", &[half]);
        check(
            "{\n\"a\": \"\\ude00\\ud83d!\\ud83d\"}",
            "\u{fffd}\u{fffd}!\u{fffd}",
            &["a.json:2:7 `\\ude00` is half a character and becomes `�`, like 2 more in the file"],
        );
        check(r#"{"a": "\\ud83d\\ude00"}"#, r"\ud83d\ude00", &[]);
        check(r#"{"a": "\\\ud83d\ude00\\"}"#, r"\😀\", &[]);
        check(r#"{"a": "\\\\ud83d"}"#, r"\\ud83d", &[]);
    }
}
