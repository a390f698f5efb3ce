//! The draft, from its first change to its publication.

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode},
};

use super::{files::state, inbox::reopen_discarded};
use crate::http::{
    Api, ApiError, Code,
    access::Signed,
    auth,
    wire::{ContentView, DraftState, DraftView, FlipsView, Publish, VersionView},
};

pub async fn overview(State(api): State<Api>) -> Result<Json<ContentView>, ApiError> {
    let overview = api.versions.overview().await?;
    Ok(Json(ContentView::new(overview, api.versions.ready().as_deref())))
}

pub async fn changes(State(api): State<Api>) -> Result<Json<DraftView>, ApiError> {
    let changes = api.versions.changes().await?;
    Ok(Json(DraftView::new(changes, api.versions.ready().as_deref())))
}

pub async fn discard(State(api): State<Api>, Signed(session): Signed) -> Result<StatusCode, ApiError> {
    let discarded = api.versions.snapshot().await?.files;
    api.versions.discard().await?;
    reopen_discarded(&api, discarded).await?;
    tracing::info!(by = %session.person.seat, "the draft is discarded");
    Ok(StatusCode::NO_CONTENT)
}

pub async fn from_disk(
    State(api): State<Api>,
    Signed(session): Signed,
) -> Result<Json<Option<DraftState>>, ApiError> {
    let draft = api.versions.take_from_disk(&session.person.name).await?;
    Ok(Json(state(&api, draft)))
}

pub async fn flips(State(api): State<Api>) -> Result<Json<FlipsView>, ApiError> {
    let candidate = api.versions.ready().ok_or(Code::DraftNotReady)?;
    Ok(Json(FlipsView::new(&candidate)))
}

pub async fn publish(
    State(api): State<Api>,
    Signed(session): Signed,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<VersionView>, ApiError> {
    let publish = auth::read::<Publish>(&api, &headers, body).await?;
    let version = api.versions.publish(publish.revision, publish.note()?, &session.person.name).await?;
    tracing::info!(by = %session.person.seat, version = version.number, "a version is published");
    let number = version.number;
    Ok(Json(VersionView::new(version, Some(number))))
}
