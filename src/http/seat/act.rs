//! What a seat does to a conversation: whether it may, as far as the conversation itself does not know, and what it is told.

use std::sync::Arc;

use super::{peer::Peer, sight::may_see};
use crate::{
    conversation::Act,
    domain::SeatId,
    http::{
        ApiError, Code,
        talk::{About, refuse},
        wire::{Asked, Needs, SeatHears},
    },
    identity::{Permission, Role},
};

/// Answered once it is on disk.
pub async fn carry_out(peer: Arc<Peer>, asked: Asked, about: About) {
    if let Err(error) = done(&peer, asked, &about).await {
        refuse(&peer.outbox, &error, &about);
    }
}

async fn done(peer: &Arc<Peer>, asked: Asked, about: &About) -> Result<(), ApiError> {
    let Asked { conversation, act, needs } = asked;
    match needs {
        Needs::Nothing => {}
        Needs::Sight if may_see(&peer.api, &peer.person, &conversation, 1).await? => {}
        Needs::Sight => return Err(Code::UnknownConversation.into()),
        Needs::Permission(permission) if peer.person.role.may(permission) => {}
        Needs::Permission(_) => return Err(Code::Forbidden.into()),
        Needs::Colleague(colleague) => is_there(peer, &colleague).await?,
    }
    let takes = matches!(act, Act::Take { .. } | Act::TakeOver { .. });
    let acted = peer.api.conversations.act(&peer.person.shop, &conversation, act).await?;
    if takes {
        // Who takes part hears it anyway.
        peer.unwatch(&acted.conversation);
    }
    let (conversation, seq, client_id) = (&acted.conversation, acted.seq, about.client_id.as_deref());
    peer.send(&if takes {
        SeatHears::Taken { conversation, seq, client_id }
    } else {
        SeatHears::Ack { conversation, seq, client_id }
    });
    Ok(())
}

/// A customer is passed on only to somebody who answers customers and is at the desk.
async fn is_there(peer: &Peer, colleague: &SeatId) -> Result<(), ApiError> {
    let accounts = peer.api.people.accounts(&peer.person.shop).await?;
    let account = accounts.iter().find(|account| account.person.seat == *colleague && account.enabled);
    let role: Role = account.ok_or_else(|| ApiError::from(Code::UnknownSeat).field("seat"))?.person.role;
    if role.may(Permission::Answer) && peer.api.floor.is_there(colleague) {
        Ok(())
    } else {
        Err(ApiError::from(Code::SeatGone).field("seat"))
    }
}
