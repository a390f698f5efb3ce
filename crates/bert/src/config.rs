//! config.json as Hugging Face writes it for BERT, RoBERTa and XLM-RoBERTa.

use serde::Deserialize;

use crate::LoadError;

/// Of the part `"xiaoer"` of config.json.
const FORMAT: u32 = 1;

/// No size of an encoder is larger. Sums of int8 products over so many columns stay far inside 32 bits.
const LARGEST: usize = 1 << 16;

/// The shape of an encoder.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    pub hidden_size: usize,
    pub layers: usize,
    pub heads: usize,
    pub intermediate_size: usize,
    pub vocab_size: usize,
    pub token_types: usize,
    /// Rows of the position table.
    pub positions: usize,
    /// The row of the first token: 0 for BERT, one after the padding id for the RoBERTa kinds.
    pub first_position: usize,
    pub layer_norm_eps: f32,
}

impl Config {
    /// # Errors
    /// When the bytes are not the configuration of an encoder that this crate can run.
    pub fn parse(bytes: &[u8]) -> Result<Self, LoadError> {
        let raw: Raw = serde_json::from_slice(bytes).map_err(|error| LoadError::Config(error.to_string()))?;
        if let Some(Own { format }) = raw.xiaoer.filter(|own| own.format != FORMAT) {
            return Err(LoadError::Format { found: format, known: FORMAT });
        }
        let first_position = match raw.model_type.as_str() {
            "bert" => 0,
            "roberta" | "xlm-roberta" => usize::from(raw.pad_token_id.unwrap_or(1)) + 1,
            _ => return Err(LoadError::UnknownKind(raw.model_type)),
        };
        only("hidden_act", raw.hidden_act, &["gelu", "gelu_python"], "gelu")?;
        only("position_embedding_type", raw.position_embedding_type, &["absolute"], "absolute")?;
        let config = Self {
            hidden_size: raw.hidden_size,
            layers: raw.num_hidden_layers,
            heads: raw.num_attention_heads,
            intermediate_size: raw.intermediate_size,
            vocab_size: raw.vocab_size,
            token_types: raw.type_vocab_size,
            positions: raw.max_position_embeddings,
            first_position,
            layer_norm_eps: raw.layer_norm_eps,
        };
        config.check()?;
        Ok(config)
    }

    /// Tokens that a text can have; the rest is cut off.
    pub fn max_tokens(&self) -> usize {
        self.positions - self.first_position
    }

    pub(crate) fn head_size(&self) -> usize {
        self.hidden_size / self.heads
    }

    fn check(&self) -> Result<(), LoadError> {
        let sizes = [
            ("hidden_size", self.hidden_size),
            ("num_hidden_layers", self.layers),
            ("num_attention_heads", self.heads),
            ("intermediate_size", self.intermediate_size),
            ("max_position_embeddings", self.positions),
        ];
        for (key, size) in sizes {
            if !(1..=LARGEST).contains(&size) {
                return Err(LoadError::Config(format!("{key} = {size} is not between 1 and {LARGEST}")));
            }
        }
        if !self.hidden_size.is_multiple_of(self.heads) {
            let (size, heads) = (self.hidden_size, self.heads);
            return Err(LoadError::Config(format!(
                "hidden_size = {size} does not divide into {heads} heads"
            )));
        }
        if self.positions <= self.first_position {
            let why = format!("max_position_embeddings = {} leaves no position for a token", self.positions);
            return Err(LoadError::Config(why));
        }
        if !(0.0..1.0).contains(&self.layer_norm_eps) {
            return Err(LoadError::Config(format!(
                "layer_norm_eps = {} is not below 1",
                self.layer_norm_eps
            )));
        }
        Ok(())
    }
}

fn only(
    key: &'static str,
    found: Option<String>,
    accepted: &[&str],
    known: &'static str,
) -> Result<(), LoadError> {
    match found {
        Some(found) if !accepted.contains(&found.as_str()) => {
            Err(LoadError::Unsupported { key, found, known })
        }
        _ => Ok(()),
    }
}

/// The keys as they are written, with the defaults of Hugging Face where a key may be absent.
#[derive(Deserialize)]
struct Raw {
    model_type: String,
    hidden_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    intermediate_size: usize,
    vocab_size: usize,
    max_position_embeddings: usize,
    #[serde(default = "two")]
    type_vocab_size: usize,
    pad_token_id: Option<u16>,
    #[serde(default = "eps")]
    layer_norm_eps: f32,
    hidden_act: Option<String>,
    position_embedding_type: Option<String>,
    xiaoer: Option<Own>,
}

#[derive(Deserialize)]
struct Own {
    format: u32,
}

fn two() -> usize {
    2
}

fn eps() -> f32 {
    1e-12
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn parse(change: Value) -> Result<Config, String> {
        let mut config = json!({
            "model_type": "bert", "hidden_size": 384, "num_hidden_layers": 4, "num_attention_heads": 12,
            "intermediate_size": 1536, "vocab_size": 30_762, "max_position_embeddings": 512, "pad_token_id": 1,
        });
        for (key, value) in change.as_object().into_iter().flatten() {
            config[key] = value.clone();
        }
        Config::parse(config.to_string().as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn reads_what_hugging_face_writes() {
        let check = |change: Value, positions: (usize, usize)| {
            let config = parse(change.clone()).unwrap_or_else(|error| panic!("{change}: {error}"));
            assert_eq!((config.first_position, config.max_tokens()), positions, "{change}");
        };
        check(json!({}), (0, 512));
        check(json!({"hidden_act": "gelu", "xiaoer": {"format": 1, "pooling": "mean"}}), (0, 512));
        check(json!({"model_type": "xlm-roberta", "max_position_embeddings": 514}), (2, 512));
    }

    #[test]
    fn refuses_with_a_sentence() {
        let check = |change: Value, expected: &str| {
            let error = parse(change.clone()).expect_err(expected);
            assert!(error.contains(expected), "{change}: {error}");
        };
        check(json!({"model_type": "t5"}), "the model type \"t5\"");
        check(json!({"hidden_act": "relu"}), "hidden_act = relu; only gelu");
        check(json!({"position_embedding_type": "relative_key"}), "position_embedding_type = relative_key");
        check(json!({"xiaoer": {"format": 2}}), "format 2; this program reads format 1");
        check(json!({"num_attention_heads": 7}), "does not divide into 7 heads");
        check(json!({"num_attention_heads": 0}), "num_attention_heads = 0");
        check(json!({"hidden_size": 1_000_000_000}), "hidden_size = 1000000000");
        check(json!({"model_type": "roberta", "max_position_embeddings": 2}), "no position for a token");
        check(json!({"hidden_size": "wide"}), "invalid type");
    }
}
