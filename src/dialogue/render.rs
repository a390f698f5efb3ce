//! Evaluates the expressions and wordings of content. What goes wrong here is content's fault and is said as a sentence.

use std::{collections::BTreeMap, sync::Arc};

use jiff::{Timestamp, Zoned, tz::TimeZone};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State, UndefinedBehavior, Value};

use crate::content::Expression;

/// Steps of the template machine that one evaluation may take.
const FUEL: u64 = 50_000;

type Terms = Arc<BTreeMap<String, BTreeMap<String, String>>>;

pub(super) struct Engine {
    environment: Environment<'static>,
}

impl Engine {
    pub fn new(terms: Terms, time_zone: TimeZone) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Chainable);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_fuel(Some(FUEL));
        environment.add_filter("money", money);
        environment.add_filter("term", move |code: &str, kind: &str| term(&terms, code, kind));
        let zone = time_zone.clone();
        environment.add_filter("day", move |state: &State, at: &str| day(state, &zone, at));
        let zone = time_zone.clone();
        environment.add_filter("time", move |state: &State, at: &str| {
            let moment = local(&zone, at)?;
            Ok::<_, Error>(format!("{} {}", day(state, &zone, at)?, moment.strftime("%H:%M")))
        });
        environment.add_filter("days_ago", move |state: &State, at: &str| {
            let days = now(state, &time_zone)?.date() - local(&time_zone, at)?.date();
            Ok::<_, Error>(i64::from(days.get_days()))
        });
        Self { environment }
    }

    pub fn render(&self, template: &str, context: &Value) -> Result<String, String> {
        self.environment
            .render_str(template, context.clone())
            .map(|text| text.trim().to_owned())
            .map_err(|error| sentence(&error, template))
    }

    pub fn evaluate(&self, expression: &Expression, context: &Value) -> Result<serde_json::Value, String> {
        let value = self.value(expression, context)?;
        if value.is_undefined() {
            return Ok(serde_json::Value::Null);
        }
        serde_json::to_value(&value).map_err(|error| format!("{}: {error}", expression.source()))
    }

    pub fn holds(&self, expression: &Expression, context: &Value) -> Result<bool, String> {
        self.value(expression, context).map(|value| value.is_true())
    }

    fn value(&self, expression: &Expression, context: &Value) -> Result<Value, String> {
        self.environment
            .compile_expression(expression.source())
            .and_then(|compiled| compiled.eval(context.clone()))
            .map_err(|error| sentence(&error, expression.source()))
    }
}

fn sentence(error: &Error, source: &str) -> String {
    format!("{error} in {source:?}")
}

fn money(amount: f64) -> String {
    format!("¥{amount:.2}")
}

fn term(terms: &Terms, code: &str, kind: &str) -> String {
    terms.get(kind).and_then(|terms| terms.get(code)).map_or_else(|| code.to_owned(), Clone::clone)
}

/// 今天, 昨天, 明天, or the date; in English for an English-speaking customer.
fn day(state: &State, zone: &TimeZone, at: &str) -> Result<String, Error> {
    let (today, moment) = (now(state, zone)?, local(zone, at)?);
    let english = state.lookup("language").is_some_and(|language| language.as_str() == Some("en"));
    let days = (moment.date() - today.date()).get_days();
    Ok(match (days, english) {
        (0, false) => "今天".into(),
        (-1, false) => "昨天".into(),
        (1, false) => "明天".into(),
        (0, true) => "today".into(),
        (-1, true) => "yesterday".into(),
        (1, true) => "tomorrow".into(),
        (_, false) if moment.year() == today.year() => moment.strftime("%-m月%-d日").to_string(),
        (_, false) => moment.strftime("%Y年%-m月%-d日").to_string(),
        (_, true) => moment.strftime("%-d %b %Y").to_string(),
    })
}

fn now(state: &State, zone: &TimeZone) -> Result<Zoned, Error> {
    let now = state.lookup("now").unwrap_or_default();
    local(zone, now.as_str().unwrap_or_default())
}

fn local(zone: &TimeZone, at: &str) -> Result<Zoned, Error> {
    let moment = at.parse::<Timestamp>().map(|at| at.to_zoned(zone.clone())).or_else(|_| {
        // A plain date is midnight at the shop.
        at.parse::<jiff::civil::Date>().and_then(|date| date.to_zoned(zone.clone()))
    });
    moment.map_err(|_| Error::new(ErrorKind::InvalidOperation, format!("{at:?} is not a time")))
}
