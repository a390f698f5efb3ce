//! One binary for all tests that cross rooms.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod demo_shop;
mod dialogue;
mod integration;
