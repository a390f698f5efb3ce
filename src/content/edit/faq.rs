//! Edits of FAQ entries.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    EditError, NewFaq,
    document::{Document, Step},
    files::Files,
    line, new_name, said,
    tree::Form,
};
use crate::{
    content::emit,
    domain::{Language, Name, ShopId},
};

const FOLDER: &str = "knowledge/faq/";
const LIST: Step<'static> = Step::Key("faq");
const QUESTIONS: Step<'static> = Step::Key("questions");

/// The file of an entry, and the entry's place in it.
fn of(files: &Files<'_>, faq: &Name) -> Result<(Document, usize), EditError> {
    let find = |document: Document| {
        let entries = document.root()?.get("faq")?.items();
        let is =
            |entry: &super::tree::Value| entry.get("id").is_some_and(|id| id.text() == Some(faq.as_str()));
        let at = entries.iter().position(is)?;
        Some((document, at))
    };
    files.search(FOLDER, "", find)?.ok_or_else(|| EditError::unknown("faq", "FAQ entry", faq))
}

pub(super) fn add_question(files: &mut Files<'_>, faq: &Name, text: &str) -> Result<(), EditError> {
    let text = line("text", text)?;
    let (document, at) = of(files, faq)?;
    let way = [LIST, Step::Item(at), QUESTIONS];
    if document.has_line(&way, &text)? {
        return Err(EditError::refused("text", format!("`{faq}` has this question already")));
    }
    files.put(document.with_line(&way, &text)?.file());
    Ok(())
}

pub(super) fn remove_question(files: &mut Files<'_>, faq: &Name, text: &str) -> Result<(), EditError> {
    let (document, at) = of(files, faq)?;
    let way = [LIST, Step::Item(at), QUESTIONS];
    let changed = document.without_line(&way, text.trim())?;
    let changed =
        changed.ok_or_else(|| EditError::refused("text", format!("`{faq}` has no such question")))?;
    if changed.find(&way).is_none() {
        return Err(EditError::refused(
            "text",
            "an entry keeps at least one question: remove the entry instead",
        ));
    }
    files.put(changed.file());
    Ok(())
}

pub(super) fn set_answer(
    files: &mut Files<'_>,
    faq: &Name,
    answer: &str,
    language: Language,
) -> Result<(), EditError> {
    let (key, may_lack) = match language {
        Language::Zh => ("answer", false),
        Language::En => ("answer_en", true),
    };
    let goes = may_lack && answer.trim().is_empty();
    if !goes {
        said("answer", answer)?;
    }
    let (document, at) = of(files, faq)?;
    let way = [LIST, Step::Item(at), Step::Key(key)];
    let changed = match document.find(&way) {
        None if goes => return Ok(()),
        Some(_) if goes => document.without_key(&way)?,
        Some(spot) if matches!(spot.value.form, Form::List { .. }) => {
            document.set_text(&[&way[..], &[Step::Item(0)]].concat(), answer)?
        }
        Some(_) => document.set_text(&way, answer)?,
        None => {
            let written = format!("{key}: {}", emit::inner(answer, false));
            document.with_key(&way[..2], &["id", "questions", "answer"], &written)?
        }
    };
    files.put(changed.file());
    Ok(())
}

pub(super) fn set_valid(
    files: &mut Files<'_>,
    faq: &Name,
    from: Option<Date>,
    until: Option<Date>,
) -> Result<(), EditError> {
    if let (Some(first), Some(last)) = (from, until)
        && last < first
    {
        return Err(EditError::refused("until", "the last day comes before the first"));
    }
    let (document, at) = of(files, faq)?;
    let entry = [LIST, Step::Item(at)];
    let way = [&entry[..], &[Step::Key("valid")]].concat();
    let days = [("from", from), ("until", until)];
    let written: Vec<String> =
        days.iter().filter_map(|(key, day)| Some(format!("{key}: {}", (*day)?))).collect();
    let changed = match (document.find(&way), written.is_empty()) {
        (None, true) => return Ok(()),
        (Some(_), true) => document.without_key(&way)?,
        (None, false) => {
            let valid = format!("valid: {{{}}}", written.join(", "));
            document.with_key(&entry, &["id", "questions", "answer", "answer_en"], &valid)?
        }
        (Some(spot), false) => match spot.value.form {
            Form::Map { flow: false, .. } if !spot.flow => with_days(&document, &way, days)?,
            Form::Map { .. } => {
                document.with(spot.after..spot.value.bytes.end, &format!(" {{{}}}", written.join(", ")))?
            }
            Form::Scalar { .. } | Form::List { .. } => {
                let end = document.last_line_end(spot);
                document.with(spot.after..end, &format!(" {{{}}}", written.join(", ")))?
            }
        },
    };
    files.put(changed.file());
    Ok(())
}

