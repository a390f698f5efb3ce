//! Arithmetic of times that ends at the end of time.

use std::time::Duration;

use jiff::Timestamp;

pub(super) fn after(at: Timestamp, wait: Duration) -> Timestamp {
    at.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

pub(super) fn before(at: Timestamp, head_start: Duration) -> Timestamp {
    at.saturating_sub(head_start).unwrap_or(Timestamp::MIN)
}
