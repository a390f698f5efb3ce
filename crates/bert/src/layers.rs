//! The layers' weights in floats, for who trains them, and back to a file.

use std::collections::BTreeMap;

use safetensors::{Dtype, tensor::TensorView};

use crate::{Bert, Config, LoadError, quantize, tensors::Tensors};

/// A layer's weights in floats.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerWeights {
    pub query: Parameters,
    pub key: Parameters,
    pub value: Parameters,
    pub output: Parameters,
    pub attention_norm: Parameters,
    pub up: Parameters,
    pub down: Parameters,
    pub norm: Parameters,
}

/// Of a matrix: one row of weights for each output, row by row, and a bias for each output. Of a norm: a weight and a bias for
/// each column.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

/// A matrix of a layer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part {
    Query,
    Key,
    Value,
    Output,
    Up,
    Down,
}

/// What a matrix is called in a file, and its outputs and inputs.
pub(crate) struct Place {
    pub name: String,
    pub shape: [usize; 2],
}

impl Part {
    pub fn place(self, config: &Config, layer: usize) -> Place {
        let (size, inner) = (config.hidden_size, config.intermediate_size);
        let (name, shape) = match self {
            Self::Query => ("attention.self.query", [size, size]),
            Self::Key => ("attention.self.key", [size, size]),
            Self::Value => ("attention.self.value", [size, size]),
            Self::Output => ("attention.output.dense", [size, size]),
            Self::Up => ("intermediate.dense", [inner, size]),
            Self::Down => ("output.dense", [size, inner]),
        };
        Place { name: format!("encoder.layer.{layer}.{name}"), shape }
    }
}

impl LayerWeights {
    fn matrices(&self) -> [(Part, &Parameters); 6] {
        [
            (Part::Query, &self.query),
            (Part::Key, &self.key),
            (Part::Value, &self.value),
            (Part::Output, &self.output),
            (Part::Up, &self.up),
            (Part::Down, &self.down),
        ]
    }
}

impl Bert {
    /// The weights of all layers as the file has them that the encoder was loaded from; int8 is multiplied with its scales.
    ///
    /// # Errors
    /// When a matrix holds something that is not a number.
    pub fn layer_weights(&self) -> Result<Vec<LayerWeights>, LoadError> {
        let (tensors, config) = (Tensors::read(&self.base.weights)?, self.config());
        let layer = |at: usize| {
            let matrix = |part: Part| -> Result<Parameters, LoadError> {
                let Place { name, shape } = part.place(config, at);
                let bias = tensors.vector(&format!("{name}.bias"), shape[0])?;
                Ok(Parameters { weight: tensors.floats(&name, shape)?, bias })
            };
            let norm = |name: &str| -> Result<Parameters, LoadError> {
                let name = format!("encoder.layer.{at}.{name}.LayerNorm");
                let (weight, bias) = tensors.norm(&name, config.hidden_size)?;
                Ok(Parameters { weight, bias })
            };
            Ok(LayerWeights {
                query: matrix(Part::Query)?,
                key: matrix(Part::Key)?,
                value: matrix(Part::Value)?,
                output: matrix(Part::Output)?,
                attention_norm: norm("attention.output")?,
                up: matrix(Part::Up)?,
                down: matrix(Part::Down)?,
                norm: norm("output")?,
            })
        };
        (0..config.layers).map(layer).collect()
    }
}

/// Safetensors of layers alone, under the names of Hugging Face's BERT: matrices in int8 with a scale for each row, all else in
/// floats.
///
/// # Panics
/// When the weights are not of the configuration's shape.
pub fn layers_to_bytes(config: &Config, layers: &[LayerWeights]) -> Vec<u8> {
    let mut tensors: Vec<(String, Dtype, Vec<usize>, Vec<u8>)> = Vec::new();
    let floats = |name: String, values: &[f32]| {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        (name, Dtype::F32, vec![values.len()], bytes)
    };
    for (at, layer) in layers.iter().enumerate() {
        for (part, Parameters { weight, bias }) in layer.matrices() {
            let Place { name, shape: [rows, columns] } = part.place(config, at);
            let mut numbers = vec![0; rows * columns];
            let of_rows = weight.chunks_exact(columns).zip(numbers.chunks_exact_mut(columns));
            let scales: Vec<f32> = of_rows.map(|(row, numbers)| quantize::row(row, numbers)).collect();
            let numbers = numbers.into_iter().map(i8::cast_unsigned).collect();
            tensors.push((format!("{name}.weight"), Dtype::I8, vec![rows, columns], numbers));
            tensors.push(floats(format!("{name}.weight_scale"), &scales));
            tensors.push(floats(format!("{name}.bias"), bias));
        }
        for (name, norm) in [("attention.output", &layer.attention_norm), ("output", &layer.norm)] {
            let name = format!("encoder.layer.{at}.{name}.LayerNorm");
            tensors.push(floats(format!("{name}.weight"), &norm.weight));
            tensors.push(floats(format!("{name}.bias"), &norm.bias));
        }
    }
    let views: BTreeMap<&str, TensorView<'_>> = tensors
        .iter()
        .map(|(name, kind, shape, bytes)| {
            let view = TensorView::new(*kind, shape.clone(), bytes);
            (name.as_str(), view.expect("the weights have the configuration's shape"))
        })
        .collect();
    safetensors::serialize(views, None).expect("whole tensors can always be written")
}
