//! Who somebody is, and what they may do: people who sign in, visitors who carry a token.

mod key;
mod permission;
mod random;
mod visitor;

pub use self::{
    key::{Key, KeyError},
    permission::Permission,
    visitor::{AdmitError, Hello, Visitor, Visitors},
};
pub use crate::domain::{Person, Role};
