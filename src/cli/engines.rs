//! What a node understands with: its encoder behind a cache and a queue, and a service where one is connected.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context;
use jiff::tz::TimeZone;
use prometheus_client::registry::Registry;

use super::{
    encoder::{self, Encoder},
    remote::RemoteParser,
};
use crate::{
    assistant::Assistant,
    config::Config,
    content::Content,
    nlu::{
        Model, UnderstandingService,
        embed::{CachedEmbedder, Embedder, QueueSettings, QueuedEmbedder, all_cores},
    },
    train::Layered,
    versions::{self, Assembled},
};

/// Requests to a service that are under way at a time.
const REQUESTS: NonZeroUsize = NonZeroUsize::new(4).expect("four is not zero");

const NO_THREADS: &str = "the encoder's threads cannot be started";

/// Stays the same when content and model are read again, unless the model brings other layers of the encoder.
#[derive(Clone)]
pub struct Engines {
    /// As it is before a model has tuned it.
    pub encoder: Encoder,
    /// The shop's.
    time_zone: TimeZone,
    /// Ranks intents in the classifier's place.
    pub service: Option<Arc<dyn UnderstandingService>>,
    /// `None` where nothing stands in front of the encoder.
    running: Option<Arc<Mutex<Running>>>,
}

/// What stands in front of the encoder that is in use.
struct Running {
    cached: Arc<CachedEmbedder>,
    queued: Arc<QueuedEmbedder>,
}

impl Engines {
    /// # Errors
    /// When the settings of a service cannot be, or the system gives no threads.
    pub fn start(config: &Config, encoder: &Encoder) -> anyhow::Result<Self> {
        let (service, time_zone) = (service(config)?, config.shop.timezone.clone());
        let settings = &config.encoder;
        let (workers, budget) = match encoder {
            Encoder::Bert(_) => (settings.threads.unwrap_or_else(all_cores), settings.budget),
            Encoder::Service(remote) => (REQUESTS, remote.timeout()),
            // N-grams are counted sooner than they are looked up.
            Encoder::None => return Ok(Self { encoder: encoder.clone(), time_zone, service, running: None }),
        };
        let waiting = settings.waiting.get();
        let queued = QueuedEmbedder::start(encoder.embedder(), QueueSettings { workers, waiting, budget });
        let queued = Arc::new(queued.context(NO_THREADS)?);
        let cached = Arc::new(CachedEmbedder::new(queued.clone(), settings.cache_bytes));
        let running = Some(Arc::new(Mutex::new(Running { cached, queued })));
        Ok(Self { encoder: encoder.clone(), time_zone, service, running })
    }

    /// Without anything in front, for one message after another.
    ///
    /// # Errors
    /// When the encoder cannot be used, or the settings of a service cannot be.
    pub fn bare(config: &Config) -> anyhow::Result<Self> {
        let time_zone = config.shop.timezone.clone();
        Ok(Self { encoder: Encoder::open(config)?, time_zone, service: service(config)?, running: None })
    }

    /// What this model learned with, as far as the encoder can be it; and why not, where the model's layers are damaged.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn embedder(&self, model: &Model) -> anyhow::Result<(Arc<dyn Embedder>, Option<anyhow::Error>)> {
        let (encoder, fault) = match self.encoder.of_model(model) {
            Ok(encoder) => (encoder.embedder(), None),
            Err(fault) => (self.encoder.embedder(), Some(fault)),
        };
        let Some(running) = &self.running else { return Ok((encoder, fault)) };
        let mut running = running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.cached.fingerprint() != encoder.fingerprint() {
            let queued = Arc::new(running.queued.with_embedder(encoder).context(NO_THREADS)?);
            let cached = Arc::new(running.cached.with_embedder(queued.clone()));
            *running = Running { cached, queued };
        }
        Ok((running.cached.clone(), fault))
    }

    pub fn register_metrics(&self, registry: &mut Registry) {
        if let Some(running) = &self.running {
            let running = running.lock().unwrap_or_else(PoisonError::into_inner);
            running.cached.register_metrics(registry);
            running.queued.register_metrics(registry);
        }
    }
}

impl versions::Engines for Engines {
    fn encoder(&self) -> Arc<dyn Layered> {
        Arc::new(self.encoder.clone())
    }

    fn assemble(&self, content: Content, model: Model, place: &str) -> anyhow::Result<Assembled> {
        let (embedder, fault) = self.embedder(&model)?;
        let notice = encoder::notice(&model, &*embedder);
        let assistant = Assistant::new(content, model, embedder, place, self.time_zone.clone())?;
        let assistant = match &self.service {
            Some(service) => assistant.with_service(service.clone()),
            None => assistant,
        };
        Ok(Assembled { assistant, fault, notice })
    }
}

fn service(config: &Config) -> anyhow::Result<Option<Arc<dyn UnderstandingService>>> {
    config.understanding.parse.as_ref().map(RemoteParser::connect).transpose()
}
