//! Who somebody is, and what they may do: people who sign in, visitors who carry a token.

mod account;
mod error;
mod key;
mod link;
mod metrics;
mod password;
mod people;
mod permission;
mod random;
mod session;
mod throttle;
mod token;
mod visitor;

pub use self::{
    account::{AccountChange, NewAccount},
    error::{IdentityError, ProfileError},
    key::{Key, KeyError},
    link::Links,
    password::{Password, WeakPassword},
    people::People,
    permission::Permission,
    random::random_password,
    session::{Ended, Session, SignedIn},
    token::Token,
    visitor::{AdmitError, Hello, Visitor, Visitors, is_anonymous},
};
pub use crate::domain::{Account, Email, Person, Role};
