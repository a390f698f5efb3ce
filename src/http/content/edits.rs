//! `POST /content/edits`: structured edits of the files, into the draft.

use std::{collections::BTreeMap, sync::Arc};

use axum::{Json, body::Body, extract::State, http::HeaderMap};
use tokio::task::spawn_blocking;

use super::files::state;
use crate::{
    content::{
        SourceFile,
        edit::{self, Changed, Edit, EditError},
    },
    http::{
        Api, ApiError, Code,
        access::Signed,
        body,
        wire::{DraftState, Edits},
    },
    versions::{Digest, FileWrite, Standing, VersionsError},
};

const BODY_BYTES: usize = 1024 * 1024;
/// Others may save between the look at the files and the change of them.
const TRIES: usize = 3;

pub async fn edit(
    State(api): State<Api>,
    Signed(session): Signed,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Option<DraftState>>, ApiError> {
    let body = body::read(&headers, body, BODY_BYTES).await?;
    let edits = body::json::<Edits>(&body)?.check()?;
    let count = edits.len();
    let draft = change(&api, &session.person.name, Arc::new(move |_| edits.clone())).await?;
    tracing::info!(by = %session.person.seat, edits = count, "content is edited in the draft");
    Ok(Json(state(&api, draft)))
}

/// The edits to make of files as they are; asked again when these have changed meanwhile.
pub(super) type Make = Arc<dyn Fn(&[SourceFile]) -> Vec<Edit> + Send + Sync>;

/// Makes edits of the draft's files, as they are, and saves what changed.
///
/// # Errors
/// `bad_edit`, or what the save says.
pub(super) async fn change(api: &Api, author: &str, make: Make) -> Result<Option<Standing>, ApiError> {
    let mut tries = 1;
    loop {
        let files = api.versions.snapshot().await?.files;
        let make = make.clone();
        let apply = move || -> Result<Vec<FileWrite>, ApiError> {
            let changed =
                edit::apply(&files, &make(&files)).map_err(|(place, error)| refused(place, &error))?;
            let before: BTreeMap<&str, Digest> =
                files.iter().map(|file| (&*file.path, Digest::of(&file.bytes))).collect();
            changed.into_iter().map(|changed| write(changed, &before)).collect()
        };
        let writes = spawn_blocking(apply).await.map_err(|_| ApiError::from(Code::Internal))??;
        if writes.is_empty() {
            return Ok(api.versions.standing().await?);
        }
        match api.versions.save(writes, author).await {
            Err(VersionsError::Changed(_)) if tries < TRIES => tries += 1,
            saved => return Ok(saved?),
        }
    }
}

fn write(changed: Changed, before: &BTreeMap<&str, Digest>) -> Result<FileWrite, ApiError> {
    let text = changed.file.map(|file| String::from_utf8(file.bytes)).transpose();
    let text = text.map_err(|_| ApiError::from(Code::Internal))?;
    Ok(FileWrite { etag: before.get(&*changed.path).copied(), path: changed.path, text, whole: false })
}

fn refused(place: usize, error: &EditError) -> ApiError {
    let mut refused = ApiError::because(Code::BadEdit, error);
    if place > 0 {
        refused.message = format!("Edit {}: {}", place + 1, refused.message);
    }
    match error.field() {
        Some(field) => refused.field(field),
        None => refused,
    }
}
