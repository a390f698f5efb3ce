//! The outside over HTTP: messages from any channel, WebSockets, people and their accounts, understanding alone, operations.

mod access;
mod admin;
mod auth;
mod body;
mod client;
mod error;
mod metrics;
mod operations;
mod parse;
mod router;
mod server;
mod shop;
mod signature;
pub mod socket;
mod state;
mod webhook;
mod wire;

pub use self::{
    error::{ApiError, Code},
    router::router,
    server::{Peer, Server},
    state::{Api, Parts},
};
