//! Attention of each token to all tokens of its text, and its derivative: Vaswani et al. (arXiv:1706.03762).

use std::ops::Range;

use xiaoer_bert::exp;

/// How rows of query, key and value beside each other are read. Texts stand one after the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attention<'a> {
    /// Tokens of each text.
    pub lengths: &'a [usize],
    pub heads: usize,
    /// Of a query, a key or a value.
    pub hidden: usize,
}

impl Attention<'_> {
    /// A row of as many values as a query for each token.
    pub fn forward(self, rows: &[f32]) -> Vec<f32> {
        let (mut out, mut weights) = (vec![0.0; rows.len() / 3], Vec::new());
        self.each(rows, |head, tokens| {
            head.forward(&mut weights, &mut out[tokens.start * self.hidden..tokens.end * self.hidden]);
        });
        out
    }

    /// From the gradient of what [`Self::forward`] gave to that of the rows.
    pub fn backward(self, rows: &[f32], gradient: &[f32]) -> Vec<f32> {
        let (mut of_rows, mut weights, mut slopes) = (vec![0.0; rows.len()], Vec::new(), Vec::new());
        self.each(rows, |head, tokens| {
            let gradient = &gradient[tokens.start * self.hidden..tokens.end * self.hidden];
            let of_rows = &mut of_rows[tokens.start * 3 * self.hidden..tokens.end * 3 * self.hidden];
            head.backward(gradient, &mut weights, &mut slopes, of_rows);
        });
        of_rows
    }

    /// Calls `work` for each head of each text with the text's tokens.
    fn each<'r>(self, rows: &'r [f32], mut work: impl FnMut(Head<'r>, Range<usize>)) {
        let (hidden, size) = (self.hidden, self.hidden / self.heads);
        let mut from = 0;
        for length in self.lengths {
            let tokens = from..from + length;
            let rows = &rows[tokens.start * 3 * hidden..tokens.end * 3 * hidden];
            for head in 0..self.heads {
                work(Head { rows, hidden, columns: head * size..(head + 1) * size }, tokens.clone());
            }
            from = tokens.end;
        }
    }
}

/// One head of one text: the rows of its tokens, and where the head stands in a query, a key or a value.
struct Head<'r> {
    rows: &'r [f32],
    hidden: usize,
    columns: Range<usize>,
}

/// The parts of a row.
const QUERY: usize = 0;
const KEY: usize = 1;
const VALUE: usize = 2;

impl<'r> Head<'r> {
    fn part(&self, token: usize, part: usize) -> &'r [f32] {
        &self.rows[self.place(token, part)]
    }

    fn place(&self, token: usize, part: usize) -> Range<usize> {
        let start = (token * 3 + part) * self.hidden;
        start + self.columns.start..start + self.columns.end
    }

    fn tokens(&self) -> usize {
        self.rows.len() / (3 * self.hidden)
    }

    /// What scores are multiplied with, so that they do not grow with the head.
    fn factor(&self) -> f32 {
        1.0 / (self.columns.len() as f32).sqrt()
    }

    /// How much of each token a token takes; adds up to 1.
    fn weights(&self, token: usize, weights: &mut Vec<f32>) {
        let (query, factor) = (self.part(token, QUERY), self.factor());
        weights.clear();
        weights.extend((0..self.tokens()).map(|other| dot(query, self.part(other, KEY)) * factor));
        let largest = weights.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        weights.iter_mut().for_each(|weight| *weight = exp(*weight - largest));
        let sum: f32 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum);
    }

    fn forward(&self, weights: &mut Vec<f32>, out: &mut [f32]) {
        for (token, out) in out.chunks_exact_mut(self.hidden).enumerate() {
            self.weights(token, weights);
            for (other, weight) in weights.iter().enumerate() {
                add(&mut out[self.columns.clone()], *weight, self.part(other, VALUE));
            }
        }
    }

    fn backward(&self, gradient: &[f32], weights: &mut Vec<f32>, slopes: &mut Vec<f32>, of_rows: &mut [f32]) {
        for (token, gradient) in gradient.chunks_exact(self.hidden).enumerate() {
            let gradient = &gradient[self.columns.clone()];
            self.weights(token, weights);
            slopes.clear();
            slopes.extend((0..self.tokens()).map(|other| dot(gradient, self.part(other, VALUE))));
            let mean: f32 = slopes.iter().zip(&*weights).map(|(slope, weight)| slope * weight).sum();
            for (other, (slope, weight)) in slopes.iter().zip(&*weights).enumerate() {
                add(&mut of_rows[self.place(other, VALUE)], *weight, gradient);
                let of_score = weight * (slope - mean) * self.factor();
                add(&mut of_rows[self.place(token, QUERY)], of_score, self.part(other, KEY));
                add(&mut of_rows[self.place(other, KEY)], of_score, self.part(token, QUERY));
            }
        }
    }
}

/// The product of two rows, summed in lanes that a processor adds at once.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 8;
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    let mut sums = [0.0; LANES];
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

fn add(into: &mut [f32], factor: f32, row: &[f32]) {
    into.iter_mut().zip(row).for_each(|(into, value)| *into += factor * value);
}
