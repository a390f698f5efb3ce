//! Spans on their way to a collector, as OTLP over HTTP.
//!
//! They wait in a bounded queue, and a thread of the SDK takes them in batches. What finds the queue full is dropped: a collector
//! that is down costs a line in the log now and then, and nothing else.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    trace::{BatchConfigBuilder, BatchSpanProcessor, SdkTracerProvider},
};
use reqwest::{Client, redirect};
use tokio::runtime::Handle;

use crate::{config::Endpoint, domain::ShopId};

/// Spans that wait at most.
const QUEUE: usize = 8_192;
const BATCH: usize = 512;
/// So long do spans wait for others.
const DELAY: Duration = Duration::from_secs(2);
/// For one batch.
const TIME: Duration = Duration::from_secs(5);
/// Of a collector's answer.
const ANSWER_BYTES: usize = 64 * 1024;
/// Between two lines in the log about a collector that is down.
const QUIET: Duration = Duration::from_secs(60);

/// What takes spans and brings them there.
///
/// # Errors
/// When no client can be made, or the address is none.
pub fn start(endpoint: &Endpoint, shop: &ShopId, runtime: &Handle) -> anyhow::Result<SdkTracerProvider> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(format!("{}/v1/traces", endpoint.as_str().trim_end_matches('/')))
        .with_timeout(TIME)
        .with_http_client(Collector::new(runtime.clone())?)
        .build()?;
    let config = BatchConfigBuilder::default()
        .with_max_queue_size(QUEUE)
        .with_max_export_batch_size(BATCH)
        .with_scheduled_delay(DELAY);
    let batches = BatchSpanProcessor::builder(exporter).with_batch_config(config.build()).build();
    let resource = Resource::builder()
        .with_service_name("xiaoer")
        .with_attribute(opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .with_attribute(opentelemetry::KeyValue::new("shop", shop.as_str().to_owned()))
        .build();
    Ok(SdkTracerProvider::builder().with_span_processor(batches).with_resource(resource).build())
}

#[derive(Debug)]
struct Collector {
    way: Arc<Way>,
    /// The SDK's thread is none of tokio's.
    runtime: Handle,
}

#[derive(Debug)]
struct Way {
    client: Client,
    /// When the log was last told that the collector is down.
    told: Mutex<Option<Instant>>,
}

impl Collector {
    fn new(runtime: Handle) -> anyhow::Result<Self> {
        // Fails only where a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // A redirect could lead spans anywhere.
        let client = Client::builder().redirect(redirect::Policy::none()).no_proxy().timeout(TIME).build()?;
        Ok(Self { way: Arc::new(Way { client, told: Mutex::new(None) }), runtime })
    }
}

impl Way {
    async fn send(self: Arc<Self>, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let answer = self.exchange(request).await;
        match &answer {
            Ok(answer) if answer.status().is_success() => {}
            Ok(answer) => self.tell(answer.status().as_str()),
            Err(error) => self.tell(&root_cause(&**error)),
        }
        answer
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let mut answer = self.client.execute(request.try_into()?).await?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > ANSWER_BYTES {
                return Err("the answer is too long".into());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response::builder().status(answer.status()).body(body.into())?)
    }

    fn tell(&self, error: &str) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|told| told.elapsed() >= QUIET) {
            *told = Some(Instant::now());
            tracing::warn!(error, "spans do not reach the collector, and are dropped");
        }
    }
}

impl HttpClient for Collector {
    fn send_bytes<'s, 'f>(
        &'s self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'f>>
    where
        's: 'f,
        Self: 'f,
    {
        let sending = self.runtime.spawn(self.way.clone().send(request));
        Box::pin(async move { sending.await.unwrap_or_else(|error| Err(error.into())) })
    }
}

fn root_cause(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), root_cause)
}
