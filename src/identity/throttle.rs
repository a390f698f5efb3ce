//! Guessing passwords is slow: attempts of an account and of an address are counted, in bounded memory.
//!
//! Each has a bucket of attempts that fills up again with time. An attempt is taken before the password is looked at, so that
//! many at once count too, and given back when it was right.

use std::{
    collections::HashMap,
    net::IpAddr,
    time::{Duration, Instant},
};

use crate::domain::{Email, ShopId};

const ACCOUNT: Bucket = Bucket { holds: 10, refill: Duration::from_secs(60) };
const ADDRESS: Bucket = Bucket { holds: 50, refill: Duration::from_secs(10) };

/// Accounts and addresses that are remembered. Beyond, the one that is nearest to a full bucket is forgotten.
const REMEMBERED: usize = 10_000;

struct Bucket {
    holds: u32,
    /// Until one more attempt.
    refill: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Account(ShopId, Email),
    Address(IpAddr),
}

/// When a bucket will be full. Between now and then lie the attempts that are missing.
#[derive(Default)]
pub struct Throttle {
    full_at: HashMap<Key, Instant>,
}

/// Too many attempts; so long until the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait(pub Duration);

impl Throttle {
    /// # Errors
    /// When the account or the address has no attempt left; none is taken then.
    pub fn take(&mut self, shop: &ShopId, email: &Email, from: IpAddr, now: Instant) -> Result<(), Wait> {
        let keys = keys(shop, email, from);
        let longest = keys.iter().filter_map(|key| self.wait(key, now)).max();
        if let Some(wait) = longest {
            return Err(Wait(wait));
        }
        for key in keys {
            self.make_room(&key, now);
            let refill = key.bucket().refill;
            let full_at = self.full_at.entry(key).or_insert(now);
            *full_at = (*full_at).max(now) + refill;
        }
        Ok(())
    }

    /// The attempt was right, or was not made.
    pub fn give_back(&mut self, shop: &ShopId, email: &Email, from: IpAddr) {
        for key in keys(shop, email, from) {
            if let Some(full_at) = self.full_at.get_mut(&key) {
                *full_at = full_at.checked_sub(key.bucket().refill).unwrap_or(*full_at);
            }
        }
    }

    fn wait(&self, key: &Key, now: Instant) -> Option<Duration> {
        let Bucket { holds, refill } = key.bucket();
        let missing = self.full_at.get(key)?.saturating_duration_since(now);
        let most = *refill * (holds - 1);
        missing.checked_sub(most).filter(|wait| !wait.is_zero())
    }

    fn make_room(&mut self, key: &Key, now: Instant) {
        if self.full_at.len() < REMEMBERED || self.full_at.contains_key(key) {
            return;
        }
        self.full_at.retain(|_, full_at| *full_at > now);
        if self.full_at.len() < REMEMBERED {
            return;
        }
        let nearest = self.full_at.iter().min_by_key(|(_, full_at)| **full_at).map(|(key, _)| key.clone());
        nearest.and_then(|nearest| self.full_at.remove(&nearest));
    }
}

impl Key {
    fn bucket(&self) -> &'static Bucket {
        match self {
            Self::Account(..) => &ACCOUNT,
            Self::Address(_) => &ADDRESS,
        }
    }
}

fn keys(shop: &ShopId, email: &Email, from: IpAddr) -> [Key; 2] {
    [Key::Account(shop.clone(), email.clone()), Key::Address(subscriber(from))]
}

/// Whoever has one address of version 6 has its whole /64.
fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            [a, b, c, d, 0, 0, 0, 0].into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Attempts {
        throttle: Throttle,
        began: Instant,
    }

    impl Attempts {
        fn new() -> Self {
            Self { throttle: Throttle::default(), began: Instant::now() }
        }

        /// How long to wait with an attempt so many seconds after the beginning.
        fn take(&mut self, user: &str, from: &str, seconds: u64) -> u64 {
            let email = Email::new(&format!("{user}@shop")).unwrap();
            let now = self.began + Duration::from_secs(seconds);
            let taken = self.throttle.take(&ShopId::new("s").unwrap(), &email, from.parse().unwrap(), now);
            taken.map_or_else(|wait| wait.0.as_secs(), |()| 0)
        }
    }

    #[test]
    fn an_account_is_tried_ten_times_then_once_a_minute() {
        let mut attempts = Attempts::new();
        for number in 0..10 {
            assert_eq!(attempts.take("a", &format!("10.0.0.{number}"), 0), 0, "attempt {number}");
        }
        assert_eq!(attempts.take("a", "10.0.0.99", 0), 60);
        assert_eq!(attempts.take("a", "10.0.0.99", 59), 1, "a refused attempt costs nothing");
        assert_eq!(attempts.take("b", "10.0.0.99", 0), 0, "another account");
        assert_eq!(attempts.take("a", "10.0.0.99", 60), 0);
        assert_eq!(attempts.take("a", "10.0.0.99", 60), 60);
    }

    #[test]
    fn an_address_tries_fifty_accounts_then_six_a_minute() {
        let mut attempts = Attempts::new();
        for number in 0..50 {
            assert_eq!(attempts.take(&format!("u{number}"), &format!("2001:db8::{number}"), 0), 0);
        }
        assert_eq!(attempts.take("other", "2001:db8::ffff:1", 0), 10, "the same /64");
        assert_eq!(attempts.take("other", "2001:db8:0:1::1", 0), 0, "another /64");
        assert_eq!(attempts.take("more", "2001:db8::1", 10), 0);
    }

    #[test]
    fn versions_of_one_address_are_one() {
        assert_eq!(subscriber("::ffff:10.1.2.3".parse().unwrap()), "10.1.2.3".parse::<IpAddr>().unwrap());
    }

    #[test]
    fn the_right_password_costs_no_attempt() {
        let mut attempts = Attempts::new();
        let (shop, email) = (ShopId::new("s").unwrap(), Email::new("a@shop").unwrap());
        for number in 0..100 {
            assert_eq!(attempts.take("a", "10.0.0.1", 0), 0, "{number}");
            attempts.throttle.give_back(&shop, &email, "10.0.0.1".parse().unwrap());
        }
    }

    #[test]
    fn memory_is_bounded_and_the_most_tried_is_kept() {
        let mut attempts = Attempts::new();
        for _ in 0..10 {
            attempts.take("victim", "10.0.0.1", 0);
        }
        for number in 0..REMEMBERED / 2 + 100 {
            let (high, low) = (number / 250, number % 250);
            attempts.take(&format!("u{number}"), &format!("10.1.{high}.{low}"), 0);
        }
        assert_eq!(attempts.throttle.full_at.len(), REMEMBERED);
        assert_eq!(attempts.take("victim", "10.0.0.2", 0), 60, "many others do not wash it away");
        attempts.take("x", "10.0.0.3", 1000);
        assert_eq!(attempts.throttle.full_at.len(), 2, "full buckets are forgotten first");
    }
}
