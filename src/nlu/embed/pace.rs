//! How much can be embedded in a while.

use std::time::Duration;

/// Seconds a unit of work before anything was measured: four layers of 384 on one 2.5 GHz core.
const FIRST_GUESS: f64 = 100e-6;

/// How much the newest measurement counts.
const NEWEST: f64 = 0.2;

/// Of a longer text an encoder reads the beginning only.
const CHARACTERS_READ: usize = 128;

/// What a text costs beside its characters: its first and last token.
const FRAME: usize = 2;

/// The work that a text is, in units that take about the same time each.
pub(super) fn work(text: &str) -> usize {
    text.chars().take(CHARACTERS_READ).count() + FRAME
}

/// The time that a unit of work takes: a moving average, so that it follows the load of the machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    seconds: f64,
}

impl Default for Pace {
    fn default() -> Self {
        Self { seconds: FIRST_GUESS }
    }
}

impl Pace {
    /// Units of work that fit into a budget.
    pub fn within(self, budget: Duration) -> usize {
        // The conversion saturates.
        (budget.as_secs_f64() / self.seconds) as usize
    }

    pub fn learn(&mut self, work: usize, took: Duration) {
        if work > 0 {
            let measured = took.as_secs_f64() / work as f64;
            // A nanosecond at least, so that a clock that stands still promises no miracles.
            self.seconds = (self.seconds + NEWEST * (measured - self.seconds)).max(1e-9);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_measured_by_what_is_read() {
        let check = |text: &str, expected| assert_eq!(work(text), expected, "{text}");
        check("", 2);
        check("在吗", 4);
        check(&"长".repeat(2_000), 130);
    }

    #[test]
    fn the_pace_follows_what_was_measured() {
        let mut pace = Pace::default();
        let budget = Duration::from_millis(2);
        assert_eq!(pace.within(budget), 20);
        let mut check = |work, took, times, expected: std::ops::RangeInclusive<usize>| {
            (0..times).for_each(|_| pace.learn(work, took));
            let fits = pace.within(budget);
            assert!(expected.contains(&fits), "{fits}");
        };
        check(10, Duration::from_micros(100), 50, 195..=200);
        check(10, Duration::from_millis(4), 1, 20..=30);
        check(10, Duration::from_millis(4), 50, 4..=5);
        check(10, Duration::from_millis(40), 50, 0..=0);
        check(0, Duration::from_millis(40), 50, 0..=0);
        check(10, Duration::ZERO, 200, 1_000_000..=2_000_000);
    }
}
