use std::{collections::BTreeMap, fmt};

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Deserializer, de::Error};

/// When people are there, in the shop's time zone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    pub monday: Day,
    pub tuesday: Day,
    pub wednesday: Day,
    pub thursday: Day,
    pub friday: Day,
    pub saturday: Day,
    pub sunday: Day,
    /// What becomes of those who wait for a person while the shop is closed and nobody is on duty.
    pub closed_then: Outside,
    /// Single days that differ from their weekday.
    pub dates: BTreeMap<Date, Day>,
}

/// What follows outside opening hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outside {
    /// They wait for the morning.
    Wait,
    HandBack,
    Close,
}

/// The spans of one day, in order and apart; none when the shop stays closed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Day(Vec<Span>);

/// From a minute of the day to before another; a day has 1,440.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: u16,
    pub to: u16,
}

impl Hours {
    /// The days of a week, Monday first, by their names.
    pub fn week(&self) -> [(&'static str, &Day); 7] {
        [
            ("monday", &self.monday),
            ("tuesday", &self.tuesday),
            ("wednesday", &self.wednesday),
            ("thursday", &self.thursday),
            ("friday", &self.friday),
            ("saturday", &self.saturday),
            ("sunday", &self.sunday),
        ]
    }

    /// The spans of a date.
    pub fn on(&self, date: Date) -> &[Span] {
        let day = self.dates.get(&date).unwrap_or(match date.weekday() {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        });
        &day.0
    }
}

impl Day {
    /// Reads `9:00-12:00,13:30-18:00`, or `closed`.
    ///
    /// # Errors
    /// One sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.trim() == "closed" {
            return Ok(Self::default());
        }
        let spans: Option<Vec<Span>> = text.split(',').map(Span::parse).collect();
        let spans = spans.ok_or_else(|| {
            format!("{text:?} is no opening hours such as 9:00-12:00,13:30-18:00, 0:00-24:00 or closed")
        })?;
        if spans.windows(2).any(|pair| pair[1].from < pair[0].to) {
            return Err(format!("the opening hours {text:?} overlap or are out of order"));
        }
        Ok(Self(spans))
    }
}

impl Span {
    fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let (from, to) = (minute(from)?, minute(to)?);
        (from < to).then_some(Self { from, to })
    }
}

/// The minute of the day of a time such as `9:00`; `24:00` is its end.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let of_day = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && of_day <= 1440).then_some(of_day)
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, Span { from, to }) in self.0.iter().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            write!(f, "{comma}{}:{:02}-{}:{:02}", from / 60, from % 60, to / 60, to % 60)?;
        }
        if self.0.is_empty() { f.write_str("closed") } else { Ok(()) }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, &str>) {
        let read = Day::parse(text).map(|day| day.to_string());
        assert_eq!(read.as_deref().map_err(String::as_str), expected, "{text}");
    }

    #[test]
    fn opening_hours_are_read_or_refused_with_a_sentence() {
        check("9:00-12:00,13:30-18:00", Ok("9:00-12:00,13:30-18:00"));
        check(" 09:00 - 12:00 , 12:00-24:00 ", Ok("9:00-12:00,12:00-24:00"));
        check("closed", Ok("closed"));
        for text in
            ["", "9-12", "9:00", "9:60-10:00", "9:5-10:00", "+9:00-10:00", "23:00-24:01", "12:00-9:00"]
        {
            let sentence =
                format!("{text:?} is no opening hours such as 9:00-12:00,13:30-18:00, 0:00-24:00 or closed");
            check(text, Err(&sentence));
        }
        check(
            "13:00-14:00,9:00-10:00",
            Err("the opening hours \"13:00-14:00,9:00-10:00\" overlap or are out of order"),
        );
    }
}
