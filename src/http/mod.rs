//! The outside over HTTP: messages from any channel, understanding alone, operations.

mod body;
mod error;
mod metrics;
mod operations;
mod parse;
mod router;
mod server;
mod signature;
mod state;
mod webhook;
mod wire;

pub use self::{
    error::{ApiError, Code},
    router::router,
    server::{Peer, serve},
    state::{Api, Parts},
};
