//! Which encoder is used: the one place where it is chosen.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use prometheus_client::{metrics::gauge::Gauge, registry::Registry};

use super::remote::RemoteEmbedder;
use crate::{
    config::{Config, Pooling},
    nlu::{
        Model,
        embed::{self, BertEmbedder, Embedder, EncoderOptions, HashEmbedder},
    },
    train::Layered,
};

/// Stands for no encoder where a folder is expected.
const NONE: &str = "none";

/// What the commands that learn or measure let choose.
#[derive(Debug, Clone, clap::Args)]
pub struct EncoderChoice {
    /// Folder of an encoder with config.json, tokenizer.json and model.safetensors, or `none` for n-grams without weights
    #[arg(long, value_name = "DIR")]
    encoder: Option<PathBuf>,
    /// Settings whose sections [encoder] and [understanding] count; see docs/encoder.md
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl EncoderChoice {
    /// # Errors
    /// When the encoder cannot be used: nothing is learned or measured without it in silence.
    pub fn open(&self) -> anyhow::Result<Encoder> {
        Encoder::open(&self.settings()?)
    }

    /// The settings, with the encoder that was chosen.
    pub fn settings(&self) -> anyhow::Result<Config> {
        let mut settings = match &self.config {
            Some(file) => Config::read(file)?,
            None => Config::embedded(),
        };
        if let Some(encoder) = &self.encoder {
            settings.encoder.path = Some(encoder.clone());
        }
        Ok(settings)
    }
}

/// What texts get their vectors from.
#[derive(Clone)]
pub enum Encoder {
    Bert(Arc<BertEmbedder>),
    Service(Arc<RemoteEmbedder>),
    /// N-grams, without weights.
    None,
}

impl Encoder {
    /// # Errors
    /// One sentence on what is wrong with its files, or with the settings of the service.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let settings = &config.encoder;
        let options = EncoderOptions {
            pooling: settings.pooling.map(|pooling| match pooling {
                Pooling::Mean => embed::Pooling::Mean,
                Pooling::Cls => embed::Pooling::Cls,
            }),
            prefix: settings.prefix.clone(),
            max_tokens: settings.max_tokens,
        };
        match settings.path.as_deref() {
            Some(path) if path == Path::new(NONE) => Ok(Self::None),
            Some(path) => Ok(Self::Bert(Arc::new(BertEmbedder::load(path, &options)?))),
            None => match &config.understanding.embeddings {
                Some(service) => Ok(Self::Service(Arc::new(RemoteEmbedder::connect(service)?))),
                None => Ok(Self::Bert(Arc::new(BertEmbedder::embedded(&options)?))),
            },
        }
    }

    /// The encoder as a model goes by it: with the layers that the model learned with, where they were tuned from this one.
    ///
    /// # Errors
    /// When the layers are damaged.
    pub fn of_model(&self, model: &Model) -> anyhow::Result<Self> {
        let Some(tuned) = &model.metadata.tuned else { return Ok(self.clone()) };
        if tuned.from != self.embedder().fingerprint() {
            return Ok(self.clone());
        }
        match model.layers()? {
            Some(layers) => self.with_layers(&layers),
            None => Ok(self.clone()),
        }
    }

    /// The encoder with tuned layers; one without layers stays as it is.
    ///
    /// # Errors
    /// When the layers do not fit.
    pub fn with_layers(&self, layers: &[u8]) -> anyhow::Result<Self> {
        Ok(match self {
            Self::Bert(bert) => Self::Bert(Arc::new(bert.with_layers(layers)?)),
            Self::Service(_) | Self::None => self.clone(),
        })
    }

    pub fn embedder(&self) -> Arc<dyn Embedder> {
        match self {
            Self::Bert(bert) => bert.clone(),
            Self::Service(service) => service.clone(),
            Self::None => Arc::new(HashEmbedder),
        }
    }
}

impl Layered for Encoder {
    fn embedder(&self) -> Arc<dyn Embedder> {
        Self::embedder(self)
    }

    fn with_layers(&self, layers: &[u8]) -> anyhow::Result<Arc<dyn Layered>> {
        Ok(Arc::new(Self::with_layers(self, layers)?))
    }

    /// N-grams are counted sooner than they are read.
    fn is_slow(&self) -> bool {
        match self {
            Self::Bert(_) | Self::Service(_) => true,
            Self::None => false,
        }
    }
}

/// What a model is good for with an embedder that it does not know.
pub fn notice(model: &Model, embedder: &dyn Embedder) -> Option<String> {
    let (known, given) = (&model.metadata.embedder, embedder.fingerprint());
    (!model.fits(embedder)).then(|| {
        format!(
            "the model learned with the encoder {known}, not with {given}: it tells intents apart by n-grams alone, until `xiaoer train` \
             has run with the same encoder"
        )
    })
}

/// The encoder of a node, which answers without one rather than not at all.
pub struct Standing {
    pub encoder: Encoder,
    /// Why the encoder that was asked for is not the one.
    pub fault: Option<anyhow::Error>,
}

impl Standing {
    pub fn open(config: &Config) -> Self {
        match Encoder::open(config) {
            Ok(encoder) => Self { encoder, fault: None },
            Err(fault) => Self { encoder: Encoder::None, fault: Some(fault) },
        }
    }

    /// For people.
    pub fn description(&self) -> String {
        match (&self.fault, &self.encoder) {
            (Some(fault), _) => format!("none, rules and n-grams answer: {fault}"),
            (None, Encoder::None) => "none, rules and n-grams answer".to_owned(),
            (None, Encoder::Bert(_) | Encoder::Service(_)) => {
                self.encoder.embedder().fingerprint().to_owned()
            }
        }
    }

    /// Whether the encoder that was asked for works; nothing where none was.
    pub fn register_metrics(&self, registry: &mut Registry) {
        let up = Gauge::<i64>::default();
        match (&self.fault, &self.encoder) {
            (None, Encoder::None) => return,
            (None, Encoder::Bert(_) | Encoder::Service(_)) => up.set(1),
            (Some(_), _) => up.set(0),
        };
        registry.register("encoder_up", "1 while the encoder works, 0 when its files cannot be used", up);
    }
}
