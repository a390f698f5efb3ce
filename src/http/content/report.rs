//! `/content/report`: how well labelled messages are understood, by what is live and by the draft.

use axum::{
    Json,
    extract::{Query, State},
    http::{
        HeaderName, HeaderValue, Uri,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
};
use tokio::task::spawn_blocking;

use crate::{
    http::{
        Api, ApiError, Code,
        wire::{MeasurementView, ReportPageRequest, SubjectRequest},
    },
    versions::Measurement,
};

/// The page has no script, none may run, and nobody else's page frames it. It names its own style by a hash; the console measures how
/// tall it is, and its links lead there.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; \
                      sandbox allow-same-origin allow-top-navigation-by-user-activation";

const PAGE: [(HeaderName, HeaderValue); 5] = [
    (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
];

pub async fn show(State(api): State<Api>, uri: Uri) -> Result<Response, ApiError> {
    let SubjectRequest { of } = query(&uri)?;
    let gauged = api.versions.gauge(of.into()).await?;
    Ok(Json(MeasurementView::new(&gauged)).into_response())
}

pub async fn page(State(api): State<Api>, uri: Uri) -> Result<Response, ApiError> {
    let ReportPageRequest { of, language } = query(&uri)?;
    let Measurement::Done(measured) = api.versions.gauge(of.into()).await?.measurement else {
        return Err(Code::ReportNotReady.into());
    };
    let page = spawn_blocking(move || measured.page(language.into())).await;
    let page = page.map_err(|_| ApiError::from(Code::Internal))?.map_err(|error| {
        tracing::error!(error = format!("{error:#}"), "a report has no page");
        ApiError::from(Code::Internal)
    })?;
    Ok((PAGE, page).into_response())
}

fn query<T: serde::de::DeserializeOwned>(uri: &Uri) -> Result<T, ApiError> {
    let Query(request) =
        Query::try_from_uri(uri).map_err(|error| ApiError::new(Code::BadQuery, error.body_text()))?;
    Ok(request)
}
