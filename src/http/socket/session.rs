use std::pin::Pin;

/// What a connection is about. It is dropped when the connection ends, however that comes about.
///
/// Everything that a session says goes through the [`Outbox`](super::Outbox) that it was made with. Its size counts for every
/// connection that is open.
pub trait Session: Send + Unpin + 'static {
    /// A message of the peer, one at a time and in order.
    fn text(&mut self, text: &str) -> Then;

    /// A message that came too soon after many others; it is not passed to `text`.
    fn too_fast(&mut self);
}

/// What happens after a message.
pub enum Then {
    /// The next message may come.
    Next,
    /// This is done first; until then nothing more is read from the peer, while what it is told goes out. The work ends even
    /// when the peer leaves.
    After(Pin<Box<dyn Future<Output = ()> + Send>>),
}
