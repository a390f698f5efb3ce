//! Makes the shop slow, broken or talk nonsense, so that its users can be tested.

use std::time::Duration;

use serde::Deserialize;

/// `{}` heals the shop.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// At most a minute.
    #[serde(default)]
    delay_ms: u64,
    /// Answer with this HTTP status, 400 to 599, instead of the truth.
    pub status: Option<u16>,
    /// Answer 200 with something that is not JSON.
    #[serde(default)]
    pub garbage: bool,
    /// Only for paths that begin like this.
    #[serde(default)]
    for_path: String,
}

impl Fault {
    pub fn concerns(&self, path: &str) -> bool {
        path.starts_with(&self.for_path)
    }

    pub fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_ms.min(60_000))
    }
}
