//! A small shop with orders, parcels, refunds and invoices, to try xiaoer against and to test it with.
//!
//! It is a system of its own that speaks HTTP only: nothing of xiaoer reaches into it, and it knows nothing of xiaoer.

mod calendar;
mod fault;
mod goods;
mod order;
mod routes;
mod seed;
mod shop;

pub use routes::router;
