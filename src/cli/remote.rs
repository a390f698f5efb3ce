//! Understanding services as the engine sees them: it waits for them, on threads that may block.

use std::{future::Future, sync::Arc, time::Duration};

use anyhow::Context;
use tokio::runtime::{Builder, Runtime};

use crate::{
    config::{EmbeddingsConfig, ParseConfig},
    integration::{EmbeddingsService, ParseService},
    nlu::{
        Parsed, ParsedEntity, ServiceError, UnderstandingService,
        embed::{EmbedError, Embedder},
    },
};

/// Vectors from a service.
pub struct RemoteEmbedder {
    service: EmbeddingsService,
    line: Line,
    fingerprint: String,
    dimensions: usize,
    timeout: Duration,
}

impl RemoteEmbedder {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// One sentence when the settings cannot be.
    pub fn connect(settings: &EmbeddingsConfig) -> anyhow::Result<Self> {
        let dimensions = settings.dimensions.get().into();
        Ok(Self {
            service: EmbeddingsService::connect(settings)?,
            line: Line::open()?,
            // Not the address: the same model may move.
            fingerprint: format!("service-{}-{dimensions}", settings.model),
            dimensions,
            timeout: settings.timeout,
        })
    }

    /// For one text.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }
}

impl Embedder for RemoteEmbedder {
    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn dimensions(&self) -> usize {
        self.dimensions
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        let vectors = self.line.wait(self.service.embed(texts));
        vectors.map_err(|fault| EmbedError::Unavailable(fault.to_string()))
    }
}

/// Intents from a service.
pub struct RemoteParser {
    service: ParseService,
    line: Line,
}

impl RemoteParser {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// One sentence when the settings cannot be.
    pub fn connect(settings: &ParseConfig) -> anyhow::Result<Arc<dyn UnderstandingService>> {
        Ok(Arc::new(Self { service: ParseService::connect(settings)?, line: Line::open()? }))
    }
}

impl UnderstandingService for RemoteParser {
    fn parse(&self, text: &str) -> Result<Parsed, ServiceError> {
        let answer = self.line.wait(self.service.parse(text));
        let answer = answer.map_err(|fault| ServiceError(fault.to_string()))?;
        let entity = |one: crate::integration::ParsedEntity| ParsedEntity {
            kind: one.kind,
            span: one.span,
            value: one.value,
        };
        Ok(Parsed { intents: answer.intents, entities: answer.entities.into_iter().map(entity).collect() })
    }
}

/// A thread that speaks with a service, so that waiting for it works the same in every command.
struct Line(Option<Runtime>);

impl Line {
    fn open() -> anyhow::Result<Self> {
        let mut builder = Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).thread_name("service").enable_all().build();
        Ok(Self(Some(runtime.context("the threads cannot be started")?)))
    }

    /// Must not be called on a thread that serves asynchronously.
    fn wait<F: Future>(&self, future: F) -> F::Output {
        let runtime = self.0.as_ref().expect("the runtime is taken only when the line is dropped");
        runtime.handle().block_on(future)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // The last one to let go may be a task, which must not wait.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
