//! `POST /content/test`: one text, as the live version and the draft take it.

use std::sync::Arc;

use axum::{Json, body::Body, extract::State, http::HeaderMap};
use jiff::Timestamp;

use crate::{
    assistant::Assistant,
    http::{
        Api, ApiError, Code, body,
        wire::{ParseAnswer, ParseRequest, Tried},
    },
};

pub async fn test(State(api): State<Api>, headers: HeaderMap, body: Body) -> Result<Json<Tried>, ApiError> {
    let limits = &api.config.limits;
    let body = body::read(&headers, body, limits.body_bytes).await?;
    let text = body::json::<ParseRequest>(&body)?.check(limits.message_characters)?;
    let candidate = api.versions.ready().map(|candidate| candidate.assistant.clone());
    let live = understood(api.versions.live_assistant(), text.clone()).await?;
    let draft = match candidate {
        Some(candidate) => Some(understood(candidate, text).await?),
        None => None,
    };
    Ok(Json(Tried { live, draft }))
}

async fn understood(assistant: Arc<Assistant>, text: String) -> Result<ParseAnswer, ApiError> {
    let understand = tokio::task::spawn_blocking(move || {
        let understanding = assistant.understand(&text, Timestamp::now());
        ParseAnswer::new(text, understanding)
    });
    understand.await.map_err(|_| Code::Internal.into())
}
