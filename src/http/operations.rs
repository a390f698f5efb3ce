//! Whether the node lives, is ready, and how it does.

use axum::{
    Json,
    extract::State,
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use prometheus_client::encoding::text::encode;
use serde_json::{Value, json};

use super::{Api, ApiError, Code};

/// Kept by hand; a test compares its paths with the router's.
pub const OPENAPI: &str = include_str!("openapi.json");

pub async fn healthz() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

/// Ready from when everything left unfinished at the last stop is taken up, until the node begins to stop.
pub async fn readyz(State(api): State<Api>) -> Result<Json<Value>, ApiError> {
    if api.ready() { Ok(Json(json!({"status": "ready"}))) } else { Err(Code::Draining.into()) }
}

pub async fn metrics(State(api): State<Api>) -> Result<Response, ApiError> {
    let mut text = String::new();
    encode(&mut text, &api.registry).map_err(|_| ApiError::from(Code::Internal))?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(CONTENT_TYPE, kind)], text).into_response())
}

pub async fn openapi() -> Response {
    ([(CONTENT_TYPE, "application/json")], OPENAPI).into_response()
}
