//! Who asks about a conversation: one of its sides, or whoever holds a link to something in it.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, Uri, request::Parts},
};
use percent_encoding::percent_decode_str;

use super::{
    Api, ApiError, Code,
    access::{authorise, bearer},
    shop, visitor,
};
use crate::identity::{Hello, Permission, Session, Visitor};

#[derive(Debug, Clone)]
pub enum Caller {
    Visitor(Visitor),
    /// Of the shop, with the permission that the route takes.
    Person(Session),
    /// Nobody knows who; whether the link opens anything is the handler's to ask.
    Link(String),
}

impl Caller {
    /// # Errors
    /// `not_authorised`, `forbidden`, `foreign_origin`, or the disk's.
    pub async fn of(
        api: &Api,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        permission: Permission,
    ) -> Result<Self, ApiError> {
        if method.is_safe()
            && let Some(key) = key(uri)
        {
            return Ok(Self::Link(key.to_owned()));
        }
        let Some(visitor) = visitor_of(api, headers) else {
            return authorise(api, method, headers, permission).await.map(Self::Person);
        };
        visitor::refuse_unknown_page(headers, &api.config.sockets)?;
        if shop::names_another(headers, &visitor.shop) {
            return Err(Code::Forbidden.into());
        }
        Ok(Self::Visitor(visitor))
    }
}

impl FromRequestParts<Api> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, ApiError> {
        parts.extensions.remove::<Self>().ok_or_else(|| Code::Internal.into())
    }
}

fn key(uri: &Uri) -> Option<&str> {
    uri.query()?.split('&').find_map(|parameter| parameter.strip_prefix("key="))
}

/// Whose visitor's token the request brings. It is percent-encoded: a customer's id may have characters that no header takes.
fn visitor_of(api: &Api, headers: &HeaderMap) -> Option<Visitor> {
    let token = percent_decode_str(bearer(headers)?).decode_utf8().ok()?;
    let hello = Hello { token: Some(&token), ..Hello::default() };
    api.visitors.admit(&api.config.shop.id, hello).ok()
}
