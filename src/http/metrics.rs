//! How requests do.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};
use tracing::{Instrument, Span, field, info_span};

use super::Api;
use crate::telemetry::{self, SPANS, TRACEPARENT};

/// From half a millisecond to about 16 s.
const SECONDS: [f64; 16] = [
    0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048, 4.096, 8.192,
    16.384,
];

pub struct Metrics {
    requests: Family<Answered, Counter>,
    seconds: Family<Path, Histogram>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    path: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Path {
    path: String,
}

impl Metrics {
    pub fn new(registry: &mut Registry) -> Self {
        let metrics = Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
        };
        registry.register("http_requests", "Requests by path and status", metrics.requests.clone());
        registry.register("http_request_seconds", "How long requests take", metrics.seconds.clone());
        metrics
    }
}

/// Counts every request by the path of its route, so that no label comes from outside; and traces it, from where the caller was.
pub async fn count(State(api): State<Api>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let span = span(&api, &path, &request);
    let began = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let seconds = began.elapsed().as_secs_f64();
    span.record("http.response.status_code", response.status().as_u16());
    api.metrics.seconds.get_or_create(&Path { path: path.clone() }).observe(seconds);
    api.metrics.requests.get_or_create(&Answered { path, status: response.status().as_u16() }).inc();
    response
}

fn span(api: &Api, path: &str, request: &Request) -> Span {
    let span = info_span!(
        target: SPANS,
        parent: None,
        "request",
        otel.kind = "server",
        shop = %api.config.shop.id,
        http.route = path,
        http.request.method = request.method().as_str(),
        http.response.status_code = field::Empty,
    );
    let from = request.headers().get(TRACEPARENT).and_then(|value| value.to_str().ok());
    if let Some(from) = from.filter(|_| !span.is_disabled()) {
        telemetry::go_on_from(&span, from);
    }
    span
}
