//! Times in queries.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::http::error::{ApiError, Code};

/// `2026-11-21T09:30:00+08:00`, or the beginning of a day so many days on.
///
/// # Errors
/// `bad_query`, of the parameter.
pub fn moment(field: &'static str, text: &str, zone: &TimeZone, days: i64) -> Result<Timestamp, ApiError> {
    if let Ok(moment) = text.parse() {
        return Ok(moment);
    }
    let day = text
        .parse::<Date>()
        .and_then(|date| date.checked_add(jiff::Span::new().days(days))?.to_zoned(zone.clone()));
    day.map(|day| day.timestamp())
        .map_err(|_| bad(field, "is no time such as 2026-11-21T09:30:00+08:00 or 2026-11-21"))
}

/// What a parameter would have to be.
pub fn bad(field: &'static str, rule: &str) -> ApiError {
    ApiError::new(Code::BadQuery, format!("`{field}` {rule}.")).field(field)
}
