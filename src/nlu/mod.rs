//! From text to understanding.

pub mod artifact;
mod calibrate;
mod classify;
pub mod embed;
pub mod features;
pub mod recognize;
mod threshold;
pub mod view;
mod whole;

pub use artifact::{Model, ModelError};
pub use calibrate::Calibration;
pub use classify::{Classifier, Planes, join};
pub use threshold::Thresholds;
