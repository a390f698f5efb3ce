//! The encoder: a BERT in int8 and its tokenizer, from a folder as Hugging Face lays it out.

use std::{
    fs, io,
    num::NonZeroU16,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokenizers::{PostProcessor, Tokenizer, TruncationParams};
use xiaoer_bert::{Bert, Config, LoadError, Weights};

pub use xiaoer_bert::Pooling;

use super::{EmbedError, Embedder, to_length_1};

const CONFIG: &str = "config.json";
const TOKENIZER: &str = "tokenizer.json";
const WEIGHTS: &str = "model.safetensors";
/// Where sentence-transformers says how a model pools.
const POOLING: &str = "1_Pooling/config.json";

/// Tokens of a text that are read unless something else is said.
const MAX_TOKENS: NonZeroU16 = NonZeroU16::new(128).expect("128 is not 0");

/// How to use an encoder. What is `None` here is as the encoder's own files say, or else mean pooling, no prefix, 128 tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EncoderOptions {
    pub pooling: Option<Pooling>,
    /// Stands in front of every text, such as `query: `.
    pub prefix: Option<String>,
    /// Of a longer text the beginning is read.
    pub max_tokens: Option<NonZeroU16>,
}

/// Why an encoder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum EncoderError {
    #[error("cannot read {}: {error}; put the encoder's files there again, or choose another encoder", file.display())]
    Read { file: PathBuf, error: io::Error },
    #[error(
        "the encoder in {place} cannot be used: {why}; put its files there again, or choose another encoder"
    )]
    Weights { place: String, why: LoadError },
    #[error(
        "{place}/{TOKENIZER} cannot be used: {why}; put the encoder's files there again, or choose another encoder"
    )]
    Tokenizer { place: String, why: String },
    #[error("the tuned layers cannot be used: {0}; run `xiaoer train` again")]
    Layers(LoadError),
    #[error(
        "{place}/{WEIGHTS} is not the file that {CONFIG} describes; put both there again, or choose another encoder"
    )]
    OtherWeights { place: String },
}

/// A BERT that runs. Threads share one.
pub struct BertEmbedder {
    tokenizer: Arc<Tokenizer>,
    /// Shared with the same encoder before it was given tuned layers.
    bert: Arc<Bert>,
    /// With layers tuned to intents. What it says of a text stands behind what `bert` says: of two texts, the cosine of both is the
    /// mean of their cosines in each.
    tuned: Option<Bert>,
    pooling: Pooling,
    prefix: String,
    /// The tokenizer's own among them.
    max_tokens: usize,
    fingerprint: String,
}

/// The bytes of an encoder's files.
struct Files<'a> {
    /// The folder, in errors.
    place: String,
    config: &'a [u8],
    tokenizer: &'a [u8],
    weights: Weights,
}

impl BertEmbedder {
    /// Reads config.json, tokenizer.json and model.safetensors, which is mapped rather than copied.
    ///
    /// # Errors
    /// One sentence that names the file and says what to do, when it is missing, damaged or of a kind that cannot be run.
    pub fn load(dir: &Path, options: &EncoderOptions) -> Result<Self, EncoderError> {
        let named = |name: &str| {
            let file = dir.join(name);
            move |error| EncoderError::Read { file, error }
        };
        let read = |name: &str| fs::read(dir.join(name)).map_err(named(name));
        let pooling = options.pooling.or_else(|| pooling_of_sentence_transformers(&read(POOLING).ok()?));
        let files = Files {
            place: dir.display().to_string(),
            config: &read(CONFIG)?,
            tokenizer: &read(TOKENIZER)?,
            weights: Weights::map(&dir.join(WEIGHTS)).map_err(named(WEIGHTS))?,
        };
        Self::new(files, &EncoderOptions { pooling, ..options.clone() })
    }

