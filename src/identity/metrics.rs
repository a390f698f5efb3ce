use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family},
    registry::Registry,
};

use super::{IdentityError, SignedIn};

/// How signing in goes.
#[derive(Default)]
pub struct Metrics {
    log_ins: Family<LogIn, Counter>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct LogIn {
    outcome: &'static str,
}

impl Metrics {
    pub fn register(&self, registry: &mut Registry) {
        registry.register("log_ins", "Attempts to sign in by what came of them", self.log_ins.clone());
    }

    pub fn count(&self, result: &Result<SignedIn, IdentityError>) {
        let outcome = match result {
            Ok(_) => "signed_in",
            Err(IdentityError::BadCredentials) => "refused",
            Err(IdentityError::Throttled(_)) => "throttled",
            Err(
                IdentityError::Busy
                | IdentityError::SetUp
                | IdentityError::Unknown
                | IdentityError::EmailTaken
                | IdentityError::LastAdmin
                | IdentityError::Profile(_)
                | IdentityError::StoreFull
                | IdentityError::StoreDown(_),
            ) => "failed",
        };
        self.log_ins.get_or_create(&LogIn { outcome }).inc();
    }
}
