use std::cell::RefCell;

use crate::{
    Config, Kernel, Weights, forward::Forward, matrix::Matrix, norm::Norm, scratch::Scratch, table::Table,
};

/// An encoder: weights, and how to run them. Threads share one.
#[derive(Debug)]
pub struct Bert {
    pub(crate) config: Config,
    pub(crate) kernel: Kernel,
    pub(crate) weights: Weights,
    pub(crate) words: Table,
    /// What is added to the word of each position: the position's row and that of the first token type.
    pub(crate) positions: Vec<f32>,
    pub(crate) norm: Norm,
    pub(crate) layers: Vec<Layer>,
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
        &self.config
    }

    /// Runs on another instruction set than the fastest one.
    pub fn with_kernel(self, kernel: Kernel) -> Self {
        Self { kernel, ..self }
    }

    /// One vector of `hidden_size` values for each text, not normalised. Ids are as the tokenizer gives them, with its
    /// special tokens. A text longer than [`Config::max_tokens`] is cut, an id outside of the vocabulary is a token without a
    /// word, and a text without tokens has a vector of zeros; so has a text whose vector would not be finite. A text's vector
    /// does not depend on the other texts of the batch.
    pub fn forward(&self, texts: &[&[u32]], pooling: Pooling) -> Vec<Vec<f32>> {
        let cut: Vec<&[u32]> = texts
            .iter()
            .map(|text| &text[..text.len().min(self.config.max_tokens())])
            .filter(|text| !text.is_empty())
            .collect();
        let vectors = SCRATCH.with_borrow_mut(|scratch| {
            self.kernel.run(Forward { bert: self, texts: &cut, pooling, scratch })
        });
        let mut vectors = vectors.into_iter();
        let zeros = || vec![0.0; self.config.hidden_size];
        let vector = |text: &&[u32]| {
            let vector = if text.is_empty() { None } else { vectors.next() };
            vector.filter(|vector| vector.iter().all(|value| value.is_finite())).unwrap_or_else(zeros)
        };
        texts.iter().map(vector).collect()
    }
}
