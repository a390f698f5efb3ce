//! An hour of the shop's clock.

use jiff::{Timestamp, tz::TimeZone};

const SECONDS: i64 = 3600;

/// When it begins, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hour(i64);

impl Hour {
    /// The hour in which something happened. Where clocks are half an hour apart, so are hours.
    pub fn of(at: Timestamp, zone: &TimeZone) -> Self {
        let offset = i64::from(zone.to_offset(at).seconds());
        Self(at.as_second() - (at.as_second() + offset).rem_euclid(SECONDS))
    }

    pub fn begins(self) -> Timestamp {
        Timestamp::from_second(self.0).unwrap_or(Timestamp::MIN)
    }

    /// Monday is 0, and the hour from 0 to 23.
    pub fn of_week(self, zone: &TimeZone) -> (usize, usize) {
        let local = zone.to_datetime(self.begins());
        let day = local.weekday().to_monday_zero_offset();
        (usize::try_from(day).unwrap_or(0), usize::try_from(local.hour()).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(zone: &str, at: &str, begins: &str, of_week: (usize, usize)) {
        let zone = TimeZone::get(zone).unwrap();
        let hour = Hour::of(at.parse().unwrap(), &zone);
        assert_eq!(hour.begins().to_string(), begins, "{at}");
        assert_eq!(hour.of_week(&zone), of_week, "{at}");
    }

    #[test]
    fn hours_are_those_of_the_shops_clock() {
        check("Asia/Shanghai", "2026-11-15T16:59:59.9Z", "2026-11-15T16:00:00Z", (0, 0));
        check("Asia/Kolkata", "2026-11-15T17:00:00Z", "2026-11-15T16:30:00Z", (6, 22));
        // The hour that comes twice in autumn is two.
        check("Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T00:00:00Z", (6, 2));
        check("Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T01:00:00Z", (6, 2));
        check("UTC", "1969-12-31T23:59:59Z", "1969-12-31T23:00:00Z", (2, 23));
    }
}
