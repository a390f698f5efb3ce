//! `/admin/…`: the accounts of the shop.

use axum::{
    Json,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};

use super::{
    Api, ApiError, Code,
    access::Signed,
    auth::read,
    wire::{ChangeSeat, NewSeat, ResetPassword, SeatView, Seats},
};
use crate::{domain::SeatId, identity::Password};

pub async fn list(State(api): State<Api>, Signed(session): Signed) -> Result<Json<Seats>, ApiError> {
    let accounts = api.people.accounts(&session.person.shop).await?;
    Ok(Json(Seats { seats: accounts.into_iter().map(SeatView::from).collect() }))
}

pub async fn create(
    State(api): State<Api>,
    Signed(session): Signed,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<SeatView>), ApiError> {
    let new = read::<NewSeat>(&api, &headers, body).await?.check()?;
    let account = api.people.create(&session.person.shop, new).await?;
    let (by, seat) = (&session.person.seat, &account.person.seat);
    tracing::info!(%by, %seat, role = account.person.role.as_str(), "an account is made");
    Ok((StatusCode::CREATED, Json(account.into())))
}

pub async fn change(
    State(api): State<Api>,
    Signed(session): Signed,
    Path(seat): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<SeatView>, ApiError> {
    let seat = seat_id(&seat)?;
    let change = read::<ChangeSeat>(&api, &headers, body).await?.check()?;
    let account = api.people.change(&session.person.shop, &seat, change).await?;
    api.names.learn(&account.person);
    let (by, role) = (&session.person.seat, account.person.role.as_str());
    tracing::info!(%by, %seat, role, enabled = account.enabled, "an account is changed");
    Ok(Json(account.into()))
}

pub async fn reset_password(
    State(api): State<Api>,
    Signed(session): Signed,
    Path(seat): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ApiError> {
    let seat = seat_id(&seat)?;
    let ResetPassword { password } = read(&api, &headers, body).await?;
    let password = Password::choose(&password)?;
    api.people.reset_password(&session.person.shop, &seat, password).await?;
    tracing::info!(by = %session.person.seat, %seat, "a password is reset");
    Ok(StatusCode::NO_CONTENT)
}

fn seat_id(text: &str) -> Result<SeatId, ApiError> {
    SeatId::new(text).map_err(|_| Code::UnknownSeat.into())
}
