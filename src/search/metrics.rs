//! How search does.

use std::time::Duration;

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

use super::SearchError;

/// From half a millisecond to about 4 s.
const SECONDS: [f64; 14] =
    [0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048, 4.096];

pub struct Metrics {
    pub indexed: Counter,
    pub behind: Gauge,
    searches: Family<Outcome, Counter>,
    seconds: Histogram,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            indexed: Counter::default(),
            behind: Gauge::default(),
            searches: Family::default(),
            seconds: Histogram::new(SECONDS),
        }
    }
}

impl Metrics {
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "search_events_indexed",
            "Events taken into the search index",
            self.indexed.clone(),
        );
        registry.register("search_events_behind", "Events that are yet to be", self.behind.clone());
        registry.register("searches", "Searches by what came of them", self.searches.clone());
        registry.register("search_seconds", "How long searches take", self.seconds.clone());
    }

    pub fn count(&self, result: &Result<Vec<u64>, SearchError>, took: Duration) {
        let outcome = match result {
            Ok(found) if found.is_empty() => "nothing",
            Ok(_) => "found",
            Err(SearchError::Busy) => "busy",
            Err(SearchError::TooSlow) => "too_slow",
            Err(SearchError::Down) => "down",
        };
        self.searches.get_or_create(&Outcome { outcome }).inc();
        self.seconds.observe(took.as_secs_f64());
    }
}
