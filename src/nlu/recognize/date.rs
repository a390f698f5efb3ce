//! Days and spans of days in Chinese. What could lie on either side of today lies in the past: shoppers speak of what
//! they bought.

use jiff::{Span, ToSpan, civil::Date};
use regex::{Captures, Regex, RegexSet};

use super::{
    Found, Recognizer,
    numeral::{NUMBER, parse},
};
use crate::domain::Period;

/// What a stretch of text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Day(Date),
    Days(Date, Date),
}

impl When {
    pub(super) fn found(self, span: std::ops::Range<usize>) -> Found {
        let (kind, value) = match self {
            Self::Day(day) => ("date", serde_json::Value::from(day.to_string())),
            Self::Days(from, until) => {
                let Period { from, until } = Period { from, until };
                ("period", serde_json::json!({"from": from, "until": until}))
            }
        };
        Found { kind: kind.into(), span, value }
    }
}

type Reading = fn(&Captures<'_>, Date) -> Option<When>;

pub(super) struct Dates {
    /// Finds in one pass which patterns match at all; in most messages none does.
    which: RegexSet,
    patterns: Vec<(Regex, Reading)>,
}

impl Default for Dates {
    fn default() -> Self {
        let short = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})";
        let year = r"(?<year>\d{4}|\d{2}|今|去|前)年的?";
        let ago = "(?:以前|之前|前)";
        let weekday = "[一二三四五六日天末]";
        let patterns: [(String, Reading); 13] = [
            (r"(?<year>\d{4})[-/.年](?<month>\d{1,2})[-/.月](?<day>\d{1,2})[日号]?".into(), calendar_day),
            (format!("(?:{year})?(?<month>{short})月的?(?<day>{short})[日号]?"), calendar_day),
            (format!("(?:{year})?(?<month>{short})月(?<part>份|初|上旬|中旬|下旬|底|末)?"), calendar_month),
            (format!("(?:{year})?(?<feast>双十一|双11|双十二|双12|618|六一八|国庆节?|十一假期|元旦|五一|情人节|三八节?|圣诞节?)"), feast),
            ("(?<which>大前|前|昨|今|当|明|后)(?:天|日|晚上?|早上?)(?:早上|上午|中午|下午|晚上|凌晨|夜里)?".into(), named_day),
            (format!("(?<number>{NUMBER}|几|半)个?多?(?<unit>天|日|周|星期|礼拜|月|年)多?{ago}"), ago_of),
            ("前(?:几|两|些|一阵)(?<unit>天|日|周|个?星期|个?礼拜|个?月|年)|前(?:些日子|一?阵子?|段时间|一段时间)".into(), lately),
            (format!("最近|近期|近来|近日|这几天|这两天|这些天|近(?<number>{NUMBER})个?(?<unit>天|日|周|月|年)"), recently),
            (format!("(?<which>上上|上|这|本|下)个?(?:周|星期|礼拜)(?<day>{weekday})?"), week),
            (format!("(?<which>上上|上|这|本|当|下)个?月(?:份)?(?:(?<day>{short})[日号]|(?<part>初|中旬|底|末))?"), month),
            ("(?<which>今年|去年|前年|明年)(?<part>年?初|年?底|上半年|下半年|春天|夏天|秋天|冬天)?|(?<half>上半年|下半年)".into(), year_of),
            (format!("(?:周|星期|礼拜)(?<day>{weekday})"), weekday_of),
            (r"(?<day>\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[号日](?:上午|下午|晚上|早上|那天)?".into(), day_of_month),
        ];
        let compile = |(pattern, reading): &(String, Reading)| {
            (Regex::new(pattern).expect("a fixed pattern"), *reading)
        };
        Self {
            which: RegexSet::new(patterns.iter().map(|(pattern, _)| pattern)).expect("fixed patterns"),
            patterns: patterns.iter().map(compile).collect(),
        }
    }
}

impl Recognizer for Dates {
    fn recognize(&self, text: &str, today: Date, found: &mut Vec<Found>) {
        for matching in self.which.matches(text) {
            let (regex, reading) = &self.patterns[matching];
            for captures in regex.captures_iter(text) {
                let Some(all) = captures.get(0) else { continue };
                if let Some(when) = reading(&captures, today).filter(|_| stands_free(text, all.range())) {
                    found.push(when.found(all.range()));
                }
            }
        }
    }
}

