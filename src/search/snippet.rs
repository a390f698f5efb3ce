//! The part of a text that a hit is shown by.

use std::ops::Range;

use super::Phrases;
use crate::text::normalize;

/// Of a text, in characters.
const LONGEST: usize = 120;
/// Before the first place that is marked.
const BEFORE: usize = 30;
const CUT: char = '…';

/// Plain text, and where what was looked for stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// A text that was cut has `…` at that end.
    pub text: String,
    /// In characters, from left to right, apart from each other.
    pub marks: Vec<Range<usize>>,
}

impl Snippet {
    /// The beginning of a text, or what stands around the first place.
    pub fn of(text: &str, phrases: Option<&Phrases>) -> Self {
        let marks = phrases.map_or(Vec::new(), |phrases| places(text, phrases));
        let length = text.chars().count();
        let first = marks.first().map_or(0, |mark| mark.start);
        let start = if length <= LONGEST { 0 } else { first.saturating_sub(BEFORE).min(length - LONGEST) };
        let end = length.min(start + LONGEST);
        let mut shown = String::new();
        shown.extend((start > 0).then_some(CUT));
        shown.extend(text.chars().skip(start).take(end - start));
        shown.extend((end < length).then_some(CUT));
        let shift = usize::from(start > 0);
        let inside = |mark: &Range<usize>| {
            let (from, to) = (mark.start.max(start), mark.end.min(end));
            (from < to).then(|| from - start + shift..to - start + shift)
        };
        Self { text: shown, marks: marks.iter().filter_map(inside).collect() }
    }
}

/// In characters of the text as it was written.
fn places(text: &str, phrases: &Phrases) -> Vec<Range<usize>> {
    let normalized = normalize(text);
    let mut places: Vec<Range<usize>> =
        phrases.places(normalized.as_str()).into_iter().map(|range| normalized.original(range)).collect();
    places.sort_by_key(|place| place.start);
    let mut marks: Vec<Range<usize>> = Vec::new();
    for place in places {
        match marks.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            Some(_) | None => marks.push(place),
        }
    }
    let characters = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count());
    marks.into_iter().map(|mark| characters(mark.start)..characters(mark.end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, wanted: &str, shown: &str, marked: &[&str]) {
        let snippet = Snippet::of(text, Phrases::read(wanted).ok().as_ref());
        assert_eq!(snippet.text, shown);
        let cut =
            |mark: &Range<usize>| snippet.text.chars().skip(mark.start).take(mark.len()).collect::<String>();
        assert_eq!(snippet.marks.iter().map(cut).collect::<Vec<_>>(), marked, "{text}");
    }

    #[test]
    fn what_was_looked_for_is_marked_as_it_was_written() {
        check("我的快遞到哪裡了", "快递", "我的快遞到哪裡了", &["快遞"]);
        check(
            "單號ＳＦ１６８００４，沒動",
            "sf1680 没动",
            "單號ＳＦ１６８００４，沒動",
            &["ＳＦ１６８０", "沒動"],
        );
        check("快递快递员", "快递 递快", "快递快递员", &["快递快递"]);
        check("<b>退款</b>", "退款", "<b>退款</b>", &["退款"]);
        check("好的", "", "好的", &[]);
    }

    #[test]
    fn long_texts_are_cut_around_the_first_place() {
        let (far, near) = ("前".repeat(200), "后".repeat(200));
        let shown = format!("…{}快递{}…", "前".repeat(30), "后".repeat(88));
        check(&format!("{far}快递{near}"), "快递", &shown, &["快递"]);
        check(&format!("快递{near}"), "快递", &format!("快递{}…", "后".repeat(118)), &["快递"]);
        check(&format!("{far}快递"), "快递", &format!("…{}快递", "前".repeat(118)), &["快递"]);
        check(&far, "", &format!("{}…", "前".repeat(120)), &[]);
    }
}
