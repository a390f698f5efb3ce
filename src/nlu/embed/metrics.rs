//! How the encoder does.

use std::time::Duration;

use prometheus_client::{
    metrics::{counter::Counter, histogram::Histogram},
    registry::Registry,
};

/// From a quarter of a millisecond to about half a second.
const SECONDS: [f64; 12] =
    [0.00025, 0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512];

#[derive(Clone)]
pub(super) struct Metrics {
    pub refused: Counter,
    texts: Counter,
    batch_seconds: Histogram,
}

impl Metrics {
    pub fn new() -> Self {
        Self {
            refused: Counter::default(),
            texts: Counter::default(),
            batch_seconds: Histogram::new(SECONDS),
        }
    }

    pub fn register(&self, registry: &mut Registry) {
        registry.register("encoder_texts", "Messages that the encoder was given", self.texts.clone());
        registry.register(
            "encoder_batch_seconds",
            "How long messages that are embedded together take",
            self.batch_seconds.clone(),
        );
        registry.register(
            "encoder_refused",
            "Messages that found the encoder's queue full",
            self.refused.clone(),
        );
    }

    pub fn embedded(&self, texts: usize, took: Duration) {
        self.texts.inc_by(texts as u64);
        self.batch_seconds.observe(took.as_secs_f64());
    }
}
