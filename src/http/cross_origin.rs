//! Calls from the pages that hold the widget, which are of another origin (CORS). They bring no cookie, so that a page gets no more
//! than the token or the link it has.

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_MAX_AGE, ORIGIN, VARY,
        },
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{Api, visitor::refuse_unknown_page};

/// Lets the pages of `sockets.visitor_origins` read the answer, or all where none are named.
pub async fn allow(State(api): State<Api>, request: Request, next: Next) -> Response {
    let known = refuse_unknown_page(request.headers(), &api.config.sockets).is_ok();
    let origin = request.headers().get(ORIGIN).filter(|_| known).cloned();
    readable(next.run(request).await, origin)
}

fn readable(mut response: Response, origin: Option<HeaderValue>) -> Response {
    response.headers_mut().append(VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    response
}

/// Public: a browser asks whether a page may send a file, and says nothing else.
pub async fn preflight(State(api): State<Api>, headers: HeaderMap) -> Response {
    if let Err(error) = refuse_unknown_page(&headers, &api.config.sockets) {
        return readable(error.into_response(), None);
    }
    let allowed = [
        (ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST")),
        (ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, content-type, x-shop-id")),
        (ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200")),
    ];
    readable((StatusCode::NO_CONTENT, allowed).into_response(), headers.get(ORIGIN).cloned())
}
