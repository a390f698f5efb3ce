//! `/auth/…`: signing in and out, one's own account, the first admin of a shop.

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{
        HeaderMap, StatusCode,
        header::{CACHE_CONTROL, ORIGIN, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};
use jiff::Timestamp;

use super::{
    Api, ApiError, Code,
    access::{COOKIE_NAME, Signed, refuse_foreign_origin},
    body,
    client::Client,
    shop::shop,
    wire::{LogIn, Me, NewPassword, SetUp, Welcome},
};
use crate::identity::{IdentityError, Password, ProfileError, SignedIn, WeakPassword};

/// As long as the longest session, in seconds.
const COOKIE_AGE: u32 = 7 * 24 * 3600;

/// Public: nobody is signed in before. The password is what is asked for.
pub async fn log_in(
    State(api): State<Api>,
    client: Client,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    refuse_foreign_origin(&headers, &api.config.serve)?;
    let shop = shop(&headers, &api.config)?;
    let LogIn { email, password } = read(&api, &headers, body).await?;
    let password = Password::enter(&password);
    let signed_in = api.people.log_in(&shop, &email, password, client.address, Timestamp::now()).await;
    if let Err(error @ (IdentityError::BadCredentials | IdentityError::Throttled(_))) = &signed_in {
        tracing::warn!(from = %client.address, why = %error, "a log-in was refused");
    }
    Ok(welcome(StatusCode::OK, &headers, signed_in?))
}

/// Public: nobody can sign in before. The token that was printed at the start is what is asked for.
pub async fn set_up(State(api): State<Api>, headers: HeaderMap, body: Body) -> Result<Response, ApiError> {
    refuse_foreign_origin(&headers, &api.config.serve)?;
    let shop = shop(&headers, &api.config)?;
    let (token, new) = read::<SetUp>(&api, &headers, body).await?.check()?;
    let signed_in = api.people.set_up(&shop, &token, new, Timestamp::now()).await?;
    tracing::info!(seat = %signed_in.person.seat, "the first admin is set up");
    Ok(welcome(StatusCode::CREATED, &headers, signed_in))
}

pub async fn log_out(State(api): State<Api>, Signed(session): Signed) -> Result<Response, ApiError> {
    api.people.log_out(&session).await?;
    let gone = format!("{COOKIE_NAME}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0");
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, gone)]).into_response())
}

pub async fn me(Signed(session): Signed) -> Response {
    ([(CACHE_CONTROL, "no-store")], Json(Me::from(session))).into_response()
}

pub async fn change_password(
    State(api): State<Api>,
    client: Client,
    Signed(session): Signed,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ApiError> {
    let NewPassword { old, new } = read(&api, &headers, body).await?;
    let new = Password::choose(&new)?;
    api.people.change_password(&session, Password::enter(&old), new, client.address).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A body of the shape that a call takes.
///
/// # Errors
/// When it is too large or something else.
pub async fn read<T: serde::de::DeserializeOwned>(
    api: &Api,
    headers: &HeaderMap,
    body: Body,
) -> Result<T, ApiError> {
    body::json(&body::read(headers, body, api.config.limits.body_bytes).await?)
}

/// The token for programs, and the cookie for pages; over TLS it is sent over TLS only.
fn welcome(status: StatusCode, headers: &HeaderMap, signed_in: SignedIn) -> Response {
    let secure = headers.get(ORIGIN).is_some_and(|origin| origin.as_bytes().starts_with(b"https://"));
    let cookie = format!(
        "{COOKIE_NAME}={}; HttpOnly; SameSite=Strict; Path=/; Max-Age={COOKIE_AGE}{}",
        signed_in.token.as_str(),
        if secure { "; Secure" } else { "" }
    );
    let headers = [(SET_COOKIE, cookie), (CACHE_CONTROL, "no-store".to_owned())];
    (status, headers, Json(Welcome::from(signed_in))).into_response()
}

impl From<IdentityError> for ApiError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::BadCredentials => Code::BadCredentials.into(),
            IdentityError::Throttled(wait) => Self::from(Code::Throttled).retry_after(wait),
            IdentityError::Busy => Code::Busy.into(),
            IdentityError::SetUp => Code::SetupDone.into(),
            IdentityError::Unknown => Code::UnknownSeat.into(),
            IdentityError::EmailTaken => Self::from(Code::EmailTaken).field("email"),
            IdentityError::LastAdmin => Code::LastAdmin.into(),
            IdentityError::Profile(error) => error.into(),
            IdentityError::StoreFull => Code::StoreFull.into(),
            IdentityError::StoreDown(_) => Code::StoreDown.into(),
        }
    }
}

impl From<ProfileError> for ApiError {
    fn from(error: ProfileError) -> Self {
        let field = match error {
            ProfileError::Name => "name",
            ProfileError::Skills => "skills",
            ProfileError::Capacity => "capacity",
        };
        Self::because(Code::BadAccount, &error).field(field)
    }
}

impl From<WeakPassword> for ApiError {
    fn from(error: WeakPassword) -> Self {
        Self::because(Code::WeakPassword, &error).field("password")
    }
}
