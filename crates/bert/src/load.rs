//! model.safetensors to an encoder: names and shapes are checked, and matrices packed once for the kernels.

use std::sync::Arc;

use crate::{
    Bert, Config, Kernel, LoadError, Weights,
    bert::{Base, Layer},
    layers::{Part, Place},
    matrix::Matrix,
    norm::Norm,
    table::Table,
    tensors::{Quantized, Tensors, finite},
};

impl Bert {
    /// Loads an encoder from safetensors under the names of Hugging Face's BERT: matrices of floats are quantised, and
    /// matrices of int8 taken as they are, where a tensor `X.weight_scale` with one scale for each row stands beside
    /// `X.weight`.
    ///
    /// # Errors
    /// When the bytes are damaged, or are not the weights that the configuration describes.
    pub fn load(config: Config, weights: Weights) -> Result<Self, LoadError> {
        let tensors = Tensors::read(&weights)?;
        let (size, eps) = (config.hidden_size, config.layer_norm_eps);
        let words = Table::read(&tensors, "embeddings.word_embeddings", [config.vocab_size, size])?;
        let positions = positions(&tensors, &config)?;
        let norm = Norm::read(&tensors, "embeddings.LayerNorm", size, eps)?;
        let layers = layers(&tensors, &config)?;
        let base = Base { config, weights, words, positions, norm };
        Ok(Self { kernel: Kernel::best(), base: Arc::new(base), layers })
    }

    /// The same encoder with other layers, from safetensors as [`layers_to_bytes`](crate::layers_to_bytes) writes them. What
    /// stands before the first layer is shared.
    ///
    /// # Errors
    /// When the bytes are damaged, or are not layers of this encoder's shape.
    pub fn with_layers(&self, bytes: &[u8]) -> Result<Self, LoadError> {
        let layers = layers(&Tensors::read_layers(bytes)?, self.config())?;
        Ok(Self { kernel: self.kernel, base: Arc::clone(&self.base), layers })
    }
}

/// The rows that a token can have, each with the row of the first token type added.
fn positions(tensors: &Tensors<'_>, config: &Config) -> Result<Vec<f32>, LoadError> {
    let size = config.hidden_size;
    let name = "embeddings.position_embeddings";
    let mut rows = tensors.floats(name, [config.positions, size])?.split_off(config.first_position * size);
    if config.token_types > 0 {
        let kinds = tensors.floats("embeddings.token_type_embeddings", [config.token_types, size])?;
        for row in rows.chunks_exact_mut(size) {
            row.iter_mut().zip(&kinds).for_each(|(value, kind)| *value += kind);
        }
    }
    finite(name, &rows)?;
    Ok(rows)
}

fn layers(tensors: &Tensors<'_>, config: &Config) -> Result<Vec<Layer>, LoadError> {
    (0..config.layers).map(|at| layer(tensors, config, at)).collect()
}

fn layer(tensors: &Tensors<'_>, config: &Config, at: usize) -> Result<Layer, LoadError> {
    let part = |part: Part| -> Result<(Quantized, Vec<f32>), LoadError> {
        let Place { name, shape } = part.place(config, at);
        Ok((tensors.quantized(&name, shape)?, tensors.vector(&format!("{name}.bias"), shape[0])?))
    };
    let norm = |name: &str| {
        let name = format!("encoder.layer.{at}.{name}.LayerNorm");
        Norm::read(tensors, &name, config.hidden_size, config.layer_norm_eps)
    };

    let mut query = part(Part::Query)?;
    // Attention divides scores by the root of the head's size; scaling the queries does the same.
    let factor = 1.0 / (config.head_size() as f32).sqrt();
    query.0.scales.iter_mut().chain(&mut query.1).for_each(|value| *value *= factor);
    Ok(Layer {
        projection: Matrix::pack(&[query, part(Part::Key)?, part(Part::Value)?]),
        output: Matrix::pack(&[part(Part::Output)?]),
        attention_norm: norm("attention.output")?,
        up: Matrix::pack(&[part(Part::Up)?]),
        down: Matrix::pack(&[part(Part::Down)?]),
        norm: norm("output")?,
    })
}
