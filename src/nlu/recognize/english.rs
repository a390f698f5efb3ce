//! Days and spans of days in English, in the past where both are possible.

use jiff::{ToSpan, civil::Date};
use regex::{Captures, Regex};

use super::{Found, Recognizer, date::When};

type Reading = fn(&Captures<'_>, Date) -> Option<When>;

pub(super) struct EnglishDates(Vec<(Regex, Reading)>);

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Default for EnglishDates {
    fn default() -> Self {
        let months = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
        let patterns: [(String, Reading); 4] = [
            ("(?:the day before )?yesterday|today|tomorrow".into(), named_day),
            (
                r"(?<number>\d{1,3}|an?|one|two|three|four|five|six) (?<unit>day|week|month|year)s? ago"
                    .into(),
                ago,
            ),
            ("(?<which>last|this) (?<unit>week|month|year)".into(), relative),
            (
                format!(r"(?<month>{months})\.? (?<day>\d{{1,2}})(?:st|nd|rd|th)?|in (?<whole>{months})"),
                calendar,
            ),
        ];
        let compile = |(pattern, reading): (String, Reading)| {
            (Regex::new(&format!(r"(?-u:\b)(?:{pattern})(?-u:\b)")).expect("a fixed pattern"), reading)
        };
        Self(patterns.map(compile).into())
    }
}

impl Recognizer for EnglishDates {
    fn recognize(&self, text: &str, today: Date, found: &mut Vec<Found>) {
        // A day in English has four letters in a row at least.
        if !text.as_bytes().windows(3).any(|letters| letters.iter().all(u8::is_ascii_lowercase)) {
            return;
        }
        for (regex, reading) in &self.0 {
            for captures in regex.captures_iter(text) {
                let Some(all) = captures.get(0) else { continue };
                found.extend(reading(&captures, today).map(|when| when.found(all.range())));
            }
        }
    }
}

fn named_day(captures: &Captures<'_>, today: Date) -> Option<When> {
    let ago = match &captures[0] {
        "today" => 0,
        "yesterday" => 1,
        "tomorrow" => -1,
        _ => 2,
    };
    today.checked_sub(ago.days()).ok().map(When::Day)
}

fn ago(captures: &Captures<'_>, today: Date) -> Option<When> {
    let word = &captures["number"];
    let words = ["a", "two", "three", "four", "five", "six"];
    let number = match words.iter().position(|one| *one == word) {
        Some(place) => place as i64 + 1,
        None => word.parse().unwrap_or(1),
    };
    match &captures["unit"] {
        "day" => today.checked_sub(number.days()).ok().map(When::Day),
        "week" => around(today.checked_sub(number.weeks()).ok()?, "week"),
        "month" => around(today.checked_sub(number.months()).ok()?, "month"),
        _ => around(today.checked_sub(number.years()).ok()?, "year"),
    }
}

fn relative(captures: &Captures<'_>, today: Date) -> Option<When> {
    let ago = i64::from(&captures["which"] == "last");
    let unit = &captures["unit"];
    let back = match unit {
        "week" => ago.weeks(),
        "month" => ago.months(),
        _ => ago.years(),
    };
    around(today.checked_sub(back).ok()?, unit)
}

/// The whole week, month or year around a day.
fn around(date: Date, unit: &str) -> Option<When> {
    match unit {
        "week" => {
            let monday = date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok()?;
            Some(When::Days(monday, monday.checked_add(6.days()).ok()?))
        }
        "month" => Some(When::Days(date.first_of_month(), date.last_of_month())),
        _ => Some(When::Days(date.first_of_year(), date.last_of_year())),
    }
}

fn calendar(captures: &Captures<'_>, today: Date) -> Option<When> {
    let name = captures.name("month").or(captures.name("whole"))?.as_str();
    let month = MONTHS.iter().position(|month| name.starts_with(month))? as i8 + 1;
    let day: i8 = captures.name("day").map_or(Some(1), |day| day.as_str().parse().ok())?;
    let date = |year| Date::new(year, month, day).ok();
    let date = date(today.year()).filter(|date| *date <= today).or_else(|| date(today.year() - 1))?;
    if captures.name("whole").is_some() { around(date, "month") } else { Some(When::Day(date)) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{EnglishDates, Recognizer};

    #[test]
    fn days_and_periods() {
        let check = |text: &str, expected: &str| {
            let mut found = Vec::new();
            EnglishDates::default().recognize(text, date(2025, 11, 21), &mut found);
            let found: Vec<String> =
                found.into_iter().map(|one| one.value.to_string().replace('"', "")).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        };
        check("i bought it yesterday", "2025-11-20");
        check("3 days ago", "2025-11-18");
        check("the milk from last month", "{from:2025-10-01,until:2025-10-31}");
        check("two weeks ago", "{from:2025-11-03,until:2025-11-09}");
        check("on oct 3rd", "2025-10-03");
        check("in december", "{from:2024-12-01,until:2024-12-31}");
        check("marching on", "");
    }
}
