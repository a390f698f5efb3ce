//! knowledge/entities.yml. xiaoer recognises lists and patterns, so what examples are annotated with becomes a list.

use std::collections::HashMap;

use regex::Regex;

use super::Pen;
use crate::import::{
    emit::{list, scalar},
    names::{Kind, built_in, shown},
    note::Notes,
    project::{Entity, Line, Part, Project, Synonym},
};

/// Gives every entity the values with which the examples annotate it, and every synonym to the entities that it belongs to.
pub(super) fn gather(project: &mut Project, notes: &mut Notes) {
    let lines: Vec<Line> = project.intents.iter().flat_map(|intent| &intent.lines).cloned().collect();
    // What a pattern of the entity matches needs no place in its list.
    let mut whole: HashMap<String, Option<Vec<Regex>>> = HashMap::new();
    for line in &lines {
        let Line::Example { parts, place } = line else { continue };
        for part in parts {
            let Part::Entity { text, entity, value } = part else { continue };
            let canonical = value.as_deref().unwrap_or_else(|| meaning(&project.synonyms, text));
            let (canonical, name) = (canonical.to_owned(), text.clone());
            let patterns = whole.entry(entity.clone()).or_default();
            let entity = project.entity(entity, place);
            if patterns.is_none() {
                *patterns =
                    Some(entity.patterns.iter().filter_map(|(pattern, _)| compile(pattern)).collect());
            }
            let matched = patterns.iter().flatten().any(|pattern| pattern.is_match(text));
            if value.is_some() || !(matched || entity.knows(&canonical)) {
                entity.add(&canonical, [name]);
            }
        }
    }
    for Synonym { value, names, place } in &project.synonyms {
        let mut found = false;
        for entity in &mut project.entities {
            if entity
                .values
                .iter()
                .any(|known| known.canonical == *value || known.names.iter().any(|name| names.contains(name)))
            {
                entity.add(value, names.iter().cloned());
                found = true;
            }
        }
        if !found {
            let message = format!(
                "synonym `{}`: no example is annotated with it, so its entity is not known",
                shown(value)
            );
            notes.left_out(place, message);
        }
    }
}

/// A pattern that matches all of a text.
fn compile(pattern: &str) -> Option<Regex> {
    Regex::new(&format!("^(?:{pattern})$")).ok()
}

/// What a text stands for.
fn meaning<'s>(synonyms: &'s [Synonym], text: &'s str) -> &'s str {
    let known = synonyms.iter().find(|synonym| synonym.names.iter().any(|name| name == text));
    known.map_or(text, |synonym| &synonym.value)
}

pub(super) fn write(project: &Project, pen: &mut Pen) {
    let mut text = String::new();
    for entity in &project.entities {
        let name = pen.names.of(Kind::Entity, &entity.name, &entity.place, &mut pen.notes);
        let described = describe(entity, pen);
        if described.is_empty() {
            if !built_in(&name) {
                let message = format!("entity `{}` has neither a value nor a pattern", shown(&entity.name));
                pen.notes.left_out(&entity.place, message);
            }
            continue;
        }
        pen.taken.entities += 1;
        pen.described.insert(name.clone());
        text.push_str(&format!("  {}:\n{described}", scalar(&name)));
    }
    if !text.is_empty() {
        pen.file("knowledge/entities.yml", format!("entities:\n{text}"));
    }
}

fn describe(entity: &Entity, pen: &mut Pen) -> String {
    let mut values = String::new();
    for value in entity.values.iter().filter(|value| !value.canonical.trim().is_empty()) {
        let names = value.names.iter().map(String::as_str).filter(|name| !name.trim().is_empty());
        let names: Vec<&str> = names.collect();
        pen.taken.values += 1;
        values.push_str(&format!("      {}: {}\n", scalar(&value.canonical), list(names)));
    }
    let mut text = if values.is_empty() { String::new() } else { format!("    values:\n{values}") };
    if let Some(pattern) = pattern(entity, &mut pen.notes) {
        text.push_str(&format!("    pattern: {}\n", scalar(&pattern)));
    }
    text
}

/// All patterns as one. Its one group around everything makes the whole match the value.
fn pattern(entity: &Entity, notes: &mut Notes) -> Option<String> {
    let mut patterns = Vec::new();
    for (pattern, place) in &entity.patterns {
        match Regex::new(pattern) {
            Ok(_) => patterns.push(pattern.as_str()),
            Err(error) => {
                let error = error.to_string();
                let why = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
                notes.left_out(place, format!("the pattern `{}` cannot be read: {why}", shown(pattern)));
            }
        }
    }
    match patterns[..] {
        [] => None,
        [one] if !one.contains('(') => Some(one.to_owned()),
        _ => Some(format!("((?:{}))", patterns.join(")|(?:"))),
    }
}
