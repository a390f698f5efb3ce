//! `hello`: who is it, where were they, what have they missed.

use super::gate::{Gate, Place};
use crate::{
    conversation::Conversations,
    desk::ChatId,
    domain::{ConversationId, Event, Recorded},
    http::{
        Api, ApiError, Code,
        wire::{VisitorHears, frame, mode},
    },
    identity::Visitor,
    store::Contact,
};

/// One conversation of the visitor's, with as much of its log as there is.
struct Chapter {
    conversation: ConversationId,
    log: Vec<Recorded>,
}

impl Chapter {
    fn seq(&self) -> u64 {
        self.log.last().map_or(0, |recorded| recorded.seq)
    }
}

/// Tells them everything after `after`, and opens the gate for what comes then.
///
/// # Errors
/// When the conversation that they name is somebody else's, or the log cannot be read.
pub async fn welcome(
    api: &Api,
    gate: &Gate,
    visitor: &Visitor,
    contact: &Contact,
    named: Option<ConversationId>,
    after: Option<u64>,
) -> Result<(), ApiError> {
    let chapters = chapters(api, contact, named, after).await?;
    for chapter in &chapters {
        api.names.learn_from(&chapter.log, &contact.shop, &api.people).await?;
    }
    let Some((first, last)) = chapters.first().zip(chapters.last()) else { return Ok(()) };
    // Beyond the end there is nothing: it is the seq of another conversation.
    let after = after.filter(|after| *after <= first.seq()).unwrap_or(0);
    if after > 0 {
        api.sockets.count_resume();
    }
    let (token, mode) = (api.visitors.token(visitor), mode(&first.log).as_str());
    let welcome =
        VisitorHears::Welcome { conversation: &first.conversation, seq: first.seq(), token: &token, mode };
    gate.outbox.feed(frame(&welcome)).await;
    for Chapter { conversation, log } in &chapters {
        let after = if *conversation == first.conversation { after } else { 0 };
        for recorded in log.iter().filter(|recorded| recorded.seq > after) {
            if let Some(text) = api.for_customer(conversation, recorded) {
                gate.outbox.feed(text).await;
            }
        }
    }
    let chat = ChatId { shop: contact.shop.clone(), conversation: last.conversation.clone() };
    if let Some(place) = api.conversations.desk().place(&chat) {
        gate.outbox.feed(frame(&VisitorHears::queue(place.position, place.eta))).await;
    }
    gate.open(Place { conversation: last.conversation.clone(), seq: last.seq() });
    Ok(())
}

/// The conversation that they name, and the open one, if that is another. Who does not name it, but was somewhere, was in the
/// last one. Without any, one that may begin.
async fn chapters(
    api: &Api,
    contact: &Contact,
    named: Option<ConversationId>,
    after: Option<u64>,
) -> Result<Vec<Chapter>, ApiError> {
    // Asked first: what is not open by now has been told to its end.
    let current = api.store.open_conversation(contact).await?;
    let named = match (named, &current, after) {
        (None, None, Some(1..)) => api.store.last_conversation(contact).await?,
        (named, _, _) => named,
    };
    let named = match named {
        Some(id) => Some(theirs(chapter(api, contact, id).await?, contact)?),
        None => None,
    };
    let current = match (current, &named) {
        (Some(current), Some(named)) if named.conversation == current => None,
        (Some(current), _) => Some(chapter(api, contact, current).await?),
        (None, _) => None,
    };
    // What they name may never have begun. It gets a new id then: theirs may be anything.
    let named = named.filter(|named| !named.log.is_empty());
    let mut chapters: Vec<Chapter> = named.into_iter().chain(current).collect();
    if chapters.is_empty() {
        chapters.push(Chapter { conversation: Conversations::new_id(), log: Vec::new() });
    }
    Ok(chapters)
}

async fn chapter(api: &Api, contact: &Contact, conversation: ConversationId) -> Result<Chapter, ApiError> {
    let log = api.store.load(&contact.shop, &conversation).await?;
    Ok(Chapter { conversation, log })
}

fn theirs(chapter: Chapter, contact: &Contact) -> Result<Chapter, ApiError> {
    let theirs = match chapter.log.first().map(|recorded| &recorded.event) {
        None => true,
        Some(opened) => {
            let (customer, channel) = (contact.customer.clone(), contact.channel);
            *opened == Event::Opened { customer, channel }
        }
    };
    if theirs { Ok(chapter) } else { Err(ApiError::from(Code::ForeignConversation).field("conversation")) }
}
