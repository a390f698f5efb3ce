//! Things named in a text: found by many, each character used once.

mod choice;
mod date;
mod english;
mod money;
mod numeral;
mod pattern;
mod phone;
mod quantity;
mod values;

use std::ops::Range;

use jiff::civil::Date;
use serde_json::Value;

use crate::{
    content::Content,
    domain::{Entity, Name},
    text::{Normalized, masks},
};

/// A stretch of normalised text that may name something.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub kind: Name,
    /// Bytes of the normalised text.
    pub span: Range<usize>,
    pub value: Value,
}

/// Finds the entities of one kind, or of kinds that belong together.
pub trait Recognizer: Send + Sync {
    /// Adds what it finds in a normalised text. Times are meant as seen from `today`.
    fn recognize(&self, text: &str, today: Date, found: &mut Vec<Found>);
}

/// All recognisers of a shop.
pub struct Recognizers {
    /// Of two finds over the same characters, the earlier recogniser's counts.
    all: Vec<Box<dyn Recognizer>>,
}

impl Recognizers {
    pub fn new(content: &Content) -> Self {
        let mut all: Vec<Box<dyn Recognizer>> = vec![Box::new(choice::YesNo::new(&content.phrases))];
        all.extend(pattern::all(&content.entities));
        all.push(Box::new(phone::Phone::default()));
        all.push(Box::new(values::Values::new(content)));
        all.push(Box::new(date::Dates::default()));
        all.push(Box::new(english::EnglishDates::default()));
        all.push(Box::new(choice::Ordinal::default()));
        all.push(Box::new(money::Money::default()));
        all.push(Box::new(quantity::Quantity::default()));
        Self { all }
    }

    /// What the text names, from left to right. The longest find wins, and no character is used twice; masked values name
    /// nothing.
    pub fn recognize(&self, text: &str, today: Date) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        self.all.iter().for_each(|recognizer| recognizer.recognize(text, today, &mut found));
        let mut taken: Vec<Range<usize>> = masks(text).map(|mask| mask.range).collect();
        // Stable: among finds of the same length the order of the recognisers decides.
        found.sort_by_key(|one| std::cmp::Reverse(one.span.len()));
        found.retain(|one| {
            let free = taken.iter().all(|span| span.end <= one.span.start || one.span.end <= span.start);
            if free {
                taken.push(one.span.clone());
            }
            free
        });
        found.sort_by_key(|one| one.span.start);
        found
    }
}

/// The finds as entities of the text that the customer wrote.
pub fn resolve(found: &[Found], normalized: &Normalized) -> Vec<Entity> {
    found
        .iter()
        .map(|one| Entity {
            kind: one.kind.clone(),
            span: normalized.original(one.span.clone()),
            value: one.value.clone(),
        })
        .collect()
}
