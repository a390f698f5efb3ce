//! How connections do.

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

use super::CloseCode;

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The peer said goodbye, or hung up.
    Peer,
    /// Nothing came, not even the answer to a ping.
    Silent,
    Server(CloseCode),
}

#[derive(Default)]
pub struct Metrics {
    open: Gauge,
    opened: Counter,
    refused: Counter,
    ended: Family<Ended, Counter>,
    received: Counter,
    sent: Counter,
    too_fast: Counter,
    resumed: Counter,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ended {
    why: String,
}

impl Metrics {
    pub fn register(&self, registry: &mut Registry) {
        registry.register("sockets", "WebSocket connections that are open", self.open.clone());
        registry.register("sockets_opened", "WebSocket connections accepted", self.opened.clone());
        registry.register("sockets_refused", "WebSocket connections beyond the limit", self.refused.clone());
        registry.register("sockets_ended", "WebSocket connections that ended, by why", self.ended.clone());
        registry.register("socket_frames_received", "Frames that came in", self.received.clone());
        registry.register("socket_frames_sent", "Frames that went out", self.sent.clone());
        registry.register("socket_messages_refused", "Messages that came too fast", self.too_fast.clone());
        registry.register("socket_resumes", "Peers that came back to where they were", self.resumed.clone());
    }

    pub fn opened(&self) {
        self.opened.inc();
        self.open.inc();
    }

    pub fn closed(&self) {
        self.open.dec();
    }

    pub fn refused(&self) {
        self.refused.inc();
    }

    pub fn ended(&self, end: End) {
        let why = match end {
            End::Peer => "peer".to_owned(),
            End::Silent => "silent".to_owned(),
            End::Server(code) => code.code().to_string(),
        };
        self.ended.get_or_create(&Ended { why }).inc();
    }

    pub fn received(&self, frames: u64) {
        self.received.inc_by(frames);
    }

    pub fn sent(&self, frames: usize) {
        self.sent.inc_by(frames as u64);
    }

    pub fn too_fast(&self) {
        self.too_fast.inc();
    }

    pub fn resumed(&self) {
        self.resumed.inc();
    }
}
