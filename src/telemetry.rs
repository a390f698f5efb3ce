//! What the node tells about itself: log lines that read alone, with fields to search by. Never what anybody said.

use std::io::{self, IsTerminal};

use tracing_subscriber::{EnvFilter, fmt};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// One line an event, coloured on a terminal.
    Text,
    /// One JSON object an event.
    Json,
}

/// Sends log lines to standard error. `RUST_LOG` says which; without it everything from `info` up, but for what hnsw_rs and
/// tantivy tell of their insides.
pub fn init(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,hnsw_rs=warn,tantivy=warn"));
    let lines = fmt().with_env_filter(filter).with_writer(io::stderr);
    match format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).with_target(false).compact().init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
    // The message of a panic may quote what a customer wrote; its place is enough to find the fault.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a task panicked");
    }));
}
