use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf, time::Duration};

use serde::Deserialize;

use super::Network;

/// How the node serves.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServeConfig {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// The folder that holds everything the node must not lose.
    pub data: PathBuf,
    /// Open connections besides WebSockets; more wait to be accepted.
    pub connections: NonZeroU32,
    /// A request that takes longer is answered with 503.
    #[serde(deserialize_with = "super::read::duration")]
    pub request_timeout: Duration,
    /// So long may turns under way take to end after SIGTERM.
    #[serde(deserialize_with = "super::read::duration")]
    pub drain: Duration,
    /// Reverse proxies: from them `X-Forwarded-For` is believed.
    pub proxies: Vec<Network>,
    /// Further origins of our own pages, such as `https://chat.shop.example`, where a proxy does not keep `Host`.
    pub origins: Vec<String>,
    /// `/metrics` and `/model/parse` answer everybody, not only this machine and who may.
    pub open_operations: bool,
}
