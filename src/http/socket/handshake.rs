//! The opening handshake: RFC 6455, section 4.2.

use axum::{
    extract::Request,
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{
            CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL,
            SEC_WEBSOCKET_VERSION, UPGRADE,
        },
    },
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use sha1::{Digest, Sha1};
use tokio::net::TcpStream;

use super::{
    Codec, Outbox, Session, Sockets,
    connection::Connection,
    sockets::{Member, Refused},
};
use crate::http::{ApiError, Code};

/// Of RFC 6455: what shows that the server means a WebSocket.
const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const VERSION: HeaderValue = HeaderValue::from_static("13");

/// Answers the request of a WebSocket, and once the connection stands makes its session. What is wrong with the request is answered
/// as any other [`ApiError`].
pub fn accept<S: Session>(
    sockets: &Sockets,
    request: Request,
    make: impl FnOnce(Outbox) -> S + Send + 'static,
) -> Response {
    open_as(None, sockets, request, make)
}

/// As [`accept`], but with the codec if the client offers its sub-protocol.
pub fn negotiate<S: Session>(
    codec: &'static Codec,
    sockets: &Sockets,
    request: Request,
    make: impl FnOnce(Outbox) -> S + Send + 'static,
) -> Response {
    let offered = words(request.headers(), &SEC_WEBSOCKET_PROTOCOL).any(|name| name == codec.name);
    open_as(offered.then_some(codec), sockets, request, make)
}

fn open_as<S: Session>(
    codec: Option<&'static Codec>,
    sockets: &Sockets,
    mut request: Request,
    make: impl FnOnce(Outbox) -> S + Send + 'static,
) -> Response {
    let key = match key(request.headers()) {
        Ok(key) => key,
        Err(error) => return refuse(error),
    };
    // Absent in HTTP/1.0.
    let Some(upgrade) = request.extensions_mut().remove::<OnUpgrade>() else {
        return ApiError::from(Code::NotWebSocket).into_response();
    };
    let member = match sockets.admit(codec) {
        Ok(member) => member,
        Err(Refused::TooMany) => return ApiError::from(Code::TooManySockets).into_response(),
        Err(Refused::Draining) => return ApiError::from(Code::Draining).into_response(),
    };
    tokio::spawn(open(upgrade, member, make));
    let headers = [
        (UPGRADE, HeaderValue::from_static("websocket")),
        (CONNECTION, HeaderValue::from_static("upgrade")),
        (SEC_WEBSOCKET_ACCEPT, answer(&key)),
    ];
    let mut response = (StatusCode::SWITCHING_PROTOCOLS, headers).into_response();
    if let Some(codec) = codec {
        response.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(codec.name));
    }
    response
}

/// Takes the socket back from the HTTP server. The connection gets a task of its own, so that nothing of this one is kept.
async fn open<S: Session>(upgrade: OnUpgrade, member: Member, make: impl FnOnce(Outbox) -> S) {
    let upgraded = match upgrade.await {
        Ok(upgraded) => upgraded,
        Err(error) => {
            tracing::debug!(%error, "a peer left before its socket was open");
            return;
        }
    };
    match upgraded.downcast::<TokioIo<TcpStream>>() {
        Ok(parts) => {
            let session = make(Outbox::new(member.link.clone()));
            tokio::spawn(Connection::new(parts.io.into_inner(), &parts.read_buf, member, session));
        }
        Err(_) => tracing::error!("sockets are served over TCP only"),
    }
}

/// Who speaks another version is told which one is spoken here.
fn refuse(error: ApiError) -> Response {
    if error.code == Code::WebSocketVersion {
        return ([(SEC_WEBSOCKET_VERSION, VERSION)], error).into_response();
    }
    error.into_response()
}

/// The client's key, when everything else is as it should be.
fn key(headers: &HeaderMap) -> Result<HeaderValue, ApiError> {
    if !has_token(headers, &CONNECTION, "upgrade") || !has_token(headers, &UPGRADE, "websocket") {
        return Err(Code::NotWebSocket.into());
    }
    if headers.get(SEC_WEBSOCKET_VERSION) != Some(&VERSION) {
        return Err(ApiError::from(Code::WebSocketVersion).field("Sec-WebSocket-Version"));
    }
    let key = headers.get(SEC_WEBSOCKET_KEY);
    let whole = key.filter(|key| BASE64_STANDARD.decode(key).is_ok_and(|key| key.len() == 16));
    whole.cloned().ok_or_else(|| ApiError::from(Code::NotWebSocket).field("Sec-WebSocket-Key"))
}

fn has_token(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    words(headers, name).any(|word| word.eq_ignore_ascii_case(token))
}

/// The words of a header, apart by commas.
fn words<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

fn answer(key: &HeaderValue) -> HeaderValue {
    let digest = Sha1::new().chain_update(key).chain_update(GUID).finalize();
    let answer = BASE64_STANDARD.encode(digest);
    HeaderValue::try_from(answer).expect("base64 has only characters that a header takes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_rfc_is_answered() {
        let key = HeaderValue::from_static("dGhlIHNhbXBsZSBub25jZQ==");
        assert_eq!(answer(&key), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn requests_are_checked() {
        let check = |headers: [(&'static str, &'static str); 4], expected: u16| {
            let headers = headers.into_iter().filter(|(_, value)| !value.is_empty());
            let headers =
                headers.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            let status = key(&headers.collect()).map_or_else(|error| error.code.status(), |_| 101);
            assert_eq!(status, expected);
        };
        let with = |upgrade, connection, version, key| {
            [
                ("upgrade", upgrade),
                ("connection", connection),
                ("sec-websocket-version", version),
                ("sec-websocket-key", key),
            ]
        };
        let good = "dGhlIHNhbXBsZSBub25jZQ==";
        check(with("websocket", "Upgrade", "13", good), 101);
        check(with("WebSocket", "keep-alive, upgrade", "13", good), 101);
        check(with("", "Upgrade", "13", good), 400);
        check(with("h2c", "Upgrade", "13", good), 400);
        check(with("websocket", "close", "13", good), 400);
        check(with("websocket", "Upgrade", "8", good), 426);
        check(with("websocket", "Upgrade", "", good), 426);
        check(with("websocket", "Upgrade", "13", ""), 400);
        check(with("websocket", "Upgrade", "13", "c2hvcnQ="), 400);
        check(with("websocket", "Upgrade", "13", "not base64 at all!!!!!!!"), 400);
    }
}
