//! How versions do beside each other.

use std::sync::Weak;

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric},
    metrics::{MetricType, counter::Counter, family::Family, gauge::ConstGauge},
    registry::Registry,
};

use super::{Ended, Side, Tally, inside::Inside};

#[derive(Debug, Clone, Default)]
pub(super) struct Metrics {
    ended: Family<How, Counter>,
    pub heard: Heard,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct How {
    ended: &'static str,
}

/// What a shadow made of messages.
#[derive(Debug, Clone, Default)]
pub(super) struct Heard(Family<What, Counter>);

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct What {
    came: &'static str,
}

impl Heard {
    pub fn same(&self) {
        self.count("same");
    }

    pub fn differs(&self) {
        self.count("differs");
    }

    pub fn dropped(&self) {
        self.count("dropped");
    }

    pub fn failed(&self) {
        self.count("failed");
    }

    fn count(&self, came: &'static str) {
        self.0.get_or_create(&What { came }).inc();
    }
}

impl Metrics {
    pub fn register(&self, registry: &mut Registry) {
        registry.register("canaries_ended", "Canaries by how they ended", self.ended.clone());
        let help = "Messages that a shadow heard, by what came of them";
        registry.register("shadow_messages", help, self.heard.0.clone());
    }

    pub fn ended(&self, how: Ended) {
        self.ended.get_or_create(&How { ended: how.as_str() }).inc();
    }
}

/// Counted when somebody looks.
#[derive(Debug)]
pub(super) struct Sides(pub Weak<Inside>);

impl Collector for Sides {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Result<(), std::fmt::Error> {
        let Some(inside) = self.0.upgrade() else { return Ok(()) };
        let standing = inside.standing();
        let share =
            ConstGauge::new(standing.canary.as_ref().map_or(0.0, |canary| canary.draw().share.into()));
        let help = "The share of conversations that a canary answers, 0 without one";
        share.encode(encoder.encode_descriptor("canary_share", help, None, share.metric_type())?)?;
        let Some(canary) = &standing.canary else { return Ok(()) };
        let sides = Side::ALL.map(|side| (side, canary.tallies.fold().of(side)));
        drop(standing);
        let mut all = |name, help, of: fn(&Tally) -> u64| {
            let mut family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
            for (side, tally) in &sides {
                let gauge = ConstGauge::new(i64::try_from(of(tally)).unwrap_or(i64::MAX));
                gauge.encode(family.encode_family(&[("version", side.as_str())])?)?;
            }
            Ok(())
        };
        all("canary_conversations", "Conversations since the canary began", |tally| tally.conversations)?;
        all("canary_turns", "Turns since the canary began", |tally| tally.turns)?;
        all("canary_answered", "Turns since then with an answer", |tally| tally.answered)?;
        all("canary_not_understood", "Turns since then that nothing fitted", |tally| tally.not_understood)?;
        all("canary_handed_over", "Turns since then that ended with a person", |tally| tally.handed_over)?;
        all("canary_wrong", "Turns since then that turned out wrong", |tally| tally.wrong)?;
        let help = "Conversations since then in which something was wrong";
        all("canary_wrong_conversations", help, |tally| tally.wrong_conversations)
    }
}
