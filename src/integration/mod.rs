//! The way out to the shop's systems, as integrations.yml describes them.
//!
//! A call is always made in the name of one customer, and brings back only what belongs to that customer. It never errs and never
//! outlasts its time limit: whatever goes wrong is an [`Outcome`] that a flow can speak about.

mod metrics;
mod owner;
mod system;
mod template;
mod understanding;

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
    time::Instant,
};

use prometheus_client::registry::Registry;
use reqwest::{Client, RequestBuilder, StatusCode, redirect};
use serde_json::Value;
use tracing::Span;

use self::{
    metrics::Metrics,
    owner::keep_own,
    system::{Endpoint, System},
    template::{Arguments, fill_body},
};
pub use self::{
    system::ConnectError,
    understanding::{EmbeddingsService, ParseAnswer, ParseService, ParsedEntity, ServiceFault},
};
use crate::{
    domain::{Call, CustomerId, Failure, Integration, Method, Name, Outcome},
    telemetry::{self, TRACEPARENT},
};

/// An answer over this many bytes is no answer.
const ANSWER_BYTES: usize = 256 * 1024;

/// A handle to every connected system; clones share one connection pool.
#[derive(Clone)]
pub struct Gateway {
    directory: Arc<RwLock<Arc<Directory>>>,
    metrics: Metrics,
}

struct Directory {
    client: Client,
    /// By full name, each with its system.
    calls: BTreeMap<Name, (Arc<System>, Endpoint)>,
}

impl Gateway {
    /// Makes the systems ready; nothing is sent yet. `variables` looks up what `${NAME}` stands for.
    ///
    /// # Errors
    /// One sentence on what does not hold: a variable that is not set, an address or a header that is none.
    pub fn connect(
        integrations: &[Integration],
        variables: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConnectError> {
        let directory = Arc::new(Directory::new(integrations, &variables)?);
        Ok(Self { directory: Arc::new(RwLock::new(directory)), metrics: Metrics::new() })
    }

    /// Exchanges the systems for others; calls under way end as they began.
    ///
    /// # Errors
    /// As [`Gateway::connect`]; the old systems stay.
    pub fn reconnect(
        &self,
        integrations: &[Integration],
        variables: impl Fn(&str) -> Option<String>,
    ) -> Result<(), ConnectError> {
        let directory = Arc::new(Directory::new(integrations, &variables)?);
        *self.directory.write().unwrap_or_else(PoisonError::into_inner) = directory;
        Ok(())
    }

    pub fn register_metrics(&self, registry: &mut Registry) {
        self.metrics.register(registry);
    }

    /// Whether a call of this name is connected.
    pub fn knows(&self, call: &Name) -> bool {
        let directory = self.directory.read().unwrap_or_else(PoisonError::into_inner);
        directory.calls.contains_key(call.as_str())
    }

    /// Asks a shop system in the name of a customer.
    pub async fn call(&self, customer: &CustomerId, call: &Call) -> Outcome {
        let directory = Arc::clone(&self.directory.read().unwrap_or_else(PoisonError::into_inner));
        let Some((system, endpoint)) = directory.calls.get(call.name.as_str()) else {
            tracing::warn!(call = %call.name, "no such call is connected");
            return Outcome::Failed(Failure::Unavailable);
        };
        let began = Instant::now();
        let arguments = Arguments { customer, with: &call.with };
        let outcome =
            match tokio::time::timeout(system.timeout, directory.ask(system, endpoint, arguments)).await {
                Ok(outcome) => outcome,
                Err(_) => Err(Trouble::TimedOut),
            };
        let outcome = match outcome {
            Ok(answer) => Outcome::Answered(answer),
            Err(Trouble::NotFound) => Outcome::Failed(Failure::NotFound),
            Err(trouble) => {
                tracing::warn!(integration = %system.name, call = %call.name, %trouble, "shop system unavailable");
                Outcome::Failed(Failure::Unavailable)
            }
        };
        self.metrics.record(call.name.as_str(), &outcome, began.elapsed());
        outcome
    }
}

impl Directory {
    fn new(
        integrations: &[Integration],
        variables: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, ConnectError> {
        let mut calls = BTreeMap::new();
        let mut secure = false;
        for integration in integrations {
            let (system, endpoints) = System::connect(integration, variables)?;
            secure |= system.is_secure();
            let system = Arc::new(system);
            calls.extend(
                endpoints.into_iter().map(|(name, endpoint)| (name, (Arc::clone(&system), endpoint))),
            );
        }
        Ok(Self { client: client(secure)?, calls })
    }

    async fn ask(
        &self,
        system: &System,
        endpoint: &Endpoint,
        arguments: Arguments<'_>,
    ) -> Result<Value, Trouble> {
        let path = endpoint.path.render(arguments).ok_or(Trouble::NotFound)?;
        let url = system.url(&path).ok_or(Trouble::NotFound)?;
        let mut request = match endpoint.method {
            Method::Get => self.client.get(url),
            Method::Post => self.client.post(url),
        };
        if let Some(body) = &endpoint.body {
            request = request.json(&fill_body(body, arguments));
        }
        if let Some(place) = telemetry::traceparent(&Span::current()) {
            request = request.header(TRACEPARENT, place);
        }
        let _permit = system.permits.acquire().await.map_err(|_| Trouble::NotSent)?;
        let answer = fetch(request.headers(system.headers.clone()), ANSWER_BYTES).await?;
        match &endpoint.owner {
            Some(owner) => keep_own(answer, owner, arguments.customer).ok_or(Trouble::NotFound),
            None => Ok(answer),
        }
    }
}

/// The connection pool. The system's root certificates are read only where they are needed: a small container has none.
fn client(secure: bool) -> Result<Client, ConnectError> {
    // Fails only where a provider is installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // A redirect could lead a request with credentials anywhere.
    let builder = Client::builder().redirect(redirect::Policy::none()).no_proxy().tcp_nodelay(true);
    let builder = if secure {
        builder
    } else {
        let trusts_nobody = rustls::ClientConfig::builder()
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
        builder.tls_backend_preconfigured(trusts_nobody)
    };
    builder.build().map_err(|error| ConnectError::Client(root_cause(&error)))
}

fn root_cause(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), root_cause)
}

/// What went wrong; shown in the log, without anything that was sent or received.
#[derive(Debug, Clone, Copy, thiserror::Error)]
enum Trouble {
    #[error("not found")]
    NotFound,
    #[error("no answer in time")]
    TimedOut,
    #[error("not reachable")]
    NotSent,
    #[error("the connection broke")]
    Broken,
    #[error("status {0}")]
    Status(StatusCode),
    #[error("an answer over {0} bytes")]
    TooLarge(usize),
    #[error("an answer that is not JSON")]
    NotJson,
}

/// JSON of at most `most` bytes.
async fn fetch(request: RequestBuilder, most: usize) -> Result<Value, Trouble> {
    let mut response = request.send().await.map_err(|_| Trouble::NotSent)?;
    match response.status() {
        StatusCode::NOT_FOUND => return Err(Trouble::NotFound),
        status if !status.is_success() => return Err(Trouble::Status(status)),
        _ => {}
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| Trouble::Broken)? {
        if body.len() + chunk.len() > most {
            return Err(Trouble::TooLarge(most));
        }
        body.extend_from_slice(&chunk);
    }
    serde_json::from_slice(&body).map_err(|_| Trouble::NotJson)
}
