//! Measures understanding and dialogue on labelled examples: pure scoring over what the engine said.

mod advice;
mod calibration;
pub mod chats;
mod comparison;
pub mod dialogues;
mod figure;
mod flips;
mod image;
mod intents;
mod interval;
mod junit;
mod leaks;
mod learned_rows;
mod page;
mod rasa;
mod record;
mod report;
mod risk;
mod score;
mod stage;
mod thresholds;

pub use advice::{Action, Advice, advice};
pub use calibration::{Bin, bins, calibration_csv};
pub use comparison::{Comparison, Level, Setup, Spread};
pub use figure::{Figure, Figures, Measured};
pub use flips::{Change, Flip, Flips, flips};
pub use image::{confusion_matrix_png, histogram_png};
pub use intents::{Confusion, IntentScore, Mixup, mixups};
pub use junit::junit;
pub use leaks::{Leak, LeakKind, Leaks, leaks};
pub use learned_rows::{Brought, LearnedRows};
pub use page::{ChatResults, Look, Results, Titles, chats_page, comparison_page, page, titles};
pub use rasa::{errors, intents, successes};
pub use record::{Record, predictions};
pub use report::{COUNTING, Report, StageScore, report};
pub use risk::{Point, risk_coverage, risk_coverage_csv};
pub use score::{Judged, Outcome, Prediction, Rules, judge};
pub use thresholds::{cost_with, thresholds, thresholds_yml};

/// Of the bootstrap, so that the same rows always have the same intervals.
pub const SEED: u64 = 1;
