//! Which path leads where, and what holds for all of them.

use std::time::Duration;

use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{MethodRouter, delete, get, options, patch, post, put},
};
use tower_http::catch_panic::CatchPanicLayer;

use super::{
    Api, ApiError, Code,
    access::{
        self,
        Access::{self, Demonstration, Local, Needs, Pages, Public, Sides},
    },
    admin, attachments, auth, canned, content, cross_origin, demonstration, metrics, operations, pages,
    parse, report, seat, visitor, webhook, widget,
};
use crate::identity::Permission;

/// A path, its method as openapi.json names it, who may call it, and what answers.
type Route = (&'static str, &'static str, Access, MethodRouter<Api>);

#[rustfmt::skip]
fn routes() -> [Route; 64] {
    use Permission::{Answer, EditContent, ListSeats, ManageSeats, OwnAccount, ReadMetrics, ReadReports, Understand};
    [
        ("/webhook", "post", Public, post(webhook::webhook)),
        ("/ws/visitor", "get", Public, get(visitor::visitor)),
        ("/ws/seat", "get", Needs(Answer), get(seat::seat)),
        ("/search", "get", Needs(Answer), get(seat::search)),
        ("/desk", "get", Needs(Answer), get(seat::desk)),
        ("/intents", "get", Needs(Answer), get(seat::intents)),
        ("/labels", "get", Needs(Answer), get(seat::labels)),
        ("/conversations", "get", Needs(Answer), get(seat::conversations)),
        ("/conversations/{id}/customer", "get", Needs(Answer), get(seat::customer)),
        ("/attachments", "post", Sides(Answer), post(attachments::upload)),
        ("/attachments", "options", Public, options(cross_origin::preflight)),
        ("/attachments/{id}", "get", Sides(Answer), get(attachments::download)),
        ("/canned", "get", Needs(Answer), get(canned::list)),
        ("/canned", "post", Needs(Answer), post(canned::create)),
        ("/canned/{id}", "patch", Needs(Answer), patch(canned::change)),
        ("/canned/{id}", "delete", Needs(Answer), delete(canned::remove)),
        ("/canned/{id}/render", "post", Needs(Answer), post(canned::render)),
        ("/reports/summary", "get", Needs(ReadReports), get(report::summary)),
        ("/content", "get", Needs(EditContent), get(content::overview)),
        ("/content/files", "get", Needs(EditContent), get(content::list)),
        ("/content/file", "get", Needs(EditContent), get(content::read)),
        ("/content/file", "put", Needs(EditContent), put(content::put)),
        ("/content/file", "delete", Needs(EditContent), delete(content::remove)),
        ("/content/draft", "get", Needs(EditContent), get(content::changes)),
        ("/content/draft", "delete", Needs(EditContent), delete(content::discard)),
        ("/content/draft/from-disk", "post", Needs(EditContent), post(content::from_disk)),
        ("/content/draft/flips", "get", Needs(EditContent), get(content::flips)),
        ("/content/report", "get", Needs(EditContent), get(content::report)),
        ("/content/report/page", "get", Needs(EditContent), get(content::report_page)),
        ("/content/intents", "get", Needs(EditContent), get(content::intents)),
        ("/content/intents/{name}", "get", Needs(EditContent), get(content::intent)),
        ("/content/faq", "get", Needs(EditContent), get(content::faq)),
        ("/content/edits", "post", Needs(EditContent), post(content::edit)),
        ("/content/inbox", "get", Needs(EditContent), get(content::inbox)),
        ("/content/inbox/settle", "post", Needs(EditContent), post(content::settle)),
        ("/content/inbox/reopen", "post", Needs(EditContent), post(content::reopen)),
        ("/content/test", "post", Needs(EditContent), post(content::test)),
        ("/content/publish", "post", Needs(EditContent), post(content::publish)),
        ("/content/versions", "get", Needs(EditContent), get(content::versions)),
        ("/content/versions/{number}", "get", Needs(EditContent), get(content::version)),
        ("/content/versions/{number}/rollback", "post", Needs(EditContent), post(content::roll_back)),
        ("/content/rollout", "get", Needs(EditContent), get(content::rollout)),
        ("/content/canary", "post", Needs(EditContent), post(content::start_canary)),
        ("/content/canary", "delete", Needs(EditContent), delete(content::stop_canary)),
        ("/content/canary/publish", "post", Needs(EditContent), post(content::publish_canary)),
        ("/content/shadow", "post", Needs(EditContent), post(content::start_shadow)),
        ("/content/shadow", "delete", Needs(EditContent), delete(content::stop_shadow)),
        ("/model/parse", "post", Local(Understand), post(parse::parse)),
        ("/auth/setup", "post", Public, post(auth::set_up)),
        ("/auth/login", "post", Public, post(auth::log_in)),
        ("/auth/logout", "post", Needs(OwnAccount), post(auth::log_out)),
        ("/auth/me", "get", Needs(OwnAccount), get(auth::me)),
        ("/auth/password", "post", Needs(OwnAccount), post(auth::change_password)),
        ("/admin/seats", "get", Needs(ListSeats), get(admin::list)),
        ("/admin/seats", "post", Needs(ManageSeats), post(admin::create)),
        ("/admin/seats/{seat}", "patch", Needs(ManageSeats), patch(admin::change)),
        ("/admin/seats/{seat}/password", "post", Needs(ManageSeats), post(admin::reset_password)),
        ("/widget/settings", "get", Pages, get(widget::settings)),
        ("/demo/customers", "get", Demonstration, get(demonstration::customers)),
        ("/demo/goods", "get", Demonstration, get(demonstration::goods)),
        ("/healthz", "get", Public, get(operations::healthz)),
        ("/readyz", "get", Public, get(operations::readyz)),
        ("/metrics", "get", Local(ReadMetrics), get(operations::metrics)),
        ("/openapi.json", "get", Public, get(operations::openapi)),
    ]
}

