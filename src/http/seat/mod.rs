//! `/ws/seat`: a person at the desk.
//!
//! A seat hears everything of the conversations that it takes part in, in order and once. Its events have no gap, so that one that
//! is missing is seen, and is read from the log (`peer.rs`).

mod act;
mod floor;
mod hello;
mod peer;
mod search;
mod session;
mod sight;

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};

pub use self::{floor::Floor, search::search, sight::may_see};
use self::{peer::Peer, session::Desktop};
use super::{Api, access::Signed, socket, wire::SEATS};

pub async fn seat(State(api): State<Api>, Signed(session): Signed, request: Request) -> Response {
    let sockets = api.sockets.clone();
    socket::negotiate(&SEATS, &sockets, request, move |outbox| {
        api.names.learn(&session.person);
        let peer = Arc::new(Peer::new(api.clone(), session.person.clone(), outbox));
        Desktop::new(api, session, peer)
    })
}
