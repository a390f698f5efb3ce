//! How long something took, each time.

use std::time::Duration;

use super::Counts;

/// How often something took so many milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Durations(Counts<u32>);

impl Durations {
    pub fn count(&self) -> u64 {
        self.0.sum()
    }

    /// The middle one, or what is half way between the two in the middle.
    pub fn median(&self) -> Option<Duration> {
        let count = self.count();
        let upper = self.at(count / 2)?;
        let lower = if count.is_multiple_of(2) { self.at(count / 2 - 1)? } else { upper };
        Some((lower + upper) / 2)
    }

    /// The shortest that at least nine of ten do not exceed.
    pub fn ninth_tenth(&self) -> Option<Duration> {
        let rank = (self.count() * 9).div_ceil(10);
        self.at(rank.checked_sub(1)?)
    }

    /// The one that so many are before, when the shortest comes first.
    fn at(&self, rank: u64) -> Option<Duration> {
        let mut before = 0;
        let millis = self.0.iter().find_map(|(millis, count)| {
            before += count;
            (before > rank).then_some(*millis)
        });
        millis.map(|millis| Duration::from_millis(millis.into()))
    }

    pub(super) fn add(&mut self, took: Duration) {
        self.0.add(u32::try_from(took.as_millis()).unwrap_or(u32::MAX));
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.0.merge(&other.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(millis: &[u64], median: Option<u64>, ninth_tenth: Option<u64>) {
        let mut durations = Durations::default();
        millis.iter().for_each(|millis| durations.add(Duration::from_millis(*millis)));
        assert_eq!(durations.median(), median.map(Duration::from_millis), "{millis:?}");
        assert_eq!(durations.ninth_tenth(), ninth_tenth.map(Duration::from_millis), "{millis:?}");
    }

    #[test]
    fn the_middle_and_the_long_ones_are_found() {
        check(&[], None, None);
        check(&[7], Some(7), Some(7));
        check(&[30, 10], Some(20), Some(30));
        check(&[3, 1, 2], Some(2), Some(3));
        check(&[10, 9, 8, 7, 6, 4, 4, 3, 2, 0], Some(5), Some(9));
        check(&[11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], Some(6), Some(10));
    }
}
