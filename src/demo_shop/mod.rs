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

use std::{future::Future, io};

use axum::serve::ListenerExt;
use jiff::Timestamp;
use tokio::net::TcpListener;

pub use routes::router;

/// Serves a freshly stocked shop until `stop` resolves.
///
/// # Errors
/// When the socket fails for good.
pub async fn serve(listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY");
        }
    });
    axum::serve(listener, router(Timestamp::now())).with_graceful_shutdown(stop).await
}
