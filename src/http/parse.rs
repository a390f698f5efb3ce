//! `POST /model/parse`: understanding alone.

use axum::{Json, body::Body, extract::State, http::HeaderMap};
use jiff::Timestamp;

use super::{
    Api, ApiError, Code, body,
    wire::{ParseAnswer, ParseRequest},
};

pub async fn parse(
    State(api): State<Api>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<ParseAnswer>, ApiError> {
    let limits = &api.config.limits;
    let body = body::read(&headers, body, limits.body_bytes).await?;
    let text = body::json::<ParseRequest>(&body)?.check(limits.message_characters)?;
    let understanding = api.conversations.understand(&text, Timestamp::now()).await.ok_or(Code::Internal)?;
    Ok(Json(ParseAnswer::new(text, understanding)))
}
