//! `/content/rollout`, `/content/canary`, `/content/shadow`: a version beside the live one.

use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode},
};

use crate::{
    assistant::Assistant,
    http::{
        Api, ApiError, Code,
        access::Signed,
        auth,
        wire::{CanaryView, RolloutView, ShadowView, StartCanary, StartShadow, VersionView},
    },
    rollout::RolloutError,
    versions::Origin,
};

pub async fn show(State(api): State<Api>) -> Json<RolloutView> {
    Json(RolloutView::from(&api.rollout.report().await))
}

/// The ready draft answers a share of the conversations.
pub async fn start_canary(
    State(api): State<Api>,
    Signed(session): Signed,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<CanaryView>, ApiError> {
    let request = auth::read::<StartCanary>(&api, &headers, body).await?;
    let (share, by) = (request.share()?, &session.person);
    let candidate = api.versions.candidate(request.revision).await?;
    asks_the_same_systems(&api, &candidate.assistant)?;
    let note = request.note()?;
    if api.rollout.report().await.canary.is_some() {
        return Err(Code::CanaryRunning.into());
    }
    let version = api.versions.record(&candidate, Origin::Canary, note, &by.name).await?;
    let number = version.number;
    let canary = api.rollout.start_canary(number, candidate.assistant.clone().into(), share).await?;
    tracing::info!(by = %by.seat, version = number, "a canary was started");
    Ok(Json(CanaryView::from(&canary)))
}

pub async fn stop_canary(
    State(api): State<Api>,
    Signed(session): Signed,
) -> Result<Json<CanaryView>, ApiError> {
    let canary = api.rollout.stop_canary().await?;
    tracing::info!(by = %session.person.seat, version = canary.draw.version, "the canary was stopped");
    Ok(Json(CanaryView::from(&canary)))
}

/// The canary's version answers everybody, and ends the canary with that.
pub async fn publish_canary(
    State(api): State<Api>,
    Signed(session): Signed,
) -> Result<Json<VersionView>, ApiError> {
    let canary = api.rollout.report().await.canary.ok_or(Code::NoCanary)?;
    let version = api.versions.make_live(canary.draw.version).await?;
    tracing::info!(by = %session.person.seat, version = version.number, "the canary was published");
    let number = version.number;
    Ok(Json(VersionView::new(version, Some(number))))
}

/// The ready draft hears what live hears.
pub async fn start_shadow(
    State(api): State<Api>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<ShadowView>, ApiError> {
    let StartShadow { revision } = auth::read(&api, &headers, body).await?;
    let candidate = api.versions.candidate(revision).await?;
    let shadow = api.rollout.start_shadow(candidate.assistant.clone().into())?;
    Ok(Json(ShadowView::from(&shadow)))
}

pub async fn stop_shadow(State(api): State<Api>) -> StatusCode {
    api.rollout.stop_shadow();
    StatusCode::NO_CONTENT
}

/// The gateway asks shop systems as live describes them: another description can be published, and not tried beside it.
fn asks_the_same_systems(api: &Api, candidate: &Arc<Assistant>) -> Result<(), ApiError> {
    let live = api.versions.live_assistant();
    let same = live.content().integrations == candidate.content().integrations;
    if same { Ok(()) } else { Err(Code::OtherSystems.into()) }
}

impl From<RolloutError> for ApiError {
    fn from(error: RolloutError) -> Self {
        match error {
            RolloutError::Running => Code::CanaryRunning.into(),
            RolloutError::NoCanary => Code::NoCanary.into(),
            RolloutError::Live => Code::AlreadyLive.into(),
            RolloutError::Io(_) | RolloutError::Open(_) | RolloutError::Read(_) => {
                tracing::error!(%error, "the rollout cannot be changed");
                Code::StoreDown.into()
            }
        }
    }
}
