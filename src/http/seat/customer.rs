//! `GET /conversations/{id}/customer`: who a seat talks with, by the shop's systems and by the conversation.

use axum::{
    Json,
    extract::{Path, State},
    http::header::CACHE_CONTROL,
    response::{IntoResponse, Response},
};
use serde_json::Value;

use super::sight::seen;
use crate::{
    domain::{Event, Failure, Outcome},
    http::{
        Api, ApiError, Code,
        access::Signed,
        talk::conversation_id,
        wire::{CustomerView, Gathered},
    },
    identity::is_anonymous,
};

/// For whoever reads the conversation to its end: what the shop says of a customer is of today.
pub async fn customer(
    State(api): State<Api>,
    Signed(session): Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let unknown = || ApiError::from(Code::UnknownConversation).field("conversation");
    let conversation = conversation_id(&id)?;
    let log = api.store.load(&session.person.shop, &conversation).await?;
    let seen = seen(&api, &session.person, &log).filter(|seen| seen.len() == log.len());
    let Some(Event::Opened { customer, .. }) = seen.and_then(<[_]>::first).map(|opened| &opened.event) else {
        return Err(unknown());
    };
    let known = !is_anonymous(customer);
    let desk = &api.config.desk;
    let (profile, orders) = if known {
        tokio::join!(
            api.conversations.look_up(customer, &desk.profile, desk.panel_within),
            api.conversations.look_up(customer, &desk.orders, desk.panel_within),
        )
    } else {
        (None, None)
    };
    let mut unavailable = Vec::new();
    let mut answered = |name, outcome, fits: fn(&Value) -> bool| {
        answer(outcome, fits).unwrap_or_else(|Unavailable| {
            unavailable.push(name);
            None
        })
    };
    let view = CustomerView {
        customer: customer.clone(),
        known,
        profile: answered("profile", profile, Value::is_object),
        orders: answered("orders", orders, Value::is_array),
        gathered: Gathered::from_log(&log),
        unavailable,
    };
    Ok(([(CACHE_CONTROL, "no-store")], Json(view)).into_response())
}

struct Unavailable;

/// None where the shop has no such system, or knows nothing of the customer.
fn answer(outcome: Option<Outcome>, fits: fn(&Value) -> bool) -> Result<Option<Value>, Unavailable> {
    match outcome {
        None | Some(Outcome::Failed(Failure::NotFound)) => Ok(None),
        Some(Outcome::Answered(answer)) if fits(&answer) => Ok(Some(answer)),
        Some(Outcome::Answered(_) | Outcome::Failed(Failure::Unavailable)) => Err(Unavailable),
    }
}
