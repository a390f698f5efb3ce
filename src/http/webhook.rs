//! `POST /webhook`: a message from any channel.

use std::time::Duration;

use axum::{
    Json,
    body::Body,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use jiff::SignedDuration;
use tokio::time::{Instant, timeout_at};

use super::{
    Api, ApiError, Code, body,
    client::Client,
    shop::shop,
    signature,
    wire::{Accepted, Answered, Message, Said},
};
use crate::{
    conversation::{Ack, Ear, Heard, SayError, Topic, Words},
    domain::{Channel, Event, ShopId},
    store::{AppendError, Contact, ReadError},
};

const FORWARDED: &str =
    "A message that comes by way of a proxy must be signed: give the channel a secret and send X-Signature.";

/// Things heard that may wait to be looked at while an answer is put together.
const HEARD: usize = 64;

/// 202 once the words are on disk; with `?wait=3s` 200 with what was answered within that time.
pub async fn webhook(
    State(api): State<Api>,
    client: Client,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let limits = &api.config.limits;
    let channel = channel(&headers)?;
    let settings = api.config.channels.get(&channel).ok_or_else(unknown_channel)?;
    let shop = shop(&headers, &api.config)?;
    let wait = wait(query.as_deref())?.map(|wait| wait.min(limits.wait));
    let body = body::read(&headers, body, limits.body_bytes).await?;
    match &settings.secret {
        Some(secret) => signature::verify(secret, &headers, &body)?,
        // Whoever reaches a proxy could speak as any customer.
        None if client.forwarded => return Err(ApiError::new(Code::BadSignature, FORWARDED)),
        None => {}
    }
    let (customer, utterance) = body::json::<Message>(&body)?.check(limits)?;

    let contact = Contact { shop, customer, channel };
    let words = Words::whole(utterance);
    let Some(wait) = wait else {
        let Ack { conversation, seq, .. } = api.conversations.say(&contact, words).await?;
        return Ok((StatusCode::ACCEPTED, Json(Accepted { conversation, seq })).into_response());
    };
    // Listens before it speaks, so that nothing that is said to it is missed.
    let topic = Topic::Contact(contact.customer.clone(), channel);
    let ear = Ear::open(api.conversations.hub(), contact.shop.clone(), topic, HEARD);
    let ack = api.conversations.say(&contact, words).await?;
    Ok(Json(answered(&api, &contact.shop, ack, ear, Instant::now() + wait).await?).into_response())
}

/// What is said until everything is reacted to, the customer goes on speaking, or the time is over.
async fn answered(
    api: &Api,
    shop: &ShopId,
    ack: Ack,
    mut ear: Ear,
    deadline: Instant,
) -> Result<Answered, ApiError> {
    if !ack.settled
        && let Ok(Some(answered)) = timeout_at(deadline, listen(&ack, &mut ear)).await
    {
        return Ok(answered);
    }
    let log = api.store.load(shop, &ack.conversation).await?;
    let (said, mode) = Said::after(&log, ack.seq);
    Ok(Answered::new(ack.conversation, ack.seq, said, &mode))
}

/// What is said until everything is reacted to; none where the log knows better.
async fn listen(ack: &Ack, ear: &mut Ear) -> Option<Answered> {
    let mut said = Said::default();
    loop {
        let heard = ear.next().await;
        match &*heard {
            Heard::Recorded { conversation, recorded }
                if *conversation == ack.conversation && recorded.seq > ack.seq =>
            {
                // What is said from here on answers the newer message.
                if let Event::CustomerSaid { .. } = recorded.event {
                    return None;
                }
                said.add(recorded);
            }
            Heard::Settled { conversation, seq, mode }
                if *conversation == ack.conversation && *seq >= ack.seq =>
            {
                let whole = !ack.repeated && !ear.missed();
                return whole.then(|| Answered::new(conversation.clone(), ack.seq, said, mode));
            }
            Heard::Recorded { .. }
            | Heard::Settled { .. }
            | Heard::Typing { .. }
            | Heard::Suggestion { .. }
            | Heard::Queue { .. }
            | Heard::Offer { .. }
            | Heard::Withdrawn { .. }
            | Heard::Reminder { .. }
            | Heard::Away { .. } => {}
        }
    }
}

fn channel(headers: &HeaderMap) -> Result<Channel, ApiError> {
    match headers.get("x-channel-type") {
        None => Ok(Channel::Webhook),
        Some(value) => {
            let name = value.to_str().map(str::to_ascii_lowercase);
            name.ok().and_then(|name| Channel::parse(&name)).ok_or_else(unknown_channel)
        }
    }
}

fn unknown_channel() -> ApiError {
    ApiError::from(Code::UnknownChannel).field("X-Channel-Type")
}

/// `wait=3s` or `wait=500ms`.
fn wait(query: Option<&str>) -> Result<Option<Duration>, ApiError> {
    let parameters = query.unwrap_or("").split('&');
    let Some(text) = parameters.filter_map(|parameter| parameter.strip_prefix("wait=")).next_back() else {
        return Ok(None);
    };
    let wait = text.parse::<SignedDuration>().ok().and_then(|wait| Duration::try_from(wait).ok());
    match wait {
        Some(wait) => Ok(Some(wait)),
        None => {
            let message = "`wait` is no length of time such as 3s or 500ms.";
            Err(ApiError::new(Code::BadQuery, message).field("wait"))
        }
    }
}

impl From<SayError> for ApiError {
    fn from(error: SayError) -> Self {
        match error {
            SayError::Busy => Code::Busy.into(),
            SayError::Draining => Code::Draining.into(),
            SayError::Store(AppendError::Full) => Code::StoreFull.into(),
            SayError::Store(AppendError::Io(_)) | SayError::Read(_) => Code::StoreDown.into(),
            SayError::Store(AppendError::Conflict | AppendError::Repeated { .. }) | SayError::Lost => {
                Code::Internal.into()
            }
        }
    }
}

impl From<ReadError> for ApiError {
    fn from(_: ReadError) -> Self {
        Code::StoreDown.into()
    }
}
