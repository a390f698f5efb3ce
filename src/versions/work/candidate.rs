//! What came of the work on a draft.

use std::sync::Arc;

use super::Difference;
use crate::{
    assistant::Assistant,
    versions::{Manifest, Names},
};

/// A draft that is checked, trained and compared: all that is needed to let it answer, and to keep it as a version.
pub struct Candidate {
    /// The draft's.
    pub revision: u64,
    /// The live version that it was made over.
    pub base: u32,
    pub assistant: Arc<Assistant>,
    /// Content and model; their blobs are stored for as long as this is the newest candidate.
    pub files: Manifest,
    pub names: Names,
    pub comparison: Comparison,
}

/// What it would do otherwise than the live version.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison {
    /// Messages that somebody has labelled.
    pub labelled: Difference,
    /// What customers said lately.
    pub messages: Difference,
}
