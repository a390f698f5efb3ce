//! The pages that people see. They are built from web/, and their files are part of the binary.

use axum::{
    Router,
    extract::{Path, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
            IF_NONE_MATCH, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};
use tower_http::compression::CompressionLayer;

use super::{Api, ApiError, Code};

#[derive(RustEmbed)]
#[folder = "web/dist"]
struct Built;

/// Nothing that is not ours is loaded, run or sent to, no text becomes markup, and no other page frames ours.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; \
                      font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; \
                      require-trusted-types-for 'script'; trusted-types 'none'";

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Public, all of them: they say nothing that a call behind them does not ask a permission for.
pub fn router() -> Router<Api> {
    Router::new()
        .route("/", get(entrance))
        .route("/seat", get(|headers| page("seat.html", headers)))
        .route("/console", get(|headers| page("console.html", headers)))
        .route("/widget.js", get(widget))
        .route("/assets/{file}", get(asset))
        .layer(CompressionLayer::new())
}

/// The demo shop's page; where there is none, the people of the shop come in.
async fn entrance(State(api): State<Api>, headers: HeaderMap) -> Response {
    match api.demo_shop {
        Some(_) => page("demo.html", headers).await,
        None => Redirect::temporary("/seat").into_response(),
    }
}

async fn page(name: &'static str, headers: HeaderMap) -> Response {
    let mut response = changing(name, &headers);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// On pages of other origins.
async fn widget(headers: HeaderMap) -> Response {
    let mut response = changing("widget.js", &headers);
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response.headers_mut().insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    response
}

/// Its name has a hash of what it is, so it never changes.
async fn asset(Path(file): Path<String>) -> Response {
    match Built::get(&format!("assets/{file}")) {
        Some(built) => send(&file, built, "public, max-age=31536000, immutable"),
        None => ApiError::from(Code::NotFound).into_response(),
    }
}

/// Asked for anew each time, and sent only where it is another.
fn changing(name: &str, headers: &HeaderMap) -> Response {
    let Some(built) = Built::get(name) else { return ApiError::from(Code::NotFound).into_response() };
    let tag = format!("W/\"{}\"", hex::encode(&built.metadata.sha256_hash()[..16]));
    let known = headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { send(name, built, "no-cache") };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

fn send(name: &str, built: EmbeddedFile, cache: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind(name))),
        (CACHE_CONTROL, HeaderValue::from_static(cache)),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    ];
    (headers, built.data).into_response()
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_built() {
        for name in ["demo.html", "seat.html", "console.html", "widget.js"] {
            assert!(Built::get(name).is_some(), "{name}: build web/ first");
        }
    }

    #[test]
    fn every_built_file_has_a_kind() {
        for name in Built::iter() {
            assert_ne!(kind(&name), "application/octet-stream", "{name}");
        }
    }
}
