//! `POST /content/edits`.

use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    content::edit::{Edit, NewFaq},
    domain::{Language, Name},
    http::error::{ApiError, Code},
};

/// Of one call.
const MOST: usize = 500;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edits {
    edits: Vec<EditView>,
}

impl Edits {
    /// # Errors
    /// `bad_edit` when there are none, or too many.
    pub fn check(self) -> Result<Vec<Edit>, ApiError> {
        if self.edits.is_empty() || self.edits.len() > MOST {
            return Err(ApiError::new(Code::BadEdit, format!("There are 1 to {MOST} edits in a call."))
                .field("edits"));
        }
        Ok(self.edits.into_iter().map(Edit::from).collect())
    }
}

#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
enum EditView {
    AddExample {
        intent: Name,
        text: String,
    },
    RemoveExample {
        intent: Name,
        text: String,
    },
    MoveExample {
        from: Name,
        to: Name,
        text: String,
    },
    SetTitle {
        intent: Name,
        title: String,
        #[serde(default)]
        language: Language,
    },
    SetReply {
        reply: Name,
        texts: Vec<String>,
        #[serde(default)]
        language: Language,
    },
    AddQuestion {
        faq: Name,
        text: String,
    },
    RemoveQuestion {
        faq: Name,
        text: String,
    },
    SetAnswer {
        faq: Name,
        answer: String,
        #[serde(default)]
        language: Language,
    },
    SetValid {
        faq: Name,
        from: Option<Date>,
        until: Option<Date>,
    },
    SetShops {
        faq: Name,
        shops: Vec<String>,
    },
    AddFaq {
        file: String,
        id: Name,
        intent: Option<Name>,
        questions: Vec<String>,
        answer: String,
    },
    RemoveFaq {
        faq: Name,
    },
    AddIntent {
        name: Name,
        title: String,
        examples: Vec<String>,
    },
}

impl From<EditView> for Edit {
    fn from(edit: EditView) -> Self {
        match edit {
            EditView::AddExample { intent, text } => Self::AddExample { intent, text },
            EditView::RemoveExample { intent, text } => Self::RemoveExample { intent, text },
            EditView::MoveExample { from, to, text } => Self::MoveExample { from, to, text },
            EditView::SetTitle { intent, title, language } => Self::SetTitle { intent, title, language },
            EditView::SetReply { reply, texts, language } => Self::SetReply { reply, texts, language },
            EditView::AddQuestion { faq, text } => Self::AddQuestion { faq, text },
            EditView::RemoveQuestion { faq, text } => Self::RemoveQuestion { faq, text },
            EditView::SetAnswer { faq, answer, language } => Self::SetAnswer { faq, answer, language },
            EditView::SetValid { faq, from, until } => Self::SetValid { faq, from, until },
            EditView::SetShops { faq, shops } => Self::SetShops { faq, shops },
            EditView::AddFaq { file, id, intent, questions, answer } => {
                Self::AddFaq(NewFaq { file, id, intent, questions, answer })
            }
            EditView::RemoveFaq { faq } => Self::RemoveFaq { faq },
            EditView::AddIntent { name, title, examples } => Self::AddIntent { name, title, examples },
        }
    }
}
