//! What `/metrics` says of the desk.

use std::{fmt, sync::Weak};

use jiff::Timestamp;
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeLabelSet, MetricEncoder},
    metrics::{MetricType, family::Family, histogram::Histogram},
    registry::Registry,
};

use super::{
    Shared,
    measure::{Measured, Span},
};
/// From a second to about four and a half hours.
const SECONDS: [f64; 15] =
    [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0, 2048.0, 4096.0, 8192.0, 16384.0];

#[derive(Debug, Clone)]
pub(super) struct Metrics {
    waits: Family<Labels, Histogram>,
    first_replies: Family<Labels, Histogram>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    shop: String,
    skill: String,
}

impl Default for Metrics {
    fn default() -> Self {
        let seconds = || Histogram::new(SECONDS);
        Self {
            waits: Family::new_with_constructor(seconds),
            first_replies: Family::new_with_constructor(seconds),
        }
    }
}

impl Metrics {
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "queue_wait_seconds",
            "How long customers waited until a seat took them",
            self.waits.clone(),
        );
        registry.register(
            "first_reply_seconds",
            "How long it took a seat that got a conversation to say something",
            self.first_replies.clone(),
        );
    }

    pub fn observe(&self, measured: Measured) {
        let Measured { shop, skill, what, took } = measured;
        let labels = Labels { shop: shop.as_str().to_owned(), skill: skill.as_str().to_owned() };
        let family = match what {
            Span::Wait => &self.waits,
            Span::FirstReply => &self.first_replies,
        };
        family.get_or_create(&labels).observe(took.as_secs_f64());
    }
}

/// Counted when somebody looks.
#[derive(Debug)]
pub(super) struct Standing(pub Weak<Shared>);

impl Collector for Standing {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let Some(desk) = self.0.upgrade() else { return Ok(()) };
        let (now, shops) = desk.standings();
        let mut metric = gauge(&mut encoder, "queue_length", "Customers who wait for a person")?;
        for (shop, standings) in &shops {
            for (skill, (length, _)) in &standings.queues {
                let labels = [("shop", shop.as_str()), ("skill", skill.as_str())];
                metric.encode_family(&labels)?.encode_gauge(length)?;
            }
        }
        let mut metric =
            gauge(&mut encoder, "queue_oldest_wait_seconds", "How long the first of them has waited")?;
        for (shop, standings) in &shops {
            for (skill, (_, since)) in &standings.queues {
                let labels = [("shop", shop.as_str()), ("skill", skill.as_str())];
                metric.encode_family(&labels)?.encode_gauge(&waited(now, *since))?;
            }
        }
        let mut metric = gauge(&mut encoder, "chats_held", "Conversations that a seat holds")?;
        for (shop, standings) in &shops {
            metric.encode_family(&[("shop", shop.as_str())])?.encode_gauge(&standings.held)?;
        }
        let mut metric = gauge(&mut encoder, "seats", "Seats that are connected")?;
        for (shop, standings) in &shops {
            for (state, seats) in standings.seats {
                let labels = [("shop", shop.as_str()), ("state", state.as_str())];
                metric.encode_family(&labels)?.encode_gauge(&seats)?;
            }
        }
        Ok(())
    }
}

fn gauge<'e>(
    encoder: &'e mut DescriptorEncoder<'_>,
    name: &'e str,
    help: &str,
) -> Result<MetricEncoder<'e>, fmt::Error> {
    encoder.encode_descriptor(name, help, None, MetricType::Gauge)
}

/// Seconds; none where nobody waits.
fn waited(now: Timestamp, since: Option<Timestamp>) -> f64 {
    since.map_or(0.0, |since| now.duration_since(since).as_secs_f64().max(0.0))
}
