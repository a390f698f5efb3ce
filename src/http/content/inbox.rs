//! `/content/inbox`: what was misunderstood, and what people say that it is.

use std::{collections::HashSet, sync::Arc};

use axum::{
    Json,
    body::Body,
    extract::{Query, State},
    http::{HeaderMap, Uri},
};
use jiff::{Timestamp, civil::Date};
use tokio::task::spawn_blocking;

use super::{
    edits::change,
    files::state,
    intents::{draft, names},
};
use crate::{
    content::{self, Content, SourceFile},
    domain::{ConversationId, Settled, Settling},
    http::{
        Api, ApiError, Code,
        access::Signed,
        body,
        wire::{GroupView, InboxRequest, InboxView, Reopen, Settle, SettleAnswer, Suggested},
    },
    inbox::{self, InboxError},
    store::SettleError,
};

/// Thousands of messages, a hundred bytes each.
const BODY_BYTES: usize = 1024 * 1024;

pub async fn read(State(api): State<Api>, uri: Uri) -> Result<Json<InboxView>, ApiError> {
    let Query(request) = Query::<InboxRequest>::try_from_uri(&uri)
        .map_err(|error| ApiError::new(Code::BadQuery, error.body_text()))?;
    let (why, limit) = request.check()?;
    let groups = api.inbox.groups(why).await?;
    let settled_7d = inbox::this_week(&api.inbox.settled().await?, Timestamp::now());
    let names = names(&api).await?;
    let (open, ungrouped) = (groups.open, groups.ungrouped);
    let view = move || {
        let live = api.versions.live_assistant();
        let version = &live.content().fingerprint;
        let understand = |text: &str| {
            let understood = live.understand(text, Timestamp::now());
            understood.top().map(|(intent, confidence)| (intent.clone(), confidence))
        };
        let shown = groups.groups.iter().take(limit).map(|group| {
            let suggested = api.inbox.suggestion(group, version, understand);
            let suggested =
                suggested.map(|(intent, confidence)| Suggested { intent, confidence: confidence.get() });
            GroupView::new(group, suggested, &names)
        });
        shown.collect()
    };
    let groups = spawn_blocking(view).await.map_err(|_| ApiError::from(Code::Internal))?;
    Ok(Json(InboxView { groups, open, settled_7d, ungrouped }))
}

/// What is sorted already stays as it is, so that the same call twice is the same as once.
pub async fn settle(
    State(api): State<Api>,
    Signed(session): Signed,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<SettleAnswer>, ApiError> {
    let body = body::read(&headers, body, BODY_BYTES).await?;
    let (wanted, how) = body::json::<Settle>(&body)?.check()?;
    let earlier = api.inbox.settled().await?;
    let known: HashSet<(&ConversationId, u64)> =
        earlier.iter().map(|mark| (&mark.conversation, mark.seq)).collect();
    let person = &session.person;
    let at = Timestamp::now();
    let mark = |message: inbox::Message| {
        let inbox::Message { conversation, seq, text, .. } = message;
        Settled { conversation, seq, text, how: how.clone(), by: person.seat.clone(), at, taught: false }
    };
    let marks = api.inbox.find(&wanted).into_iter().map(mark);
    let marks: Vec<Settled> = marks.filter(|mark| !known.contains(&(&mark.conversation, mark.seq))).collect();
    let (content, _) = draft(&api).await?;
    exists(&content, &how)?;
    let marks = inbox::mark(&content, marks, &earlier);
    let (settled, new) = (marks.len(), marks.clone());
    let teach = move |files: &[SourceFile]| inbox::teach(&loaded(files), &new);
    let draft = change(&api, &person.name, Arc::new(teach)).await?;
    // The rows first: a mark without its row would hide the message for good.
    api.inbox.settle(marks).await?;
    tracing::info!(by = %person.seat, settled, "messages of the inbox are sorted");
    Ok(Json(SettleAnswer { settled, draft: state(&api, draft) }))
}

pub async fn reopen(
    State(api): State<Api>,
    Signed(session): Signed,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<SettleAnswer>, ApiError> {
    let body = body::read(&headers, body, BODY_BYTES).await?;
    let wanted: HashSet<(ConversationId, u64)> = body::json::<Reopen>(&body)?.check()?.into_iter().collect();
    let is_wanted = |mark: &Settled| wanted.contains(&(mark.conversation.clone(), mark.seq));
    let (marks, others): (Vec<Settled>, Vec<Settled>) =
        api.inbox.settled().await?.into_iter().partition(is_wanted);
    let person = &session.person;
    let settled = marks.len();
    let places = marks.iter().map(|mark| (mark.conversation.clone(), mark.seq)).collect();
    let unteach = move |files: &[SourceFile]| inbox::unteach(&loaded(files), &marks, &others);
    let draft = change(&api, &person.name, Arc::new(unteach)).await?;
    api.inbox.reopen(places).await?;
    tracing::info!(by = %person.seat, reopened = settled, "messages are back in the inbox");
    Ok(Json(SettleAnswer { settled, draft: state(&api, draft) }))
}

/// Puts messages back whose rows were in a draft that is gone, and are nowhere else. What was sorted since the live version was made
/// was in the draft, whether or not that could be read.
///
/// # Errors
/// When the files or the marks cannot be read.
pub(super) async fn reopen_discarded(api: &Api, discarded: Vec<SourceFile>) -> Result<(), ApiError> {
    let since = api.versions.overview().await?.live.at;
    let (live, _) = draft(api).await?;
    let marks = api.inbox.settled().await?;
    let lost = move || {
        let before = loaded(&discarded);
        let was_there = |mark: &Settled| mark.at > since || inbox::knows(&before, mark);
        let lost = marks.into_iter().filter(|mark| was_there(mark) && !inbox::knows(&live, mark));
        lost.map(|mark| (mark.conversation, mark.seq)).collect::<Vec<_>>()
    };
    let lost = spawn_blocking(lost).await.map_err(|_| ApiError::from(Code::Internal))?;
    if !lost.is_empty() {
        api.inbox.reopen(lost).await?;
    }
    Ok(())
}

fn exists(content: &Content, how: &Settling) -> Result<(), ApiError> {
    let (field, name, is_there) = match how {
        Settling::Intent(name) => ("intent", name.as_str(), content.intents.contains_key(name)),
        Settling::Faq(name) => ("faq", name.as_str(), content.faq.iter().any(|entry| entry.id == *name)),
        Settling::NotOurs => {
            let name = content::labelled::OUT_OF_SCOPE;
            ("not_ours", name, content.intents.contains_key(name))
        }
        Settling::Dismissed => return Ok(()),
    };
    if is_there {
        return Ok(());
    }
    let noun = if field == "faq" { "FAQ entry" } else { "intent" };
    Err(ApiError::new(Code::BadEdit, format!("There is no {noun} `{name}`.")).field(field))
}

/// What the files say; what is to be learned does not depend on the day.
fn loaded(files: &[SourceFile]) -> Content {
    content::load(files, Date::ZERO).0
}

impl From<InboxError> for ApiError {
    fn from(error: InboxError) -> Self {
        match error {
            InboxError::Store(error) => error.into(),
            InboxError::BrokeDown => Code::Internal.into(),
        }
    }
}

impl From<SettleError> for ApiError {
    fn from(error: SettleError) -> Self {
        match error {
            SettleError::Unknown => Code::UnknownConversation.into(),
            SettleError::Full => Code::StoreFull.into(),
            SettleError::Io(_) => Code::StoreDown.into(),
        }
    }
}
