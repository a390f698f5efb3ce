//! `/ws/visitor`: a customer in a page of the shop.
//!
//! A visitor is told everything that the log of their conversation has for them, in order and once: they are listened for first,
//! then the log is read, and then what came in between is passed on (`gate.rs`).

mod gate;
mod hello;
mod session;

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{RawQuery, Request, State},
    http::{HeaderMap, header::ORIGIN},
    response::Response,
};

use self::{gate::Gate, session::Visit};
use super::{Api, ApiError, Code, client::Client, shop::refuse_another, socket, wire::VISITORS};
use crate::config::SocketsConfig;

/// Until a visitor has said who they are.
const HELLO_TIME: Duration = Duration::from_secs(10);

/// Public: whoever comes is asked who they are by `hello`, on the socket.
pub async fn visitor(
    State(api): State<Api>,
    client: Client,
    RawQuery(query): RawQuery,
    request: Request,
) -> Result<Response, ApiError> {
    refuse_another(query.as_deref(), &api.config)?;
    refuse_unknown_page(request.headers(), &api.config.sockets)?;
    let sockets = api.sockets.clone();
    Ok(socket::negotiate(&VISITORS, &sockets, request, move |outbox| {
        let gate = Gate::shut(api.clone(), outbox);
        tokio::spawn(Gate::see_off_strangers(Arc::downgrade(&gate), HELLO_TIME));
        Visit::new(api, gate, client.local)
    }))
}

/// Visitors carry a token and no cookie, so that a page which opens a socket in their browser learns nothing of theirs. Where the
/// widget belongs on known pages only, others are refused all the same.
///
/// # Errors
/// `foreign_origin`.
pub fn refuse_unknown_page(headers: &HeaderMap, sockets: &SocketsConfig) -> Result<(), ApiError> {
    let Some(origin) = headers.get(ORIGIN) else { return Ok(()) };
    let known = |known: &String| known.as_bytes().eq_ignore_ascii_case(origin.as_bytes());
    let welcome = sockets.visitor_origins.is_empty() || sockets.visitor_origins.iter().any(known);
    if welcome { Ok(()) } else { Err(Code::ForeignOrigin.into()) }
}
