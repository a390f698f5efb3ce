//! Who answers and listens beside the live version.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{content::note, flips::OutcomeView};
use crate::{
    http::error::{ApiError, Code},
    rollout::{CanaryReport, RolloutReport, ShadowReport, Share, Side, Tally},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartCanary {
    pub revision: u64,
    share: f64,
    #[serde(default)]
    note: String,
}

impl StartCanary {
    /// # Errors
    /// When the share is not within its range.
    pub fn share(&self) -> Result<Share, ApiError> {
        Share::try_from(self.share).map_err(|_| ApiError::from(Code::BadShare).field("share"))
    }

    /// # Errors
    /// `bad_note`.
    pub fn note(&self) -> Result<&str, ApiError> {
        note(&self.note)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartShadow {
    pub revision: u64,
}

#[derive(Debug, Serialize)]
pub struct RolloutView {
    canary: Option<CanaryView>,
    shadow: Option<ShadowView>,
    last: Option<CanaryView>,
}

impl From<&RolloutReport> for RolloutView {
    fn from(report: &RolloutReport) -> Self {
        Self {
            canary: report.canary.as_ref().map(CanaryView::from),
            shadow: report.shadow.as_ref().map(ShadowView::from),
            last: report.last.as_ref().map(CanaryView::from),
        }
    }
}

#[derive(Debug, Serialize)]
pub struct CanaryView {
    version: u32,
    share: f64,
    since: Timestamp,
    until: Option<Timestamp>,
    ended: Option<&'static str>,
    live: TallyView,
    canary: TallyView,
    bound: Bounds,
}

#[derive(Debug, Serialize)]
struct TallyView {
    conversations: u64,
    turns: u64,
    answered: u64,
    not_understood: u64,
    handed_over: u64,
    wrong: u64,
    wrong_conversations: u64,
}

impl From<Tally> for TallyView {
    fn from(tally: Tally) -> Self {
        let Tally { conversations, turns, answered, not_understood, handed_over, wrong, wrong_conversations } =
            tally;
        Self { conversations, turns, answered, not_understood, handed_over, wrong, wrong_conversations }
    }
}

/// Of the share of conversations in which something was wrong.
#[derive(Debug, Serialize)]
struct Bounds {
    wrong_live: [f64; 2],
    wrong_canary: [f64; 2],
}

impl From<&CanaryReport> for CanaryView {
    fn from(report: &CanaryReport) -> Self {
        Self {
            version: report.draw.version,
            share: report.draw.share.into(),
            since: report.draw.since,
            until: report.end.map(|(until, _)| until),
            ended: report.end.map(|(_, ended)| ended.as_str()),
            live: report.live.into(),
            canary: report.canary.into(),
            bound: Bounds {
                wrong_live: report.wrong_share(Side::Live),
                wrong_canary: report.wrong_share(Side::Canary),
            },
        }
    }
}

#[derive(Debug, Serialize)]
pub struct ShadowView {
    since: Timestamp,
    compared: u64,
    dropped: u64,
    failed: u64,
    differ: u64,
    differences: Vec<DifferenceView>,
}

#[derive(Debug, Serialize)]
struct DifferenceView {
    text: String,
    before: OutcomeView,
    after: OutcomeView,
    count: u64,
}

impl From<&ShadowReport> for ShadowView {
    fn from(report: &ShadowReport) -> Self {
        let found = &report.compared;
        let differences = found.differences.iter().map(|difference| DifferenceView {
            text: difference.text.clone(),
            before: OutcomeView::from(&difference.before),
            after: OutcomeView::from(&difference.after),
            count: difference.count,
        });
        Self {
            since: report.since,
            compared: found.compared,
            dropped: found.dropped,
            failed: found.failed,
            differ: found.differ,
            differences: differences.collect(),
        }
    }
}
