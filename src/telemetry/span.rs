//! Spans, and how they go on in other processes: W3C `traceparent`.

use std::collections::HashMap;

use opentelemetry::{propagation::TextMapPropagator, trace::TraceContextExt};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// The target of every span that is exported. Where nothing is exported, nobody asks for them, and they cost nothing.
pub const SPANS: &str = "xiaoer::spans";

/// The name of the header.
pub const TRACEPARENT: &str = "traceparent";

/// Makes a span that has just begun go on from where the caller was. What is no `traceparent` changes nothing.
pub fn go_on_from(span: &Span, traceparent: &str) {
    let header = HashMap::from([(TRACEPARENT.to_owned(), traceparent.to_owned())]);
    // Refused only for a span that nobody asked for.
    let _ = span.set_parent(TraceContextPropagator::new().extract(&header));
}

/// Where a span is, for whoever is called within it; none where nothing is exported.
pub fn traceparent(span: &Span) -> Option<String> {
    if span.is_disabled() {
        return None;
    }
    let context = span.context();
    let place = context.span().span_context().clone();
    let flags = place.trace_flags().to_u8();
    place.is_valid().then(|| format!("00-{}-{}-{flags:02x}", place.trace_id(), place.span_id()))
}
