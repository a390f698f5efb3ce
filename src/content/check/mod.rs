//! Checks across files, once all of them are read.

mod calls;
mod examples;
mod faq;
mod graph;
mod near;
mod references;
mod replies;
mod rules;
mod variables;

use super::draft::Draft;

pub use replies::SYSTEM_REPLIES;

pub(super) fn all(draft: &mut Draft, today: jiff::civil::Date) {
    references::check(draft);
    calls::check(draft);
    replies::check(draft);
    variables::check(draft);
    examples::check(draft);
    near::check(draft);
    rules::check(draft);
    faq::check(draft, today);
    graph::check(draft);
}

/// Letters and digits; the whole text where it has none.
fn letters(text: &str) -> String {
    let letters: String = text.chars().filter(|character| character.is_alphanumeric()).collect();
    if letters.is_empty() { text.to_owned() } else { letters }
}
