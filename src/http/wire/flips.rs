//! What a draft would do otherwise than the live version.

use serde::Serialize;

use super::content::label;
use crate::{
    domain::{Confidence, Name},
    versions::{Candidate, Difference, Does, Flip, Outcome},
};

/// So far back messages are looked at.
const DAYS: u32 = 7;

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Tally {
    rows: usize,
    right_before: usize,
    right_after: usize,
}

impl From<&Difference> for Tally {
    fn from(difference: &Difference) -> Self {
        let Difference { looked_at, right_before, right_after, .. } = *difference;
        Self { rows: looked_at, right_before, right_after }
    }
}

#[derive(Debug, Serialize)]
pub struct FlipsView {
    revision: u64,
    labelled: LabelledView,
    messages: MessagesView,
}

#[derive(Debug, Serialize)]
struct LabelledView {
    #[serde(flatten)]
    tally: Tally,
    flips: Vec<FlipView>,
    /// Flips that are not shown.
    more: usize,
}

#[derive(Debug, Serialize)]
struct MessagesView {
    days: u32,
    looked_at: usize,
    flips: Vec<FlipView>,
    more: usize,
}

#[derive(Debug, Serialize)]
struct FlipView {
    text: String,
    count: usize,
    label: Option<Name>,
    before: OutcomeView,
    after: OutcomeView,
    verdict: &'static str,
}

/// What the bot does about a message.
#[derive(Debug, Serialize)]
pub struct OutcomeView {
    does: &'static str,
    intent: Option<Name>,
    faq: Option<Name>,
    confidence: Confidence,
    by: &'static str,
}

impl FlipsView {
    pub fn new(candidate: &Candidate) -> Self {
        let (labelled, messages) = (&candidate.comparison.labelled, &candidate.comparison.messages);
        Self {
            revision: candidate.revision,
            labelled: LabelledView { tally: labelled.into(), flips: flips(labelled), more: more(labelled) },
            messages: MessagesView {
                days: DAYS,
                looked_at: messages.looked_at,
                flips: flips(messages),
                more: more(messages),
            },
        }
    }
}

fn flips(difference: &Difference) -> Vec<FlipView> {
    let view = |flip: &Flip| FlipView {
        text: flip.text.clone(),
        count: flip.count,
        label: flip.label.clone().map(label),
        before: OutcomeView::from(&flip.before),
        after: OutcomeView::from(&flip.after),
        verdict: flip.verdict.as_str(),
    };
    difference.flips.iter().map(view).collect()
}

fn more(difference: &Difference) -> usize {
    difference.flipped - difference.flips.len()
}

impl From<&Outcome> for OutcomeView {
    fn from(outcome: &Outcome) -> Self {
        let faq = match &outcome.does {
            Does::Faq(id) => Some(id.clone()),
            Does::Answers | Does::AsksWhich | Does::NotUnderstood => None,
        };
        Self {
            does: outcome.does.as_str(),
            intent: outcome.intent.clone(),
            faq,
            confidence: outcome.confidence,
            by: outcome.by.as_str(),
        }
    }
}