    /// The encoder that is part of the binary: its pages are read as they are needed, and never copied.
    ///
    /// # Errors
    /// When the options do not fit it, or the binary was built from damaged files.
    pub fn embedded(options: &EncoderOptions) -> Result<Self, EncoderError> {
        let files = Files {
            place: "the program itself".to_owned(),
            config: include_bytes!("../../../models/encoder/config.json"),
            tokenizer: include_bytes!("../../../models/encoder/tokenizer.json"),
            weights: Weights::Static(include_bytes!("../../../models/encoder/model.safetensors")),
        };
        Self::new(files, options)
    }

    fn new(files: Files<'_>, options: &EncoderOptions) -> Result<Self, EncoderError> {
        let Files { place, config, tokenizer, weights } = files;
        let unusable = |why| EncoderError::Weights { place: place.clone(), why };
        let shape = Config::parse(config).map_err(unusable)?;
        let own = Own::of(config).map_err(unusable)?;
        // Reading the tokenizer takes as long as all the rest.
        let (tokenizer, bert, digest) = thread::scope(|scope| {
            let reading = scope.spawn(|| Tokenizer::from_bytes(tokenizer).map_err(|error| error.to_string()));
            let mut digest = Sha256::new();
            digest.update(Sha256::digest(config));
            digest.update(Sha256::digest(tokenizer));
            let of_weights = Sha256::digest(&*weights);
            digest.update(of_weights);
            let fits = own.sha256.as_ref().is_none_or(|expected| *expected == hex::encode(of_weights));
            let bert = if fits {
                Bert::load(shape, weights).map_err(unusable)
            } else {
                Err(EncoderError::OtherWeights { place: place.clone() })
            };
            (reading.join(), bert, digest)
        });
        let bert = bert?;
        let unreadable = |why| EncoderError::Tokenizer { place: place.clone(), why };
        let tokenizer = tokenizer.unwrap_or_else(|_| Err("reading it broke down".to_owned()));
        let mut tokenizer = tokenizer.map_err(unreadable)?;

        let pooling = options.pooling.or(own.pooling.map(Pooling::from)).unwrap_or(Pooling::Mean);
        let prefix = options.prefix.clone().or(own.prefix).unwrap_or_default();
        let max_tokens = options.max_tokens.or(own.max_tokens).unwrap_or(MAX_TOKENS);
        let max_length = usize::from(max_tokens.get()).min(bert.config().max_tokens());
        let special = tokenizer.get_post_processor().map_or(0, |processor| processor.added_tokens(false));
        if max_length <= special {
            let why = format!("it adds {special} tokens to a text, and {max_length} are read");
            return Err(unreadable(why));
        }
        let rows = bert.config().vocab_size;
        if tokenizer.get_vocab_size(true) > rows {
            let why = format!("it has {} pieces, {WEIGHTS} {rows}", tokenizer.get_vocab_size(true));
            return Err(unreadable(why));
        }
        let truncation = TruncationParams { max_length, ..TruncationParams::default() };
        tokenizer.with_truncation(Some(truncation)).map_err(|error| unreadable(error.to_string()))?;
        tokenizer.with_padding(None);

        let digest = digest.chain_update(format!("{pooling:?} {max_length} {prefix}")).finalize();
        let fingerprint = format!("bert-{}", hex::encode(&digest[..8]));
        Ok(Self {
            tokenizer: Arc::new(tokenizer),
            bert: Arc::new(bert),
            tuned: None,
            pooling,
            prefix,
            max_tokens: max_length,
            fingerprint,
        })
    }

    /// The same encoder, and beside its own layers those that were tuned from them, as [`xiaoer_bert::layers_to_bytes`] writes them.
    /// All else is shared.
    ///
    /// # Errors
    /// When they are damaged, or of another shape.
    pub fn with_layers(&self, layers: &[u8]) -> Result<Self, EncoderError> {
        let digest = Sha256::new().chain_update(&self.fingerprint).chain_update(Sha256::digest(layers));
        Ok(Self {
            tokenizer: Arc::clone(&self.tokenizer),
            bert: Arc::clone(&self.bert),
            tuned: Some(self.bert.with_layers(layers).map_err(EncoderError::Layers)?),
            pooling: self.pooling,
            prefix: self.prefix.clone(),
            max_tokens: self.max_tokens,
            fingerprint: format!("bert-{}", hex::encode(&digest.finalize()[..8])),
        })
    }

