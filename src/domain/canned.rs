//! Sentences that seats have at hand.

use super::{CannedId, IdError, SeatId};

/// Of a shortcut and a title, in characters.
const SHORTCUT: usize = 32;
const TITLE: usize = 64;

/// A prepared reply. `{{name}}` in its text stands for what is known of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canned {
    pub id: CannedId,
    /// Whose it is; none for the shop's, which all seats have.
    pub owner: Option<SeatId>,
    pub shortcut: Shortcut,
    pub title: Title,
    pub text: String,
}

/// What a seat types after `/`, in lower case; unique among an owner's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shortcut(String);

impl Shortcut {
    /// # Errors
    /// When it is empty, longer than 32 characters, or holds blanks, control characters or `/`.
    pub fn new(text: &str) -> Result<Self, IdError> {
        let lower = text.to_lowercase();
        let length = lower.chars().count();
        if (1..=SHORTCUT).contains(&length)
            && !lower.contains(|c: char| c.is_whitespace() || c.is_control() || c == '/')
        {
            Ok(Self(lower))
        } else {
            Err(IdError { kind: "shortcut", rule: "1 to 32 characters without blanks and `/`" })
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a canned reply is about, in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title(String);

impl Title {
    /// # Errors
    /// When it is blank, longer than 64 characters, or holds control characters.
    pub fn new(text: &str) -> Result<Self, IdError> {
        let text = text.trim();
        if (1..=TITLE).contains(&text.chars().count()) && !text.contains(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdError { kind: "title", rule: "1 to 64 characters without control characters" })
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortcut_can_be_typed() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(Shortcut::new(text).ok().as_ref().map(Shortcut::as_str), expected, "{text:?}");
        };
        check("退款", Some("退款"));
        check("Hello-1", Some("hello-1"));
        check(&"长".repeat(32), Some(&"长".repeat(32)));
        for text in ["", " ", "a b", "/a", "a\n", "a\u{3000}b", &"长".repeat(33)] {
            check(text, None);
        }
    }
}
