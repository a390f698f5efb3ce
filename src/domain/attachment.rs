//! A file that belongs to a conversation.

use serde::{Deserialize, Serialize};

use super::AttachmentId;

/// What is known of a file; its bytes lie elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub id: AttachmentId,
    /// As the sender called it; shown, never used as a path.
    pub name: String,
    /// As its content says, not its name: `image/png`.
    pub media_type: String,
    pub bytes: u64,
}
