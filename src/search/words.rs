//! Words as search knows them: a Chinese character by itself, letters and digits as they stand together.
//!
//! Characters are found next to each other, whatever a dictionary would take for a word, so that 快递 is found in 催快递员.

use std::ops::Range;

/// A longer run of letters and digits counts as several words.
const LONGEST: usize = 64;

/// A number is found by so many of its first characters.
pub const PREFIX: usize = 4;

/// The words of a normalised text as ranges of its bytes, from left to right. Spaces, punctuation and emoji are none.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut characters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = characters.find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        if joins(first) {
            for _ in 1..LONGEST {
                let Some((at, c)) = characters.next_if(|(_, c)| joins(*c)) else { break };
                end = at + c.len_utf8();
            }
        }
        Some(start..end)
    })
}

/// The beginnings by which a word is found, itself the longest: of order numbers and the like from four characters on.
pub fn prefixes(word: &str) -> impl Iterator<Item = &str> {
    let first = if is_number(word) { PREFIX } else { usize::MAX };
    let ends = word.char_indices().skip(first).map(|(at, _)| at);
    ends.chain([word.len()]).map(|end| &word[..end])
}

/// Whether a word of a text is what is looked for; the same as [`prefixes`] has.
pub fn fits(word: &str, wanted: &str) -> bool {
    word == wanted || is_number(word) && word.starts_with(wanted) && wanted.chars().nth(PREFIX - 1).is_some()
}

/// With a digit somewhere: `2611208815063742`, `sf1680042917355`.
fn is_number(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
}

/// Letters of scripts that put spaces between words, and digits.
fn joins(c: char) -> bool {
    // Thai, Lao, Myanmar and Khmer have none; neither has what stands from the Chinese radicals on.
    c.is_alphanumeric()
        && !matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = words(text).map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("", &[]);
        check(" !。😡 ", &[]);
        check("催快递员", &["催", "快", "递", "员"]);
        check("单号sf1680042917355,没动", &["单", "号", "sf1680042917355", "没", "动"]);
        check("iphone 15 pro-max的屏", &["iphone", "15", "pro", "max", "的", "屏"]);
        check("где заказ2", &["где", "заказ2"]);
        check("สวย", &["ส", "ว", "ย"]);
        check(&"a".repeat(65), &[&"a".repeat(64), "a"]);
    }

    #[test]
    fn numbers_are_found_by_their_beginnings() {
        let check = |word: &str, expected: &[&str]| {
            assert_eq!(prefixes(word).collect::<Vec<_>>(), expected);
            for wanted in expected {
                assert!(fits(word, wanted), "{word} {wanted}");
            }
        };
        check("sf1680", &["sf16", "sf168", "sf1680"]);
        check("1234", &["1234"]);
        check("123", &["123"]);
        check("parcel", &["parcel"]);
        check("快", &["快"]);
        for (word, wanted) in [("sf1680", "sf1"), ("parcel", "parc"), ("sf1680", "sf16800"), ("2611", "611")]
        {
            assert!(!fits(word, wanted), "{word} {wanted}");
        }
    }
}
