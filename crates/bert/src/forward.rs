//! One batch through the layers. Tokens of all texts stand one after the other; attention alone knows where a text ends.

use crate::{
    Bert, Pooling, attention,
    bert::Layer,
    kernel::{Multiply, Number, Task, Tile, multiply},
    matrix::{Matrix, PANEL},
    quantize::{self, Grid},
    scratch::{Scratch, take},
};

/// Tokens that go through a layer together, unless one text has more. Enough to read a matrix seldom, few enough that what
/// they need stays in the second-level cache.
const TOKENS: usize = 48;

/// A task: the vector of each text. No text is empty or too long.
pub struct Forward<'a> {
    pub bert: &'a Bert,
    pub texts: &'a [&'a [u32]],
    pub pooling: Pooling,
    pub scratch: &'a mut Scratch,
}

impl Task for Forward<'_> {
    type Output = Vec<Vec<f32>>;

    #[inline(always)]
    fn run<M: Multiply>(self) -> Vec<Vec<f32>> {
        let mut vectors = Vec::with_capacity(self.texts.len());
        let mut rest = self.texts;
        while !rest.is_empty() {
            let (texts, after) = rest.split_at(together(rest));
            self.bert.hidden_states::<M>(texts, self.scratch);
            let size = self.bert.config().hidden_size;
            let mut states = &*self.scratch.hidden;
            for text in texts {
                let (state, after) = states.split_at(text.len() * size);
                vectors.push(pool(state, size, self.pooling));
                states = after;
            }
            rest = after;
        }
        vectors
    }
}

/// How many of the first texts fit together.
fn together(texts: &[&[u32]]) -> usize {
    let mut tokens = 0;
    let fitting = texts.iter().take_while(|text| {
        tokens += text.len();
        tokens <= TOKENS
    });
    fitting.count().max(1)
}

impl Bert {
    /// Leaves the last layer's state of each token in `scratch.hidden`.
    #[inline(always)]
    fn hidden_states<M: Multiply>(&self, texts: &[&[u32]], scratch: &mut Scratch) {
        let tokens = texts.iter().map(|text| text.len()).sum::<usize>();
        let size = self.config().hidden_size;
        let mut rows = take(&mut scratch.hidden, tokens * size).chunks_exact_mut(size);
        for text in texts {
            for ((position, id), row) in text.iter().enumerate().zip(&mut rows) {
                self.base.embed(*id, position, row);
            }
        }
        for layer in &self.layers {
            self.attend::<M>(layer, texts, scratch);
            self.feed_forward::<M>(layer, tokens, scratch);
        }
    }

    #[inline(always)]
    fn attend<M: Multiply>(&self, layer: &Layer, texts: &[&[u32]], scratch: &mut Scratch) {
        let Scratch { hidden, added, projected, numbers, grids, attention, .. } = scratch;
        let numbers = M::Number::of(numbers);
        let config = self.config();
        let size = config.hidden_size;
        let width = layer.projection.width();
        let tokens = texts.iter().map(|text| text.len()).sum::<usize>();
        let hidden = &mut hidden[..tokens * size];

        quantize_rows::<M>(hidden, size, size, numbers, grids);
        let projected = take(projected, tokens * width);
        linear::<M>(&layer.projection, numbers, grids, projected, |value| value);

        let added = take(added, tokens * layer.output.width().max(size));
        let layout = attention::Layout { width, hidden: size, head: config.head_size() };
        let (mut from, mut to) = (&*projected, &mut *added);
        for text in texts {
            let (projected, after) = from.split_at(text.len() * width);
            let (mixed, rest) = to.split_at_mut(text.len() * size);
            attention::attend(projected, layout, attention, mixed);
            (from, to) = (after, rest);
        }

        quantize_rows::<M>(&added[..tokens * size], size, size, numbers, grids);
        linear::<M>(&layer.output, numbers, grids, added, |value| value);
        for (row, added) in hidden.chunks_exact_mut(size).zip(added.chunks_exact(layer.output.width())) {
            layer.attention_norm.add(row, added);
        }
    }

    #[inline(always)]
    fn feed_forward<M: Multiply>(&self, layer: &Layer, tokens: usize, scratch: &mut Scratch) {
        let Scratch { hidden, added, inner, numbers, grids, .. } = scratch;
        let numbers = M::Number::of(numbers);
        let size = self.config().hidden_size;
        let hidden = &mut hidden[..tokens * size];

        quantize_rows::<M>(hidden, size, size, numbers, grids);
        let width = layer.up.width();
        let inner = take(inner, tokens * width);
        linear::<M>(&layer.up, numbers, grids, inner, crate::math::gelu);

        quantize_rows::<M>(inner, width, layer.down.columns(), numbers, grids);
        let added = take(added, tokens * layer.down.width());
        linear::<M>(&layer.down, numbers, grids, added, |value| value);
        for (row, added) in hidden.chunks_exact_mut(size).zip(added.chunks_exact(layer.down.width())) {
            layer.norm.add(row, added);
        }
    }
}

/// Quantises the first `columns` values of each row, `width` apart.
#[inline(always)]
fn quantize_rows<M: Multiply>(
    rows: &[f32],
    width: usize,
    columns: usize,
    numbers: &mut Vec<M::Number>,
    grids: &mut Vec<Grid>,
) {
    let tokens = rows.len() / width;
    let stride = columns.next_multiple_of(4);
    let numbers = take(numbers, tokens * stride).chunks_exact_mut(stride);
    let grids = take(grids, tokens);
    for ((row, numbers), grid) in rows.chunks_exact(width).zip(numbers).zip(grids) {
        *grid = quantize::token(&row[..columns], numbers, M::number);
    }
}

/// Multiplies each token with a matrix and applies the activation. Rows of `out` are as wide as the matrix says.
#[inline(always)]
fn linear<M: Multiply>(
    matrix: &Matrix,
    numbers: &[M::Number],
    grids: &[Grid],
    out: &mut [f32],
    activation: impl Fn(f32) -> f32,
) {
    let (width, stride) = (matrix.width(), matrix.groups() * 4);
    let tokens = out.len() / width;
    // Blocks of about the same size: 6 and 6 rather than 8 and 4.
    let block = tokens.div_ceil(tokens.div_ceil(M::TOKENS));
    let mut tile = Tile::new();
    for (index, panel) in matrix.panels().enumerate() {
        for first in (0..tokens).step_by(block) {
            let count = block.min(tokens - first);
            multiply::<M>(&numbers[first * stride..], stride, count, panel, &mut tile);
            for (token, sums) in (first..first + count).zip(&tile.0) {
                let out = &mut out[token * width + index * PANEL..][..PANEL];
                let Grid { scale, zero } = grids[token];
                for at in 0..PANEL {
                    // What the zero adds to each product comes off again; it all fits, by the limits of `Config`.
                    let sum = sums[at].wrapping_sub(zero.wrapping_mul(panel.sums[at]));
                    let value = sum as f32 * (scale * panel.scales[at]) + panel.biases[at];
                    out[at] = activation(value);
                }
            }
        }
    }
}

fn pool(states: &[f32], size: usize, pooling: Pooling) -> Vec<f32> {
    let mut vector = states[..size].to_vec();
    match pooling {
        Pooling::Cls => {}
        Pooling::Mean => {
            for state in states[size..].chunks_exact(size) {
                vector.iter_mut().zip(state).for_each(|(sum, value)| *sum += value);
            }
            let tokens = (states.len() / size) as f32;
            vector.iter_mut().for_each(|value| *value /= tokens);
        }
    }
    vector
}