/// Days that stand on a line each stay there, with the comments around them.
fn with_days(
    document: &Document,
    way: &[Step<'_>],
    days: [(&'static str, Option<Date>); 2],
) -> Result<Document, EditError> {
    let at = |key| [way, &[Step::Key(key)]].concat();
    let mut changed = document.clone();
    for (key, day) in days.iter().filter_map(|(key, day)| Some((*key, (*day)?.to_string()))) {
        changed = match changed.find(&at(key)) {
            Some(spot) if spot.value.text() == Some(&day) => continue,
            Some(spot) => {
                let bytes = changed.scalar_bytes(spot);
                let space = if bytes.start == spot.after { " " } else { "" };
                changed.with(bytes, &format!("{space}{day}"))?
            }
            None => changed.with_key(way, &["from", "until"], &format!("{key}: {day}"))?,
        };
    }
    for (key, _) in days.iter().filter(|(_, day)| day.is_none()) {
        if changed.find(&at(key)).is_some() {
            changed = changed.without_key(&at(key))?;
        }
    }
    Ok(changed)
}

pub(super) fn set_shops(files: &mut Files<'_>, faq: &Name, shops: &[String]) -> Result<(), EditError> {
    let mut shops = shops.iter().map(|id| shop(id)).collect::<Result<Vec<_>, _>>()?;
    let mut seen = BTreeSet::new();
    shops.retain(|id| seen.insert(id.clone()));
    let list = emit::list(shops.iter().map(String::as_str));
    let (document, at) = of(files, faq)?;
    let entry = [LIST, Step::Item(at)];
    let way = [&entry[..], &[Step::Key("shops")]].concat();
    let changed = match (document.find(&way), shops.is_empty()) {
        (None, true) => return Ok(()),
        (Some(_), true) => document.without_key(&way)?,
        (None, false) => {
            let above = ["id", "questions", "answer", "answer_en", "valid"];
            document.with_key(&entry, &above, &format!("shops: {list}"))?
        }
        (Some(spot), false) if spot.value.texts().is_some_and(|old| old == shops) => return Ok(()),
        // One shop stands there without brackets: several get them, on its line.
        (Some(spot), false) if shops.len() > 1 && spot.value.text().is_some() => {
            let bytes = document.scalar_bytes(spot);
            let space = if bytes.start == spot.after { " " } else { "" };
            document.with(bytes, &format!("{space}{list}"))?
        }
        (Some(_), false) => document.set_texts(&way, &shops)?,
    };
    files.put(changed.file());
    Ok(())
}

fn shop(id: &str) -> Result<String, EditError> {
    let id = id.trim();
    match ShopId::new(id) {
        Ok(_) => Ok(id.to_owned()),
        Err(error) => {
            Err(EditError::refused("shops", format!("`{id}` is no id of a shop, which is {}", error.rule)))
        }
    }
}

pub(super) fn add(files: &mut Files<'_>, new: &NewFaq) -> Result<(), EditError> {
    let NewFaq { file, id, intent, questions, answer } = new;
    new_name("id", id)?;
    if of(files, id).is_ok() {
        return Err(EditError::refused("id", format!("there is an FAQ entry `{id}` already")));
    }
    let stem = file.strip_prefix(FOLDER).and_then(|file| file.strip_suffix(".yml"));
    let stem = stem.ok_or_else(|| EditError::refused("file", "entries lie in knowledge/faq/NAME.yml"))?;
    if files.get(file).is_none() {
        new_name("file", &stem.into())?;
    }
    let written = entry(id, intent.as_ref(), questions, answer)?;
    let document = match files.get(file) {
        Some(file) => Document::read(file)?,
        None => Document::new(file),
    };
    let Some(list) = document.find(&[LIST]) else {
        let end = document.end();
        let ends_line = end == 0 || document.text_between(0, end).ends_with(['\n', '\r']);
        let text =
            format!("{}faq:\n  {}\n", if ends_line { "" } else { "\n" }, written.replace('\n', "\n  "));
        files.put(document.with(end..end, &text.replace('\n', document.line_break()))?.file());
        return Ok(());
    };
    let changed = match &list.value.form {
        Form::List { items, flow: true, .. } if items.is_empty() => {
            let end = document.line_at(list.after).end;
            let behind = document.text_between(list.value.bytes.end, end);
            let text = format!("{behind}\n  {}", written.replace('\n', "\n  "));
            document.with(list.after..end, &text.replace('\n', document.line_break()))?
        }
        Form::List { items, .. } => document.with_item(&[LIST], items.len(), &written)?,
        Form::Scalar { .. } | Form::Map { .. } => {
            return Err(document.by_hand(list.after, "a list of entries is expected here"));
        }
    };
    files.put(changed.file());
    Ok(())
}

/// An entry with its dash, its further lines as far in as its keys.
fn entry(id: &Name, intent: Option<&Name>, questions: &[String], answer: &str) -> Result<String, EditError> {
    if questions.is_empty() {
        return Err(EditError::refused("questions", "an entry is found by its questions: give at least one"));
    }
    said("answer", answer)?;
    let mut text = format!("- id: {id}");
    if let Some(intent) = intent {
        text.push_str(&format!("\n  intent: {}", emit::inner(intent.as_str(), false)));
    }
    text.push_str("\n  questions: |");
    for question in questions {
        text.push_str(&format!("\n    - {}", line("questions", question)?));
    }
    Ok(format!("{text}\n  answer: {}", emit::inner(answer, false)))
}

pub(super) fn remove(files: &mut Files<'_>, faq: &Name) -> Result<(), EditError> {
    let (document, at) = of(files, faq)?;
    let list = document.find(&[LIST]).ok_or_else(|| EditError::unknown("faq", "FAQ entry", faq))?;
    let changed = match &list.value.form {
        // What is said about the list, behind its key and above its entry, stays.
        Form::List { items, flow: false, .. } if items.len() == 1 => {
            let after = list.after;
            document.without_item(&[LIST], at)?.with(after..after, " []")?
        }
        Form::List { .. } | Form::Scalar { .. } | Form::Map { .. } => document.without_item(&[LIST], at)?,
    };
    files.put(changed.file());
    Ok(())
}
