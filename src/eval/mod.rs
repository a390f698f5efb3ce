//! Measures understanding and dialogue on labelled examples: pure scoring over what the engine said.

pub mod dialogues;
mod interval;
mod rasa;
mod report;
mod score;

pub use rasa::{errors, intents};
pub use report::{COUNTING, IntentScore, Report, StageScore};
pub use score::{Judged, Prediction, Rules, judge, report};
