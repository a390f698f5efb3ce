//! The outside over HTTP: messages from any channel, WebSockets, people and their accounts, understanding alone, operations.

mod access;
mod admin;
mod auth;
mod body;
mod client;
mod error;
mod metrics;
mod names;
mod operations;
mod parse;
mod router;
mod seat;
mod server;
mod shop;
mod signature;
pub mod socket;
mod state;
mod talk;
mod visitor;
mod webhook;
mod wire;

pub use self::{
    error::{ApiError, Code},
    router::router,
    server::{Peer, Server},
    state::{Api, Parts},
};
