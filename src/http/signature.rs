//! `X-Signature: sha256=<hex>`: the HMAC-SHA256 of the raw body under the channel's secret.

use axum::http::HeaderMap;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::error::{ApiError, Code};
use crate::config::Secret;

/// Compares in constant time.
///
/// # Errors
/// When the signature is missing, malformed, or somebody else's.
pub fn verify(secret: &Secret, headers: &HeaderMap, body: &[u8]) -> Result<(), ApiError> {
    let sent = headers
        .get("x-signature")
        .and_then(|value| value.to_str().ok()?.strip_prefix("sha256="))
        .and_then(|digits| hex::decode(digits).ok());
    let signature = sent.ok_or(Code::BadSignature)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(body);
    mac.verify_slice(&signature).map_err(|_| Code::BadSignature.into())
}
