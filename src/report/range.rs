//! Of which time figures are wanted, and by what they are told apart.

use jiff::{RoundMode, Timestamp, ToSpan, Unit, ZonedRound, tz::TimeZone};

/// Hours and days of one answer, at most. Where clocks change, an hour more or less is the same number of days.
const HOURS: usize = 31 * 24 + 1;
const DAYS: usize = 400;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Hour,
    /// From midnight to midnight, where the shop is.
    Day,
}

/// Some whole hours, cut into buckets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// When each bucket begins; the first is where the range does. Never empty.
    pub starts: Vec<Timestamp>,
    /// The end, which is not in it.
    pub until: Timestamp,
    pub by: By,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    #[error("the range ends before it begins")]
    Empty,
    #[error("a range has at most 31 days by the hour, and 400 by the day")]
    TooLong,
    #[error("no calendar goes that far")]
    NoSuchTime,
}

impl Range {
    /// Hours that have begun before the range, or end after it, are in it whole.
    ///
    /// # Errors
    /// When it is empty or too long.
    pub fn new(from: Timestamp, until: Timestamp, by: By, zone: &TimeZone) -> Result<Self, RangeError> {
        let from = whole(from, zone, RoundMode::Floor)?;
        let until = whole(until, zone, RoundMode::Ceil)?;
        if until <= from {
            return Err(RangeError::Empty);
        }
        let most = match by {
            By::Hour => HOURS,
            By::Day => DAYS,
        };
        let mut starts = vec![from];
        let mut next = after(from, by, zone)?;
        while next < until {
            if starts.len() == most {
                return Err(RangeError::TooLong);
            }
            starts.push(next);
            next = after(next, by, zone)?;
        }
        Ok(Self { starts, until, by })
    }

    pub fn from(&self) -> Timestamp {
        self.starts.first().copied().unwrap_or(self.until)
    }

    /// The bucket in which a moment of the range lies.
    pub(super) fn bucket(&self, at: Timestamp) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }
}

fn whole(at: Timestamp, zone: &TimeZone, mode: RoundMode) -> Result<Timestamp, RangeError> {
    let round = ZonedRound::new().smallest(Unit::Hour).mode(mode);
    let rounded = at.to_zoned(zone.clone()).round(round);
    rounded.map(|rounded| rounded.timestamp()).map_err(|_| RangeError::NoSuchTime)
}

fn after(start: Timestamp, by: By, zone: &TimeZone) -> Result<Timestamp, RangeError> {
    let next = match by {
        By::Hour => start.checked_add(1.hour()),
        By::Day => {
            let tomorrow = start.to_zoned(zone.clone()).date().tomorrow();
            tomorrow.and_then(|date| date.to_zoned(zone.clone())).map(|midnight| midnight.timestamp())
        }
    };
    next.map_err(|_| RangeError::NoSuchTime)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        zone: &str,
        [from, until]: [&str; 2],
        by: By,
        expected: Result<(usize, &str, &str), RangeError>,
    ) {
        let zone = TimeZone::get(zone).unwrap();
        let found = Range::new(from.parse().unwrap(), until.parse().unwrap(), by, &zone);
        let found =
            found.map(|range| (range.starts.len(), range.from().to_string(), range.until.to_string()));
        let expected = expected.map(|(buckets, from, until)| (buckets, from.to_owned(), until.to_owned()));
        assert_eq!(found, expected, "{from} {until} {by:?}");
    }

    #[test]
    fn ranges_have_whole_hours_and_no_more_than_are_drawn() {
        let (midnight, next) = ("2026-11-20T16:00:00Z", "2026-11-21T16:00:00Z");
        check("Asia/Shanghai", [midnight, next], By::Hour, Ok((24, midnight, next)));
        check("Asia/Shanghai", [midnight, next], By::Day, Ok((1, midnight, next)));
        check(
            "Asia/Shanghai",
            ["2026-11-20T15:59:59Z", "2026-11-20T16:00:01Z"],
            By::Day,
            Ok((2, "2026-11-20T15:00:00Z", "2026-11-20T17:00:00Z")),
        );
        check("Asia/Shanghai", [next, midnight], By::Day, Err(RangeError::Empty));
        check("Asia/Shanghai", [next, next], By::Hour, Err(RangeError::Empty));
        // A day of 25 hours.
        let autumn = ["2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"];
        check("Europe/Berlin", autumn, By::Hour, Ok((25, autumn[0], autumn[1])));
        check("Europe/Berlin", autumn, By::Day, Ok((1, autumn[0], autumn[1])));
        let october = ["2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"];
        check("Europe/Berlin", october, By::Hour, Ok((745, october[0], october[1])));
        check("UTC", ["2026-01-01T00:00:00Z", "2026-02-01T02:00:00Z"], By::Hour, Err(RangeError::TooLong));
        check("UTC", ["2025-01-01T00:00:00Z", "2026-02-05T01:00:00Z"], By::Day, Err(RangeError::TooLong));
        check("UTC", ["2026-01-01T00:00:00Z", "9999-01-01T00:00:00Z"], By::Day, Err(RangeError::TooLong));
    }
}