    /// As it was before it was tuned.
    pub fn bert(&self) -> &Bert {
        &self.bert
    }

    pub fn pooling(&self) -> Pooling {
        self.pooling
    }

    /// What a text is to the encoder; at least one token for a text that is not empty.
    ///
    /// # Errors
    /// When the tokenizer has no token for something in the text.
    pub fn tokens(&self, text: &str) -> Result<Vec<u32>, EmbedError> {
        Ok(self.encode(text)?.get_ids().to_vec())
    }

    /// Tokens of a text that are read, those at its ends among them.
    pub fn max_tokens(&self) -> usize {
        self.max_tokens
    }

    /// Whether a text has more tokens than are read.
    ///
    /// # Errors
    /// When the tokenizer has no token for something in the text.
    pub fn cuts(&self, text: &str) -> Result<bool, EmbedError> {
        // A token has a byte at least; the tokenizer may add a mark in front, and a token at each end.
        let short = self.prefix.len() + text.len() + 3 <= self.max_tokens;
        Ok(!short && !self.encode(text)?.get_overflowing().is_empty())
    }

    fn forward(&self, bert: &Bert, tokens: &[&[u32]]) -> Vec<Vec<f32>> {
        let mut vectors = bert.forward(tokens, self.pooling);
        vectors.iter_mut().for_each(|vector| to_length_1(vector));
        vectors
    }

    fn encode(&self, text: &str) -> Result<tokenizers::Encoding, EmbedError> {
        let encoding = if self.prefix.is_empty() {
            self.tokenizer.encode_fast(text, true)
        } else {
            self.tokenizer.encode_fast(format!("{}{text}", self.prefix), true)
        };
        encoding.map_err(|error| EmbedError::Unavailable(error.to_string()))
    }
}

impl Embedder for BertEmbedder {
    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn dimensions(&self) -> usize {
        self.intent_dimensions() * if self.tuned.is_some() { 2 } else { 1 }
    }

    fn intent_dimensions(&self) -> usize {
        self.bert.config().hidden_size
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        let tokens = |text: &&str| {
            if text.trim().is_empty() { Ok(Vec::new()) } else { self.tokens(text) }
        };
        let tokens: Vec<Vec<u32>> = texts.iter().map(tokens).collect::<Result<_, EmbedError>>()?;
        let tokens: Vec<&[u32]> = tokens.iter().map(Vec::as_slice).collect();
        let mut vectors = self.forward(&self.bert, &tokens);
        if let Some(tuned) = &self.tuned {
            for (vector, own) in vectors.iter_mut().zip(self.forward(tuned, &tokens)) {
                vector.extend(own);
                to_length_1(vector);
            }
        }
        Ok(vectors)
    }
}

/// What config.json of an encoder made for xiaoer says about its use, under `"xiaoer"`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Own {
    pooling: Option<OwnPooling>,
    prefix: Option<String>,
    max_tokens: Option<NonZeroU16>,
    /// Of model.safetensors, so that a changed byte is noticed.
    sha256: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum OwnPooling {
    Mean,
    Cls,
}

impl From<OwnPooling> for Pooling {
    fn from(own: OwnPooling) -> Self {
        match own {
            OwnPooling::Mean => Self::Mean,
            OwnPooling::Cls => Self::Cls,
        }
    }
}

impl Own {
    fn of(config: &[u8]) -> Result<Self, LoadError> {
        #[derive(Deserialize)]
        struct Whole {
            #[serde(default)]
            xiaoer: Own,
        }
        let whole: Whole =
            serde_json::from_slice(config).map_err(|error| LoadError::Config(error.to_string()))?;
        Ok(whole.xiaoer)
    }
}

fn pooling_of_sentence_transformers(file: &[u8]) -> Option<Pooling> {
    #[derive(Deserialize)]
    struct Whole {
        pooling_mode_cls_token: bool,
    }
    let whole: Whole = serde_json::from_slice(file).ok()?;
    Some(if whole.pooling_mode_cls_token { Pooling::Cls } else { Pooling::Mean })
}
