//! What the node tells about itself: log lines that read alone, with fields to search by, and spans. Never what anybody said.

mod export;
mod span;

use std::{
    io::{self, IsTerminal},
    time::Duration,
};

use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tokio::runtime::Handle;
use tracing::{Metadata, Subscriber};
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::{FilterExt, filter_fn},
    fmt,
    layer::SubscriberExt,
    registry::LookupSpan,
    util::SubscriberInitExt,
};

pub use self::span::{SPANS, TRACEPARENT, go_on_from, traceparent};
use crate::{config::Endpoint, domain::ShopId};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// One line an event, coloured on a terminal.
    Text,
    /// One JSON object an event.
    Json,
}

/// Spans on their way out.
#[derive(Debug, Default)]
pub struct Traces(Option<SdkTracerProvider>);

impl Traces {
    /// Spans go to a collector; without one, nowhere.
    ///
    /// # Errors
    /// When the address of the collector is none.
    pub fn start(endpoint: Option<&Endpoint>, shop: &ShopId, runtime: &Handle) -> anyhow::Result<Self> {
        Ok(Self(endpoint.map(|endpoint| export::start(endpoint, shop, runtime)).transpose()?))
    }

    /// Takes in the spans of ours; none where they go nowhere.
    pub fn layer<S>(&self) -> Option<impl Layer<S> + Send + Sync + use<S>>
    where
        S: Subscriber + for<'span> LookupSpan<'span> + Send + Sync,
    {
        let tracer = self.0.as_ref()?.tracer("xiaoer");
        let layer = tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_level(false)
            .with_tracked_inactivity(false);
        Some(layer.with_filter(filter_fn(is_span_of_ours)))
    }

    /// Sends what is left, for so long at most; blocks the thread.
    pub fn end(self, within: Duration) {
        if let Some(provider) = self.0
            && let Err(error) = provider.shutdown_with_timeout(within)
        {
            tracing::warn!(%error, "the last spans were not sent");
        }
    }
}

/// Sends log lines to standard error. `RUST_LOG` says which; without it everything from `info` up, but for what hnsw_rs and
/// tantivy tell of their insides.
pub fn init(format: LogFormat, traces: &Traces) {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,hnsw_rs=warn,tantivy=warn"));
    let lines = fmt::layer().with_writer(io::stderr);
    let lines = match format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).with_target(false).compact().boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    // Nobody is left to ask for spans where they are not exported.
    let lines = lines.with_filter(filter.and(filter_fn(|metadata| !is_span_of_ours(metadata))));
    tracing_subscriber::registry().with(lines).with(traces.layer()).init();
    // The message of a panic may quote what a customer wrote; its place is enough to find the fault.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a task panicked");
    }));
}

fn is_span_of_ours(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && metadata.target() == SPANS
}
