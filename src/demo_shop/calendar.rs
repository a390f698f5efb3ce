//! Dates relative to now, on the shop's clock.

use jiff::{
    Timestamp, ToSpan, Zoned,
    civil::Date,
    tz::{TimeZone, offset},
};

/// China has one time and no summer time.
pub fn zone() -> TimeZone {
    TimeZone::fixed(offset(8))
}

pub struct Calendar {
    now: Zoned,
}

impl Calendar {
    pub fn new(now: Timestamp) -> Self {
        Self { now: now.to_zoned(zone()) }
    }

    pub fn hours_ago(&self, hours: i64) -> Timestamp {
        self.minutes_ago(hours * 60)
    }

    pub fn minutes_ago(&self, minutes: i64) -> Timestamp {
        let second = self.now.timestamp().as_second() - minutes * 60;
        Timestamp::from_second(second - second.rem_euclid(60)).unwrap_or(self.now.timestamp())
    }

    /// Which is `hours` from now.
    pub fn hours_ahead(&self, hours: i64) -> Timestamp {
        self.hours_ago(-hours)
    }

    /// A time of the day so many days before today.
    pub fn day(&self, days_ago: i32, hour: i8, minute: i8) -> Timestamp {
        self.at(self.now.date().saturating_sub(days_ago.days()), hour, minute)
    }

    /// The 18th of the month before this one.
    pub fn last_month(&self, hour: i8, minute: i8) -> Timestamp {
        let last = self.now.date().first_of_month().saturating_sub(1.day());
        self.at(last.first_of_month().saturating_add(17.days()), hour, minute)
    }

    /// Two days ago, but not before Monday of this week.
    pub fn this_week(&self) -> Timestamp {
        let days_since_monday = i32::from(self.now.date().weekday().to_monday_zero_offset());
        self.day(days_since_monday, 0, 1).max(self.hours_ago(50)).min(self.minutes_ago(30))
    }

    /// The point at `share` of the way from `from` to now.
    pub fn between(&self, from: Timestamp, share: f64) -> Timestamp {
        let minutes = (self.now.timestamp().as_second() - from.as_second()) as f64 / 60.0;
        self.minutes_ago((minutes * (1.0 - share)) as i64)
    }

    fn at(&self, date: Date, hour: i8, minute: i8) -> Timestamp {
        date.at(hour, minute, 0, 0).to_zoned(zone()).map_or(self.now.timestamp(), |zoned| zoned.timestamp())
    }
}
