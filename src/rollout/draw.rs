//! Which conversations a canary answers: a draw that everybody who knows the canary can repeat.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::{ConversationId, ShopId};

/// A canary's share of the conversations.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Share(f64);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a canary answers from 0.01 to 0.5 of the conversations")]
pub struct ShareError;

impl TryFrom<f64> for Share {
    type Error = ShareError;

    fn try_from(share: f64) -> Result<Self, ShareError> {
        (0.01..=0.5).contains(&share).then_some(Self(share)).ok_or(ShareError)
    }
}

impl From<Share> for f64 {
    fn from(share: Share) -> Self {
        share.0
    }
}

/// The draw of one canary.
///
/// A conversation keeps its side as long as the canary runs. Those that were under way when it began are not drawn: a customer is
/// not answered by two versions where that can be helped, and both sides hold whole conversations of the same time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draw {
    pub version: u32,
    pub share: Share,
    pub since: Timestamp,
}

impl Draw {
    /// Whether the canary answers in it.
    pub fn takes(&self, shop: &ShopId, conversation: &ConversationId) -> bool {
        self.concerns(conversation) && self.place(shop, conversation) < self.share.0
    }

    /// Whether it began after the canary, and so is on one of its sides.
    pub fn concerns(&self, conversation: &ConversationId) -> bool {
        began(conversation).is_some_and(|began| began >= self.since.as_millisecond())
    }

    /// From 0 until before 1: even, and its own for each version, so that not the same customers try everything.
    fn place(&self, shop: &ShopId, conversation: &ConversationId) -> f64 {
        let mut hash = Sha256::new();
        // Neither id can hold a line's end.
        hash.update(format!("{}\n{}\n{}", shop.as_str(), conversation.as_str(), self.version));
        let digest: [u8; 32] = hash.finalize().into();
        let [a, b, c, d, ..] = digest;
        f64::from(u32::from_be_bytes([a, b, c, d])) / (f64::from(u32::MAX) + 1.0)
    }
}

/// In milliseconds since 1970, as the id of every conversation tells; none of an id that this node did not give.
fn began(conversation: &ConversationId) -> Option<i64> {
    let (seconds, nanos) = Uuid::try_parse(conversation.as_str()).ok()?.get_timestamp()?.to_unix();
    i64::try_from(seconds).ok()?.checked_mul(1_000)?.checked_add(i64::from(nanos / 1_000_000))
}

#[cfg(test)]
mod tests {
    use uuid::{ContextV7, Timestamp as IdTime};

    use super::*;

    fn draw(version: u32, share: f64) -> Draw {
        Draw { version, share: share.try_into().unwrap(), since: "2026-11-20T00:00:00Z".parse().unwrap() }
    }

    /// Ids given from a moment on, a second apart.
    fn given(from: &str, count: u64) -> Vec<ConversationId> {
        let from = from.parse::<Timestamp>().unwrap().as_second().unsigned_abs();
        let context = ContextV7::new();
        let id = |second| Uuid::new_v7(IdTime::from_unix(&context, from + second, 0)).to_string();
        (0..count).map(|second| ConversationId::new(id(second)).unwrap()).collect()
    }

    fn shop() -> ShopId {
        ShopId::new("demo").unwrap()
    }

    #[test]
    fn a_canary_gets_its_share() {
        let ids = given("2026-11-20T00:00:00Z", 20_000);
        for share in [0.01, 0.1, 0.5] {
            let draw = draw(7, share);
            let taken = ids.iter().filter(|id| draw.takes(&shop(), id)).count() as f64 / ids.len() as f64;
            // Four standard deviations.
            let slack = 4.0 * (share * (1.0 - share) / ids.len() as f64).sqrt();
            assert!((taken - share).abs() < slack, "{taken} of {share}");
        }
    }

    #[test]
    fn a_side_is_kept_and_is_another_for_another_version() {
        let ids = given("2026-11-20T00:00:00Z", 1_000);
        let sides = |draw: &Draw| ids.iter().map(|id| draw.takes(&shop(), id)).collect::<Vec<_>>();
        let kept: Draw = serde_json::from_str(&serde_json::to_string(&draw(7, 0.3)).unwrap()).unwrap();
        assert_eq!(sides(&draw(7, 0.3)), sides(&kept));
        assert_ne!(sides(&draw(7, 0.3)), sides(&draw(8, 0.3)));
        let other = ShopId::new("other").unwrap();
        assert!(ids.iter().any(|id| draw(7, 0.3).takes(&shop(), id) != draw(7, 0.3).takes(&other, id)));
        // A larger share keeps whom a smaller one had.
        let (few, many) = (sides(&draw(7, 0.1)), sides(&draw(7, 0.4)));
        assert!(few.iter().zip(&many).all(|(few, many)| !few || *many));
    }

    #[test]
    fn what_began_before_is_not_drawn() {
        let check = |conversation: &ConversationId, expected| {
            assert_eq!(draw(7, 0.5).concerns(conversation), expected, "{conversation}");
        };
        given("2026-11-19T23:59:50Z", 10).iter().for_each(|id| check(id, false));
        given("2026-11-20T00:00:00Z", 10).iter().for_each(|id| check(id, true));
        check(&ConversationId::new("of-another-system").unwrap(), false);
        check(&ConversationId::new("67e55044-10b1-426f-9247-bb680e5fe0c8").unwrap(), false);
    }

    #[test]
    fn a_share_has_its_range() {
        let check =
            |share: f64, expected: bool| assert_eq!(Share::try_from(share).is_ok(), expected, "{share}");
        [0.01, 0.5].into_iter().for_each(|share| check(share, true));
        [0.0, 0.009, 0.51, 1.0, f64::NAN].into_iter().for_each(|share| check(share, false));
    }
}
