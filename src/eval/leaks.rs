//! Rows that were learned from: messages on which a test proves nothing.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::Judged;
use crate::{domain::Name, text::normalize, train};

/// Messages are nearly the same when at most one in so many of all their pairs of characters is not in both: when Jaccard's index is at
/// least four fifths.
const LACKING: usize = 5;

/// Of shorter messages a single character changes too much.
const SHORTEST: usize = 5;

/// How a message of the test is in what was learned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeakKind {
    /// The same once normalised.
    Exact,
    /// But for a few characters.
    Near,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leak {
    pub kind: LeakKind,
    /// Place of the row in the test, from 0.
    pub row: usize,
    pub text: String,
    pub label: Name,
    /// What was learned from, and as what.
    pub learned: String,
    pub learned_label: Name,
    /// Jaccard's index of the pairs of characters; 1 for the same text.
    pub likeness: f64,
    pub same_label: bool,
}

/// leaks.json
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leaks {
    pub exact: usize,
    pub near: usize,
    /// Rows that were not learned from.
    pub clean: usize,
    /// Accuracy over the clean rows alone; null without one.
    pub accuracy_without: Option<f64>,
    /// Exact ones first, then by likeness.
    pub rows: Vec<Leak>,
}

/// Holds the rows against those that were learned from. Nothing is taken away from any figure.
pub fn leaks(rows: &[Judged], learned: &[train::Row]) -> Leaks {
    let index = Index::new(learned);
    let found = rows.iter().enumerate().filter_map(|(place, row)| {
        let (kind, likeness, other) = index.find(&row.text, &row.label())?;
        let label = row.label();
        Some(Leak {
            kind,
            row: place,
            text: row.text.clone(),
            same_label: label == other.intent,
            label,
            learned: other.text.clone(),
            learned_label: other.intent.clone(),
            likeness,
        })
    });
    let mut found: Vec<Leak> = found.collect();
    let mut is_clean = vec![true; rows.len()];
    found.iter().for_each(|leak| is_clean[leak.row] = false);
    let clean: Vec<&Judged> =
        rows.iter().zip(is_clean).filter(|(_, clean)| *clean).map(|(row, _)| row).collect();
    let right = clean.iter().filter(|row| row.right).count();
    found.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| b.likeness.total_cmp(&a.likeness)));
    let exact = found.iter().filter(|leak| leak.kind == LeakKind::Exact).count();
    Leaks {
        exact,
        near: found.len() - exact,
        clean: clean.len(),
        accuracy_without: (!clean.is_empty()).then(|| right as f64 / clean.len() as f64),
        rows: found,
    }
}

/// Learned rows by their text, and by their pairs of characters.
struct Index<'r> {
    rows: &'r [train::Row],
    exact: HashMap<String, Vec<usize>>,
    pairs: HashMap<[char; 2], Vec<u32>>,
    /// How many different pairs each row has.
    sizes: Vec<usize>,
}

impl<'r> Index<'r> {
    fn new(rows: &'r [train::Row]) -> Self {
        let mut index = Self { rows, exact: HashMap::new(), pairs: HashMap::new(), sizes: Vec::new() };
        for (place, row) in rows.iter().enumerate() {
            let text = normalize(&row.text).as_str().to_owned();
            let pairs = pairs(&text);
            index.sizes.push(pairs.len());
            for pair in pairs {
                index.pairs.entry(pair).or_default().push(place as u32);
            }
            index.exact.entry(text).or_default().push(place);
        }
        index
    }

    /// The learned row that is most like a text; of equals one with the same label, then the first.
    fn find(&self, text: &str, label: &Name) -> Option<(LeakKind, f64, &'r train::Row)> {
        let text = normalize(text);
        let text = text.as_str();
        if let Some(same) = self.exact.get(text) {
            let best = same.iter().find(|place| self.rows[**place].intent == *label).or(same.first())?;
            return Some((LeakKind::Exact, 1.0, &self.rows[*best]));
        }
        if text.chars().count() < SHORTEST {
            return None;
        }
        let own = pairs(text);
        // What shares enough pairs to be near has one of the rarest, since it may lack no more than a fifth of them.
        let lacking = own.len() / LACKING + 1;
        let mut lists: Vec<&Vec<u32>> = own.iter().filter_map(|pair| self.pairs.get(pair)).collect();
        let unknown = own.len() - lists.len();
        if unknown >= lacking {
            return None;
        }
        lists.sort_by_key(|list| list.len());
        let mut candidates: Vec<u32> =
            lists.iter().take(lacking - unknown).copied().flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let mut best: Option<(f64, bool, usize)> = None;
        for place in candidates.into_iter().map(|place| place as usize) {
            let common = self.common(&own, place);
            let all = own.len() + self.sizes[place] - common;
            let likeness = common as f64 / all as f64;
            let fits = self.rows[place].intent == *label;
            if (all - common) * LACKING <= all
                && best.is_none_or(|(most, known, _)| (likeness, fits) > (most, known))
            {
                best = Some((likeness, fits, place));
            }
        }
        best.map(|(likeness, _, place)| (LeakKind::Near, likeness, &self.rows[place]))
    }

    fn common(&self, own: &[[char; 2]], place: usize) -> usize {
        let has = |pair: &&[char; 2]| {
            self.pairs.get(*pair).is_some_and(|list| list.binary_search(&(place as u32)).is_ok())
        };
        own.iter().filter(has).count()
    }
}

/// The different pairs of neighbouring characters, in order.
fn pairs(text: &str) -> Vec<[char; 2]> {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let counted: BTreeSet<[char; 2]> = characters.windows(2).map(|pair| [pair[0], pair[1]]).collect();
    counted.into_iter().collect()
}
