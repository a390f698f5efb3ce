//! The outside over HTTP: messages from any channel, WebSockets, people and their accounts, understanding alone, operations.

mod access;
mod admin;
mod attachments;
mod auth;
mod body;
mod caller;
mod canned;
mod client;
mod content;
mod cross_origin;
mod demonstration;
mod error;
mod metrics;
mod names;
mod operations;
mod pages;
mod parse;
mod report;
mod router;
mod seat;
mod server;
mod shop;
mod signature;
pub mod socket;
mod state;
mod talk;
mod telling;
mod visitor;
mod webhook;
mod widget;
mod wire;

pub use self::{
    demonstration::DemoShop,
    error::{ApiError, Code},
    router::router,
    server::{Peer, Server},
    state::{Api, Parts},
};
