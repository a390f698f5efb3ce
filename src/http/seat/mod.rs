//! A person at the desk: their socket at `/ws/seat`, and what they ask beside it.
//!
//! A seat hears everything of the conversations that it takes part in, in order and once. Its events have no gap, so that one that
//! is missing is seen, and is read from the log (`peer.rs`).

mod act;
mod before;
mod customer;
mod floor;
mod hello;
mod looks;
mod peer;
mod search;
mod session;
mod sight;
mod surroundings;

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};

pub use self::{
    before::conversations,
    customer::customer,
    floor::Floor,
    search::search,
    sight::may_see,
    surroundings::{desk, intents, labels},
};
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
