//! How the shop systems do.

use std::time::Duration;

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};

use crate::domain::{Failure, Outcome};

/// From 1 ms to about 8 s.
const SECONDS: [f64; 14] =
    [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048, 4.096, 8.192];

#[derive(Clone)]
pub struct Metrics {
    outcomes: Family<OutcomeLabels, Counter>,
    seconds: Family<CallLabels, Histogram>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    call: String,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallLabels {
    call: String,
}

impl Metrics {
    pub fn new() -> Self {
        Self {
            outcomes: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
        }
    }

    pub fn register(&self, registry: &mut Registry) {
        registry.register("calls", "Calls to shop systems, by outcome", self.outcomes.clone());
        registry.register("call_seconds", "How long shop systems take", self.seconds.clone());
    }

    pub fn record(&self, call: &str, outcome: &Outcome, took: Duration) {
        let outcome = match outcome {
            Outcome::Answered(_) => "answered",
            Outcome::Failed(failure @ (Failure::NotFound | Failure::Unavailable)) => failure.as_str(),
        };
        let call = call.to_owned();
        self.outcomes.get_or_create(&OutcomeLabels { call: call.clone(), outcome }).inc();
        self.seconds.get_or_create(&CallLabels { call }).observe(took.as_secs_f64());
    }
}
