/// How the messages of a connection are carried in bytes, where the peers have agreed on a sub-protocol; else they go as the texts that
/// sessions and tellers know.
pub struct Codec {
    /// Of the sub-protocol, as in `Sec-WebSocket-Protocol`.
    pub name: &'static str,
    /// What a session hears; empty for what is no message.
    pub read: fn(&[u8]) -> String,
    /// What the peer is told of a text; none where the sub-protocol has no word for it.
    pub write: fn(&str) -> Option<Vec<u8>>,
}
