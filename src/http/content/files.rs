//! `/content/files` and `/content/file`.

use axum::{
    Json,
    body::Body,
    extract::{Query, State},
    http::{HeaderMap, Uri},
};

use crate::{
    content::source::MAX_FILE_BYTES,
    http::{
        Api, ApiError, Code,
        access::Signed,
        body,
        wire::{DraftState, FileList, FileRequest, FileView, PutFile, Saved, etag},
    },
    versions::{FileWrite, Standing},
};

/// A file as JSON: quotes and line ends take two bytes there.
const BODY_BYTES: usize = 2 * MAX_FILE_BYTES + 4096;

pub async fn list(State(api): State<Api>) -> Result<Json<FileList>, ApiError> {
    Ok(Json(FileList::new(api.versions.files().await?)))
}

pub async fn read(State(api): State<Api>, uri: Uri) -> Result<Json<FileView>, ApiError> {
    let FileRequest { path, etag: _ } = request(&uri)?;
    Ok(Json(api.versions.file(&path).await?.into()))
}

pub async fn put(
    State(api): State<Api>,
    Signed(session): Signed,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Saved>, ApiError> {
    let FileRequest { path, etag: _ } = request(&uri)?;
    let body = body::read(&headers, body, BODY_BYTES).await?;
    let new = body::json::<PutFile>(&body)?;
    let etag = new.etag()?;
    let write = FileWrite { path: path.as_str().into(), text: Some(new.text), etag, whole: true };
    let draft = api.versions.save(vec![write], &session.person.name).await?;
    let etag = Some(api.versions.file(&path).await?.etag);
    tracing::info!(by = %session.person.seat, path, "a content file is changed in the draft");
    Ok(Json(Saved { etag, draft: state(&api, draft) }))
}

pub async fn remove(
    State(api): State<Api>,
    Signed(session): Signed,
    uri: Uri,
) -> Result<Json<Saved>, ApiError> {
    let FileRequest { path, etag: seen } = request(&uri)?;
    let seen = etag(seen.as_deref().unwrap_or_default())?;
    let write = FileWrite { path: path.as_str().into(), text: None, etag: Some(seen), whole: true };
    let draft = api.versions.save(vec![write], &session.person.name).await?;
    tracing::info!(by = %session.person.seat, path, "a content file is removed in the draft");
    Ok(Json(Saved { etag: None, draft: state(&api, draft) }))
}

fn request(uri: &Uri) -> Result<FileRequest, ApiError> {
    let Query(request) = Query::try_from_uri(uri).map_err(|_| ApiError::from(Code::BadPath).field("path"))?;
    Ok(request)
}

pub fn state(api: &Api, draft: Option<Standing>) -> Option<DraftState> {
    let candidate = api.versions.ready();
    draft.map(|draft| DraftState::new(draft, candidate.as_deref()))
}
