//! Attention of each token to all tokens of its text: Vaswani et al. (arXiv:1706.03762), without any masking or padding.

use crate::{
    lanes,
    math::exp,
    scratch::{Head, take},
};

/// Queries that are worked on at once, so that a key or a value is read once for all of them.
const QUERIES: usize = 4;
/// Floats that are worked on side by side.
pub const LANES: usize = 16;

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
    let keys = take(&mut scratch.keys, padded / LANES * head);
    let values = take(&mut scratch.values, head.div_ceil(LANES) * tokens);
    let scores = take(&mut scratch.scores, QUERIES * padded);
    for start in (0..hidden).step_by(head) {
        gather(projected, layout, start, keys, values);
        for first in (0..tokens).step_by(QUERIES) {
            // Where fewer queries are left, the last one is repeated.
            let tokens_at = [first, first + 1, first + 2, first + 3].map(|token| token.min(tokens - 1));
            let query = |at: usize| &projected[tokens_at[at] * width + start..][..head];
            let queries = [query(0), query(1), query(2), query(3)];
            for (block, keys) in keys.chunks_exact(head).enumerate() {
                for (at, sums) in combine(queries, keys).iter().enumerate() {
                    scores[at * padded + block * LANES..][..LANES].copy_from_slice(sums);
                }
            }
            let mut factors = [0.0; QUERIES];
            for (factor, scores) in factors.iter_mut().zip(scores.chunks_exact_mut(padded)) {
                *factor = softmax(scores, tokens);
            }
            let score = |at: usize| &scores[at * padded..][..tokens];
            let scores = [score(0), score(1), score(2), score(3)];
            for (block, values) in values.chunks_exact(tokens).enumerate() {
                let column = block * LANES;
                for (at, sums) in combine(scores, values).iter().enumerate() {
                    let out = &mut out[tokens_at[at] * hidden + start + column..];
                    for (out, sum) in out.iter_mut().zip(sums).take(head - column) {
                        *out = sum * factors[at];
                    }
                }
            }
        }
    }
}

/// Copies a head's keys, turned so that a block has one column for each of sixteen tokens, and its values, so that a block
/// has sixteen columns of all tokens.
#[inline(always)]
fn gather(
    projected: &[f32],
    Layout { width, hidden, head }: Layout,
    start: usize,
    keys: &mut [[f32; LANES]],
    values: &mut [[f32; LANES]],
) {
    let tokens = projected.len() / width;
    let (whole, rest) = keys.split_at_mut(tokens / LANES * head);
    for rows in rest.iter_mut() {
        rows.fill(0.0);
    }
    for (token, row) in projected.chunks_exact(width).enumerate() {
        let block = token / LANES * head;
        let keys = if block < whole.len() { &mut whole[block..] } else { &mut *rest };
        for (columns, key) in keys.iter_mut().zip(&row[hidden + start..][..head]) {
            columns[token % LANES] = *key;
        }
        for (block, from) in row[2 * hidden + start..][..head].chunks(LANES).enumerate() {
            let into = &mut values[block * tokens + token];
            into[..from.len()].copy_from_slice(from);
        }
    }
}

/// Sums of rows, weighed in as many ways as there are queries.
#[inline(always)]
fn combine(weights: [&[f32]; QUERIES], rows: &[[f32; LANES]]) -> [[f32; LANES]; QUERIES] {
    let [a, b, c, d] = weights;
    let weights = [&a[..rows.len()], &b[..rows.len()], &c[..rows.len()], &d[..rows.len()]];
    let mut sums = [[0.0; LANES]; QUERIES];
    for (at, row) in rows.iter().enumerate() {
        for query in 0..QUERIES {
            let weight = weights[query][at];
            for lane in 0..LANES {
                sums[query][lane] += weight * row[lane];
            }
        }
    }
    sums
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
