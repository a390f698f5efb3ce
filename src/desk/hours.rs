//! When the shop is open, in its own time zone.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::config::{Hours, Span};

/// Days that are searched for the next opening: a year with its holidays.
const HORIZON: usize = 400;

/// Opening hours where they are in force.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    pub hours: Hours,
    pub zone: TimeZone,
}

impl Opening {
    pub fn is_open(&self, now: Timestamp) -> bool {
        let local = now.to_zoned(self.zone.clone());
        let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).unwrap_or(0);
        self.hours.on(local.date()).iter().any(|span| (span.from..span.to).contains(&minute))
    }

    /// When it opens next, if it ever does within a year; now, if it is open.
    pub fn opens(&self, now: Timestamp) -> Option<Timestamp> {
        if self.is_open(now) {
            return Some(now);
        }
        self.edges(now, |span| span.from)
    }

    /// When it may open or close next: what is known of now holds until then.
    pub fn changes(&self, now: Timestamp) -> Option<Timestamp> {
        [self.edges(now, |span| span.from), self.edges(now, |span| span.to)].into_iter().flatten().min()
    }

    /// The first edge of a span after now.
    fn edges(&self, now: Timestamp, edge: fn(&Span) -> u16) -> Option<Timestamp> {
        let today = now.to_zoned(self.zone.clone()).date();
        let mut days = today.series(jiff::Span::new().days(1)).take(HORIZON);
        days.find_map(|date| {
            let spans = self.hours.on(date).iter();
            spans.filter_map(|span| self.at(date, edge(span))).find(|at| *at > now)
        })
    }

    /// A minute of a day; one that the clock leaves out in spring is the next there is.
    fn at(&self, date: Date, minute: u16) -> Option<Timestamp> {
        let midnight = date.at(0, 0, 0, 0);
        let local = midnight.checked_add(jiff::Span::new().minutes(minute)).ok()?;
        self.zone.to_timestamp(local).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::*;
    use crate::config::{Day, Outside};

    /// Weekdays with a lunch break, Saturday morning, a holiday and a Sunday that is worked.
    fn opening() -> Opening {
        let day = |text| Day::parse(text).unwrap();
        let weekday = || day("9:00-12:00,13:30-18:00");
        let hours = Hours {
            monday: weekday(),
            tuesday: weekday(),
            wednesday: weekday(),
            thursday: weekday(),
            friday: day("9:00-12:00,13:30-24:00"),
            saturday: day("0:00-2:00,10:00-12:00"),
            sunday: day("closed"),
            closed_then: Outside::HandBack,
            dates: BTreeMap::from([
                (date(2026, 10, 1), day("closed")),
                (date(2026, 10, 11), day("9:00-18:00")),
            ]),
        };
        Opening { hours, zone: TimeZone::get("Asia/Shanghai").unwrap() }
    }

    /// Times as the shop's clock shows them.
    fn check(now: &str, open: bool, opens: &str, changes: &str) {
        let opening = opening();
        let at = |text: &str| opening.zone.to_timestamp(text.parse().unwrap()).unwrap();
        let local = |at: Timestamp| at.to_zoned(opening.zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string();
        assert_eq!(opening.is_open(at(now)), open, "{now}");
        assert_eq!(opening.opens(at(now)).map(local).as_deref(), Some(opens), "{now}");
        assert_eq!(opening.changes(at(now)).map(local).as_deref(), Some(changes), "{now}");
    }

    #[test]
    fn a_week_with_a_holiday_is_followed() {
        check("2026-09-30T08:59:59", false, "2026-09-30T09:00", "2026-09-30T09:00");
        check("2026-09-30T09:00:00", true, "2026-09-30T09:00", "2026-09-30T12:00");
        check("2026-09-30T12:00:00", false, "2026-09-30T13:30", "2026-09-30T13:30");
        check("2026-09-30T18:00:00", false, "2026-10-02T09:00", "2026-10-02T09:00");
        check("2026-10-02T23:59:59", true, "2026-10-02T23:59", "2026-10-03T00:00");
        check("2026-10-03T01:59:59", true, "2026-10-03T01:59", "2026-10-03T02:00");
        check("2026-10-03T12:00:00", false, "2026-10-05T09:00", "2026-10-05T09:00");
        check("2026-10-10T12:00:00", false, "2026-10-11T09:00", "2026-10-11T09:00");
    }

    #[test]
    fn a_shop_that_never_opens_says_so() {
        let mut opening = opening();
        let closed = Day::default;
        opening.hours = Hours {
            monday: closed(),
            tuesday: closed(),
            wednesday: closed(),
            thursday: closed(),
            friday: closed(),
            saturday: closed(),
            sunday: closed(),
            closed_then: Outside::Wait,
            dates: BTreeMap::new(),
        };
        assert_eq!(opening.opens(Timestamp::UNIX_EPOCH), None);
        assert_eq!(opening.changes(Timestamp::UNIX_EPOCH), None);
    }
}
