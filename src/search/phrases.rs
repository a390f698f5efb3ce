//! What is looked for: plain words, never a language of queries.

use super::words::{fits, words};
use crate::text::normalize;

/// Of one search.
const WORDS: usize = 64;
const PHRASES: usize = 16;

/// Runs of words that must all be somewhere in a text, each run with its words one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Phrases(Vec<Vec<String>>);

/// Why nothing can be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    #[error("there is no letter, digit or Chinese character to look for")]
    Nothing,
    #[error("there is more to look for than {PHRASES} words or phrases, or {WORDS} characters")]
    TooMuch,
}

impl Phrases {
    /// A space stands between what may stand apart. Full width, traditional characters and capitals make no difference.
    ///
    /// # Errors
    /// When it has no word, or too many.
    pub fn read(text: &str) -> Result<Self, PhraseError> {
        let normalized = normalize(text);
        let phrase = |run: &str| words(run).map(|range| run[range].to_owned()).collect::<Vec<_>>();
        let mut phrases: Vec<Vec<String>> =
            normalized.as_str().split(' ').map(phrase).filter(|phrase| !phrase.is_empty()).collect();
        phrases.sort_unstable();
        phrases.dedup();
        match (phrases.len(), phrases.iter().map(Vec::len).sum::<usize>()) {
            (0, _) => Err(PhraseError::Nothing),
            (count, words) if count > PHRASES || words > WORDS => Err(PhraseError::TooMuch),
            _ => Ok(Self(phrases)),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &[String]> {
        self.0.iter().map(Vec::as_slice)
    }

    /// Where a normalised text has them, as ranges of its bytes; of a number that is longer only the beginning.
    pub fn places(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        let found: Vec<_> = words(text).collect();
        let mut places = Vec::new();
        for phrase in &self.0 {
            for run in found.windows(phrase.len()) {
                if run.iter().zip(phrase).all(|(range, wanted)| fits(&text[range.clone()], wanted))
                    && let (Some(first), Some(last), Some(wanted)) = (run.first(), run.last(), phrase.last())
                {
                    places.push(first.start..last.start + wanted.len());
                }
            }
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_phrases() {
        let check = |text: &str, expected: Result<&[&[&str]], PhraseError>| {
            let found = Phrases::read(text).map(|phrases| phrases.0);
            let expected = expected.map(|phrases| {
                phrases.iter().map(|phrase| phrase.iter().map(|word| (*word).to_owned()).collect()).collect()
            });
            assert_eq!(found, expected, "{text}");
        };
        check("快遞　退款", Ok(&[&["快", "递"], &["退", "款"]]));
        check("ＳＦ１６ 没动 没动", Ok(&[&["sf16"], &["没", "动"]]));
        check("退款:\"OR\" -x* (", Ok(&[&["x"], &["退", "款", "or"]]));
        check(" 。😡 ", Err(PhraseError::Nothing));
        check("", Err(PhraseError::Nothing));
        check(&"快递员".repeat(22), Err(PhraseError::TooMuch));
        check("a b c d e f g h i j k l m n o p q", Err(PhraseError::TooMuch));
    }

    #[test]
    fn places_are_whole_phrases() {
        let check = |wanted: &str, text: &str, expected: &[&str]| {
            let places = Phrases::read(wanted).unwrap().places(text);
            assert_eq!(
                places.into_iter().map(|range| &text[range]).collect::<Vec<_>>(),
                expected,
                "{wanted}"
            );
        };
        check("快递", "快递员送快递", &["快递", "快递"]);
        check("快递", "递快", &[]);
        check("快递没到", "快递,没到", &["快递,没到"]);
        check("单号2611", "单号261120", &["单号2611"]);
        check("员 退款", "快递员说退款", &["员", "退款"]);
    }
}
