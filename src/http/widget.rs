//! `GET /widget/settings`: what the widget has to know before it shows itself.

use axum::{
    extract::{RawQuery, State},
    http::header::CACHE_CONTROL,
    response::{IntoResponse, Response},
};

use super::{Api, ApiError, shop::refuse_another, wire::WidgetSettings};

/// Asked for anew each time: opening hours come and go.
pub async fn settings(State(api): State<Api>, RawQuery(query): RawQuery) -> Result<Response, ApiError> {
    refuse_another(query.as_deref(), &api.config)?;
    let hours = api.conversations.desk().hours();
    let settings = WidgetSettings::of(&api.config, hours, api.demo_shop.is_some());
    Ok(([(CACHE_CONTROL, "no-cache")], axum::Json(settings)).into_response())
}
