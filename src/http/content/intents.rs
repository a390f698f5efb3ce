//! `/content/intents` and `/content/faq`: what the draft says, read from its files.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use axum::{
    Json,
    extract::{Path, State},
};
use jiff::{SignedDuration, Timestamp};
use tokio::task::spawn_blocking;

use crate::{
    content::{self, Content, SourceFile},
    http::{
        Api, ApiError, Code,
        wire::{FaqList, FaqView, IntentList, IntentRow, IntentView},
    },
    report::{By, Range},
    versions::Digest,
};

const DAY: SignedDuration = SignedDuration::from_hours(24);

pub async fn list(State(api): State<Api>) -> Result<Json<IntentList>, ApiError> {
    let files = api.versions.files().await?;
    let changed: BTreeSet<Arc<str>> =
        files.into_iter().filter(|file| file.changed).map(|file| file.path).collect();
    let (content, _) = draft(&api).await?;
    let (now, zone) = (Timestamp::now(), &api.config.shop.timezone);
    let range = Range::new(now - DAY * 7, now, By::Day, zone)?;
    let report = api.reports.of(&api.config.shop.id, range).await.map_err(|_| Code::Internal)?;
    let turns = &report.summary.total.intents;
    let row = |intent: &content::Intent| {
        let turns = turns.get(&intent.name).map_or(0, |figures| figures.turns);
        IntentRow::new(intent, &content, turns, changed.contains(&intent.file))
    };
    Ok(Json(IntentList { intents: content.intents.values().map(row).collect() }))
}

pub async fn one(State(api): State<Api>, Path(name): Path<String>) -> Result<Json<IntentView>, ApiError> {
    let (content, files) = draft(&api).await?;
    let intent = content.intents.get(name.as_str()).ok_or(Code::UnknownIntent)?;
    let file = files.iter().find(|file| file.path == intent.file).ok_or(Code::UnknownIntent)?;
    let etag = Digest::of(&file.bytes).to_string();
    Ok(Json(IntentView::new(intent, &content, etag, &names(&api).await?)))
}

pub async fn faq(State(api): State<Api>) -> Result<Json<FaqList>, ApiError> {
    let (content, _) = draft(&api).await?;
    let now = Timestamp::now();
    let hits = api.reports.faq_answers(&api.config.shop.id, now - DAY * 30).await;
    let hits = hits.map_err(|_| Code::Internal)?;
    let today = now.to_zoned(api.config.shop.timezone.clone()).date();
    let view = |faq: &content::Faq| FaqView::new(faq, hits.get(&faq.id).copied(), today);
    Ok(Json(FaqList { faq: content.faq.iter().map(view).collect() }))
}

/// The content of the draft, or of what is live where there is none, as far as it can be read; and its files.
pub(super) async fn draft(api: &Api) -> Result<(Content, Vec<SourceFile>), ApiError> {
    let files = api.versions.snapshot().await?.files;
    let today = Timestamp::now().to_zoned(api.config.shop.timezone.clone()).date();
    let load = move || (content::load(&files, today).0, files);
    spawn_blocking(load).await.map_err(|_| Code::Internal.into())
}

/// What people are called, by the ids of their seats.
pub(super) async fn names(api: &Api) -> Result<BTreeMap<String, String>, ApiError> {
    let accounts = api.people.accounts(&api.config.shop.id).await?.into_iter().map(|account| account.person);
    Ok(accounts.map(|person| (person.seat.as_str().to_owned(), person.name)).collect())
}
