//! Leaves a service alone that does not answer, so that nobody waits for it in vain.

use std::time::Duration;

use tokio::time::Instant;

/// Failures in a row after which it is left alone.
const FAILURES: u32 = 5;

/// For so long; then one request tries again.
const REST: Duration = Duration::from_secs(5);

#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: u32,
    /// Until when nothing is asked.
    rests: Option<Instant>,
}

/// What an outcome changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    None,
    Rests,
    AnswersAgain,
}

impl Breaker {
    /// Whether a request may be sent now. After a rest it is one that tries, and no other before it is known how that went.
    pub fn admits(&mut self, now: Instant) -> bool {
        match self.rests {
            Some(until) if now < until => false,
            Some(_) => {
                self.rests = Some(now + REST);
                true
            }
            None => true,
        }
    }

    pub fn answered(&mut self) -> Change {
        self.failures = 0;
        if self.rests.take().is_some() { Change::AnswersAgain } else { Change::None }
    }

    pub fn failed(&mut self, now: Instant) -> Change {
        self.failures = self.failures.saturating_add(1);
        if self.failures < FAILURES {
            return Change::None;
        }
        let rested = self.rests.replace(now + REST).is_some();
        if rested { Change::None } else { Change::Rests }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_and_tries_again() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut breaker = Breaker::default();
        for failure in 1..=FAILURES {
            assert!(breaker.admits(at(0)));
            let change = if failure == FAILURES { Change::Rests } else { Change::None };
            assert_eq!(breaker.failed(at(0)), change);
        }
        assert!(!breaker.admits(at(4)));
        assert!(breaker.admits(at(5)), "one tries");
        assert!(!breaker.admits(at(5)), "the others wait for it");
        assert_eq!(breaker.failed(at(6)), Change::None);
        assert!(!breaker.admits(at(10)));
        assert!(breaker.admits(at(11)));
        assert_eq!(breaker.answered(), Change::AnswersAgain);
        assert_eq!(breaker.answered(), Change::None);
        assert_eq!(breaker.failed(at(12)), Change::None, "only failures in a row count");
        assert!(breaker.admits(at(12)));
    }
}
