//! `GET /attachments/{id}`: a file goes out, to whoever may see the conversation.

use axum::{
    body::Body,
    extract::{Path, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{
            ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
            CONTENT_SECURITY_POLICY, CONTENT_TYPE, IF_RANGE, RANGE, X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
};
use jiff::Timestamp;

use super::{
    contents::Outgoing,
    disposition::disposition,
    range::{Part, part},
    sender::contact,
};
use crate::{
    domain::AttachmentId,
    http::{Api, ApiError, Code, caller::Caller, seat},
    store::StoredAttachment,
};

/// Whatever is in a file, nothing of it is run.
const SANDBOX: &str = "sandbox; default-src 'none'";

pub async fn download(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let id = AttachmentId::new(id).map_err(|_| ApiError::from(Code::UnknownAttachment))?;
    let shop = &api.config.shop.id;
    if let Caller::Link(key) = &caller
        && !api.links.opens(shop, &id, key, Timestamp::now())
    {
        return Err(ApiError::from(Code::BadKey).field("key"));
    }
    let stored = api.store.attachment(shop, &id).await?.ok_or(Code::UnknownAttachment)?;
    if !may_see(&api, caller, &stored).await? {
        return Err(Code::UnknownAttachment.into());
    }
    let bytes = stored.attachment.bytes;
    // What it would be compared with is never given out.
    let range = headers.get(RANGE).filter(|_| !headers.contains_key(IF_RANGE));
    let Some(part) = part(range.and_then(|range| range.to_str().ok()), bytes) else {
        let error = ApiError::from(Code::BadRange).field("Range");
        return Ok(([(CONTENT_RANGE, format!("bytes */{bytes}"))], error).into_response());
    };
    let Some(contents) = api.files.read(shop, &id, part.start, part.length).await? else {
        tracing::error!(%id, "a file is gone from the disk");
        return Err(Code::UnknownAttachment.into());
    };
    Ok(answer(&stored, part, Outgoing::new(contents, part.length)))
}

fn answer(stored: &StoredAttachment, part: Part, contents: Outgoing) -> Response {
    let attachment = &stored.attachment;
    let Part { start, length } = part;
    let whole = length == attachment.bytes;
    let mut response = Response::new(Body::new(contents));
    let mut set = |name: HeaderName, text: &str| {
        // What cannot be a header is left out: no name or type of ours is such.
        if let Ok(value) = HeaderValue::from_str(text) {
            response.headers_mut().insert(name, value);
        }
    };
    set(CONTENT_TYPE, &attachment.media_type);
    set(CONTENT_LENGTH, &length.to_string());
    set(CONTENT_DISPOSITION, &disposition(&attachment.name, &attachment.media_type));
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(CONTENT_SECURITY_POLICY, SANDBOX);
    set(CACHE_CONTROL, "private, max-age=3600");
    set(ACCEPT_RANGES, "bytes");
    if !whole {
        set(CONTENT_RANGE, &format!("bytes {start}-{}/{}", start + length - 1, attachment.bytes));
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    response
}

/// The customer whose conversation it is in, a seat that may read the transcript up to it, or whoever has the link.
async fn may_see(api: &Api, caller: Caller, stored: &StoredAttachment) -> Result<bool, ApiError> {
    let shop = &api.config.shop.id;
    match caller {
        Caller::Link(_) => Ok(true),
        Caller::Visitor(visitor) => {
            let of = api.store.contact(shop, &stored.conversation).await?;
            Ok(of == Some(contact(visitor)))
        }
        Caller::Person(session) => {
            seat::may_see(api, &session.person, &stored.conversation, stored.seq).await
        }
    }
}
