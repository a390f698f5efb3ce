//! One binary for all tests that cross rooms.

#![allow(clippy::unwrap_used, reason = "here a broken expectation is a failed test")]

mod content;
mod demo_shop;
mod dialogue;
mod integration;
