//! Examples whose entities are told by where they stand.

use std::ops::Range;

use super::{kinds, project::Part};

/// What stands at some place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    /// In bytes.
    pub at: Range<usize>,
    pub entity: String,
}

/// The text in pieces. Of spans that overlap the first is taken, and one that cuts a character or reaches out of the text is none.
pub(super) fn parts(text: &str, mut spans: Vec<Span>) -> Vec<Part> {
    spans.sort_by_key(|span| (span.at.start, span.at.end));
    let mut parts = Vec::new();
    let mut copied = 0;
    for Span { at, entity } in spans {
        let Some(words) = text.get(at.clone()).filter(|words| at.start >= copied && !words.trim().is_empty())
        else {
            continue;
        };
        if at.start > copied {
            parts.push(Part::Text(text[copied..at.start].to_owned()));
        }
        parts.push(part(words, &entity));
        copied = at.end;
    }
    if copied < text.len() {
        parts.push(Part::Text(text[copied..].to_owned()));
    }
    parts
}

/// A piece with an entity of theirs, or one that both makers recognise by themselves.
pub(super) fn part(words: &str, entity: &str) -> Part {
    let text = words.to_owned();
    match kinds::built_in(entity).filter(|_| kinds::is_theirs(entity)) {
        Some("text") => Part::Text(text),
        Some(kind) => Part::BuiltIn { text, kind },
        None if kinds::is_theirs(entity) => Part::Text(text),
        None => Part::Entity { text, entity: entity.to_owned(), value: None },
    }
}

/// The byte at which a UTF-16 code unit begins; the end of the text for one behind it.
pub(super) fn byte_of_unit(text: &str, unit: usize) -> usize {
    let mut units = 0;
    let found = text.char_indices().find(|(_, character)| {
        let here = units >= unit;
        units += character.len_utf16();
        here
    });
    found.map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_become_pieces() {
        let text = "😀去北京和上海";
        let span = |from, until, entity: &str| Span {
            at: byte_of_unit(text, from)..byte_of_unit(text, until),
            entity: entity.to_owned(),
        };
        let entity = |text: &str| Part::Entity { text: text.into(), entity: "city".into(), value: None };
        let plain = |text: &str| Part::Text(text.into());
        assert_eq!(
            parts(text, vec![span(6, 8, "city"), span(3, 5, "city"), span(4, 6, "city")]),
            [plain("😀去"), entity("北京"), plain("和"), entity("上海")]
        );
        assert_eq!(parts(text, vec![span(7, 99, "city")])[1], entity("海"));
        assert_eq!(
            parts("明天", vec![Span { at: 0..6, entity: "@sys.date".into() }]),
            [Part::BuiltIn { text: "明天".into(), kind: "date" }]
        );
    }
}