/// Whether a number at either end is a whole one, and "3号" is no place like "3号线".
fn stands_free(text: &str, span: std::ops::Range<usize>) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.' || c == '-');
    let begins = text[span.clone()].starts_with(|c: char| c.is_ascii_digit());
    let ends = text[span.clone()].ends_with(|c: char| c.is_ascii_digit());
    let place = text[..span.end].ends_with('号')
        && text[span.end..].starts_with(['线', '楼', '店', '机', '库', '仓', '院', '码']);
    let cut_before = begins && is_digit(text[..span.start].chars().next_back());
    let cut_behind = ends && is_digit(text[span.end..].chars().next());
    !place && !cut_before && !cut_behind
}

fn named<'a>(captures: &Captures<'a>, name: &str) -> Option<&'a str> {
    captures.name(name).map(|part| part.as_str())
}

fn number(captures: &Captures<'_>, name: &str) -> Option<i16> {
    let number = parse(named(captures, name)?)?;
    (number.fract() == 0.0 && (0.0..10_000.0).contains(&number)).then_some(number as i16)
}

/// The year that was named, in full.
fn year(captures: &Captures<'_>, today: Date) -> Option<i16> {
    match named(captures, "year")? {
        "今" => Some(today.year()),
        "去" => Some(today.year() - 1),
        "前" => Some(today.year() - 2),
        digits => {
            let year: i16 = digits.parse().ok()?;
            Some(if year < 100 { 2000 + year } else { year })
        }
    }
}

fn back(day: Date, span: Span) -> Option<Date> {
    day.checked_sub(span).ok()
}

fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

fn month_of(date: Date) -> When {
    When::Days(date.first_of_month(), date.last_of_month())
}

/// The beginning, the middle or the end of a month.
fn part_of_month(first: Date, part: &str) -> Option<When> {
    let (from, until) = match part {
        "初" | "上旬" => (1, 10),
        "中旬" => (11, 20),
        "底" | "末" | "下旬" => (21, first.days_in_month()),
        _ => (1, first.days_in_month()),
    };
    Some(When::Days(first.with().day(from).build().ok()?, first.with().day(until).build().ok()?))
}

fn calendar_day(captures: &Captures<'_>, today: Date) -> Option<When> {
    let (month, of_month) = (number(captures, "month")?, number(captures, "day")?);
    let past = || day(today.year(), month, of_month).filter(|date| *date <= today);
    let date = match year(captures, today) {
        Some(year) => day(year, month, of_month),
        None => past().or_else(|| day(today.year() - 1, month, of_month)),
    };
    date.map(When::Day)
}

fn calendar_month(captures: &Captures<'_>, today: Date) -> Option<When> {
    let month = number(captures, "month")?;
    let latest = if month > i16::from(today.month()) { today.year() - 1 } else { today.year() };
    let first = day(year(captures, today).unwrap_or(latest), month, 1)?;
    part_of_month(first, named(captures, "part").unwrap_or_default())
}

/// Sales go on for some days; the span is where orders of the feast lie.
fn feast(captures: &Captures<'_>, today: Date) -> Option<When> {
    let (month, from, until) = match named(captures, "feast")? {
        "双十一" | "双11" => (11, 1, 12),
        "双十二" | "双12" => (12, 1, 12),
        "618" | "六一八" => (6, 1, 20),
        "元旦" => (1, 1, 3),
        "五一" => (5, 1, 5),
        "情人节" => (2, 10, 14),
        "圣诞" | "圣诞节" => (12, 20, 25),
        feast if feast.starts_with('三') => (3, 1, 8),
        _ => (10, 1, 7),
    };
    let this = today.year();
    let begun = day(this, month, from).is_some_and(|first| first <= today);
    let year = year(captures, today).unwrap_or(if begun { this } else { this - 1 });
    Some(When::Days(day(year, month, from)?, day(year, month, until)?))
}

