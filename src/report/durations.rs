//! How long something took, each time.

use std::time::Duration;

/// In milliseconds, the shortest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Durations(Vec<u32>);

impl Durations {
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The middle one, or what is half way between the two in the middle.
    pub fn median(&self) -> Option<Duration> {
        let upper = self.at(self.0.len() / 2)?;
        let lower = if self.0.len() % 2 == 0 { self.at(self.0.len() / 2 - 1)? } else { upper };
        Some((lower + upper) / 2)
    }

    /// The shortest that at least nine of ten do not exceed.
    pub fn ninth_tenth(&self) -> Option<Duration> {
        let rank = (self.0.len() * 9).div_ceil(10);
        self.at(rank.checked_sub(1)?)
    }

    fn at(&self, rank: usize) -> Option<Duration> {
        self.0.get(rank).map(|millis| Duration::from_millis((*millis).into()))
    }

    pub(super) fn add(&mut self, took: Duration) {
        let millis = u32::try_from(took.as_millis()).unwrap_or(u32::MAX);
        self.0.insert(self.0.partition_point(|known| *known <= millis), millis);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
        // Two runs in order are merged in one go.
        self.0.sort();
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
