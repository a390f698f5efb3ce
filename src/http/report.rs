//! `GET /reports/summary`: how the shop is doing.

use std::collections::HashMap;

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    http::header::CACHE_CONTROL,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;

use super::{
    Api, ApiError, Code,
    access::Signed,
    wire::{ReportAnswer, ReportRequest},
};
use crate::report::RangeError;

pub async fn summary(
    State(api): State<Api>,
    Signed(session): Signed,
    request: Result<Query<ReportRequest>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(request) = request.map_err(|error| ApiError::new(Code::BadQuery, error.body_text()))?;
    let (shop, zone) = (&session.person.shop, &api.config.shop.timezone);
    let range = request.check(zone, Timestamp::now())?;
    let report = api.reports.of(shop, range.clone()).await.map_err(|_| Code::Internal)?;
    let mut answer = ReportAnswer::new(shop.clone(), zone, &range, &report);
    let accounts = api.people.accounts(shop).await?.into_iter().map(|account| account.person);
    let seats: HashMap<_, _> = accounts.map(|person| (person.seat, person.name)).collect();
    let intents = api.conversations.intents().into_iter();
    let intents: HashMap<_, _> = intents.map(|title| (title.intent.clone(), title)).collect();
    answer.name(&seats, &intents, |code| api.conversations.reason(code));
    Ok(([(CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

impl From<RangeError> for ApiError {
    fn from(error: RangeError) -> Self {
        match error {
            RangeError::TooLong => Self::from(Code::RangeTooLong).field("from"),
            RangeError::Empty => Self::because(Code::BadQuery, &error).field("until"),
            RangeError::NoSuchTime => Self::because(Code::BadQuery, &error).field("from"),
        }
    }
}
