//! Small encoders with random weights.

use std::collections::BTreeMap;

use fastrand::Rng;
use safetensors::{Dtype, tensor::TensorView};
use xiaoer_bert::{Bert, Config, LoadError, Weights};

#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub hidden: usize,
    pub heads: usize,
    pub inner: usize,
    pub layers: usize,
}

pub const SMALL: Shape = Shape { hidden: 48, heads: 3, inner: 80, layers: 2 };
pub const WORDS: usize = 60;
pub const POSITIONS: usize = 24;

/// The tensors of an encoder: shape and values.
#[derive(Debug, Clone)]
pub struct Model {
    pub shape: Shape,
    pub tensors: BTreeMap<String, (Vec<usize>, Vec<f32>)>,
}

impl Model {
    pub fn random(shape: Shape, seed: u64) -> Self {
        let mut model = Self { shape, tensors: BTreeMap::new() };
        let mut rng = Rng::with_seed(seed);
        let Shape { hidden, inner, layers, .. } = shape;
        for (name, rows) in [("word", WORDS), ("position", POSITIONS), ("token_type", 2)] {
            model.add(&format!("embeddings.{name}_embeddings.weight"), &[rows, hidden], 0.5, &mut rng);
        }
        model.norm("embeddings", &mut rng);
        for layer in 0..layers {
            let name = |part: &str| format!("encoder.layer.{layer}.{part}");
            for part in ["attention.self.query", "attention.self.key", "attention.self.value"] {
                model.linear(&name(part), hidden, hidden, &mut rng);
            }
            model.linear(&name("attention.output.dense"), hidden, hidden, &mut rng);
            model.linear(&name("intermediate.dense"), inner, hidden, &mut rng);
            model.linear(&name("output.dense"), hidden, inner, &mut rng);
            model.norm(&name("attention.output"), &mut rng);
            model.norm(&name("output"), &mut rng);
        }
        model
    }

    fn linear(&mut self, name: &str, rows: usize, columns: usize, rng: &mut Rng) {
        self.add(&format!("{name}.weight"), &[rows, columns], 2.0 / (columns as f32).sqrt(), rng);
        self.add(&format!("{name}.bias"), &[rows], 0.2, rng);
    }

    fn norm(&mut self, name: &str, rng: &mut Rng) {
        self.add(&format!("{name}.LayerNorm.weight"), &[self.shape.hidden], 0.5, rng);
        self.add(&format!("{name}.LayerNorm.bias"), &[self.shape.hidden], 0.2, rng);
        let (_, weights) = self.tensors.get_mut(&format!("{name}.LayerNorm.weight")).expect("just added");
        weights.iter_mut().for_each(|weight| *weight += 1.0);
    }

    fn add(&mut self, name: &str, shape: &[usize], range: f32, rng: &mut Rng) {
        let values = (0..shape.iter().product()).map(|_| (rng.f32() * 2.0 - 1.0) * range).collect();
        self.tensors.insert(name.into(), (shape.to_vec(), values));
    }

    /// Puts every matrix on the grid of int8, so that floats and int8 mean the same.
    pub fn on_the_grid(mut self) -> Self {
        for (shape, values) in self.tensors.values_mut().filter(|(shape, _)| shape.len() == 2) {
            for row in values.chunks_exact_mut(shape[1]) {
                let scale = scale(row);
                row.iter_mut().for_each(|value| *value = (*value / scale).round() * scale);
            }
        }
        self
    }

    pub fn config(&self) -> serde_json::Value {
        serde_json::json!({
            "model_type": "bert", "hidden_size": self.shape.hidden, "num_hidden_layers": self.shape.layers,
            "num_attention_heads": self.shape.heads, "intermediate_size": self.shape.inner, "vocab_size": WORDS,
            "max_position_embeddings": POSITIONS,
        })
    }

    /// model.safetensors in floats, each name after a prefix.
    pub fn floats(&self, prefix: &str) -> Vec<u8> {
        let file = self.tensors.iter().map(|(name, (shape, values))| {
            let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
            (format!("{prefix}{name}"), Dtype::F32, shape.clone(), bytes)
        });
        serialize(file.collect())
    }

    /// model.safetensors with matrices in int8 beside their scales.
    pub fn int8(&self) -> Vec<u8> {
        let mut file = Vec::new();
        for (name, (shape, values)) in &self.tensors {
            if shape.len() == 1 || name.contains("token_type") {
                let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
                file.push((name.clone(), Dtype::F32, shape.clone(), bytes));
                continue;
            }
            let rows = values.chunks_exact(shape[1]);
            let scales: Vec<f32> = rows.clone().map(scale).collect();
            let numbers = rows.zip(&scales).flat_map(|(row, scale)| {
                row.iter().map(move |value| ((value / scale).round() as i8).cast_unsigned())
            });
            file.push((name.clone(), Dtype::I8, shape.clone(), numbers.collect()));
            let scales = scales.iter().flat_map(|scale| scale.to_le_bytes()).collect();
            file.push((format!("{name}_scale"), Dtype::F32, vec![shape[0]], scales));
        }
        serialize(file)
    }

    pub fn load(&self, file: Vec<u8>) -> Result<Bert, LoadError> {
        let config = Config::parse(self.config().to_string().as_bytes())?;
        Bert::load(config, Weights::Owned(file))
    }
}

fn scale(row: &[f32]) -> f32 {
    row.iter().fold(f32::MIN_POSITIVE, |largest: f32, value| largest.max(value.abs())) / 127.0
}

fn serialize(file: Vec<(String, Dtype, Vec<usize>, Vec<u8>)>) -> Vec<u8> {
    let views = file.iter().map(|(name, kind, shape, bytes)| {
        (name, TensorView::new(*kind, shape.clone(), bytes).expect("as many bytes as the shape says"))
    });
    safetensors::serialize(views.collect::<BTreeMap<_, _>>(), None).expect("tensors can be written")
}

pub fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot =
        |a: &[f32], b: &[f32]| -> f64 { a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum() };
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}
