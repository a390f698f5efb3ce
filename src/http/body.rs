//! Bodies of requests: bounded, UTF-8, JSON.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, header::CONTENT_LENGTH},
};
use serde::de::DeserializeOwned;

use super::error::{ApiError, Code};

/// So much of a body that is too large is still taken in, so that its sender gets to read the answer.
const TAKEN_BYTES: usize = 256 * 1024;

/// The whole body.
///
/// # Errors
/// When it has more bytes than the limit.
pub async fn read(headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes, ApiError> {
    let most = limit.max(TAKEN_BYTES);
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|bytes| bytes > most) {
        return Err(Code::BodyTooLarge.into());
    }
    match axum::body::to_bytes(body, most).await {
        Ok(body) if body.len() <= limit => Ok(body),
        Ok(_) | Err(_) => Err(Code::BodyTooLarge.into()),
    }
}

/// # Errors
/// When it is not UTF-8, not a JSON object, or not the one that is expected.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let text = std::str::from_utf8(body).map_err(|_| ApiError::from(Code::InvalidUtf8))?;
    // A list would be taken for the fields in their order.
    if !text.trim_start().starts_with('{') {
        return Err(Code::BadJson.into());
    }
    serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        if message.starts_with("recursion limit exceeded") {
            Code::DeepJson.into()
        } else {
            ApiError::new(Code::BadJson, format!("The body is not the JSON that is expected: {message}."))
        }
    })
}
