//! `GET /reports/summary`. Durations are in seconds; what nothing was measured for is null.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::moment::{bad, moment};
use crate::{
    conversation::IntentTitle,
    domain::{Name, SeatId, ShopId, Stage, TurnOutcome},
    http::error::ApiError,
    report::{
        Bucket, By, Counts, Durations, Figures, IntentFigures, Messages, Range, Report, SeatFigures, mean,
    },
};

/// The parameters as they came.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReportRequest {
    from: Option<String>,
    until: Option<String>,
    by: Option<String>,
}

impl ReportRequest {
    /// Without anything it is about today, by the hour, where the shop is.
    ///
    /// # Errors
    /// `bad_query` or `range_too_long`.
    pub fn check(self, zone: &TimeZone, now: Timestamp) -> Result<Range, ApiError> {
        let Self { from, until, by } = self;
        let today = || now.to_zoned(zone.clone()).date().to_string();
        let from = from.unwrap_or_else(today);
        let until = until.unwrap_or_else(today);
        let by = match by.as_deref() {
            None | Some("hour") => By::Hour,
            Some("day") => By::Day,
            Some(_) => return Err(bad("by", "is `hour` or `day`")),
        };
        let (from, until) = (moment("from", &from, zone, 0)?, moment("until", &until, zone, 1)?);
        Ok(Range::new(from, until, by, zone)?)
    }
}

#[derive(Debug, Serialize)]
pub struct ReportAnswer {
    shop: ShopId,
    timezone: String,
    from: Timestamp,
    until: Timestamp,
    by: &'static str,
    as_of: Timestamp,
    behind: u64,
    totals: Totals,
    buckets: Vec<BucketView>,
    stages: BTreeMap<&'static str, u64>,
    outcomes: BTreeMap<&'static str, u64>,
    reasons: Vec<Reason>,
    intents: Vec<IntentView>,
    seats: Vec<SeatView>,
    weekdays: [[u64; 24]; 7],
}

#[derive(Debug, Serialize)]
struct Totals {
    conversations: u64,
    turns: u64,
    messages: MessagesView,
    deflection: Deflection,
    handoffs: u64,
    ratings: Scores,
    waits: Waits,
    first_replies: Spread,
}

#[derive(Debug, Serialize)]
struct MessagesView {
    customer: u64,
    bot: u64,
    seat: u64,
}

#[derive(Debug, Serialize)]
struct Deflection {
    bot: u64,
    person: u64,
    share: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Scores {
    count: u64,
    mean: Option<f64>,
    /// From one star to five.
    scores: [u64; 5],
}

#[derive(Debug, Serialize)]
struct Spread {
    count: u64,
    median: Option<f64>,
    p90: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Waits {
    #[serde(flatten)]
    spread: Spread,
    abandoned: u64,
}

#[derive(Debug, Serialize)]
struct BucketView {
    at: Timestamp,
    conversations: u64,
    turns: u64,
    bot: u64,
    person: u64,
    handoffs: u64,
    stages: BTreeMap<&'static str, u64>,
    outcomes: BTreeMap<&'static str, u64>,
    wait_median: Option<f64>,
    ratings: Rated,
}

#[derive(Debug, Serialize)]
struct Rated {
    count: u64,
    mean: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Reason {
    reason: Name,
    /// In the shop's words.
    title: Option<String>,
    count: u64,
}

#[derive(Debug, Serialize)]
struct IntentView {
    intent: Name,
    title: String,
    title_en: Option<String>,
    turns: u64,
    handed_over: u64,
    missed: u64,
}

#[derive(Debug, Serialize)]
struct SeatView {
    seat: SeatId,
    name: String,
    chats: u64,
    messages: u64,
    first_reply_median: Option<f64>,
    ratings: u64,
    rating_mean: Option<f64>,
}

impl ReportAnswer {
    pub fn new(shop: ShopId, zone: &TimeZone, range: &Range, report: &Report) -> Self {
        let total = &report.summary.total;
        let reasons =
            total.reasons.iter().map(|(reason, count)| Reason { reason: reason.clone(), title: None, count });
        let mut reasons: Vec<Reason> = reasons.collect();
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count));
        Self {
            shop,
            timezone: zone.iana_name().unwrap_or("UTC").to_owned(),
            from: range.from(),
            until: range.until,
            by: match range.by {
                By::Hour => "hour",
                By::Day => "day",
            },
            as_of: report.as_of,
            behind: report.behind,
            totals: Totals::of(total),
            buckets: report.summary.buckets.iter().map(BucketView::of).collect(),
            stages: stages(&total.stages),
            outcomes: outcomes(&total.outcomes),
            reasons,
            intents: intents(total),
            seats: seats(total),
            weekdays: report.summary.week,
        }
    }

