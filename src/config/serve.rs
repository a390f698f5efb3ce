use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf, time::Duration};

use serde::Deserialize;

/// How the node serves.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServeConfig {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// The folder that holds everything the node must not lose.
    pub data: PathBuf,
    /// Open connections; more wait to be accepted.
    pub connections: NonZeroU32,
    /// A request that takes longer is answered with 503.
    #[serde(deserialize_with = "super::read::duration")]
    pub request_timeout: Duration,
    /// So long may turns under way take to end after SIGTERM.
    #[serde(deserialize_with = "super::read::duration")]
    pub drain: Duration,
}
