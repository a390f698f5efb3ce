//! Links to files, for the pages of a conversation: an `<img>` can send no token.
//!
//! `EXPIRES.MAC`, where EXPIRES is in seconds since 1970 and the MAC is the HMAC-SHA256 of shop, file and EXPIRES under the
//! installation's key. Whoever has the link may fetch the file, and nothing else, until then.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

use super::Key;
use crate::domain::{AttachmentId, ShopId};

/// In seconds. A link lasts for one to two of these, and those of one such time are the same, so that a browser that has fetched
/// a file knows it again.
const PERIOD: i64 = 3600;

/// Makes links and knows them again.
#[derive(Debug, Clone)]
pub struct Links(Key);

impl Links {
    pub fn new(key: Key) -> Self {
        Self(key)
    }

    /// What opens this file from now on, for one hour at least and two at most.
    pub fn key(&self, shop: &ShopId, file: &AttachmentId, now: Timestamp) -> String {
        let expires = (now.as_second().div_euclid(PERIOD) + 2) * PERIOD;
        let mac = self.mac(shop, file, expires).finalize().into_bytes();
        format!("{expires}.{}", hex::encode(mac))
    }

    /// Whether this opens this file now.
    pub fn opens(&self, shop: &ShopId, file: &AttachmentId, key: &str, now: Timestamp) -> bool {
        let Some((expires, mac)) = key.split_once('.') else { return false };
        let (Ok(expires), Ok(mac)) = (expires.parse::<i64>(), hex::decode(mac)) else { return false };
        now.as_second() < expires && self.mac(shop, file, expires).verify_slice(&mac).is_ok()
    }

    /// Begins otherwise than the MAC of a visitor's token, and no part holds a zero byte.
    fn mac(&self, shop: &ShopId, file: &AttachmentId, expires: i64) -> Hmac<Sha256> {
        let mut mac = Hmac::new_from_slice(self.0.as_bytes()).expect("HMAC takes a key of any length");
        for part in ["attachment", shop.as_str(), file.as_str(), &expires.to_string()] {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        mac
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn a_link_opens_one_file_for_a_while() {
        let data = tempfile::tempdir().unwrap();
        let links = Links::new(Key::open(data.path()).unwrap());
        let [shop, other] = ["s", "t"].map(|id| ShopId::new(id).unwrap());
        let [file, another] = ["f1", "f2"].map(|id| AttachmentId::new(id).unwrap());
        let now: Timestamp = "2026-11-11T08:20:00Z".parse().unwrap();
        let after = |minutes| now + SignedDuration::from_mins(minutes);
        let key = links.key(&shop, &file, now);
        assert_eq!(links.key(&shop, &file, after(30)), key, "within the hour it is the same");
        for (minutes, opens) in [(0, true), (99, true), (100, false), (60 * 24 * 365, false)] {
            assert_eq!(links.opens(&shop, &file, &key, after(minutes)), opens, "after {minutes} min");
        }
        assert!(!links.opens(&other, &file, &key, now));
        assert!(!links.opens(&shop, &another, &key, now));
        let later = key.replacen("17", "18", 1);
        let foreign = Links::new(Key::open(tempfile::tempdir().unwrap().path()).unwrap());
        let foreign = foreign.key(&shop, &file, now);
        for wrong in ["", ".", "x.y", &key[..key.len() - 1], &later, &foreign, "99999999999."] {
            assert!(!links.opens(&shop, &file, wrong, now), "{wrong}");
        }
    }
}
