//! How long seats talk with customers, from what was measured last.

use std::{collections::VecDeque, time::Duration};

/// Measurements that count.
const RECENT: usize = 32;
/// The setting counts as so many measurements, so that one odd chat does not move the estimate far.
const PRIOR: u32 = 4;

#[derive(Debug, Default)]
pub(super) struct Handling(VecDeque<Duration>);

impl Handling {
    pub fn add(&mut self, length: Duration) {
        if self.0.len() == RECENT {
            self.0.pop_front();
        }
        self.0.push_back(length);
    }

    /// The mean of what is recent and of the setting.
    pub fn mean(&self, setting: Duration) -> Duration {
        let sum =
            self.0.iter().fold(setting.saturating_mul(PRIOR), |sum, length| sum.saturating_add(*length));
        let count = PRIOR + u32::try_from(self.0.len()).unwrap_or(u32::MAX - PRIOR);
        sum / count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recent_chats_outweigh_the_setting() {
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        let mut handling = Handling::default();
        assert_eq!(handling.mean(minutes(6)), minutes(6));
        handling.add(minutes(11));
        assert_eq!(handling.mean(minutes(6)), minutes(7));
        for _ in 0..100 {
            handling.add(minutes(15));
        }
        assert_eq!(handling.mean(minutes(6)), minutes(14));
    }
}
