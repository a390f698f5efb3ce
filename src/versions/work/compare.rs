//! What a candidate would do otherwise than the live version. Pure but for the vectors that it is given.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::outcome::{Label, Outcome, Verdict};
use crate::{assistant::Assistant, domain::Name, nlu::embed::Embedder};

/// Flips that are shown of each kind.
pub const SHOWN: usize = 200;

/// A message, and how often it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub text: String,
    pub count: usize,
    pub label: Option<Label>,
}

/// A message about which something else would be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Flip {
    pub text: String,
    pub count: usize,
    /// What it should be understood as, where somebody said so; `None` within: it should not be acted on.
    pub label: Option<Option<Name>>,
    pub before: Outcome,
    pub after: Outcome,
    pub verdict: Verdict,
}

/// Messages, as both versions take them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Difference {
    pub looked_at: usize,
    /// Of those with a label.
    pub right_before: usize,
    pub right_after: usize,
    /// Worst first, and no more than [`SHOWN`].
    pub flips: Vec<Flip>,
    /// All flips, those not shown among them.
    pub flipped: usize,
}

/// A version with what its vectors are made by.
pub struct Side<'a> {
    pub assistant: &'a Assistant,
    pub embedder: &'a dyn Embedder,
}

impl Side<'_> {
    fn outcome(&self, text: &str, at: Timestamp) -> Outcome {
        Outcome::of(&self.assistant.understand_with(text, at, self.embedder), self.assistant.content())
    }
}

/// Asks both about each message. `None` when `progress`, called after each message, says not to go on.
pub fn compare(
    messages: &[Asked],
    before: &Side<'_>,
    after: &Side<'_>,
    at: Timestamp,
    progress: &mut dyn FnMut() -> bool,
) -> Option<Difference> {
    let mut outcomes = Vec::with_capacity(messages.len());
    for message in messages {
        outcomes.push((before.outcome(&message.text, at), after.outcome(&message.text, at)));
        if !progress() {
            return None;
        }
    }
    Some(difference(messages, outcomes))
}

/// What the outcomes of messages come to, in their order.
fn difference(messages: &[Asked], outcomes: Vec<(Outcome, Outcome)>) -> Difference {
    let mut found = Difference { looked_at: messages.len(), ..Difference::default() };
    for (message, (before, after)) in messages.iter().zip(outcomes) {
        let label = message.label.as_ref();
        found.right_before += usize::from(label.is_some_and(|label| label.is_right(&before)));
        found.right_after += usize::from(label.is_some_and(|label| label.is_right(&after)));
        if !before.is_like(&after) {
            found.flips.push(Flip {
                text: message.text.clone(),
                count: message.count,
                label: label.map(|label| label.intent.clone()),
                verdict: Verdict::of(label, &before, &after),
                before,
                after,
            });
        }
    }
    // Stable: of those that weigh the same the order of the messages stays.
    found.flips.sort_by_key(|flip| (flip.verdict, Reverse(flip.count)));
    found.flipped = found.flips.len();
    found.flips.truncate(SHOWN);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{Confidence, Stage},
        versions::work::outcome::Does,
    };

    fn outcome(intent: &str) -> Outcome {
        let (confidence, by) = (Confidence::SURE, Stage::Classifier);
        Outcome { does: Does::Answers, intent: Some(intent.into()), confidence, by }
    }

    fn asked(text: &str, count: usize, label: Option<&str>) -> Asked {
        let label = label.map(|intent| Label { intent: Some(intent.into()), accept: Vec::new() });
        Asked { text: text.to_owned(), count, label }
    }

    #[test]
    fn flips_are_counted_and_the_worst_come_first() {
        let rows = [
            (asked("same", 9, Some("a")), "a", "a"),
            (asked("better", 9, Some("b")), "a", "b"),
            (asked("other", 1, None), "a", "b"),
            (asked("often", 5, None), "a", "b"),
            (asked("worse", 1, Some("a")), "a", "b"),
        ];
        let (messages, outcomes): (Vec<_>, Vec<_>) =
            rows.map(|(asked, before, after)| (asked, (outcome(before), outcome(after)))).into_iter().unzip();
        let found = difference(&messages, outcomes);
        let texts: Vec<&str> = found.flips.iter().map(|flip| flip.text.as_str()).collect();
        assert_eq!(texts, ["worse", "often", "other", "better"]);
        assert_eq!((found.looked_at, found.right_before, found.right_after, found.flipped), (5, 2, 2, 4));
    }

    #[test]
    fn so_many_flips_are_shown() {
        let messages: Vec<Asked> = (0..SHOWN + 5).map(|number| asked(&number.to_string(), 1, None)).collect();
        let outcomes = messages.iter().map(|_| (outcome("a"), outcome("b"))).collect();
        let found = difference(&messages, outcomes);
        assert_eq!((found.flips.len(), found.flipped), (SHOWN, SHOWN + 5));
    }
}
