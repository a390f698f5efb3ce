//! knowledge/faq/*.yml.

use jiff::civil::Date;

use super::reply::{shop, wordings};
use crate::{
    content::{
        Code, Faq, Wordings,
        draft::{Draft, Kind, Scope, Sentence},
        node::Fields,
        normalized,
        yaml::Node,
    },
    domain::Name,
};

pub(super) const KEYS: &[&str] = &["faq"];
pub(super) const ENTRY_KEYS: &[&str] =
    &["id", "intent", "questions", "answer", "answer_en", "valid", "shops"];
pub(super) const VALID_KEYS: &[&str] = &["from", "until"];

pub(super) fn read(node: &Node, draft: &mut Draft) {
    let Some(fields) = node.fields(KEYS, &mut draft.findings) else { return };
    let Some(entries) = fields.need("faq", &mut draft.findings) else { return };
    for item in entries.list(&mut draft.findings) {
        let entry = read_entry(item, draft);
        draft.content.faq.extend(entry);
    }
}

fn read_entry(node: &Node, draft: &mut Draft) -> Option<Faq> {
    let fields = node.fields(ENTRY_KEYS, &mut draft.findings)?;
    let id_node = fields.need("id", &mut draft.findings)?;
    let id = id_node.name(&mut draft.findings)?;
    let fresh = draft.define(Kind::Faq, &id, &id_node.place);
    let intent = fields.get("intent").and_then(|node| {
        let intent = node.name(&mut draft.findings)?;
        draft.refer(Kind::Intent, &intent, &node.place, None);
        Some(intent)
    });
    let questions = read_questions(&fields, &id, draft);
    // What an answer may speak of is what any message may name.
    let answer = Wordings {
        zh: fields
            .need("answer", &mut draft.findings)
            .map(|node| wordings(node, &Scope::Entities, draft))
            .unwrap_or_default(),
        en: fields.get("answer_en").map(|node| wordings(node, &Scope::Entities, draft)).unwrap_or_default(),
    };
    let valid = read_valid(&fields, draft);
    let shops = fields.get("shops").map_or(&[][..], Node::one_or_many);
    let shops = shops.iter().filter_map(|item| shop(item, draft)).collect();
    fresh.then_some(Faq { id, file: id_node.place.file.clone(), intent, questions, answer, valid, shops })
}

fn read_questions(fields: &Fields<'_>, id: &Name, draft: &mut Draft) -> Vec<String> {
    let Some(node) = fields.need("questions", &mut draft.findings) else { return Vec::new() };
    let mut questions = Vec::new();
    for (text, place) in node.lines(&mut draft.findings) {
        draft.questions.push(Sentence { owner: id.clone(), normalized: normalized(&text), place });
        questions.push(text);
    }
    questions
}

fn read_valid(fields: &Fields<'_>, draft: &mut Draft) -> (Option<Date>, Option<Date>) {
    let Some(node) = fields.get("valid") else { return (None, None) };
    let Some(days) = node.fields(VALID_KEYS, &mut draft.findings) else { return (None, None) };
    let mut day = |key| days.get(key)?.value("a day such as 2026-01-31", &mut draft.findings);
    let (from, until): (Option<Date>, Option<Date>) = (day("from"), day("until"));
    if let (Some(first), Some(last)) = (from, until)
        && last < first
    {
        let message = format!("the last day {last} comes before the first day {first}");
        draft.findings.add(&node.place, Code::ReversedDates, message);
    } else if let Some(last) = until {
        draft.expiries.push((last, node.place.clone()));
    }
    (from, until)
}
