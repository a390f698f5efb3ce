//! model.safetensors to an encoder: names and shapes are checked, and matrices packed once for the kernels.

use crate::{
    Bert, Config, Kernel, LoadError, Weights,
    bert::Layer,
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
        let layers = (0..config.layers).map(|at| layer(&tensors, &config, at)).collect::<Result<_, _>>()?;
        Ok(Self { kernel: Kernel::best(), words, positions, norm, layers, config, weights })
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

fn layer(tensors: &Tensors<'_>, config: &Config, at: usize) -> Result<Layer, LoadError> {
    let (size, inner, eps) = (config.hidden_size, config.intermediate_size, config.layer_norm_eps);
    let prefix = format!("encoder.layer.{at}");
    let part = |name: &str, shape: [usize; 2]| -> Result<(Quantized, Vec<f32>), LoadError> {
        let name = format!("{prefix}.{name}");
        Ok((tensors.quantized(&name, shape)?, tensors.vector(&format!("{name}.bias"), shape[0])?))
    };
    let norm = |name: &str| Norm::read(tensors, &format!("{prefix}.{name}.LayerNorm"), size, eps);

    let mut query = part("attention.self.query", [size, size])?;
    // Attention divides scores by the root of the head's size; scaling the queries does the same.
    let factor = 1.0 / (config.head_size() as f32).sqrt();
    query.0.scales.iter_mut().chain(&mut query.1).for_each(|value| *value *= factor);
    let key = part("attention.self.key", [size, size])?;
    let value = part("attention.self.value", [size, size])?;
    Ok(Layer {
        projection: Matrix::pack(&[query, key, value]),
        output: Matrix::pack(&[part("attention.output.dense", [size, size])?]),
        attention_norm: norm("attention.output")?,
        up: Matrix::pack(&[part("intermediate.dense", [inner, size])?]),
        down: Matrix::pack(&[part("output.dense", [size, inner])?]),
        norm: norm("output")?,
    })
}
