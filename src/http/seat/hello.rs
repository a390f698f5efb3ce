//! `hello` of a seat: what it holds, who waits, what it has missed.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    peer::{Peer, within},
    sight::seen,
};
use crate::{
    desk::Standing,
    domain::{ConversationId, Event, Recorded},
    http::{
        ApiError,
        wire::{Held, SeatHears, mode},
    },
};

/// Tells the seat where it stands, and of its conversations everything after what it knows.
///
/// # Errors
/// When a log cannot be read.
pub async fn welcome(
    peer: &Arc<Peer>,
    standing: Standing,
    after: &BTreeMap<ConversationId, u64>,
) -> Result<(), ApiError> {
    let (mut held, mut logs) = (Vec::new(), Vec::new());
    for conversation in standing.chats {
        let log = load(peer, &conversation).await?;
        held.extend(Held::of(&conversation, &log));
        let after = within(&log, after.get(&conversation).copied().unwrap_or(0));
        logs.push((conversation, after, log));
    }
    // What they held before, up to where they no longer did.
    for (conversation, after) in after {
        if !logs.iter().any(|(known, ..)| known == conversation) {
            let log = load(peer, conversation).await?;
            if let Some(seen) = seen(&peer.api, &peer.person, &log) {
                logs.push((conversation.clone(), within(&log, *after), seen.to_vec()));
            }
        }
    }
    if after.values().any(|after| *after > 0) {
        peer.api.sockets.count_resume();
    }
    let welcome = SeatHears::Welcome {
        seat: &peer.person.seat,
        name: &peer.person.name,
        role: peer.person.role.as_str(),
        state: standing.state.as_str(),
        capacity: standing.capacity,
        conversations: &held,
        offered: &standing.promised,
        queue: &peer.api.floor.queue(),
    };
    peer.welcome(welcome, logs).await;
    Ok(())
}

/// The whole log, with the names of those who speak in it.
///
/// # Errors
/// When it cannot be read.
pub async fn load(peer: &Peer, conversation: &ConversationId) -> Result<Vec<Recorded>, ApiError> {
    let shop = &peer.person.shop;
    let log = peer.api.store.load(shop, conversation).await?;
    peer.api.names.learn_from(&log, shop, &peer.api.people).await?;
    Ok(log)
}

impl Held {
    /// None for what never began.
    fn of(conversation: &ConversationId, log: &[Recorded]) -> Option<Self> {
        let (Event::Opened { customer, channel }, last) = (&log.first()?.event, log.last()?) else {
            return None;
        };
        Some(Self {
            conversation: conversation.clone(),
            customer: customer.clone(),
            channel: *channel,
            seq: last.seq,
            mode: mode(log).as_str(),
        })
    }
}
