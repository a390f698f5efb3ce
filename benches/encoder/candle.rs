//! The same encoder in candle, in floats: what the own one is measured and tested against.

use std::{collections::HashMap, error::Error, fs, path::Path};

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, Config};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};

pub struct Peer(BertModel);

impl Peer {
    /// Reads config.json and model.safetensors; int8 is multiplied with its scales.
    pub fn load(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let config = xiaoer_bert::Config::parse(&fs::read(folder.join("config.json"))?)?;
        let config = Config {
            vocab_size: config.vocab_size,
            hidden_size: config.hidden_size,
            num_hidden_layers: config.layers,
            num_attention_heads: config.heads,
            intermediate_size: config.intermediate_size,
            max_position_embeddings: config.positions,
            type_vocab_size: config.token_types.max(1),
            layer_norm_eps: f64::from(config.layer_norm_eps),
            ..Config::default()
        };
        let mut tensors = floats(&fs::read(folder.join("model.safetensors"))?)?;
        // A file whose positions hold the token type already has no table of types; candle wants one.
        let kinds = Tensor::zeros((1, config.hidden_size), DType::F32, &Device::Cpu)?;
        tensors.entry("embeddings.token_type_embeddings.weight".into()).or_insert(kinds);
        let tensors = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
        Ok(Self(BertModel::load(tensors, &config)?))
    }

    /// The mean of each text's states. Texts have the same length: padding would be the peer's loss.
    pub fn forward(&self, texts: &[&[u32]]) -> candle_core::Result<Vec<Vec<f32>>> {
        let tokens = texts.first().map_or(0, |text| text.len());
        let ids = Tensor::from_vec(texts.concat(), (texts.len(), tokens), &Device::Cpu)?;
        self.0.forward(&ids, &ids.zeros_like()?, None)?.mean(1)?.to_vec2()
    }
}

fn floats(file: &[u8]) -> Result<HashMap<String, Tensor>, Box<dyn Error>> {
    let file = SafeTensors::deserialize(file)?;
    let mut tensors = HashMap::new();
    for (name, view) in file.tensors().into_iter().filter(|(name, _)| !name.ends_with("_scale")) {
        let mut values = numbers(&view);
        if let Ok(scales) = file.tensor(&format!("{name}_scale")) {
            let scales = numbers(&scales);
            for (row, scale) in values.chunks_exact_mut(view.shape()[1]).zip(scales) {
                row.iter_mut().for_each(|value| *value *= scale);
            }
        }
        tensors.insert(name, Tensor::from_vec(values, view.shape(), &Device::Cpu)?);
    }
    Ok(tensors)
}

fn numbers(view: &TensorView<'_>) -> Vec<f32> {
    if view.dtype() == Dtype::I8 {
        return view.data().iter().map(|byte| f32::from(byte.cast_signed())).collect();
    }
    view.data().as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}
