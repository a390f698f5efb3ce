use std::{cell::RefCell, sync::Arc};

use crate::{
    Config, Kernel, Weights, forward::Forward, matrix::Matrix, norm::Norm, scratch::Scratch, table::Table,
};

/// An encoder: weights, and how to run them. Threads share one.
#[derive(Debug)]
pub struct Bert {
    pub(crate) kernel: Kernel,
    pub(crate) base: Arc<Base>,
    pub(crate) layers: Vec<Layer>,
}

/// What encoders with other layers share: the file, and all that stands before the first layer.
#[derive(Debug)]
pub(crate) struct Base {
    pub config: Config,
    pub weights: Weights,
    pub words: Table,
    /// What is added to the word of each position: the position's row and that of the first token type.
    pub positions: Vec<f32>,
    pub norm: Norm,
}

impl Base {
    /// The state of a token before the first layer.
    #[inline(always)]
    pub fn embed(&self, id: u32, position: usize, row: &mut [f32]) {
        match usize::try_from(id) {
            Ok(id) if id < self.words.rows() => self.words.row(&self.weights, id, row),
            // An id that the vocabulary does not have is a token without a word.
            _ => row.fill(0.0),
        }
        let size = row.len();
        self.norm.add(row, &self.positions[position * size..][..size]);
    }
}

#[derive(Debug)]
pub(crate) struct Layer {
    /// To queries, keys and values at once.
    pub projection: Matrix,
    pub output: Matrix,
    pub attention_norm: Norm,
    pub up: Matrix,
    pub down: Matrix,
    pub norm: Norm,
}

/// How one vector is made of a text's tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pooling {
    Mean,
    /// The first token's.
    Cls,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Bert {
    pub fn config(&self) -> &Config {
        &self.base.config
    }

    /// Runs on another instruction set than the fastest one.
    pub fn with_kernel(self, kernel: Kernel) -> Self {
        Self { kernel, ..self }
    }

    /// The states of a text's tokens before the first layer, one row of `hidden_size` values for each token that is read.
    pub fn embeddings(&self, text: &[u32]) -> Vec<f32> {
        let text = &text[..text.len().min(self.config().max_tokens())];
        let size = self.config().hidden_size;
        let mut states = vec![0.0; text.len() * size];
        for ((position, id), row) in text.iter().enumerate().zip(states.chunks_exact_mut(size)) {
            self.base.embed(*id, position, row);
        }
        states
    }

    /// One vector of `hidden_size` values for each text, not normalised. Ids are as the tokenizer gives them, with its
    /// special tokens. A text longer than [`Config::max_tokens`] is cut, an id outside of the vocabulary is a token without a
    /// word, and a text without tokens has a vector of zeros; so has a text whose vector would not be finite. A text's vector
    /// does not depend on the other texts of the batch.
    pub fn forward(&self, texts: &[&[u32]], pooling: Pooling) -> Vec<Vec<f32>> {
        let cut: Vec<&[u32]> = texts
            .iter()
            .map(|text| &text[..text.len().min(self.config().max_tokens())])
            .filter(|text| !text.is_empty())
            .collect();
        let vectors = SCRATCH.with_borrow_mut(|scratch| {
            self.kernel.run(Forward { bert: self, texts: &cut, pooling, scratch })
        });
        let mut vectors = vectors.into_iter();
        let zeros = || vec![0.0; self.config().hidden_size];
        let vector = |text: &&[u32]| {
            let vector = if text.is_empty() { None } else { vectors.next() };
            vector.filter(|vector| vector.iter().all(|value| value.is_finite())).unwrap_or_else(zeros)
        };
        texts.iter().map(vector).collect()
    }
}
