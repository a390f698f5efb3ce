//! How turns do, and who waits.

use std::{
    sync::{Mutex, PoisonError, Weak, atomic::AtomicU64},
    time::Duration,
};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric},
    metrics::{counter::Counter, family::Family, gauge::ConstGauge, histogram::Histogram},
    registry,
};

use super::{registry::Registry, work::Spent};
use crate::{
    desk::Known,
    dialogue::Tracker,
    domain::{Event, Name, NoVector, Recorded, ServiceTrace, ShopId, Trace, TurnOutcome},
};

/// From a twentieth of a millisecond to about 1.6 s.
const SECONDS: [f64; 16] = [
    0.00005, 0.0001, 0.0002, 0.0004, 0.0008, 0.0016, 0.0032, 0.0064, 0.0128, 0.0256, 0.0512, 0.1024, 0.2048,
    0.4096, 0.8192, 1.6384,
];

pub(super) struct Metrics {
    turns: Family<Turn, Counter>,
    opened: Family<OfShop, Counter>,
    ended: Family<Ended, Counter>,
    handoffs: Family<Handoffs, Counter>,
    /// Why, as far as it stands in figures.
    reasons: Mutex<Known>,
    ratings: Family<Stars, Counter>,
    stage_seconds: Family<Stages, Histogram>,
    stage_cpu: Family<Stages, Counter<f64, AtomicU64>>,
    commit_seconds: Histogram,
    fallbacks: Family<Fallback, Counter>,
    unknown_intents: Counter,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Turn {
    shop: String,
    stage: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfShop {
    shop: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ended {
    shop: String,
    by: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Handoffs {
    shop: String,
    reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Stars {
    shop: String,
    score: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Stages {
    shop: String,
    stage: &'static str,
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
            opened: Family::default(),
            ended: Family::default(),
            handoffs: Family::default(),
            reasons: Mutex::default(),
            ratings: Family::default(),
            stage_seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            stage_cpu: Family::default(),
            commit_seconds: Histogram::new(SECONDS),
            fallbacks: Family::default(),
            unknown_intents: Counter::default(),
        }
    }

    pub fn register(&self, registry: &mut registry::Registry) {
        registry.register("turns", "Messages by who understood them and what came of it", self.turns.clone());
        registry.register("conversations_opened", "Conversations that began", self.opened.clone());
        registry.register(
            "conversations_ended",
            "Conversations that came to a person, or were closed without one",
            self.ended.clone(),
        );
        registry.register("handoffs", "Requests for a person, by why", self.handoffs.clone());
        registry.register("ratings", "Ratings by customers, by stars", self.ratings.clone());
        registry.register("stage_seconds", "How long the stages of turns take", self.stage_seconds.clone());
        registry.register(
            "stage_cpu_seconds",
            "What the stages of turns use of the processor",
            self.stage_cpu.clone(),
        );
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

    /// These events were stored together, in a conversation that was like this before.
    pub fn committed(&self, before: &Tracker, events: &[Recorded], took: Duration) {
        self.commit_seconds.observe(took.as_secs_f64());
        let mut epoch = before.epoch;
        for recorded in events {
            self.count(&before.shop, epoch, &recorded.event, events);
            if brings_a_person(&recorded.event) {
                epoch += 1;
            }
        }
    }

    /// In a conversation that has had a person if its mode has changed before; that is what an epoch counts.
    fn count(&self, of: &ShopId, epoch: u64, event: &Event, together: &[Recorded]) {
        let shop = || of.as_str().to_owned();
        if brings_a_person(event) && epoch == 0 {
            self.ended.get_or_create(&Ended { shop: shop(), by: "person" }).inc();
        }
        if let Event::Opened { .. } = event {
            self.opened.get_or_create(&OfShop { shop: shop() }).inc();
        } else if let Event::Understood { understanding } = event {
            let (stage, outcome) = (understanding.by.as_str(), outcome(together));
            self.turns.get_or_create(&Turn { shop: shop(), stage, outcome }).inc();
        } else if let Event::HandoffRequested { handoff } = event {
            let reason = self.reason(&handoff.reason).as_str().to_owned();
            self.handoffs.get_or_create(&Handoffs { shop: shop(), reason }).inc();
        } else if let Event::Rated { score, .. } = event {
            self.ratings.get_or_create(&Stars { shop: shop(), score: u32::from(*score) }).inc();
        } else if let Event::Closed { .. } = event
            && epoch == 0
        {
            self.ended.get_or_create(&Ended { shop: shop(), by: "bot" }).inc();
        }
    }

    fn reason(&self, reason: &Name) -> Name {
        let mut known = self.reasons.lock().unwrap_or_else(PoisonError::into_inner);
        known.learn(reason);
        known.name(reason)
    }

    pub fn spent(&self, shop: &ShopId, Spent { work, took, cpu }: Spent) {
        let labels = Stages { shop: shop.as_str().to_owned(), stage: work.as_str() };
        self.stage_seconds.get_or_create(&labels).observe(took.as_secs_f64());
        self.stage_cpu.get_or_create(&labels).inc_by(cpu.as_secs_f64());
    }
}

fn brings_a_person(event: &Event) -> bool {
    matches!(event, Event::HandoffRequested { .. } | Event::SeatAssigned { .. })
}

/// What a decision came to; `silent` where it said nothing.
pub(super) fn outcome(events: &[Recorded]) -> &'static str {
    let told = events.iter().filter_map(|recorded| TurnOutcome::of(&recorded.event));
    told.min().map_or("silent", TurnOutcome::as_str)
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
