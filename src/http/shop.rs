//! Which shop a request is about.

use axum::http::HeaderMap;

use super::error::{ApiError, Code};
use crate::{config::Config, domain::ShopId};

/// The shop that is served, if `X-Shop-Id` says no other.
///
/// # Errors
/// When it names a shop that is not served here.
pub fn shop(headers: &HeaderMap, config: &Config) -> Result<ShopId, ApiError> {
    let served = &config.shop.id;
    if names_another(headers, served) {
        return Err(ApiError::from(Code::UnknownShop).field("X-Shop-Id"));
    }
    Ok(served.clone())
}

/// As from a page, which says it with `?shop=`.
///
/// # Errors
/// As above.
pub fn refuse_another(query: Option<&str>, config: &Config) -> Result<(), ApiError> {
    let named = query.unwrap_or("").split('&').find_map(|parameter| parameter.strip_prefix("shop="));
    if named.is_some_and(|named| named != config.shop.id.as_str()) {
        return Err(ApiError::from(Code::UnknownShop).field("shop"));
    }
    Ok(())
}

/// Whether `X-Shop-Id` is there and is not this shop.
pub fn names_another(headers: &HeaderMap, shop: &ShopId) -> bool {
    headers.get("x-shop-id").is_some_and(|value| value.as_bytes() != shop.as_str().as_bytes())
}
