//! `/auth/…` and `/admin/seats`. What holds a password has no `Debug`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    domain::{Name, SeatId, ShopId},
    http::error::{ApiError, Code},
    identity::{
        Account, AccountChange, Email, NewAccount, Password, Permission, Person, Role, Session, SignedIn,
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogIn {
    pub email: String,
    pub password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    token: String,
    email: String,
    name: String,
    password: String,
}

impl SetUp {
    /// The token and the first admin.
    ///
    /// # Errors
    /// When the address or the password cannot be one.
    pub fn check(self) -> Result<(String, NewAccount), ApiError> {
        let Self { token, email, name, password } = self;
        let (skills, capacity) = (BTreeSet::new(), None);
        let new = NewSeat { email, name, role: Role::Admin, skills, capacity, password };
        Ok((token, new.check()?))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    pub old: String,
    pub new: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    pub password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSeat {
    email: String,
    name: String,
    role: Role,
    #[serde(default)]
    skills: BTreeSet<Name>,
    capacity: Option<u16>,
    password: String,
}

impl NewSeat {
    /// # Errors
    /// When the address or the password cannot be one.
    pub fn check(self) -> Result<NewAccount, ApiError> {
        let Self { email, name, role, skills, capacity, password } = self;
        let email =
            Email::new(&email).map_err(|error| ApiError::because(Code::BadAccount, &error).field("email"))?;
        let password = Password::choose(&password)?;
        let capacity = capacity.unwrap_or(NewAccount::CAPACITY);
        Ok(NewAccount { email, name, role, skills, capacity, password })
    }
}

/// A field that is absent, or null, stays as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeSeat {
    name: Option<String>,
    role: Option<Role>,
    skills: Option<BTreeSet<Name>>,
    capacity: Option<u16>,
    enabled: Option<bool>,
}

impl ChangeSeat {
    /// # Errors
    /// When there is nothing to change.
    pub fn check(self) -> Result<AccountChange, ApiError> {
        let Self { name, role, skills, capacity, enabled } = self;
        let change = AccountChange { name, role, skills, capacity, enabled };
        if change == AccountChange::default() {
            return Err(ApiError::new(Code::BadJson, "The body names nothing to change."));
        }
        Ok(change)
    }
}

/// What signing in gives.
#[derive(Serialize)]
pub struct Welcome {
    /// For `Authorization: Bearer`.
    token: String,
    person: PersonView,
}

impl From<SignedIn> for Welcome {
    fn from(SignedIn { token, person }: SignedIn) -> Self {
        Self { token: token.as_str().to_owned(), person: person.into() }
    }
}

#[derive(Debug, Serialize)]
pub struct Me {
    email: String,
    #[serde(flatten)]
    person: PersonView,
    permissions: Vec<&'static str>,
}

impl From<Session> for Me {
    fn from(Session { person, email, .. }: Session) -> Self {
        let may = Permission::ALL.into_iter().filter(|permission| person.role.may(*permission));
        let permissions = may.map(Permission::as_str).collect();
        Self { email: email.as_str().to_owned(), person: person.into(), permissions }
    }
}

#[derive(Debug, Serialize)]
struct PersonView {
    seat: SeatId,
    shop: ShopId,
    role: Role,
    name: String,
    skills: BTreeSet<Name>,
    capacity: u16,
}

impl From<Person> for PersonView {
    fn from(Person { seat, shop, role, name, skills, capacity }: Person) -> Self {
        Self { seat, shop, role, name, skills, capacity }
    }
}

#[derive(Debug, Serialize)]
pub struct Seats {
    pub seats: Vec<SeatView>,
}

#[derive(Debug, Serialize)]
pub struct SeatView {
    email: String,
    enabled: bool,
    #[serde(flatten)]
    person: PersonView,
}

impl From<Account> for SeatView {
    fn from(Account { person, email, enabled }: Account) -> Self {
        Self { email: email.as_str().to_owned(), enabled, person: person.into() }
    }
}
