//! What a node understands with: its encoder behind a cache and a queue, and a service where one is connected.

use std::{num::NonZeroUsize, sync::Arc};

use anyhow::Context;
use prometheus_client::registry::Registry;

use super::{encoder::Encoder, remote::RemoteParser};
use crate::{
    config::Config,
    nlu::{
        UnderstandingService,
        embed::{CachedEmbedder, Embedder, QueueSettings, QueuedEmbedder, all_cores},
    },
};

/// Requests to a service that are under way at a time.
const REQUESTS: NonZeroUsize = NonZeroUsize::new(4).expect("four is not zero");

/// Stays the same when content and model are read again.
#[derive(Clone)]
pub struct Engines {
    pub embedder: Arc<dyn Embedder>,
    /// Ranks intents in the classifier's place.
    pub service: Option<Arc<dyn UnderstandingService>>,
    shared: Option<(Arc<CachedEmbedder>, Arc<QueuedEmbedder>)>,
}

impl Engines {
    /// # Errors
    /// When the settings of a service cannot be, or the system gives no threads.
    pub fn start(config: &Config, encoder: &Encoder) -> anyhow::Result<Self> {
        let service = config.understanding.parse.as_ref().map(RemoteParser::connect).transpose()?;
        let settings = &config.encoder;
        let (workers, budget) = match encoder {
            Encoder::Bert(_) => (settings.threads.unwrap_or_else(all_cores), settings.budget),
            Encoder::Service(remote) => (REQUESTS, remote.timeout()),
            // N-grams are counted sooner than they are looked up.
            Encoder::None => return Ok(Self { embedder: encoder.embedder(), service, shared: None }),
        };
        let waiting = settings.waiting.get();
        let queued = QueuedEmbedder::start(encoder.embedder(), QueueSettings { workers, waiting, budget });
        let queued = Arc::new(queued.context("the encoder's threads cannot be started")?);
        let cached = Arc::new(CachedEmbedder::new(queued.clone(), settings.cache_bytes));
        Ok(Self { embedder: cached.clone(), service, shared: Some((cached, queued)) })
    }

    /// Without anything in front, for one message after another.
    pub fn bare(encoder: &Encoder) -> Self {
        Self { embedder: encoder.embedder(), service: None, shared: None }
    }

    pub fn register_metrics(&self, registry: &mut Registry) {
        if let Some((cached, queued)) = &self.shared {
            cached.register_metrics(registry);
            queued.register_metrics(registry);
        }
    }
}
