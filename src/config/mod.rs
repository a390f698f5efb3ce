//! The settings of one node: a struct per concern over the complete defaults of default.toml.

mod attachments;
mod channels;
mod content;
mod conversation;
mod desk;
mod encoder;
mod hours;
mod limits;
mod network;
mod read;
mod serve;
mod shop;
mod sockets;
mod telemetry;
mod understanding;
mod variables;
mod widget;

use serde::Deserialize;

pub use self::{
    attachments::AttachmentsConfig,
    channels::{ChannelConfig, Channels, Secret},
    content::ContentConfig,
    conversation::ConversationConfig,
    desk::{CustomerLate, DeskConfig, Dispatch, SeatLate},
    encoder::{EncoderConfig, Pooling},
    hours::{Day, Hours, Outside, Span},
    limits::Limits,
    network::Network,
    read::ConfigError,
    serve::ServeConfig,
    shop::ShopConfig,
    sockets::SocketsConfig,
    telemetry::{Endpoint, TelemetryConfig},
    understanding::{EmbeddingsConfig, Key, ParseConfig, UnderstandingConfig},
    variables::expand,
    widget::{Color, Field, Locale, Offset, Picture, Quick, Side, Spoken, Texts, WidgetConfig},
};

/// Everything that can be set; see docs/operations.md.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub serve: ServeConfig,
    pub shop: ShopConfig,
    pub content: ContentConfig,
    pub encoder: EncoderConfig,
    pub understanding: UnderstandingConfig,
    pub channels: Channels,
    pub conversation: ConversationConfig,
    pub desk: DeskConfig,
    pub limits: Limits,
    pub sockets: SocketsConfig,
    pub telemetry: TelemetryConfig,
    pub attachments: AttachmentsConfig,
    pub widget: WidgetConfig,
}
