//! Everything that can be wrong with a request, and how it is said: one table, one JSON shape.

use std::time::Duration;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use serde::Serialize;

macro_rules! codes {
    ($($variant:ident $status:literal $code:literal $meaning:literal)*) => {
        /// What a caller can tell apart. The table in docs/api.md is held to this one by a test.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code { $($variant,)* }

        impl Code {
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            pub fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }

            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    BadJson 400 "bad_json" "The body is not the JSON object that the call takes."
    DeepJson 400 "deep_json" "The JSON is nested too deeply."
    InvalidUtf8 400 "invalid_utf8" "The body is not UTF-8."
    EmptyMessage 400 "empty_message" "There is no visible character in `text`."
    MessageTooLong 400 "message_too_long" "`text` has more characters than `limits.message_characters`."
    BadUser 400 "bad_user" "`user` is missing, longer than 128 bytes, or holds control characters."
    BadMessageId 400 "bad_message_id" "`message_id` is empty, longer than 128 bytes, or holds control characters."
    BadMetadata 400 "bad_metadata" "`metadata` is larger than `limits.metadata_bytes`."
    BadFrame 400 "bad_frame" "A socket's message is none of those that it takes."
    BadClientId 400 "bad_client_id" "`client_id` is empty, longer than 128 bytes, or holds control characters."
    BadRating 400 "bad_rating" "`score` is a whole number from 1 to 5."
    BadContact 400 "bad_contact" "`contact` has up to 8 fields of up to 256 bytes without control characters."
    BadFields 400 "bad_fields" "`fields` has 1 to 8 fields of up to 256 bytes without control characters."
    BadName 400 "bad_name" "A label, an intent or a skill has 1 to 64 bytes without control characters; labels are changed 32 at a time."
    BadPresence 400 "bad_presence" "`state` is `online`, `busy`, `away` or `offline`, and `capacity` is up to 100."
    BadQuery 400 "bad_query" "A query parameter has no possible value, such as `wait=soon`."
    RangeTooLong 400 "range_too_long" "A report goes over 31 days by the hour, and 400 by the day, at most."
    BadAccount 400 "bad_account" "Something that an account cannot have; `field` says which."
    BadCanned 400 "bad_canned" "Something that a canned reply cannot have; `field` says which."
    BadEdit 400 "bad_edit" "An edit of the content, or a sorting of messages, that cannot be made; `field` says which part."
    WeakPassword 400 "weak_password" "A new password has 10 to 256 characters, and not one character throughout."
    EmptyFile 400 "empty_file" "The file has no bytes."
    CutOff 400 "cut_off" "The file ended before it was whole."
    BadPath 400 "bad_path" "`path` is none that content has, such as `intents/order.cancel.yml`."
    BadShare 400 "bad_share" "A canary answers a `share` of 0.01 to 0.5 of the conversations."
    BadNote 400 "bad_note" "`note` has up to 500 characters without control characters."
    UnknownChannel 400 "unknown_channel" "`X-Channel-Type` names no channel of the configuration."
    NotWebSocket 400 "not_websocket" "The path takes WebSockets only, and the request is none that RFC 6455 knows."
    BadSignature 401 "bad_signature" "The channel has a secret, and `X-Signature` is missing or does not fit the body; or it has none, and a proxy forwards the message."
    NotAuthorised 401 "not_authorised" "Nobody is signed in: there is no session, or it is over."
    BadToken 401 "bad_token" "The visitor's token is none of this server's; without one they are somebody new."
    BadCustomer 401 "bad_customer" "The customer cannot be one, or the signature does not fit them."
    BadKey 401 "bad_key" "The link to a file is over, or none of this server's; the socket tells another."
    BadCredentials 401 "bad_credentials" "The address, the password or the set-up token is wrong."
    Forbidden 403 "forbidden" "The role does not allow the call, or it is about another shop."
    ForeignOrigin 403 "foreign_origin" "A page of another origin made the call."
    ForeignConversation 403 "foreign_conversation" "The conversation is another customer's."
    NotYours 403 "not_yours" "The seat does not take part in the conversation."
    UnknownShop 404 "unknown_shop" "`X-Shop-Id` is not the shop that is served here."
    UnknownSeat 404 "unknown_seat" "The shop has no such account."
    UnknownConversation 404 "unknown_conversation" "There is no such conversation or message, or it is not the caller's to see."
    UnknownAttachment 404 "unknown_attachment" "There is no such file, or the caller may not see it."
    UnknownIntent 404 "unknown_intent" "The content has no such intent."
    UnknownCanned 404 "unknown_canned" "There is no such canned reply, or it is another seat's."
    UnknownFile 404 "unknown_file" "The content has no such file."
    UnknownVersion 404 "unknown_version" "There is no such version, or it is not kept any more."
    NotFound 404 "not_found" "There is nothing at this path."
    MethodNotAllowed 405 "method_not_allowed" "The path does not take this method."
    OutOfOrder 409 "out_of_order" "`hello` comes first, and once."
    AlreadyTaken 409 "already_taken" "Another seat holds the conversation."
    NotWaiting 409 "not_waiting" "The conversation does not wait for a person."
    ConversationClosed 409 "conversation_closed" "The conversation is closed."
    NotServed 409 "not_served" "Nobody has answered the customer yet, so there is nothing to rate."
    SeatGone 409 "seat_gone" "The seat is not connected, or does not answer customers."
    ShortcutTaken 409 "shortcut_taken" "Another canned reply of the same owner has this shortcut."
    TooManyCanned 409 "too_many_canned" "There are as many canned replies as there may be: 200 of a seat, 1,000 of the shop."
    EmailTaken 409 "email_taken" "Another account of the shop has this address."
    LastAdmin 409 "last_admin" "The shop would have no admin left."
    ContentChanged 409 "content_changed" "Somebody changed it in the meantime: in the draft, by hand in the folder, or by another version."
    CanaryRunning 409 "canary_running" "A canary is running already: stop or publish it first."
    NoCanary 409 "no_canary" "There is no canary."
    AlreadyLive 409 "already_live" "The draft is what is live already."
    OtherSystems 409 "other_systems" "The draft changes integrations.yml: shop systems are asked as the live version describes them, so publish that first."
    DraftNotReady 409 "draft_not_ready" "There is no draft of this revision that is checked, trained and compared."
    ReportNotReady 409 "report_not_ready" "Nothing is measured yet: `GET /content/report` says how far it is."
    ContentUnfit 409 "content_unfit" "The version cannot serve here; the message says why."
    SetupDone 409 "setup_done" "The shop has an admin already, who makes further accounts."
    BodyTooLarge 413 "body_too_large" "The body has more bytes than `limits.body_bytes`."
    FileTooLarge 413 "file_too_large" "The file has more bytes than `attachments.bytes`."
    DraftTooLarge 413 "draft_too_large" "A content file has up to 2 MB, a draft up to 2,000 files and 32 MB."
    FileType 415 "file_type" "By its content the file is none of `attachments.types`, whatever it is called."
    BadRange 416 "bad_range" "Nothing of the file is in the `Range` that is asked for."
    WebSocketVersion 426 "websocket_version" "WebSockets are spoken in version 13."
    TooFast 429 "too_fast" "More messages than `sockets.messages_a_second`; this one was not taken."
    TooManyFiles 429 "too_many_files" "As many files as `attachments.an_hour` were sent to the conversation within an hour."
    Throttled 429 "throttled" "Too many attempts to sign in; try again after `Retry-After` seconds."
    Busy 429 "busy" "Too much waits already; try again after `Retry-After` seconds."
    Internal 500 "internal" "A fault of the server; the log knows more."
    StoreFull 503 "store_full" "The disk is full: nothing was stored."
    FilesFull 503 "files_full" "All files together have as many bytes as `attachments.total_bytes`."
    StoreDown 503 "store_down" "The data cannot be written or read: nothing was stored."
    SearchDown 503 "search_down" "Past messages cannot be searched at the moment; nothing else is affected."
    SearchTooSlow 503 "search_too_slow" "The search took too long: look for something rarer, or within a shorter time."
    Draining 503 "draining" "The server is starting or going down; try again after `Retry-After` seconds."
    TooManySockets 503 "too_many_sockets" "As many WebSockets are open as `sockets.connections` allows; try again after `Retry-After` seconds."
    ShopDown 503 "shop_down" "The demo shop does not answer."
    TimedOut 503 "timed_out" "The request took longer than `serve.request_timeout`."
}

/// A request that is not served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    pub code: Code,
    pub message: String,
    /// The part of the request that is at fault.
    pub field: Option<&'static str>,
    /// In seconds.
    retry_after: Option<u64>,
}

