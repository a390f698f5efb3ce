//! Answers to a question with choices: the second one, yes, no.

use std::collections::HashMap;

use jiff::civil::Date;
use regex::Regex;
use serde_json::Value;

use super::{Found, Recognizer, numeral::parse};
use crate::{content::Phrases, nlu::whole};

/// The place in a list, from 1; -1 is the last.
pub(super) struct Ordinal {
    named: Regex,
    bare: Regex,
}

/// Whoever counts further does not choose from a list.
const MOST: f64 = 30.0;

impl Default for Ordinal {
    fn default() -> Self {
        let number = r"\d{1,2}|[一二两三四五六七八九十]{1,3}";
        let unit = "[个条单件份项种款笔张号]";
        let named = format!(
            r"第(?<number>{number}){unit}|(?<last>最后(?:面)?(?:的)?(?:那|这)?(?:一|1)?{unit}|最下面(?:那|这)?个|(?-u:\b)(?:the )?last one(?-u:\b))|(?<first>最上面(?:那|这)?个|(?-u:\b)(?:the )?first one(?-u:\b))|(?-u:\b)(?:the )?(?<word>second|third|fourth|fifth)(?: one)(?-u:\b)"
        );
        let bare = format!(r"^(?:我?选|我?要|就|是)?(?:第)?(?<number>{number}){unit}?(?:吧|的|那个)?$");
        Self {
            named: Regex::new(&named).expect("a fixed pattern"),
            bare: Regex::new(&bare).expect("a fixed pattern"),
        }
    }
}

impl Recognizer for Ordinal {
    fn recognize(&self, text: &str, _: Date, found: &mut Vec<Found>) {
        let captures = match self.bare.captures(text) {
            Some(captures) => Some(captures).into_iter().collect(),
            None => self.named.captures_iter(text).collect::<Vec<_>>(),
        };
        for captures in captures {
            let Some(all) = captures.get(0) else { continue };
            let has = |name| captures.name(name).is_some();
            let place = if let Some(number) = captures.name("number") {
                parse(number.as_str()).filter(|place| (1.0..=MOST).contains(place)).map(|place| place as i64)
            } else if let Some(word) = captures.name("word") {
                let place =
                    ["second", "third", "fourth", "fifth"].iter().position(|one| *one == word.as_str());
                place.map(|place| place as i64 + 2)
            } else {
                has("first").then_some(1).or(has("last").then_some(-1))
            };
            if let Some(place) = place {
                found.push(Found { kind: "ordinal".into(), span: all.range(), value: place.into() });
            }
        }
    }
}

/// A whole message that agrees or does not.
pub(super) struct YesNo(HashMap<String, &'static str>);

impl YesNo {
    pub(super) fn new(phrases: &Phrases) -> Self {
        let said = |phrases: &[String], value| -> Vec<(String, &'static str)> {
            phrases.iter().map(|phrase| (whole::core(phrase).to_owned(), value)).collect()
        };
        let (yes, no) = (said(&phrases.yes, "yes"), said(&phrases.no, "no"));
        Self(yes.into_iter().chain(no).collect())
    }
}

impl Recognizer for YesNo {
    fn recognize(&self, text: &str, _: Date, found: &mut Vec<Found>) {
        if let Some(value) = self.0.get(whole::core(text)) {
            found.push(Found { kind: "yes_no".into(), span: 0..text.len(), value: Value::from(*value) });
        }
    }
}
