//! What the operator says to a running process.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// Resolves when the process shall end: SIGTERM, or Ctrl-C.
///
/// # Errors
/// When signals cannot be listened to.
pub fn stop() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// SIGHUP: the content has changed.
///
/// # Errors
/// When signals cannot be listened to.
pub fn hangup() -> io::Result<Signal> {
    signal(SignalKind::hangup())
}
