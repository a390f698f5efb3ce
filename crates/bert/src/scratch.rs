use crate::{attention::LANES, kernel::Numbers, quantize::Grid};

/// What a pass writes on its way, kept by each thread for the next one. Rows are one for each token.
#[derive(Debug, Default)]
pub struct Scratch {
    /// The hidden state.
    pub hidden: Vec<f32>,
    /// What a layer adds to it.
    pub added: Vec<f32>,
    /// Queries, keys and values beside each other.
    pub projected: Vec<f32>,
    /// Between the two halves of the feed-forward part.
    pub inner: Vec<f32>,
    /// What the next matrix is multiplied with, and how to undo its quantisation.
    pub numbers: Numbers,
    pub grids: Vec<Grid>,
    pub attention: Head,
}

/// What the attention of one head over one text needs.
#[derive(Debug, Default)]
pub struct Head {
    pub keys: Vec<[f32; LANES]>,
    pub values: Vec<[f32; LANES]>,
    /// For the queries at hand, one row each.
    pub scores: Vec<f32>,
}

/// The first `length` values of a buffer, which grows where it must.
#[inline(always)]
pub fn take<T: Clone + Default>(buffer: &mut Vec<T>, length: usize) -> &mut [T] {
    if buffer.len() < length {
        buffer.resize(length, T::default());
    }
    &mut buffer[..length]
}
