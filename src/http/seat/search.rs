//! `GET /search`: what a seat finds is what it may read.

use std::collections::{HashMap, hash_map::Entry};

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    http::header::CACHE_CONTROL,
    response::{IntoResponse, Response},
};

use super::sight::seen;
use crate::{
    domain::{ConversationId, Person},
    http::{
        Api, ApiError, Code,
        access::Signed,
        wire::{Hit, SearchAnswer, SearchRequest},
    },
    identity::Permission,
    search::{Question, Scope, SearchError},
    store::Placed,
};

/// The index is asked so often for one answer; it may find what the seat may no longer read.
const ROUNDS: usize = 4;

pub async fn search(
    State(api): State<Api>,
    Signed(session): Signed,
    request: Result<Query<SearchRequest>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(request) = request.map_err(|error| ApiError::new(Code::BadQuery, error.body_text()))?;
    let person = &session.person;
    let scope = scope(&api, person).await?;
    let question = request.check(&person.shop, &api.config.shop.timezone, scope)?;
    let answer = answer(&api, person, question).await?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

async fn scope(api: &Api, person: &Person) -> Result<Scope, ApiError> {
    if person.role.may(Permission::Watch) {
        return Ok(Scope::All);
    }
    let waiting = api.conversations.desk().waiting(&person.shop);
    let waiting = waiting.into_iter().map(|waiting| waiting.conversation).collect();
    Ok(Scope::Seat { seat: person.seat.clone(), waiting: api.store.numbers(&person.shop, waiting).await? })
}

/// A page may be shorter than what was asked for; `next` alone says whether there is more.
async fn answer(api: &Api, person: &Person, mut question: Question) -> Result<SearchAnswer, ApiError> {
    let wanted = question.limit;
    let mut sight = Sight { api, person, until: HashMap::new() };
    let mut hits = Vec::new();
    let mut more = true;
    for _ in 0..ROUNDS {
        // One more, to know whether anything follows.
        question.limit = wanted - hits.len() + 1;
        let mut positions = api.search.find(question.clone()).await?;
        more = positions.len() == question.limit;
        positions.truncate(question.limit - 1);
        question.before = positions.last().copied().or(question.before);
        for placed in api.store.placed(&person.shop, positions).await? {
            if sight.includes(&placed).await? {
                hits.push(placed);
            }
        }
        if !more || hits.len() == wanted {
            break;
        }
    }
    let log: Vec<_> = hits.iter().map(|placed| placed.recorded.clone()).collect();
    api.names.learn_from(&log, &person.shop, &api.people).await?;
    let name = |seat: &_| api.names.of(&person.shop, seat).map(|name| name.as_ref().to_owned());
    let next = question.before.filter(|_| more).map(|position| position.to_string());
    let hits = hits.iter().filter_map(|placed| Hit::of(placed, question.phrases.as_ref(), name)).collect();
    Ok(SearchAnswer { hits, next, behind: api.search.behind() })
}

/// What somebody may read, as the transcripts have it.
struct Sight<'a> {
    api: &'a Api,
    person: &'a Person,
    until: HashMap<ConversationId, u64>,
}

impl Sight<'_> {
    async fn includes(&mut self, placed: &Placed) -> Result<bool, ApiError> {
        if self.person.role.may(Permission::Watch) {
            return Ok(true);
        }
        let until = match self.until.entry(placed.conversation.clone()) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(unknown) => {
                let log = self.api.store.load(&self.person.shop, &placed.conversation).await?;
                let last = seen(self.api, self.person, &log).and_then(<[_]>::last);
                *unknown.insert(last.map_or(0, |recorded| recorded.seq))
            }
        };
        Ok(placed.recorded.seq <= until)
    }
}

impl From<SearchError> for ApiError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Down => Code::SearchDown.into(),
            SearchError::Busy => Code::Busy.into(),
            SearchError::TooSlow => Code::SearchTooSlow.into(),
        }
    }
}
