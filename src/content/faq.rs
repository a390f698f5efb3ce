//! Questions and the one answer they have.

use std::sync::Arc;

use jiff::civil::Date;

use super::Wordings;
use crate::domain::{Name, ShopId};

#[derive(Debug, Clone, PartialEq)]
pub struct Faq {
    pub id: Name,
    pub file: Arc<str>,
    /// Its topic.
    pub intent: Option<Name>,
    pub questions: Vec<String>,
    pub answer: Wordings,
    /// First and last day on which the answer holds.
    pub valid: (Option<Date>, Option<Date>),
    /// Empty: all shops.
    pub shops: Vec<ShopId>,
}

impl Faq {
    /// Whether the entry answers customers of a shop on a day.
    pub fn holds(&self, shop: &ShopId, day: Date) -> bool {
        let (from, until) = self.valid;
        from.is_none_or(|from| from <= day)
            && until.is_none_or(|until| day <= until)
            && (self.shops.is_empty() || self.shops.contains(shop))
    }
}
