//! What a customer said.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::MessageId;

/// One message of a customer, as it came in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Utterance {
    pub text: String,
    /// What the button said that stands for the text; none where they typed, or the two are the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<MessageId>,
    /// What the channel adds (page, device …); kept, never interpreted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, serde_json::Value>,
}

/// Where a conversation takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Web,
    Wechat,
    Email,
    App,
    /// Any other sender over the generic webhook.
    Webhook,
}

impl Channel {
    /// The channel's name in headers, files and labels.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Wechat => "wechat",
            Self::Email => "email",
            Self::App => "app",
            Self::Webhook => "webhook",
        }
    }

    /// The channel of that name, if there is one.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Web, Self::Wechat, Self::Email, Self::App, Self::Webhook]
            .into_iter()
            .find(|channel| channel.as_str() == name)
    }
}