    /// Puts what people read beside ids: of an account that is gone, or content that has changed, the id is all there is.
    pub fn name(
        &mut self,
        seats: &HashMap<SeatId, String>,
        intents: &HashMap<Name, IntentTitle>,
        reason: impl Fn(&Name) -> Option<String>,
    ) {
        for seat in &mut self.seats {
            if let Some(name) = seats.get(&seat.seat) {
                seat.name.clone_from(name);
            }
        }
        for intent in &mut self.intents {
            if let Some(known) = intents.get(&intent.intent) {
                intent.title.clone_from(&known.title);
                intent.title_en.clone_from(&known.title_en);
            }
        }
        for why in &mut self.reasons {
            why.title = reason(&why.reason);
        }
    }
}

impl Totals {
    fn of(figures: &Figures) -> Self {
        let Messages { customer, bot, seat } = figures.messages;
        Self {
            conversations: figures.conversations,
            turns: figures.turns(),
            messages: MessagesView { customer, bot, seat },
            deflection: Deflection {
                bot: figures.by_bot,
                person: figures.by_person,
                share: share(figures.by_bot, figures.by_person),
            },
            handoffs: figures.handoffs(),
            ratings: Scores {
                count: figures.ratings.sum(),
                mean: mean(&figures.ratings),
                scores: [1, 2, 3, 4, 5].map(|score| figures.ratings.of(&score)),
            },
            waits: Waits { spread: Spread::of(&figures.waits), abandoned: figures.abandoned },
            first_replies: Spread::of(&figures.first_replies),
        }
    }
}

impl Spread {
    fn of(durations: &Durations) -> Self {
        Self {
            count: durations.count(),
            median: durations.median().map(seconds),
            p90: durations.ninth_tenth().map(seconds),
        }
    }
}

impl BucketView {
    fn of(Bucket { at, figures }: &Bucket) -> Self {
        Self {
            at: *at,
            conversations: figures.conversations,
            turns: figures.turns(),
            bot: figures.by_bot,
            person: figures.by_person,
            handoffs: figures.handoffs(),
            stages: stages(&figures.stages),
            outcomes: outcomes(&figures.outcomes),
            wait_median: figures.waits.median().map(seconds),
            ratings: Rated { count: figures.ratings.sum(), mean: mean(&figures.ratings) },
        }
    }
}

fn stages(counts: &Counts<Stage>) -> BTreeMap<&'static str, u64> {
    Stage::ALL.into_iter().map(|stage| (stage.as_str(), counts.of(&stage))).collect()
}

fn outcomes(counts: &Counts<TurnOutcome>) -> BTreeMap<&'static str, u64> {
    TurnOutcome::ALL.into_iter().map(|outcome| (outcome.as_str(), counts.of(&outcome))).collect()
}

/// The most frequent first.
fn intents(figures: &Figures) -> Vec<IntentView> {
    let view = |(intent, of): (&Name, &IntentFigures)| IntentView {
        intent: intent.clone(),
        title: intent.as_str().to_owned(),
        title_en: None,
        turns: of.turns,
        handed_over: of.handed_over,
        missed: of.missed,
    };
    let mut intents: Vec<IntentView> = figures.intents.iter().map(view).collect();
    intents.sort_by_key(|intent| std::cmp::Reverse(intent.turns));
    intents
}

/// Whoever got most first.
fn seats(figures: &Figures) -> Vec<SeatView> {
    let view = |(seat, of): (&SeatId, &SeatFigures)| SeatView {
        seat: seat.clone(),
        name: seat.as_str().to_owned(),
        chats: of.chats,
        messages: of.messages,
        first_reply_median: of.first_replies.median().map(seconds),
        ratings: of.ratings.sum(),
        rating_mean: mean(&of.ratings),
    };
    let mut seats: Vec<SeatView> = figures.seats.iter().map(view).collect();
    seats.sort_by_key(|seat| std::cmp::Reverse(seat.chats));
    seats
}

fn seconds(duration: Duration) -> f64 {
    duration.as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "conversations are counted far below where a float has gaps")]
fn share(bot: u64, person: u64) -> Option<f64> {
    let ended = bot + person;
    (ended > 0).then(|| bot as f64 / ended as f64)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Where it begins and ends, how many buckets, or the code and the field.
    fn check(parameters: &Value, expected: Result<(&str, &str, usize), (&str, &str)>) {
        let request: ReportRequest = serde_json::from_value(parameters.clone()).unwrap();
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let found = request.check(&zone, "2026-11-21T17:30:00Z".parse().unwrap());
        let found =
            found.map(|range| (range.from().to_string(), range.until.to_string(), range.starts.len()));
        let found = found.map_err(|error| (error.code.as_str(), error.field.unwrap_or_default()));
        let expected = expected.map(|(from, until, buckets)| (from.to_owned(), until.to_owned(), buckets));
        assert_eq!(found, expected, "{parameters}");
    }

    #[test]
    fn a_range_is_days_of_the_shop_or_hours() {
        check(&json!({}), Ok(("2026-11-21T16:00:00Z", "2026-11-22T16:00:00Z", 24)));
        check(
            &json!({"from": "2026-11-15", "until": "2026-11-21", "by": "day"}),
            Ok(("2026-11-14T16:00:00Z", "2026-11-21T16:00:00Z", 7)),
        );
        check(
            &json!({"from": "2026-11-21", "until": "2026-11-21T09:10:00+08:00", "by": "hour"}),
            Ok(("2026-11-20T16:00:00Z", "2026-11-21T02:00:00Z", 10)),
        );
        for (parameters, code, field) in [
            (json!({"by": "week"}), "bad_query", "by"),
            (json!({"from": "yesterday"}), "bad_query", "from"),
            (json!({"until": "2026-02-30"}), "bad_query", "until"),
            (json!({"until": "2026-11-20"}), "bad_query", "until"),
            (json!({"from": "2026-10-21", "until": "2026-11-21"}), "range_too_long", "from"),
            (json!({"from": "2025-10-17", "until": "2026-11-21", "by": "day"}), "range_too_long", "from"),
            (json!({"from": "0001-01-01", "until": "9999-12-29", "by": "day"}), "range_too_long", "from"),
            (json!({"until": "9999-12-31"}), "bad_query", "until"),
        ] {
            check(&parameters, Err((code, field)));
        }
    }
}
