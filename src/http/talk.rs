//! What the sockets of visitors and of seats have in common: frames in, errors out.

use serde::{Deserialize, Serialize};
use tracing::{Span, info_span};

use super::{Api, ApiError, Code, socket::Outbox, wire::frame};
use crate::{
    conversation::ActError,
    domain::{ConversationId, SeatId},
    identity::AdmitError,
    telemetry::SPANS,
};

/// A frame that a socket takes.
///
/// # Errors
/// `bad_frame`, or `deep_json`.
pub fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, ApiError> {
    // A list would be taken for the fields in their order.
    if !text.trim_start().starts_with('{') {
        return Err(Code::BadFrame.into());
    }
    serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        if message.starts_with("recursion limit exceeded") {
            Code::DeepJson.into()
        } else {
            ApiError::new(Code::BadFrame, format!("The message is none that this socket takes: {message}."))
        }
    })
}

/// A span for what came over a socket: it has no request of its own.
pub fn heard(what: &'static str, api: &Api) -> Span {
    info_span!(target: SPANS, parent: None, "message", otel.kind = "server", shop = %api.config.shop.id, what)
}

/// By what the peer tells which of its frames was refused.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct About {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<String>,
}

impl About {
    /// As far as the frame says.
    pub fn of(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "error")]
struct ErrorFrame<'a> {
    code: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    #[serde(flatten)]
    about: &'a About,
}

/// Tells the peer what was refused.
pub fn refuse(outbox: &Outbox, error: &ApiError, about: &About) {
    let shape = ErrorFrame { code: error.code.as_str(), message: &error.message, field: error.field, about };
    outbox.send(frame(&shape));
}

impl From<ActError> for ApiError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::AlreadyTaken { by } => {
                Self::new(Code::AlreadyTaken, format!("The seat {by} holds the conversation already."))
            }
            ActError::NotYours => Code::NotYours.into(),
            ActError::NotWaiting => Code::NotWaiting.into(),
            ActError::Closed => Code::ConversationClosed.into(),
            ActError::Unknown => Code::UnknownConversation.into(),
            ActError::NotServed => Code::NotServed.into(),
            ActError::Failed(error) => error.into(),
        }
    }
}

impl From<AdmitError> for ApiError {
    fn from(error: AdmitError) -> Self {
        match error {
            AdmitError::BadToken => Self::from(Code::BadToken).field("token"),
            AdmitError::BadCustomer => Self::from(Code::BadCustomer).field("customer"),
            AdmitError::BadSignature => Self::from(Code::BadCustomer).field("signature"),
        }
    }
}

/// # Errors
/// `unknown_conversation`, for what can be nobody's id.
pub fn conversation_id(text: &str) -> Result<ConversationId, ApiError> {
    ConversationId::new(text).map_err(|_| ApiError::from(Code::UnknownConversation).field("conversation"))
}

/// # Errors
/// `unknown_seat`, for what can be nobody's id.
pub fn seat_id(text: &str) -> Result<SeatId, ApiError> {
    SeatId::new(text).map_err(|_| ApiError::from(Code::UnknownSeat).field("seat"))
}
