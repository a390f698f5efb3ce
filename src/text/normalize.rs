//! The one form of a text that all stages work on.

use std::ops::Range;

use super::{entities, fold::fold};

/// How often a character may follow itself; digits may without limit, since numbers have runs.
const REPEATS: usize = 3;

/// A text in lower case, half width and simplified characters, without what cannot be seen, white space and repeats cut
/// short; and where each piece of it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Normalized {
    text: String,
    pieces: Vec<Piece>,
}

/// One character: its byte offset in the normalised text, and the bytes of the original that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    at: usize,
    start: usize,
    end: usize,
}

impl Normalized {
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the original that a byte range of the normalised text stands for. What lies outside of the text is cut off.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let first = self.pieces.partition_point(|piece| piece.at < range.start);
        let behind = self.pieces.partition_point(|piece| piece.at < range.end);
        let end = self.pieces.last().map_or(0, |piece| piece.end);
        let start = self.pieces.get(first).map_or(end, |piece| piece.start);
        if behind <= first {
            return start..start;
        }
        start..self.pieces[behind - 1].end
    }
}

/// Normalises the whole text. Doing it twice changes nothing more.
pub fn normalize(text: &str) -> Normalized {
    build(located(text, 0))
}

/// Like [`normalize`], but of a text longer than `limit` characters only the beginning and the end are seen, half of the
/// limit each.
pub fn normalize_ends(text: &str, limit: usize) -> Normalized {
    let half = limit / 2;
    // A character has at most four bytes, so most texts need no count.
    if text.len() <= limit || text.chars().nth(limit).is_none() {
        return normalize(text);
    }
    let cut = text.char_indices().nth(half).map_or(text.len(), |(at, _)| at);
    let tail = text.char_indices().rev().take(half).last().map_or(text.len(), |(at, _)| at);
    let gap = std::iter::once((' ', cut..tail));
    build(located(&text[..cut], 0).chain(gap).chain(located(&text[tail..], tail)))
}

/// The characters of `text`, which begins at byte `offset` of the original.
fn located(text: &str, offset: usize) -> impl Iterator<Item = (char, Range<usize>)> {
    text.char_indices().map(move |(at, c)| (c, offset + at..offset + at + c.len_utf8()))
}

fn build(characters: impl Iterator<Item = (char, Range<usize>)>) -> Normalized {
    let mut folded: Vec<(char, Range<usize>)> = Vec::new();
    for (c, from) in characters {
        fold(c, |c| folded.push((c, from.clone())));
    }
    let mut out = Normalized::default();
    let mut run = 0;
    let mut last = None;
    let mut next = 0;
    while let Some((c, from)) = folded.get(next) {
        let (c, taken) = match entities::decode(folded[next..].iter().map(|(c, _)| *c)) {
            Some(entity) => entity,
            None => (*c, 1),
        };
        let from = from.start..folded[next + taken - 1].1.end;
        next += taken;
        run = if last == Some(c) { run + 1 } else { 1 };
        last = Some(c);
        let bound = match c {
            ' ' => 1,
            '0'..='9' => usize::MAX,
            _ => REPEATS,
        };
        if run > bound {
            // What is cut stands behind the last that is kept.
            if let Some(piece) = out.pieces.last_mut() {
                piece.end = from.end;
            }
        } else if c != ' ' || !out.text.is_empty() {
            out.pieces.push(Piece { at: out.text.len(), start: from.start, end: from.end });
            out.text.push(c);
        }
    }
    if out.text.ends_with(' ') {
        out.text.pop();
        out.pieces.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{normalize, normalize_ends};

    #[test]
    fn forms() {
        let check = |text: &str, expected: &str| assert_eq!(normalize(text).as_str(), expected);
        check("", "");
        check(" \t\n ", "");
        check("ＡＢＣ１２３　！", "abc123 !");
        check("我的快遞到哪裡了", "我的快递到哪里了");
        check("乾隆計畫", "干隆计画");
        check("哈哈哈哈哈哈", "哈哈哈");
        check("😀😀😀😀😀", "😀😀😀");
        check("订单2511000012345678", "订单2511000012345678");
        check("a\u{200b}b\u{202e}c\u{feff}", "abc");
        check("[数字x]&nbsp;帮我&amp;查", "[数字x] 帮我&查");
        check("①ﷺ", "1صلى الله عليه وسلم");
        check("在吗   \r\n 在吗", "在吗 在吗");
    }

    #[test]
    fn ranges_lead_back() {
        let check = |text: &str, part: &str, expected: &str| {
            let normalized = normalize(text);
            let at = normalized.as_str().find(part).expect("part of the text");
            assert_eq!(&text[normalized.original(at..at + part.len())], expected);
        };
        check("我的 ＳＦ１２ 單號", "sf12", "ＳＦ１２");
        check("我的 ＳＦ１２ 單號", "单号", "單號");
        check("退！！！！！！钱", "!!!", "！！！！！！");
        check("查&nbsp;&nbsp;单", " ", "&nbsp;&nbsp;");
        check("a\u{200b}b", "ab", "a\u{200b}b");
    }

    #[test]
    fn long_texts_keep_their_ends() {
        let text = format!("头{}尾", "中".repeat(10) + &"ab".repeat(5_000));
        let normalized = normalize_ends(&text, 20);
        assert_eq!(normalized.as_str(), "头中中中 bababababa尾".replace("bababababa", "babababab"));
        let last = normalized.as_str().len();
        assert_eq!(&text[normalized.original(last - 3..last)], "尾");
        assert_eq!(normalize_ends("短", 20), normalize("短"));
    }

    fn messages() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            any::<String>(),
            "[&amplt;nbs#0-9 ]{0,12}",
            "[＆ａｍｐ；啊!！。.　 ]{0,12}",
            "(&amp;){0,3}(nbsp;|lt;|amp|#39;)?",
            "[\u{200b}-\u{206f}㐀-鿿]{0,8}",
        ];
        prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn twice_is_once(text in messages()) {
            let once = normalize(&text);
            let twice = normalize(once.as_str());
            prop_assert_eq!(once.as_str(), twice.as_str());
        }

        #[test]
        fn ranges_are_whole_and_monotone(text in messages(), limit in 2usize..40) {
            for normalized in [normalize(&text), normalize_ends(&text, limit)] {
                let mut before = 0;
                for (at, c) in normalized.as_str().char_indices() {
                    let range = normalized.original(at..at + c.len_utf8());
                    prop_assert!(text.get(range.clone()).is_some_and(|original| !original.is_empty()));
                    prop_assert!(before <= range.start);
                    before = range.start;
                }
                prop_assert!(text.get(normalized.original(0..usize::MAX)).is_some());
                prop_assert!(text.get(normalized.original(usize::MAX..usize::MAX)).is_some());
            }
        }
    }
}
