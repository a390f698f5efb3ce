//! Who works at a shop, and signs in to do so.

use std::{collections::BTreeSet, fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{IdError, Name, SeatId, ShopId};

/// What somebody is at a shop. What each may do is one table: `identity::Permission`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers customers.
    Seat,
    /// Looks after the seats.
    Supervisor,
    /// Looks after the content.
    Operator,
    /// Looks after the accounts.
    Admin,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Seat, Self::Supervisor, Self::Operator, Self::Admin];

    /// The role's name in files, tables and answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Seat => "seat",
            Self::Supervisor => "supervisor",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }

    /// The role of that name, if there is one.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// Somebody of a shop, as everything beyond signing in knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// What the events call them, whatever their role.
    pub seat: SeatId,
    pub shop: ShopId,
    pub role: Role,
    /// What colleagues and customers see.
    pub name: String,
    /// The skills whose queues they serve; an empty set stands for all.
    pub skills: BTreeSet<Name>,
    /// Conversations that they hold at a time, at most.
    pub capacity: u16,
}

/// What a person signs in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub person: Person,
    pub email: Email,
    /// Else nobody signs in with it, and its sessions have ended.
    pub enabled: bool,
}

/// An address, in lower case: `A@b.c` and `a@b.c` are one account. No mail is sent to it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(Arc<str>);

impl Email {
    /// # Errors
    /// When it has no `@` between two parts, is longer than 254 bytes, or holds blanks or control characters.
    pub fn new(text: &str) -> Result<Self, IdError> {
        let lower = text.to_lowercase();
        let parts = lower.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty());
        if parts && lower.len() <= 254 && !lower.chars().any(|c| c.is_control() || c.is_whitespace()) {
            Ok(Self(lower.into()))
        } else {
            Err(IdError { kind: "Email", rule: "an address such as name@shop.example of at most 254 bytes" })
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Logs name accounts by their seat: an address says more about a person than a log should.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(Email::new(text).ok().as_ref().map(Email::as_str), expected, "{text:?}");
    }

    #[test]
    fn an_email_has_two_parts_and_no_case() {
        check("seat1@demo", Some("seat1@demo"));
        check("Xiao.Wang@Shop.Example", Some("xiao.wang@shop.example"));
        for text in ["", "@", "a@", "@b", "a b@c", "a@b\n", "a\u{0}@b"] {
            check(text, None);
        }
        check(&format!("{}@b", "a".repeat(253)), None);
    }
}
