//! `GET /conversations`: what a customer talked about with the shop before.

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    http::header::CACHE_CONTROL,
    response::{IntoResponse, Response},
};

use super::sight::knows;
use crate::http::{
    Api, ApiError, Code,
    access::Signed,
    wire::{Before, BeforeRequest, Talk},
};

/// Nothing of a customer whom the seat does not serve. One log is in memory at a time.
pub async fn conversations(
    State(api): State<Api>,
    Signed(session): Signed,
    request: Result<Query<BeforeRequest>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(request) = request.map_err(|error| ApiError::new(Code::BadQuery, error.body_text()))?;
    let (customer, most) = request.check()?;
    let person = &session.person;
    let mut conversations = Vec::new();
    if knows(&api, person, &customer) {
        for (conversation, channel) in api.store.conversations_of(&person.shop, &customer, most).await? {
            let log = api.store.load(&person.shop, &conversation).await?;
            api.names.learn_from(&log, &person.shop, &api.people).await?;
            let name = |seat: &_| api.names.of(&person.shop, seat);
            conversations.extend(Talk::of(conversation, channel, &log, name));
        }
    }
    Ok(([(CACHE_CONTROL, "no-store")], Json(Before { conversations })).into_response())
}
