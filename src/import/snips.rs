//! Snips' datasets: YAML with a document for each intent and entity, or the JSON made of it.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;

use super::{
    Source,
    emit::one_line,
    json,
    names::shown,
    note::Notes,
    project::{Line, Part, Project},
    spans::part,
};
use crate::content::{
    Place,
    yaml::{self, Node},
};

pub(super) fn read(sources: &[Source]) -> Project {
    let mut project = Project::default();
    let mut documents = Vec::new();
    for source in sources {
        if source.is(&["json"]) {
            if let Some(node) = json::read(source, &mut project.notes) {
                dataset(&node, &mut project);
            }
        } else {
            documents.extend(split(source, &mut project.notes));
        }
    }
    // Which side of a mark is the slot is told by the slots and entities that there are.
    let known: Vec<String> = documents.iter().flat_map(names).collect();
    for document in &documents {
        match document.word_at("type") {
            Some("intent") => intent(document, &known, &mut project),
            Some("entity") => {
                if let Some(name) = document.word_at("name") {
                    values(name, document, document.items_at("values"), &mut project);
                }
            }
            Some(_) | None => {
                project
                    .notes
                    .broken(&document.place, "a document of a dataset has `type: intent` or `type: entity`");
            }
        }
    }
    project
}

/// The YAML documents of a file, each with its own places.
fn split(source: &Source, notes: &mut Notes) -> Vec<Node> {
    let Some(text) = source.text(notes) else { return Vec::new() };
    let mut documents = Vec::new();
    let mut current = String::new();
    let mut finish = |text: &mut String, next: usize| {
        if !text.trim().is_empty() {
            match yaml::parse(&source.path, text) {
                Ok(node) if !node.pairs().is_empty() => documents.push(node),
                Ok(_) => {}
                Err(finding) => notes.broken(&finding.place, finding.message),
            }
        }
        // Empty lines in front keep the lines of what follows.
        *text = "\n".repeat(next);
    };
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_end() == "---" {
            finish(&mut current, number);
        } else {
            current.push_str(line);
            current.push('\n');
        }
    }
    finish(&mut current, 0);
    documents
}

/// Names of slots and entities in a document.
fn names(document: &Node) -> Vec<String> {
    let slots = document.items_at("slots").iter();
    let slots = slots.flat_map(|slot| [slot.word_at("name"), slot.word_at("entity")]).flatten();
    let own = document.word_at("name").filter(|_| document.word_at("type") == Some("entity"));
    slots.chain(own).map(str::to_owned).collect()
}

fn intent(document: &Node, known: &[String], project: &mut Project) {
    let Some(name) = document.word_at("name") else {
        project.notes.broken(&document.place, "an intent has a `name`");
        return;
    };
    let slots = document.items_at("slots").iter();
    let entities: BTreeMap<&str, &str> =
        slots.filter_map(|slot| Some((slot.word_at("name")?, slot.word_at("entity")?))).collect();
    project.intent(name, &document.place);
    for utterance in document.items_at("utterances") {
        let Some(text) = utterance.word().map(one_line).filter(|text| !text.is_empty()) else {
            project.notes.broken(&utterance.place, "an utterance that begins with `[` stands in quotes");
            continue;
        };
        let parts = parts(&text, &entities, known, &utterance.place, &mut project.notes);
        let line = Line::Example { parts, place: utterance.place.clone() };
        project.intent(name, &document.place).lines.push(line);
    }
}

/// `[slot:entity](value)` or `[slot](value)`; where the names stand in the round brackets, it is Rasa's way.
fn parts(
    text: &str,
    entities: &BTreeMap<&str, &str>,
    known: &[String],
    place: &Place,
    notes: &mut Notes,
) -> Vec<Part> {
    static MARK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\[([^\[\]]+)\]\(([^()]+)\)").expect("the pattern is constant"));
    let mut parts = Vec::new();
    let mut copied = 0;
    for found in MARK.captures_iter(text) {
        let (whole, [first, second]) = (found.get(0), found.extract::<2>().1);
        let Some(whole) = whole else { continue };
        let (slot, entity) =
            first.split_once(':').unwrap_or((first, entities.get(first).copied().unwrap_or(first)));
        let is_known = |name: &str| known.iter().any(|known| known == name.trim());
        let reversed = !first.contains(':') && !is_known(first) && is_known(second);
        if whole.start() > copied {
            parts.push(Part::Text(text[copied..whole.start()].to_owned()));
        }
        if reversed {
            let entity = entities.get(second.trim()).copied().unwrap_or(second.trim());
            parts.push(part(first, entity));
        } else {
            if slot.trim() != entity.trim() {
                let (slot, entity) = (shown(slot), shown(entity));
                notes.left_out(place, format!("the slot `{slot}` of entity `{entity}`: xiaoer tells slots apart by the question that was asked"));
            }
            parts.push(part(second, entity.trim()));
        }
        copied = whole.end();
    }
    if copied < text.len() {
        parts.push(Part::Text(text[copied..].to_owned()));
    }
    parts
}

/// Values of an entity: `a`, `[a, other names]`, or JSON's `{value, synonyms}`.
fn values(name: &str, about: &Node, values: &[Node], project: &mut Project) {
    let mut found = Vec::new();
    for value in values {
        let listed: Vec<&str> = value.items().iter().filter_map(Node::word).collect();
        let names = value.items_at("synonyms").iter().filter_map(Node::word);
        let all: Vec<&str> =
            value.word().or(value.word_at("value")).into_iter().chain(listed).chain(names).collect();
        if let [canonical, names @ ..] = &all[..] {
            found.push((
                (*canonical).to_owned(),
                names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(),
            ));
        }
    }
    for key in ["automatically_extensible", "matching_strictness", "use_synonyms"] {
        let Some(value) = about.at(key) else { continue };
        let ours = match key {
            "use_synonyms" => ["yes", "true"].contains(&value.word().unwrap_or_default()),
            "automatically_extensible" => ["no", "false"].contains(&value.word().unwrap_or_default()),
            _ => value.word().and_then(|number| number.parse::<f64>().ok()) == Some(1.0),
        };
        if !ours {
            let message = format!(
                "`{key}: {}` of entity `{}`: xiaoer finds the words of the list, just so",
                shown(value.word().unwrap_or_default()),
                shown(name)
            );
            project.notes.left_out(&value.place, message);
        }
    }
    let entity = project.entity(name, &about.place);
    found.into_iter().for_each(|(canonical, names)| entity.add(&canonical, names));
}

/// The JSON form.
fn dataset(node: &Node, project: &mut Project) {
    for (name, about) in node.at("intents").map(Node::pairs).unwrap_or_default() {
        let Some(word) = name.word() else { continue };
        project.intent(word, &name.place);
        for utterance in about.items_at("utterances") {
            let piece = |chunk: &Node| {
                let text = chunk.word_at("text")?;
                Some(match chunk.word_at("entity") {
                    Some(entity) if !text.trim().is_empty() => part(text, entity),
                    Some(_) | None => Part::Text(text.to_owned()),
                })
            };
            let parts: Vec<Part> = utterance.items_at("data").iter().filter_map(piece).collect();
            if !parts.is_empty() {
                let line = Line::Example { parts, place: utterance.place.clone() };
                project.intent(word, &name.place).lines.push(line);
            }
        }
    }
    for (name, about) in node.at("entities").map(Node::pairs).unwrap_or_default() {
        let Some(word) = name.word() else { continue };
        if !super::kinds::is_theirs(word) {
            values(word, about, about.items_at("data"), project);
        }
    }
}
