//! `/canned`: sentences that seats have at hand. Each has their own; the shop's are everybody's, and a supervisor's to change.

use std::{cmp::Reverse, collections::BTreeMap};

use axum::{
    Json,
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, Uri},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Api, ApiError, Code,
    access::Signed,
    auth::read,
    seat::may_see,
    talk::conversation_id,
    wire::{CannedList, CannedView, ChangeCanned, NewCanned, RenderCanned, Rendered},
};
use crate::{
    domain::{Canned, CannedId, Person},
    identity::{Permission, is_anonymous},
    store::CannedError,
};

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

/// One's own and the shop's; with `q` those that fit, the best first.
pub async fn list(
    State(api): State<Api>,
    Signed(session): Signed,
    uri: Uri,
) -> Result<Json<CannedList>, ApiError> {
    let Query(Search { q }) = Query::try_from_uri(&uri).map_err(|_| Code::BadQuery)?;
    let person = &session.person;
    let all = api.store.canned_of(&person.shop, &person.seat).await?;
    Ok(Json(CannedList { canned: search(all, &q).into_iter().map(CannedView::from).collect() }))
}

pub async fn create(
    State(api): State<Api>,
    Signed(session): Signed,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<CannedView>), ApiError> {
    let new = read::<NewCanned>(&api, &headers, body).await?;
    let person = &session.person;
    if new.shared && !person.role.may(Permission::ManageCanned) {
        return Err(Code::Forbidden.into());
    }
    let id = CannedId::new(Uuid::now_v7().to_string()).expect("a UUID has digits and dashes only");
    let canned = new.check(id, &person.seat, &api.config.limits)?;
    api.store.add_canned(&person.shop, canned.clone()).await?;
    Ok((StatusCode::CREATED, Json(canned.into())))
}

pub async fn change(
    State(api): State<Api>,
    Signed(session): Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<CannedView>, ApiError> {
    let change = read::<ChangeCanned>(&api, &headers, body).await?.check(&api.config.limits)?;
    let canned = theirs(&api, &session.person, &id).await?;
    Ok(Json(api.store.change_canned(&session.person.shop, &canned.id, change).await?.into()))
}

pub async fn remove(
    State(api): State<Api>,
    Signed(session): Signed,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let canned = theirs(&api, &session.person, &id).await?;
    api.store.remove_canned(&session.person.shop, &canned.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The text with what is known of a conversation in its places, for the seat to look at before it says it.
pub async fn render(
    State(api): State<Api>,
    Signed(session): Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Rendered>, ApiError> {
    let RenderCanned { conversation } = read(&api, &headers, body).await?;
    let conversation = conversation_id(&conversation)?;
    let person = &session.person;
    let canned = visible(&api, person, &id).await?;
    if !may_see(&api, person, &conversation, 1).await? {
        return Err(ApiError::from(Code::UnknownConversation).field("conversation"));
    }
    let customer = api.conversations.contact(&person.shop, &conversation).await?.customer;
    let mut given = BTreeMap::from([("seat", person.name.clone())]);
    if !is_anonymous(&customer) {
        given.insert("customer", customer.to_string());
    }
    let filled = api.conversations.fill(&person.shop, &conversation, &canned.text, &given).await?;
    Ok(Json(filled.into()))
}

/// One's own, or the shop's.
async fn visible(api: &Api, person: &Person, id: &str) -> Result<Canned, ApiError> {
    let id = CannedId::new(id).map_err(|_| ApiError::from(Code::UnknownCanned))?;
    let canned = api.store.canned(&person.shop, &id).await?;
    let seen = canned.filter(|canned| canned.owner.as_ref().is_none_or(|owner| *owner == person.seat));
    seen.ok_or_else(|| Code::UnknownCanned.into())
}

/// One that they may change.
async fn theirs(api: &Api, person: &Person, id: &str) -> Result<Canned, ApiError> {
    let canned = visible(api, person, id).await?;
    if canned.owner.is_some() || person.role.may(Permission::ManageCanned) {
        Ok(canned)
    } else {
        Err(Code::Forbidden.into())
    }
}

/// With `/` in front it is the beginning of a shortcut, as a seat types it. Else all words must be somewhere in shortcut, title or
/// text; those whose shortcut or title has them come first. Of two that fit as well one's own goes first.
fn search(all: Vec<Canned>, query: &str) -> Vec<Canned> {
    let query = query.trim().to_lowercase();
    let shortcut = query.strip_prefix('/');
    let words: Vec<&str> = query.split_whitespace().collect();
    let rank = |canned: &Canned| {
        let (name, title) = (canned.shortcut.as_str(), canned.title.as_str().to_lowercase());
        if let Some(shortcut) = shortcut {
            return name.starts_with(shortcut).then_some(u8::from(name == shortcut));
        }
        let in_head = |word: &&str| name.contains(word) || title.contains(word);
        let text = canned.text.to_lowercase();
        let fits = words.iter().all(|word| in_head(word) || text.contains(word));
        fits.then(|| u8::from(words.iter().all(in_head)))
    };
    let mut found: Vec<(u8, Canned)> =
        all.into_iter().filter_map(|canned| Some((rank(&canned)?, canned))).collect();
    // Stable: they come by shortcut, one's own first.
    found.sort_by_key(|(rank, _)| Reverse(*rank));
    found.into_iter().map(|(_, canned)| canned).collect()
}

impl From<CannedError> for ApiError {
    fn from(error: CannedError) -> Self {
        match error {
            CannedError::Unknown => Code::UnknownCanned.into(),
            CannedError::ShortcutTaken => Self::from(Code::ShortcutTaken).field("shortcut"),
            CannedError::TooMany => Code::TooManyCanned.into(),
            CannedError::Full => Code::StoreFull.into(),
            CannedError::Io(_) => Code::StoreDown.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{SeatId, Shortcut, Title};

    fn canned(shortcut: &str, title: &str, text: &str, own: bool) -> Canned {
        Canned {
            id: CannedId::new(if own { "own" } else { "shop" }).unwrap(),
            owner: own.then(|| SeatId::new("s").unwrap()),
            shortcut: Shortcut::new(shortcut).unwrap(),
            title: Title::new(title).unwrap(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn what_fits_is_found_and_the_best_first() {
        let all = vec![
            canned("refund", "Refund time", "退款一般1到3个工作日原路退回。", true),
            canned("refund", "退款时效", "退款3天内到账。", false),
            canned("re", "回访", "稍后给您回电。", false),
            canned("发票", "开发票", "Refund 之后发票作废。", false),
        ];
        let check = |query: &str, expected: &[&str]| {
            let found = search(all.clone(), query);
            let found: Vec<String> =
                found.iter().map(|canned| format!("{}:{}", canned.id, canned.shortcut.as_str())).collect();
            assert_eq!(found, expected, "{query}");
        };
        check("", &["own:refund", "shop:refund", "shop:re", "shop:发票"]);
        check("/re", &["shop:re", "own:refund", "shop:refund"]);
        check("/REFUND", &["own:refund", "shop:refund"]);
        check("/退款", &[]);
        check("/", &["own:refund", "shop:refund", "shop:re", "shop:发票"]);
        check("退款", &["shop:refund", "own:refund"]);
        check("退款 工作日", &["own:refund"]);
        check("REFUND 发票", &["shop:发票"]);
        check("%", &[]);
    }
}