/// The whole API. Whatever goes wrong, the answer has the shape of an [`ApiError`].
pub fn router(api: Api) -> Router {
    routes()
        .into_iter()
        .fold(Router::new(), |router, (path, method, access, handler)| {
            let guard = middleware::from_fn_with_state((api.clone(), access), access::guard);
            let limit = middleware::from_fn_with_state(time(&api, access, method), limit_time);
            let handler = handler.route_layer(guard).route_layer(limit);
            router.route(
                path,
                match access {
                    Sides(_) | Pages => {
                        let allow = middleware::from_fn_with_state(api.clone(), cross_origin::allow);
                        handler.route_layer(allow)
                    }
                    Public | Demonstration | Local(_) | Needs(_) => handler,
                },
            )
        })
        .merge(pages::router())
        .method_not_allowed_fallback(async || ApiError::from(Code::MethodNotAllowed))
        .fallback(async || ApiError::from(Code::NotFound))
        .layer(CatchPanicLayer::custom(|_| ApiError::from(Code::Internal).into_response()))
        .layer(middleware::from_fn_with_state(api.clone(), metrics::count))
        .with_state(api)
}

/// How long a call may take. Files come in over slow lines.
fn time(api: &Api, access: Access, method: &str) -> Duration {
    match access {
        Sides(_) if method == "post" => api.config.attachments.upload_timeout,
        Sides(_) | Public | Pages | Demonstration | Local(_) | Needs(_) => api.config.serve.request_timeout,
    }
}

async fn limit_time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::from(Code::TimedOut).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    /// What openapi.json says of a call: the permission that it takes, if any, and for whom it is beside that.
    fn documented(call: &Value) -> (Option<&str>, Vec<&str>) {
        let known = ["x-local-needs-none", "x-visitors", "x-pages", "x-demonstration"];
        (call["x-permission"].as_str(), known.into_iter().filter(|mark| call[mark] == true).collect())
    }

    #[test]
    fn openapi_names_every_path_and_who_may_call_it() {
        let openapi: Value = serde_json::from_str(operations::OPENAPI).unwrap();
        let paths = openapi["paths"].as_object().unwrap().iter();
        let calls = paths.flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().iter();
            methods.map(move |(method, call)| (path.as_str(), method.as_str(), documented(call)))
        });
        let routed = routes().map(|(path, method, access, _)| {
            let access = match access {
                Public => (None, vec![]),
                Pages => (None, vec!["x-pages"]),
                Demonstration => (None, vec!["x-demonstration"]),
                Local(permission) => (Some(permission.as_str()), vec!["x-local-needs-none"]),
                Needs(permission) => (Some(permission.as_str()), vec![]),
                Sides(permission) => (Some(permission.as_str()), vec!["x-visitors"]),
            };
            (path, method, access)
        });
        assert_eq!(calls.collect::<BTreeSet<_>>(), BTreeSet::from(routed));
    }

    #[test]
    fn what_everybody_may_call_is_known() {
        // Of files only the question of a browser before it sends one.
        let public =
            routes().into_iter().filter(|route| matches!(route.2, Public | Pages)).map(|route| route.0);
        let expected = [
            "/attachments",
            "/auth/login",
            "/auth/setup",
            "/healthz",
            "/openapi.json",
            "/readyz",
            "/webhook",
            "/widget/settings",
            "/ws/visitor",
        ];
        assert_eq!(public.collect::<BTreeSet<_>>(), BTreeSet::from(expected));
    }
}
