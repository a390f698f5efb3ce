use serde::{Deserialize, Deserializer, de::Error};

/// What the node tells others about itself, beyond `/metrics`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TelemetryConfig {
    /// A collector of OpenTelemetry, which gets spans over HTTP; without one there are none.
    pub otlp: Option<Endpoint>,
}

/// Where a collector is, such as `http://collector:4318`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint(String);

impl Endpoint {
    /// What every program with OpenTelemetry reads.
    pub const VARIABLE: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// None where the text is no address of that kind.
    pub fn new(text: &str) -> Option<Self> {
        let host = ["http://", "https://"].iter().find_map(|scheme| text.strip_prefix(scheme))?;
        let whole = !host.is_empty() && !host.starts_with('/') && !text.contains(|c: char| c.is_whitespace());
        whole.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Endpoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).ok_or_else(|| {
            D::Error::custom(format!("{text:?} is no address of a collector such as http://collector:4318"))
        })
    }
}
