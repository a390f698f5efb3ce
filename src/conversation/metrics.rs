//! How turns do, and who waits.

use std::{sync::Weak, time::Duration};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric},
    metrics::{counter::Counter, family::Family, gauge::ConstGauge, histogram::Histogram},
    registry,
};

use super::registry::Registry;
use crate::domain::{Event, NoVector, Recorded, ServiceTrace, Trace};

/// From a twentieth of a millisecond to about 1.6 s.
const SECONDS: [f64; 16] = [
    0.00005, 0.0001, 0.0002, 0.0004, 0.0008, 0.0016, 0.0032, 0.0064, 0.0128, 0.0256, 0.0512, 0.1024, 0.2048,
    0.4096, 0.8192, 1.6384,
];

pub(super) struct Metrics {
    turns: Family<Turn, Counter>,
    commit_seconds: Histogram,
    fallbacks: Family<Fallback, Counter>,
    unknown_intents: Counter,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Turn {
    stage: &'static str,
    outcome: &'static str,
}

/// What did not answer, so that something simpler did, and why.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Fallback {
    of: &'static str,
    why: &'static str,
}

impl Metrics {
    pub fn new() -> Self {
        Self {
            turns: Family::default(),
            commit_seconds: Histogram::new(SECONDS),
            fallbacks: Family::default(),
            unknown_intents: Counter::default(),
        }
    }

    pub fn register(&self, registry: &mut registry::Registry) {
        registry.register("turns", "Messages by who understood them and what came of it", self.turns.clone());
        registry.register(
            "commit_seconds",
            "How long events take to be on disk",
            self.commit_seconds.clone(),
        );
        registry.register(
            "understanding_fallbacks",
            "Messages understood without the encoder, or by the classifier in a service's place",
            self.fallbacks.clone(),
        );
        registry.register(
            "understanding_unknown_intents",
            "Intents that a service ranked and the content does not have",
            self.unknown_intents.clone(),
        );
    }

    pub fn understood(&self, trace: &Trace) {
        let fell_back = |of, why| {
            self.fallbacks.get_or_create(&Fallback { of, why }).inc();
        };
        match trace.no_vector {
            Some(NoVector::Busy) => fell_back("encoder", "busy"),
            Some(NoVector::Unavailable) => fell_back("encoder", "unavailable"),
            None => {}
        }
        match trace.service {
            Some(ServiceTrace::Failed) => fell_back("service", "unavailable"),
            Some(ServiceTrace::Answered { unknown }) => {
                self.unknown_intents.inc_by(unknown.into());
            }
            None => {}
        }
    }

    /// These events were stored together.
    pub fn committed(&self, events: &[Recorded], took: Duration) {
        self.commit_seconds.observe(took.as_secs_f64());
        for recorded in events {
            if let Event::Understood { understanding } = &recorded.event {
                let turn = Turn { stage: understanding.by.as_str(), outcome: outcome(events) };
                self.turns.get_or_create(&turn).inc();
            }
        }
    }
}

/// What a decision came to, the most telling event first.
fn outcome(events: &[Recorded]) -> &'static str {
    let any = |is: fn(&Event) -> bool| events.iter().any(|recorded| is(&recorded.event));
    if any(|event| matches!(event, Event::HandoffRequested { .. })) {
        "handed_over"
    } else if any(|event| matches!(event, Event::CallStarted { .. })) {
        "called"
    } else if any(|event| matches!(event, Event::Clarified { .. })) {
        "clarified"
    } else if any(|event| matches!(event, Event::Missed {})) {
        "missed"
    } else if any(|event| matches!(event, Event::Asked { .. })) {
        "asked"
    } else if any(|event| matches!(event, Event::BotSaid { .. })) {
        "answered"
    } else {
        "silent"
    }
}

/// Counted when somebody looks.
#[derive(Debug)]
pub(super) struct Queues(pub Weak<Registry>);

impl Collector for Queues {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Result<(), std::fmt::Error> {
        let Some(registry) = self.0.upgrade() else { return Ok(()) };
        let mut gauge = |name, help, count: usize| {
            let gauge = ConstGauge::new(i64::try_from(count).unwrap_or(i64::MAX));
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)
        };
        gauge("live_conversations", "Conversations in memory", registry.live())?;
        gauge("waiting_conversations", "Conversations that wait for a person", registry.parts.desk.len())
    }
}
