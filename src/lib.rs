//! xiaoer 小二: a customer-service chat server with its own brain.
//!
//! The rooms, in reading order. What each may use is held by `tests/tidy.rs`; docs/architecture.md walks through them.

pub mod domain;
pub mod text;

pub mod content;
pub mod graph;
pub mod import;

pub mod nlu;
pub mod train;

pub mod dialogue;

pub mod assistant;
pub mod eval;

pub mod config;
pub mod desk;
pub mod integration;
pub mod store;

pub mod identity;

pub mod conversation;
pub mod inbox;
pub mod report;
pub mod rollout;
pub mod search;
pub mod versions;

pub mod http;
pub mod telemetry;

pub mod demo_shop;

pub mod cli;
