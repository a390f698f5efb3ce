//! Things with a fixed list of names: products, categories, carriers, cities, promotions and the shop's own.

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use jiff::civil::Date;

use super::{Found, Recognizer};
use crate::{content::Content, domain::Name, text::normalize};

pub(super) struct Values {
    /// `None` without any name. The value is the index in `meanings`.
    names: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// Kind and canonical name.
    meanings: Vec<(Name, String)>,
}

impl Values {
    pub(super) fn new(content: &Content) -> Self {
        let mut meanings = Vec::new();
        let mut names: Vec<(String, u32)> = Vec::new();
        let mut add = |kind: &Name, canonical: &str, aliases: &[String]| {
            let at = meanings.len() as u32;
            meanings.push((kind.clone(), canonical.to_owned()));
            let all = aliases.iter().map(String::as_str).chain([canonical]);
            names.extend(all.map(|name| (normalize(name).as_str().to_owned(), at)));
        };
        for product in &content.catalog.products {
            add(&"product".into(), &product.name, &product.aliases);
        }
        for category in &content.catalog.categories {
            add(&"category".into(), &category.name, &category.aliases);
        }
        for kind in &content.entities {
            kind.values.iter().for_each(|(canonical, aliases)| add(&kind.name, canonical, aliases));
        }
        // A name with two meanings has the first: products before categories before lists.
        names.retain(|(name, _)| !name.is_empty());
        names.sort();
        names.dedup_by(|later, earlier| later.0 == earlier.0);
        let names = CharwiseDoubleArrayAhoCorasickBuilder::new().build_with_values(names);
        // Only an empty list cannot be built: names are neither empty nor repeated.
        Self { names: names.ok(), meanings }
    }
}

impl Recognizer for Values {
    fn recognize(&self, text: &str, _: Date, found: &mut Vec<Found>) {
        let Some(names) = &self.names else { return };
        for hit in names.find_overlapping_iter(text) {
            let span = hit.start()..hit.end();
            if !stands_alone(text, span.start, span.end) {
                continue;
            }
            let (kind, value) = &self.meanings[hit.value() as usize];
            found.push(Found { kind: kind.clone(), span, value: value.as_str().into() });
        }
    }
}

/// Whether no Latin word is cut: "sf" is no carrier in "sfx".
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let cuts = |at: usize| is_latin(text[..at].chars().next_back()) && is_latin(text[at..].chars().next());
    !cuts(start) && !cuts(end)
}
