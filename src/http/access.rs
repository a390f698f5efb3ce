//! Who may call a route. The router takes it with each route, so that no handler can forget to ask.

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{
        HeaderMap, Method,
        header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, ORIGIN, UPGRADE},
        request::Parts,
    },
    middleware::Next,
    response::Response,
};
use jiff::Timestamp;

use super::{Api, ApiError, Code, caller::Caller, client::Client, shop};
use crate::{
    config::ServeConfig,
    identity::{Permission, Session},
};

/// The cookie that holds a session's token.
pub const COOKIE_NAME: &str = "xiaoer_session";

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody; what is asked for in the handler is written beside the route.
    Public,
    /// Everybody, and the pages that hold the widget may read the answer.
    Pages,
    /// Whoever is on this machine, where the node is there to be tried; for all others there is nothing at the path.
    Demonstration,
    /// Whoever is on this machine, or everybody with `serve.open_operations`; others need the permission.
    Local(Permission),
    /// People of the shop who have the permission.
    Needs(Permission),
    /// Customers with their visitor's token, from the pages that hold the widget, and people of the shop who have the permission.
    /// What is only read also opens by a link.
    Sides(Permission),
}

/// Stands before every handler.
///
/// # Errors
/// When the caller may not.
pub async fn guard(
    State((api, access)): State<(Api, Access)>,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let needed = match access {
        Access::Public | Access::Pages => None,
        Access::Demonstration => {
            let client = Client::of(request.extensions(), request.headers(), &api.config.serve.proxies);
            if api.demo_shop.is_none() || !client.local {
                return Err(Code::NotFound.into());
            }
            None
        }
        Access::Local(permission) => {
            let serve = &api.config.serve;
            let client = Client::of(request.extensions(), request.headers(), &serve.proxies);
            (!serve.open_operations && !client.local).then_some(permission)
        }
        Access::Needs(permission) => Some(permission),
        Access::Sides(permission) => {
            let (method, uri) = (request.method(), request.uri());
            let caller = Caller::of(&api, method, uri, request.headers(), permission).await?;
            request.extensions_mut().insert(caller);
            None
        }
    };
    if let Some(permission) = needed {
        let session = authorise(&api, request.method(), request.headers(), permission).await?;
        request.extensions_mut().insert(Signed(session));
    }
    Ok(next.run(request).await)
}

/// Who is signed in, if they have the permission and ask about their own shop.
///
/// # Errors
/// `not_authorised`, `forbidden`, `foreign_origin`, or the disk's.
pub async fn authorise(
    api: &Api,
    method: &Method,
    headers: &HeaderMap,
    permission: Permission,
) -> Result<Session, ApiError> {
    let token = token(method, headers, &api.config.serve)?.ok_or(Code::NotAuthorised)?;
    let session = api.people.session(token, Timestamp::now()).await?.ok_or(Code::NotAuthorised)?;
    let person = &session.person;
    let own = person.shop == api.config.shop.id && !shop::names_another(headers, &person.shop);
    if own && person.role.may(permission) { Ok(session) } else { Err(Code::Forbidden.into()) }
}

/// Whoever signed in to make this request. Only for routes that need a permission.
#[derive(Debug, Clone)]
pub struct Signed(pub Session);

impl FromRequestParts<Api> for Signed {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, ApiError> {
        parts.extensions.remove::<Self>().ok_or_else(|| Code::Internal.into())
    }
}

/// From `Authorization: Bearer`, else from the cookie. A browser sends the cookie whichever page makes it, so a call by cookie that
/// changes something, or opens a socket, must come from a page of ours: its `Origin` says so, or, where the browser sends none, its
/// body is JSON, which no other page can send without being asked about first.
fn token<'h>(
    method: &Method,
    headers: &'h HeaderMap,
    serve: &ServeConfig,
) -> Result<Option<&'h str>, ApiError> {
    if headers.contains_key(AUTHORIZATION) {
        return Ok(bearer(headers));
    }
    let Some(token) = cookie(headers) else { return Ok(None) };
    let opens_socket = headers.contains_key(UPGRADE);
    if method.is_safe() && !opens_socket {
        return Ok(Some(token));
    }
    refuse_foreign_origin(headers, serve)?;
    let proven = headers.contains_key(ORIGIN) || opens_socket || is_json(headers);
    if proven { Ok(Some(token)) } else { Err(Code::ForeignOrigin.into()) }
}

/// The token of `Authorization: Bearer`.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A page of somebody else's is refused; a caller that is no page sends no `Origin`.
///
/// # Errors
/// `foreign_origin`.
pub fn refuse_foreign_origin(headers: &HeaderMap, serve: &ServeConfig) -> Result<(), ApiError> {
    let Some(origin) = headers.get(ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    let ours = authority
        .is_some_and(|authority| host.is_some_and(|host| host.eq_ignore_ascii_case(authority)))
        || serve.origins.iter().any(|known| known.eq_ignore_ascii_case(origin));
    if ours { Ok(()) } else { Err(Code::ForeignOrigin.into()) }
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE_NAME).map(|(_, value)| value)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;
    use crate::config::Config;

    fn check(method: &str, headers: &[(&str, &str)], expected: Result<Option<&str>, Code>) {
        let mut serve = Config::embedded().serve;
        serve.origins = vec!["https://chat.shop.example".to_owned()];
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                (HeaderName::try_from(*name).unwrap(), HeaderValue::from_str(value).unwrap())
            })
            .collect();
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let found = token(&method, &headers, &serve).map_err(|error| error.code);
        assert_eq!(found, expected, "{method} {headers:?}");
    }

    const OURS: (&str, &str) = ("cookie", "a=b; xiaoer_session=t; c=d");
    const HERE: (&str, &str) = ("host", "Shop.example:8080");
    const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");

    #[test]
    fn a_token_comes_as_bearer_or_as_cookie() {
        check("GET", &[], Ok(None));
        check("GET", &[("cookie", "a=b; xiaoer=t"), ("cookie", "xiaoer_session=u")], Ok(Some("u")));
        check("GET", &[OURS], Ok(Some("t")));
        check("POST", &[("authorization", "bearer  x")], Ok(Some("x")));
        check("POST", &[("authorization", "Bearer x"), ("origin", "https://elsewhere")], Ok(Some("x")));
        check("GET", &[("authorization", "Basic x"), OURS], Ok(None));
        check("GET", &[("authorization", "x"), OURS], Ok(None));
    }

    #[test]
    fn a_cookie_acts_for_our_own_pages_only() {
        for (origin, expected) in [
            ("http://shop.example:8080", Ok(Some("t"))),
            ("https://chat.shop.example", Ok(Some("t"))),
            ("http://shop.example", Err(Code::ForeignOrigin)),
            ("http://shop.example:8080.evil", Err(Code::ForeignOrigin)),
            ("http://evil/shop.example:8080", Err(Code::ForeignOrigin)),
            ("null", Err(Code::ForeignOrigin)),
            ("", Err(Code::ForeignOrigin)),
        ] {
            check("POST", &[OURS, HERE, JSON, ("origin", origin)], expected);
            check("GET", &[OURS, HERE, ("upgrade", "websocket"), ("origin", origin)], expected);
        }
        check("POST", &[OURS, HERE, JSON], Ok(Some("t")));
        check("DELETE", &[OURS, HERE], Err(Code::ForeignOrigin));
        check("POST", &[OURS, HERE, ("content-type", "text/plain")], Err(Code::ForeignOrigin));
        check("POST", &[OURS, JSON, ("origin", "http://shop.example:8080")], Err(Code::ForeignOrigin));
    }
}
