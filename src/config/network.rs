use std::net::{IpAddr, Ipv6Addr};

use serde::{Deserialize, Deserializer, de::Error};

/// An address, or all that begin like one: `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    /// Those of version 4 as mapped into version 6.
    address: u128,
    /// Of 128.
    bits: u32,
}

impl Network {
    pub fn contains(self, address: IpAddr) -> bool {
        let differs = self.address ^ mapped(address);
        // A shift by all 128 leaves nothing, and so no difference.
        differs.checked_shr(128 - self.bits).unwrap_or(0) == 0
    }

    fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/').map_or((text, None), |(a, p)| (a, Some(p)));
        let address: IpAddr = address.parse().ok()?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(longest), str::parse::<u32>).ok()?;
        (prefix <= longest).then(|| Self { address: mapped(address), bits: 128 - longest + prefix })
    }
}

fn mapped(address: IpAddr) -> u128 {
    let address: Ipv6Addr = match address {
        IpAddr::V4(address) => address.to_ipv6_mapped(),
        IpAddr::V6(address) => address,
    };
    address.to_bits()
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| D::Error::custom(format!("{text:?} is no address or network such as 10.0.0.0/8")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(network: &str, address: &str, expected: Option<bool>) {
        let address = address.parse().unwrap();
        assert_eq!(Network::parse(network).map(|n| n.contains(address)), expected, "{network} {address}");
    }

    #[test]
    fn a_network_has_what_begins_like_it() {
        check("127.0.0.1", "127.0.0.1", Some(true));
        check("127.0.0.1", "::ffff:127.0.0.1", Some(true));
        check("127.0.0.1", "127.0.0.2", Some(false));
        check("10.0.0.0/8", "10.255.0.1", Some(true));
        check("10.0.0.0/8", "11.0.0.1", Some(false));
        check("0.0.0.0/0", "203.0.113.9", Some(true));
        check("0.0.0.0/0", "2001:db8::1", Some(false));
        check("::/0", "2001:db8::1", Some(true));
        check("fd00::/8", "fd12::1", Some(true));
        check("fd00::/8", "fe80::1", Some(false));
        for text in ["", "10.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129", "localhost"] {
            check(text, "::1", None);
        }
    }
}
