//! Where a request comes from, as far as it can be believed.

use std::net::{IpAddr, Ipv4Addr};

use axum::{
    extract::FromRequestParts,
    http::{Extensions, HeaderMap, request::Parts},
};

use super::{Api, ApiError, Peer};
use crate::config::Network;

/// Whoever made a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    /// Their own address: the connection's, or what a proxy that is ours says.
    pub address: IpAddr,
    /// They are on this machine, and speak for nobody else.
    pub local: bool,
    /// A proxy speaks for them.
    pub forwarded: bool,
}

/// Headers by which a proxy says that it speaks for somebody.
const FORWARDING: [&str; 5] = ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host", "via"];

impl Client {
    pub fn of(extensions: &Extensions, headers: &HeaderMap, proxies: &[Network]) -> Self {
        // A request without a connection comes from a test.
        let peer =
            extensions.get::<Peer>().map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.0.to_canonical());
        let forwarded = FORWARDING.iter().any(|name| headers.contains_key(*name));
        let local = peer.is_loopback() && !forwarded;
        Self { address: behind(peer, headers, proxies), local, forwarded }
    }
}

/// Each proxy appends whom it was called by: the last who is no proxy of ours is the client.
fn behind(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let lines = headers.get_all("x-forwarded-for").into_iter().filter_map(|line| line.to_str().ok());
    let mut named: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let mut client = peer;
    while proxies.iter().any(|proxy| proxy.contains(client)) {
        let Some(address) = named.pop().and_then(|name| name.parse::<IpAddr>().ok()) else { break };
        client = address.to_canonical();
    }
    client
}

impl FromRequestParts<Api> for Client {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        Ok(Self::of(&parts.extensions, &parts.headers, &api.config.serve.proxies))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(peer: &str, headers: &[(&'static str, &str)], address: &str, local: bool) {
        let mut extensions = Extensions::new();
        extensions.insert(Peer(peer.parse().unwrap()));
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        let proxies = ["127.0.0.1", "10.0.0.0/8"].map(|text| toml::Value::from(text).try_into().unwrap());
        let expected = Client { address: address.parse().unwrap(), local, forwarded: !headers.is_empty() };
        assert_eq!(Client::of(&extensions, &map, &proxies), expected, "{peer} {headers:?}");
    }

    #[test]
    fn only_our_proxies_are_believed() {
        let said = "x-forwarded-for";
        check("127.0.0.1", &[], "127.0.0.1", true);
        check("::ffff:127.0.0.1", &[], "127.0.0.1", true);
        check("203.0.113.9", &[], "203.0.113.9", false);
        check("203.0.113.9", &[(said, "127.0.0.1")], "203.0.113.9", false);
        check("127.0.0.1", &[(said, "203.0.113.9")], "203.0.113.9", false);
        check("127.0.0.1", &[(said, "127.0.0.1")], "127.0.0.1", false);
        check("127.0.0.1", &[(said, "1.1.1.1, 203.0.113.9")], "203.0.113.9", false);
        check("127.0.0.1", &[(said, "203.0.113.9, 10.0.0.1")], "203.0.113.9", false);
        check("127.0.0.1", &[(said, "1.1.1.1"), (said, "203.0.113.9")], "203.0.113.9", false);
        check("127.0.0.1", &[(said, "unknown")], "127.0.0.1", false);
        check("127.0.0.1", &[("forwarded", "for=203.0.113.9")], "127.0.0.1", false);
        check("127.0.0.1", &[("via", "1.1 proxy")], "127.0.0.1", false);
    }
}
