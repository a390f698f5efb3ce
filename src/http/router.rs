//! Which path leads where, and what holds for all of them.

use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use tower_http::catch_panic::CatchPanicLayer;

use super::{Api, ApiError, Code, metrics, operations, parse, webhook};

/// Every path, with its methods as openapi.json names them.
fn routes() -> [(&'static str, &'static str, MethodRouter<Api>); 6] {
    [
        ("/webhook", "post", post(webhook::webhook)),
        ("/model/parse", "post", post(parse::parse)),
        ("/healthz", "get", get(operations::healthz)),
        ("/readyz", "get", get(operations::readyz)),
        ("/metrics", "get", get(operations::metrics)),
        ("/openapi.json", "get", get(operations::openapi)),
    ]
}

/// The whole API. Whatever goes wrong, the answer has the shape of an [`ApiError`].
pub fn router(api: Api) -> Router {
    routes()
        .into_iter()
        .fold(Router::new(), |router, (path, _, handler)| router.route(path, handler))
        .method_not_allowed_fallback(async || ApiError::from(Code::MethodNotAllowed))
        .fallback(async || ApiError::from(Code::NotFound))
        .layer(middleware::from_fn_with_state(api.clone(), limit_time))
        .layer(CatchPanicLayer::custom(|_| ApiError::from(Code::Internal).into_response()))
        .layer(middleware::from_fn_with_state(api.clone(), metrics::count))
        .with_state(api)
}

async fn limit_time(State(api): State<Api>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(api.config.serve.request_timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::from(Code::TimedOut).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    #[test]
    fn openapi_names_every_path() {
        let openapi: Value = serde_json::from_str(operations::OPENAPI).unwrap();
        let documented: BTreeSet<(String, String)> = openapi["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, methods)| {
                methods.as_object().unwrap().keys().map(|method| (path.clone(), method.clone()))
            })
            .collect();
        let routed = routes().map(|(path, method, _)| (path.to_owned(), method.to_owned()));
        assert_eq!(documented, BTreeSet::from(routed));
    }
}
