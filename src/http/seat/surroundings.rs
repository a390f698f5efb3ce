//! `GET /desk`, `/intents` and `/labels`: what a seat has to choose from, and how everybody is doing.

use std::collections::BTreeSet;

use axum::{Json, extract::State};

use crate::{
    desk::{Overview, SeatState, Standing},
    domain::{Account, Name},
    http::{
        Api, ApiError,
        access::Signed,
        wire::{Colleague, DeskView, HoursView, Intents, Labels},
    },
    identity::Permission,
};

/// Of an answer.
const LABELS: usize = 200;

/// All who may answer, there or not, and all queues. Who holds which conversation is for whoever may look on.
pub async fn desk(State(api): State<Api>, Signed(session): Signed) -> Result<Json<DeskView>, ApiError> {
    let person = &session.person;
    let accounts = api.people.accounts(&person.shop).await?;
    let answers = |account: &Account| account.enabled && account.person.role.may(Permission::Answer);
    let accounts: Vec<Account> = accounts.into_iter().filter(answers).collect();
    let skills = api.conversations.intents().into_iter().map(|intent| intent.skill);
    let skills: BTreeSet<Name> =
        skills.chain(accounts.iter().flat_map(|account| account.person.skills.clone())).collect();
    let desk = api.conversations.desk();
    let mut overview = desk.overview(&person.shop, skills);
    if !person.role.may(Permission::Watch) {
        overview.held.clear();
    }
    let seats = accounts.into_iter().map(|account| colleague(&api, account, &mut overview)).collect();
    let (open, opens_at) = desk.hours();
    Ok(Json(DeskView {
        seats,
        hours: HoursView { open, opens_at },
        queues: overview.lines.into_iter().map(Into::into).collect(),
    }))
}

fn colleague(api: &Api, account: Account, overview: &mut Overview) -> Colleague {
    let person = account.person;
    let standing = overview.seats.iter().find(|standing| standing.seat == person.seat);
    let as_account = (SeatState::Offline, u32::from(person.capacity), 0);
    let as_standing = |standing: &Standing| (standing.state, standing.capacity, standing.chats.len());
    let (state, capacity, chats) = standing.map_or(as_account, as_standing);
    let holds = overview.held.remove(&person.seat).unwrap_or_default();
    Colleague {
        connected: api.floor.is_there(&person.seat),
        seat: person.seat,
        name: person.name,
        role: person.role,
        skills: person.skills,
        state: state.as_str(),
        capacity,
        chats,
        holds: holds.into_iter().map(Into::into).collect(),
    }
}

/// What a seat may say that a customer meant.
pub async fn intents(State(api): State<Api>) -> Json<Intents> {
    Json(Intents { intents: api.conversations.intents().into_iter().map(Into::into).collect() })
}

pub async fn labels(State(api): State<Api>, Signed(session): Signed) -> Result<Json<Labels>, ApiError> {
    Ok(Json(Labels { labels: api.search.labels(&session.person.shop, LABELS).await? }))
}
