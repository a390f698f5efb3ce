//! `/canned`: what seats have at hand.

use serde::{Deserialize, Serialize};

use super::message::check_text;
use crate::{
    config::Limits,
    conversation::Filled,
    domain::{Canned, CannedId, IdError, SeatId, Shortcut, Title},
    http::error::{ApiError, Code},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewCanned {
    shortcut: String,
    title: String,
    text: String,
    /// The shop's, not one's own.
    #[serde(default)]
    pub shared: bool,
}

impl NewCanned {
    /// # Errors
    /// What cannot be, by field.
    pub fn check(self, id: CannedId, seat: &SeatId, limits: &Limits) -> Result<Canned, ApiError> {
        check_text(&self.text, limits.message_characters)?;
        Ok(Canned {
            id,
            owner: (!self.shared).then(|| seat.clone()),
            shortcut: shortcut(&self.shortcut)?,
            title: title(&self.title)?,
            text: self.text,
        })
    }
}

/// A field that is absent, or null, stays as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeCanned {
    shortcut: Option<String>,
    title: Option<String>,
    text: Option<String>,
}

impl ChangeCanned {
    /// # Errors
    /// What cannot be, by field; or that there is nothing to change.
    pub fn check(self, limits: &Limits) -> Result<impl FnOnce(&mut Canned) + Send + 'static, ApiError> {
        let shortcut = self.shortcut.as_deref().map(shortcut).transpose()?;
        let title = self.title.as_deref().map(title).transpose()?;
        let text = self.text;
        if let Some(text) = &text {
            check_text(text, limits.message_characters)?;
        }
        if shortcut.is_none() && title.is_none() && text.is_none() {
            return Err(ApiError::new(Code::BadJson, "The body names nothing to change."));
        }
        Ok(move |canned: &mut Canned| {
            canned.shortcut = shortcut.unwrap_or_else(|| canned.shortcut.clone());
            canned.title = title.unwrap_or_else(|| canned.title.clone());
            canned.text = text.unwrap_or_else(|| std::mem::take(&mut canned.text));
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenderCanned {
    pub conversation: String,
}

#[derive(Debug, Serialize)]
pub struct CannedList {
    pub canned: Vec<CannedView>,
}

#[derive(Debug, Serialize)]
pub struct CannedView {
    id: CannedId,
    shortcut: String,
    title: String,
    text: String,
    shared: bool,
}

impl From<Canned> for CannedView {
    fn from(Canned { id, owner, shortcut, title, text }: Canned) -> Self {
        let (shortcut, title) = (shortcut.as_str().to_owned(), title.as_str().to_owned());
        Self { id, shortcut, title, text, shared: owner.is_none() }
    }
}

#[derive(Debug, Serialize)]
pub struct Rendered {
    text: String,
    /// Variables of which nothing is known; they stand in the text.
    unknown: Vec<String>,
}

impl From<Filled> for Rendered {
    fn from(Filled { text, unknown }: Filled) -> Self {
        Self { text, unknown }
    }
}

fn shortcut(text: &str) -> Result<Shortcut, ApiError> {
    Shortcut::new(text).map_err(|error| bad(&error))
}

fn title(text: &str) -> Result<Title, ApiError> {
    Title::new(text).map_err(|error| bad(&error))
}

fn bad(error: &IdError) -> ApiError {
    ApiError::because(Code::BadCanned, error).field(error.kind)
}
