//! How uploads do.

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

use super::upload::Taken;
use crate::{domain::Party, http::ApiError};

#[derive(Default)]
pub struct Metrics {
    stored: Family<By, Counter>,
    refused: Family<Why, Counter>,
    bytes: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct By {
    by: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Why {
    why: &'static str,
}

impl Metrics {
    pub fn register(&self, registry: &mut Registry, used: u64) {
        self.used(used);
        registry.register("attachments_stored", "Files stored, by who sent them", self.stored.clone());
        registry.register("attachments_refused", "Files refused, by the code of why", self.refused.clone());
        registry.register("attachments_bytes", "Bytes of all files", self.bytes.clone());
    }

    pub fn count(&self, taken: &Result<Taken, ApiError>, used: u64) {
        self.used(used);
        match taken {
            Ok(Taken::New(stored)) => {
                let by = match stored.by {
                    Party::Customer => "customer",
                    Party::Seat(_) => "seat",
                };
                self.stored.get_or_create(&By { by }).inc();
            }
            Ok(Taken::Known(_)) => {}
            Err(error) => {
                self.refused.get_or_create(&Why { why: error.code.as_str() }).inc();
            }
        }
    }

    fn used(&self, bytes: u64) {
        self.bytes.set(i64::try_from(bytes).unwrap_or(i64::MAX));
    }
}