impl ApiError {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        let retry_after = matches!(code, Code::Busy | Code::Draining | Code::TooManySockets).then_some(1);
        Self { code, message: message.into(), field: None, retry_after }
    }

    /// With an error's words as a sentence.
    pub fn because(code: Code, error: &impl std::error::Error) -> Self {
        let words = error.to_string();
        let mut rest = words.chars();
        let first = rest.next().map(char::to_uppercase);
        Self::new(code, format!("{}{}.", first.into_iter().flatten().collect::<String>(), rest.as_str()))
    }

    /// Rounded up to whole seconds.
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX));
        self
    }

    pub fn field(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }
}

impl From<Code> for ApiError {
    fn from(code: Code) -> Self {
        Self::new(code, code.meaning())
    }
}

#[derive(Serialize)]
struct Envelope<'a> {
    error: Body<'a>,
}

#[derive(Serialize)]
struct Body<'a> {
    code: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let error = Body { code: self.code.as_str(), message: &self.message, field: self.field };
        let mut response = (status, Json(Envelope { error })).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    #[test]
    fn the_documented_table_is_this_one() {
        let documented = include_str!("../../docs/api.md");
        let mut table = String::from("| code | status | means |\n|---|---|---|\n");
        for code in Code::ALL {
            writeln!(table, "| `{}` | {} | {} |", code.as_str(), code.status(), code.meaning()).unwrap();
        }
        assert!(documented.contains(&table), "docs/api.md should hold this table:\n{table}");
    }
}
