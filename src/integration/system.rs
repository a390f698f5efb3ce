//! A shop system that is ready to be called: the operator's description with its variables filled in and its parts checked.

use std::{collections::BTreeMap, time::Duration};

use reqwest::{
    Url,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde_json::Value;
use tokio::sync::Semaphore;

use super::template::PathTemplate;
use crate::{
    config::expand,
    domain::{Integration, Method, Name},
};

/// So many calls to one system are under way at once; more wait for their turn within their time limit.
const CALLS_AT_ONCE: usize = 64;

/// Why the systems in integrations.yml cannot be connected.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    #[error("integrations.yml: `{integration}` {why}")]
    System { integration: Name, why: String },
    #[error("integrations.yml: https addresses cannot be called here: {0}")]
    Client(String),
}

pub struct System {
    pub name: Name,
    pub timeout: Duration,
    pub headers: HeaderMap,
    pub permits: Semaphore,
    base: String,
}

pub struct Endpoint {
    pub method: Method,
    pub path: PathTemplate,
    pub body: Option<Value>,
    pub owner: Option<String>,
}

impl System {
    /// # Errors
    /// One sentence on what does not hold: a variable that is not set, an address or a header that is none.
    pub fn connect(
        integration: &Integration,
        variables: &dyn Fn(&str) -> Option<String>,
    ) -> Result<(Self, BTreeMap<Name, Endpoint>), ConnectError> {
        let fail = |why: String| ConnectError::System { integration: integration.name.clone(), why };
        let base = expand(&integration.base, variables).map_err(|why| fail(format!("base {why}")))?;
        let system = Self {
            name: integration.name.clone(),
            timeout: integration.timeout,
            headers: headers(&integration.headers, variables).map_err(fail)?,
            permits: Semaphore::new(CALLS_AT_ONCE),
            base: check_base(&base).map_err(|why| fail(format!("base {why}")))?,
        };
        let mut endpoints = BTreeMap::new();
        for (name, shape) in &integration.calls {
            let path = PathTemplate::parse(&shape.path)
                .map_err(|error| fail(format!("cannot call {name}: {error}")))?;
            let (body, owner) = (shape.body.clone(), shape.owner.clone());
            endpoints.insert(name.clone(), Endpoint { method: shape.method, path, body, owner });
        }
        Ok((system, endpoints))
    }

    /// Whether it is called over TLS.
    pub fn is_secure(&self) -> bool {
        self.base.starts_with("https:")
    }

    /// Where a rendered path is.
    pub fn url(&self, path: &str) -> Option<Url> {
        Url::parse(&format!("{}{path}", self.base)).ok()
    }
}

fn check_base(text: &str) -> Result<String, String> {
    // The value may hold a password, so that the sentence must not repeat it.
    let url = Url::parse(text).map_err(|error| format!("is no address: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("must begin with http:// or https://".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must have no `?` and no `#`".to_owned());
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

fn headers(
    described: &BTreeMap<String, String>,
    variables: &dyn Fn(&str) -> Option<String>,
) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    for (name, value) in described {
        let value = expand(value, variables).map_err(|why| format!("header {name} {why}"))?;
        let key: HeaderName = name.parse().map_err(|_| format!("header {name:?} has no possible name"))?;
        let mut value: HeaderValue =
            value.parse().map_err(|_| format!("header {name} has a value that no header can have"))?;
        // Most are credentials: they stay out of debug prints.
        value.set_sensitive(true);
        headers.insert(key, value);
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: &str, header: &str, expected: Result<&str, &str>) {
        let integration = Integration {
            name: "orders".into(),
            base: base.to_owned(),
            timeout: Duration::from_secs(1),
            headers: BTreeMap::from([("X-Key".to_owned(), header.to_owned())]),
            calls: BTreeMap::new(),
        };
        let variables = |name: &str| (name == "SHOP").then(|| "http://shop.example/v1/".to_owned());
        let connected = System::connect(&integration, &variables);
        let seen = connected.map(|(system, _)| system.base).map_err(|error| error.to_string());
        assert_eq!(seen.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn what_does_not_hold_is_said_in_a_sentence() {
        check("${SHOP}", "k", Ok("http://shop.example/v1"));
        check(
            "${NO}/x",
            "k",
            Err("integrations.yml: `orders` base needs the environment variable NO, which is not set"),
        );
        check("${NO", "k", Err("integrations.yml: `orders` base has a `${` that is never closed"));
        check("file:///etc", "k", Err("integrations.yml: `orders` base must begin with http:// or https://"));
        check("http://a/?x", "k", Err("integrations.yml: `orders` base must have no `?` and no `#`"));
        check("shop", "k", Err("integrations.yml: `orders` base is no address: relative URL without a base"));
        check(
            "http://a",
            "a\nb",
            Err("integrations.yml: `orders` header X-Key has a value that no header can have"),
        );
        check(
            "http://a",
            "${KEY}",
            Err(
                "integrations.yml: `orders` header X-Key needs the environment variable KEY, which is not set",
            ),
        );
    }
}
