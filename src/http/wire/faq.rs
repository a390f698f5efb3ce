//! `GET /content/faq`.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use crate::{
    content::{Faq, Template},
    domain::{Name, ShopId},
};

#[derive(Debug, Serialize)]
pub struct FaqList {
    pub faq: Vec<FaqView>,
}

#[derive(Debug, Serialize)]
pub struct FaqView {
    id: Name,
    file: String,
    intent: Option<Name>,
    questions: Vec<String>,
    /// The first wording; `answers` has all.
    answer: String,
    answer_en: Option<String>,
    answers: Vec<String>,
    valid: Option<Valid>,
    shops: Vec<ShopId>,
    hits_30d: u64,
    last_hit: Option<Timestamp>,
    expired: bool,
}

#[derive(Debug, Serialize)]
struct Valid {
    from: Option<Date>,
    until: Option<Date>,
}

impl FaqView {
    /// `hits`: how often the entry answered in the last thirty days, and when last.
    pub fn new(faq: &Faq, hits: Option<(u64, Timestamp)>, today: Date) -> Self {
        let text = |template: &Template| template.source().to_owned();
        let (from, until) = faq.valid;
        Self {
            id: faq.id.clone(),
            file: faq.file.to_string(),
            intent: faq.intent.clone(),
            questions: faq.questions.clone(),
            answer: faq.answer.zh.first().map(text).unwrap_or_default(),
            answer_en: faq.answer.en.first().map(text),
            answers: faq.answer.zh.iter().map(text).collect(),
            valid: (from.is_some() || until.is_some()).then_some(Valid { from, until }),
            shops: faq.shops.clone(),
            hits_30d: hits.map_or(0, |(count, _)| count),
            last_hit: hits.map(|(_, at)| at),
            expired: until.is_some_and(|until| until < today),
        }
    }
}
