//! `/content/versions`.

use axum::{
    Json,
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderMap, Uri},
};

use crate::http::{
    Api, ApiError, Code,
    access::Signed,
    auth,
    wire::{ChangeView, RollBack, VersionChanges, VersionList, VersionView, VersionsRequest},
};

/// Of one answer, unless fewer are asked for.
const MOST: usize = 50;

pub async fn list(State(api): State<Api>, uri: Uri) -> Result<Json<VersionList>, ApiError> {
    let Query(VersionsRequest { before, limit }) =
        Query::try_from_uri(&uri).map_err(|error| ApiError::new(Code::BadQuery, error.body_text()))?;
    let versions = api.versions.versions(before, limit.unwrap_or(MOST).min(MOST)).await?;
    let live = api.versions.live().await?.number;
    let versions = versions.into_iter().map(|version| VersionView::new(version, Some(live))).collect();
    Ok(Json(VersionList { versions }))
}

pub async fn one(
    State(api): State<Api>,
    Path(number): Path<String>,
) -> Result<Json<VersionChanges>, ApiError> {
    let (version, files) = api.versions.version(of_path(&number)?).await?;
    let live = api.versions.live().await?.number;
    let files = files.into_iter().map(ChangeView::from).collect();
    Ok(Json(VersionChanges { version: VersionView::new(version, Some(live)), files }))
}

pub async fn roll_back(
    State(api): State<Api>,
    Signed(session): Signed,
    Path(number): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<VersionView>, ApiError> {
    let request = auth::read::<RollBack>(&api, &headers, body).await?;
    let (to, by) = (of_path(&number)?, &session.person);
    let version = api.versions.roll_back(to, request.note()?, &by.name).await?;
    tracing::info!(by = %by.seat, version = version.number, to, "an older version is live again");
    let number = version.number;
    Ok(Json(VersionView::new(version, Some(number))))
}

fn of_path(number: &str) -> Result<u32, ApiError> {
    number.parse().map_err(|_| Code::UnknownVersion.into())
}
