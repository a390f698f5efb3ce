//! What the bot says, in several wordings.

use std::{collections::BTreeMap, sync::Arc};

use super::Template;
use crate::domain::{Channel, Name, ShopId};

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reply {
    pub file: Arc<str>,
    pub text: Wordings,
    /// Short or long forms for a channel; a channel without uses `text`.
    pub channels: BTreeMap<Channel, Vec<Template>>,
    /// A shop's own words win over all others.
    pub shops: BTreeMap<ShopId, Vec<Template>>,
    /// Shows the last answer as a card of this kind.
    pub card: Option<Name>,
    /// Title and value of each.
    pub buttons: Vec<(String, String)>,
}

/// Wordings of the same thing; one of them is said.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wordings {
    pub zh: Vec<Template>,
    /// Empty: the Chinese ones are used.
    pub en: Vec<Template>,
}