fn named_day(captures: &Captures<'_>, today: Date) -> Option<When> {
    let ago = match named(captures, "which")? {
        "大前" => 3,
        "前" => 2,
        "昨" => 1,
        "明" => -1,
        "后" => -2,
        _ => 0,
    };
    back(today, ago.days()).map(When::Day)
}

fn ago_of(captures: &Captures<'_>, today: Date) -> Option<When> {
    let unit = named(captures, "unit")?;
    match (named(captures, "number")?, unit) {
        ("几", unit) => some_ago(unit, today),
        ("半", "月") => Some(When::Days(back(today, 20.days())?, back(today, 10.days())?)),
        ("半", "年") => Some(When::Days(back(today, 7.months())?, back(today, 5.months())?)),
        (_, unit) => {
            let number = i64::from(number(captures, "number")?);
            match unit {
                "天" | "日" => back(today, number.days()).map(When::Day),
                "月" => back(today, number.months()).map(month_of),
                "年" => {
                    back(today, number.years()).map(|day| When::Days(day.first_of_year(), day.last_of_year()))
                }
                _ => back(today, number.weeks()).and_then(week_of),
            }
        }
    }
}

/// "A few … ago", up to yesterday.
fn some_ago(unit: &str, today: Date) -> Option<When> {
    let long = match unit {
        "天" | "日" => 7.days(),
        unit if unit.ends_with('月') => 6.months(),
        "年" => 4.years(),
        _ => 4.weeks(),
    };
    Some(When::Days(back(today, long)?, back(today, 1.day())?))
}

fn lately(captures: &Captures<'_>, today: Date) -> Option<When> {
    match named(captures, "unit") {
        Some(unit) => some_ago(unit, today),
        None => Some(When::Days(back(today, 2.months())?, back(today, 1.day())?)),
    }
}

fn recently(captures: &Captures<'_>, today: Date) -> Option<When> {
    let Some(unit) = named(captures, "unit") else {
        let long = if captures[0].starts_with('这') { 3.days() } else { 1.month() };
        return Some(When::Days(back(today, long)?, today));
    };
    let number = i64::from(number(captures, "number")?);
    let long = match unit {
        "天" | "日" => number.days(),
        "月" => number.months(),
        "年" => number.years(),
        _ => number.weeks(),
    };
    Some(When::Days(back(today, long)?, today))
}

/// Monday to Sunday.
fn week_of(date: Date) -> Option<When> {
    let monday = back(date, i64::from(date.weekday().to_monday_zero_offset()).days())?;
    Some(When::Days(monday, monday.checked_add(6.days()).ok()?))
}

/// 0 is Monday.
fn weekday_number(name: &str) -> Option<i64> {
    "一二三四五六日"
        .chars()
        .position(|c| name.starts_with(c))
        .or((name == "天").then_some(6))
        .map(|day| day as i64)
}

fn week(captures: &Captures<'_>, today: Date) -> Option<When> {
    let ago = match named(captures, "which")? {
        "上上" => 2,
        "上" => 1,
        "下" => -1,
        _ => 0,
    };
    let monday = match week_of(back(today, ago.weeks())?)? {
        When::Days(monday, _) | When::Day(monday) => monday,
    };
    match named(captures, "day") {
        None => week_of(monday),
        Some("末") => {
            Some(When::Days(monday.checked_add(5.days()).ok()?, monday.checked_add(6.days()).ok()?))
        }
        Some(name) => monday.checked_add(weekday_number(name)?.days()).ok().map(When::Day),
    }
}

fn month(captures: &Captures<'_>, today: Date) -> Option<When> {
    let ago = match named(captures, "which")? {
        "上上" => 2,
        "上" => 1,
        "下" => -1,
        _ => 0,
    };
    let first = back(today.first_of_month(), ago.months())?;
    if named(captures, "day").is_some() {
        let date = day(first.year(), i16::from(first.month()), number(captures, "day")?)?;
        return Some(When::Day(date));
    }
    part_of_month(first, named(captures, "part").unwrap_or_default())
}

