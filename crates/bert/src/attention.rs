//! Attention of each token to all tokens of its text: Vaswani et al. (arXiv:1706.03762), without any masking or padding.

use crate::{
    lanes,
    math::exp,
    scratch::{Head, take},
};

/// Queries that are worked on at once, so that a key or a value is read once for all of them.
const QUERIES: usize = 4;
const LANES: usize = 16;

/// Where the parts of a token's row are.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Of a row: query, key and value beside each other, and what fills the last panel.
    pub width: usize,
    pub hidden: usize,
    pub head: usize,
}

/// Writes a row of `hidden` values for each row of queries, keys and values. The queries are scaled already.
#[inline(always)]
pub fn attend(projected: &[f32], layout: Layout, scratch: &mut Head, out: &mut [f32]) {
    let Layout { width, hidden, head } = layout;
    let tokens = projected.len() / width;
    let padded = tokens.next_multiple_of(LANES);
    let wide = head.next_multiple_of(LANES);
    let keys = take(&mut scratch.keys, head * padded);
    let values = take(&mut scratch.values, tokens * wide);
    let scores = take(&mut scratch.scores, QUERIES * padded);
    for start in (0..hidden).step_by(head) {
        keys.fill(0.0);
        for (token, row) in projected.chunks_exact(width).enumerate() {
            for (column, key) in keys.chunks_exact_mut(padded).zip(&row[hidden + start..][..head]) {
                column[token] = *key;
            }
            values[token * wide..][..head].copy_from_slice(&row[2 * hidden + start..][..head]);
        }
        for first in (0..tokens).step_by(QUERIES) {
            // Where fewer queries are left, the last one is repeated.
            let query = |at: usize| (first + at).min(tokens - 1);
            let queries: [&[f32]; QUERIES] =
                std::array::from_fn(|at| &projected[query(at) * width + start..][..head]);
            weigh(queries, keys, padded, scores);
            let factors: [f32; QUERIES] =
                std::array::from_fn(|at| softmax(&mut scores[at * padded..][..padded], tokens));
            for (column, end) in (0..head).step_by(LANES).map(|column| (column, (column + LANES).min(head))) {
                let mixed = mix(scores, padded, &values[column..], wide, tokens);
                for (at, (mixed, factor)) in mixed.iter().zip(factors).enumerate() {
                    let out = &mut out[query(at) * hidden + start + column..][..end - column];
                    for (out, mixed) in out.iter_mut().zip(mixed) {
                        *out = mixed * factor;
                    }
                }
            }
        }
    }
}

/// The product of each query with each key.
#[inline(always)]
fn weigh(queries: [&[f32]; QUERIES], keys: &[f32], padded: usize, scores: &mut [f32]) {
    for column in (0..padded).step_by(LANES) {
        let mut sums = [[0.0; LANES]; QUERIES];
        for (at, keys) in keys.chunks_exact(padded).enumerate() {
            let keys = &keys[column..column + LANES];
            for (sums, query) in sums.iter_mut().zip(queries) {
                let query = query[at];
                for (sum, key) in sums.iter_mut().zip(keys) {
                    *sum += query * key;
                }
            }
        }
        for (scores, sums) in scores.chunks_exact_mut(padded).zip(&sums) {
            scores[column..column + LANES].copy_from_slice(sums);
        }
    }
}

/// Makes weights of scores and returns the factor that brings their sum to 1.
#[inline(always)]
fn softmax(scores: &mut [f32], tokens: usize) -> f32 {
    scores[tokens..].fill(f32::NEG_INFINITY);
    let largest = lanes::maximum(scores);
    for score in &mut *scores {
        *score = exp(*score - largest);
    }
    1.0 / lanes::sum(scores, |score| score)
}

/// Sixteen columns of the values, weighed by each query's scores.
#[inline(always)]
fn mix(scores: &[f32], padded: usize, values: &[f32], wide: usize, tokens: usize) -> [[f32; LANES]; QUERIES] {
    let mut sums = [[0.0; LANES]; QUERIES];
    let scores: [&[f32]; QUERIES] = std::array::from_fn(|at| &scores[at * padded..][..tokens]);
    for (at, values) in values.chunks(wide).enumerate().take(tokens) {
        let values = &values[..LANES];
        for (sums, scores) in sums.iter_mut().zip(scores) {
            let score = scores[at];
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += score * value;
            }
        }
    }
    sums
}
