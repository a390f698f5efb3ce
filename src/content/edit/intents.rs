//! Edits of intents: their examples, titles and replies.

use super::{
    EditError,
    document::{Document, Step},
    files::Files,
    learned, line, new_name, said,
    tree::Form,
};
use crate::{
    content::{SourceFile, emit},
    domain::{Language, Name},
};

const EXAMPLES: [Step<'static>; 1] = [Step::Key("examples")];
/// Where the examples begin, below the last of these.
const HEAD: [&str; 3] = ["intent", "title", "title_en"];

/// The file of an intent.
fn of(files: &Files<'_>, field: &'static str, intent: &Name) -> Result<Document, EditError> {
    let is = |document: Document| {
        let named = document.root()?.get("intent")?.text() == Some(intent.as_str());
        named.then_some(document)
    };
    let found = files.search("intents/", &format!("intents/{intent}.yml"), is)?;
    found.ok_or_else(|| EditError::unknown(field, "intent", intent))
}

/// # Errors
/// When no file has the intent.
pub(super) fn exists(files: &Files<'_>, field: &'static str, intent: &Name) -> Result<(), EditError> {
    of(files, field, intent).map(drop)
}

pub(super) fn add_example(
    files: &mut Files<'_>,
    field: &'static str,
    intent: &Name,
    text: &str,
) -> Result<(), EditError> {
    let text = line("text", text)?;
    let document = of(files, field, intent)?;
    if document.has_line(&EXAMPLES, &text)? {
        return Err(EditError::refused("text", format!("`{intent}` has this example already")));
    }
    let changed = match document.find(&EXAMPLES) {
        Some(_) => document.with_line(&EXAMPLES, &text)?,
        None => document.with_key(&[], &HEAD, &format!("examples: |\n  - {text}"))?,
    };
    files.put(changed.file());
    Ok(())
}

pub(super) fn remove_example(
    files: &mut Files<'_>,
    field: &'static str,
    intent: &Name,
    text: &str,
) -> Result<(), EditError> {
    let document = of(files, field, intent)?;
    match document.without_line(&EXAMPLES, text.trim())? {
        Some(changed) => files.put(changed.file()),
        None if learned::remove(files, intent, text) => {}
        None => return Err(EditError::refused("text", format!("`{intent}` has no such example"))),
    }
    Ok(())
}

/// What was learned stays a learned row, with its source.
pub(super) fn move_example(
    files: &mut Files<'_>,
    from: &Name,
    to: &Name,
    text: &str,
) -> Result<(), EditError> {
    if from == to {
        return Err(EditError::refused("to", "the example is there already"));
    }
    let document = of(files, "from", from)?;
    of(files, "to", to)?;
    if !document.has_line(&EXAMPLES, text.trim())? {
        let moved = learned::relabel(files, from, to, text);
        return if moved {
            Ok(())
        } else {
            Err(EditError::refused("text", format!("`{from}` has no such example")))
        };
    }
    remove_example(files, "from", from, text)?;
    add_example(files, "to", to, text)
}

pub(super) fn set_title(
    files: &mut Files<'_>,
    intent: &Name,
    title: &str,
    language: Language,
) -> Result<(), EditError> {
    let title = line("title", title)?;
    let document = of(files, "intent", intent)?;
    let key = match language {
        Language::Zh => "title",
        Language::En => "title_en",
    };
    let changed = match document.find(&[Step::Key(key)]) {
        Some(_) => document.set_text(&[Step::Key(key)], &title)?,
        None => document.with_key(&[], &HEAD, &format!("{key}: {}", emit::inner(&title, false)))?,
    };
    files.put(changed.file());
    Ok(())
}

pub(super) fn set_reply(
    files: &mut Files<'_>,
    reply: &Name,
    texts: &[String],
    language: Language,
) -> Result<(), EditError> {
    if texts.is_empty() {
        return Err(EditError::refused("texts", "at least one wording is needed"));
    }
    texts.iter().try_for_each(|text| said("texts", text))?;
    let way = [Step::Key("replies"), Step::Key(reply.as_str())];
    let has = |document: Document| document.find(&way).is_some().then_some(document);
    let document = files.search("intents/", "intents/shared.yml", has)?;
    let document = document.ok_or_else(|| EditError::unknown("reply", "reply", reply))?;
    let inside = |key| [&way[..], &[Step::Key(key)]].concat();
    let spot = document.find(&way).ok_or_else(|| EditError::unknown("reply", "reply", reply))?;
    let is_map = matches!(spot.value.form, Form::Map { .. });
    let changed = match language {
        Language::Zh if !is_map => document.set_texts(&way, texts)?,
        Language::Zh => document.set_texts(&inside("text"), texts)?,
        Language::En => {
            let document = if is_map { document.clone() } else { under_text(&document, &way)? };
            match document.find(&inside("en")) {
                Some(_) => document.set_texts(&inside("en"), texts)?,
                None => {
                    let item = |text: &String| format!("\n  - {}", emit::inner(text, false));
                    let written = format!("en:{}", texts.iter().map(item).collect::<String>());
                    document.with_key(&way, &["text"], &written)?
                }
            }
        }
    };
    files.put(changed.file());
    Ok(())
}

/// Makes the wordings of a reply the `text` of a mapping, so that there is room for more.
fn under_text(document: &Document, way: &[Step<'_>]) -> Result<Document, EditError> {
    let missing = || document.by_hand(0, "the reply is not where it should be");
    let spot = document.find(way).ok_or_else(missing)?;
    if spot.flow {
        return Err(document.by_hand(spot.after, "a reply with a key a line is expected here"));
    }
    let key_line = document.line_at(spot.after - 1);
    let end = document.last_line_end(spot).max(key_line.end);
    let line_break = document.line_break();
    let indent = " ".repeat(spot.column + 2);
    let rest = document.text_between(spot.after, key_line.end);
    let mut moved = format!("{line_break}{indent}text:{rest}");
    for line in document.below(spot.after).take_while(|line| line.end <= end) {
        let text = document.text_of(line);
        let further = if text.trim().is_empty() { "" } else { "  " };
        moved.push_str(&format!("{line_break}{further}{text}"));
    }
    document.with(spot.after..end, &moved)
}

/// What is asked of an intent that is only just named: an FAQ entry, or else a person, answers.
const FLOW: &str = "flow:
  # An FAQ entry of this intent answers, or else a person, until something else stands here.
  - answer: faq
    else: {handoff: not_set_up}
";

pub(super) fn add(
    files: &mut Files<'_>,
    name: &Name,
    title: &str,
    examples: &[String],
) -> Result<(), EditError> {
    new_name("name", name)?;
    let path = format!("intents/{name}.yml");
    if files.get(&path).is_some() || of(files, "name", name).is_ok() {
        return Err(EditError::refused("name", format!("there is an intent `{name}` already")));
    }
    let title = line("title", title)?;
    let mut text = format!("intent: {name}\ntitle: {}\nexamples: |\n", emit::inner(&title, false));
    if examples.is_empty() {
        return Err(EditError::refused("examples", "an intent is known by its examples: give at least one"));
    }
    for (at, example) in examples.iter().enumerate() {
        let example = line("examples", example)?;
        if examples[..at].iter().any(|earlier| earlier.trim() == example) {
            return Err(EditError::refused("examples", format!("`{example}` stands there twice")));
        }
        text.push_str(&format!("  - {example}\n"));
    }
    files.put(SourceFile::new(path, text + FLOW));
    Ok(())
}
