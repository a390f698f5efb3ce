//! One binary for all tests that cross rooms.

mod demo_shop;
mod integration;
