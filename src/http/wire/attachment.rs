//! `POST /attachments`: the query and the answer.

use axum::{extract::Query, http::Uri};
use serde::{Deserialize, Serialize};

use super::visitor::client_id_of;
use crate::{
    config::Config,
    domain::{Attachment, ConversationId, MessageId},
    http::{
        Api,
        error::{ApiError, Code},
        talk::conversation_id,
    },
    store::StoredAttachment,
};

#[derive(Debug, Deserialize)]
struct UploadQuery {
    shop: Option<String>,
    conversation: Option<String>,
    name: Option<String>,
    client_id: Option<String>,
}

/// What is said of a file that comes in.
#[derive(Debug)]
pub struct Upload {
    pub conversation: Option<ConversationId>,
    /// As its sender calls it.
    pub name: String,
    pub client_id: Option<MessageId>,
}

impl Upload {
    /// # Errors
    /// What cannot be, by parameter.
    pub fn read(uri: &Uri, config: &Config) -> Result<Self, ApiError> {
        let Query(query) = Query::<UploadQuery>::try_from_uri(uri).map_err(|_| Code::BadQuery)?;
        if query.shop.is_some_and(|shop| shop != config.shop.id.as_str()) {
            return Err(ApiError::from(Code::UnknownShop).field("shop"));
        }
        Ok(Self {
            conversation: query.conversation.as_deref().map(conversation_id).transpose()?,
            name: query.name.unwrap_or_default(),
            client_id: query.client_id.map(client_id_of).transpose()?,
        })
    }
}

/// The file is on disk, and in the conversation.
#[derive(Debug, Serialize)]
pub struct Uploaded {
    conversation: ConversationId,
    seq: u64,
    #[serde(flatten)]
    attachment: Attachment,
    /// Where it can be fetched for a while.
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<MessageId>,
}

impl Uploaded {
    pub fn new(api: &Api, stored: StoredAttachment) -> Self {
        let StoredAttachment { conversation, seq, attachment, client_id, by: _ } = stored;
        Self { conversation, seq, url: api.attachment_url(&attachment.id), attachment, client_id }
    }
}