fn year_of(captures: &Captures<'_>, today: Date) -> Option<When> {
    let year = match named(captures, "which") {
        Some("去年") => today.year() - 1,
        Some("前年") => today.year() - 2,
        Some("明年") => today.year() + 1,
        // The second half of a year that is still in its first half was last year's.
        None if named(captures, "half") == Some("下半年") && today.month() < 7 => today.year() - 1,
        Some(_) | None => today.year(),
    };
    let part = named(captures, "part").or(named(captures, "half")).unwrap_or_default();
    let (from, until) = match part {
        "初" | "年初" => (1, 2),
        "底" | "年底" => (11, 12),
        "上半年" => (1, 6),
        "下半年" => (7, 12),
        "春天" => (3, 5),
        "夏天" => (6, 8),
        "秋天" => (9, 11),
        _ => (1, 12),
    };
    Some(When::Days(day(year, from, 1)?, day(year, until, 1)?.last_of_month()))
}

fn weekday_of(captures: &Captures<'_>, today: Date) -> Option<When> {
    let name = named(captures, "day")?;
    let wanted = if name == "末" { 5 } else { weekday_number(name)? };
    let ago = (i64::from(today.weekday().to_monday_zero_offset()) - wanted).rem_euclid(7);
    let date = back(today, ago.days())?;
    Some(if name == "末" { When::Days(date, date.checked_add(1.day()).ok()?) } else { When::Day(date) })
}

fn day_of_month(captures: &Captures<'_>, today: Date) -> Option<When> {
    let wanted = number(captures, "day")?;
    // A short month has no 31st; some month of the last three has.
    (0..3_i64)
        .filter_map(|ago| back(today.first_of_month(), ago.months()))
        .filter_map(|first| day(first.year(), i16::from(first.month()), wanted))
        .find(|date| *date <= today)
        .map(When::Day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Dates, Recognizer};

    /// On Friday, 21 November 2025.
    fn check(text: &str, kind: &str, value: &str) {
        let mut found = Vec::new();
        Dates::default().recognize(text, date(2025, 11, 21), &mut found);
        let longest = found.into_iter().max_by_key(|one| one.span.len());
        let found = longest.map(|one| {
            let value = match one.value.as_object() {
                Some(period) => format!("{}..{}", period["from"], period["until"]).replace('"', ""),
                None => one.value.as_str().unwrap_or_default().to_owned(),
            };
            (one.kind.to_string(), value)
        });
        let expected = (!kind.is_empty()).then(|| (kind.to_owned(), value.to_owned()));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn days() {
        check("今天买的", "date", "2025-11-21");
        check("昨晚下的单", "date", "2025-11-20");
        check("大前天", "date", "2025-11-18");
        check("明天能到吗", "date", "2025-11-22");
        check("三天前买的", "date", "2025-11-18");
        check("10月3号买的", "date", "2025-10-03");
        check("12月3日", "date", "2024-12-03");
        check("2024-10-03 下单", "date", "2024-10-03");
        check("去年十月三号", "date", "2024-10-03");
        check("3号下的单", "date", "2025-11-03");
        check("25号", "date", "2025-10-25");
        check("31号", "date", "2025-10-31");
        check("上周五", "date", "2025-11-14");
        check("周一", "date", "2025-11-17");
        check("上个月5号", "date", "2025-10-05");
    }

    #[test]
    fn periods() {
        check("上个月买的", "period", "2025-10-01..2025-10-31");
        check("上周买的", "period", "2025-11-10..2025-11-16");
        check("去年双十一", "period", "2024-11-01..2024-11-12");
        check("618买的", "period", "2025-06-01..2025-06-20");
        check("两个月前", "period", "2025-09-01..2025-09-30");
        check("半个月前", "period", "2025-11-01..2025-11-11");
        check("前几天", "period", "2025-11-14..2025-11-20");
        check("去年", "period", "2024-01-01..2024-12-31");
        check("10月份", "period", "2025-10-01..2025-10-31");
        check("12月初", "period", "2024-12-01..2024-12-10");
        check("上半年", "period", "2025-01-01..2025-06-30");
        check("最近", "period", "2025-10-21..2025-11-21");
        check("上周末", "period", "2025-11-15..2025-11-16");
    }

    #[test]
    fn nothing() {
        check("3号线地铁站", "", "");
        check("型号a31", "", "");
        check("13月5号也没有", "date", "2025-11-05");
        check("99号", "", "");
        check("前面那个", "", "");
        check("9999年99月", "", "");
    }
}
