//! Dialogflow ES agents: the exported zip, or its folder with `intents/` and `entities/`.

mod intent;

use super::{Source, archive, json, names::shown, note::Notes, project::Project};
use crate::content::{Place, yaml::Node};

pub(super) fn read(sources: &[Source]) -> Project {
    let mut project = Project::default();
    let mut files = Vec::new();
    for source in sources {
        if source.is(&["zip"]) {
            match archive::unpack(source, &mut project.notes) {
                Ok(unpacked) => files.extend(unpacked),
                Err(error) => project.notes.broken(&Place::start(&source.path), error.to_string()),
            }
        } else {
            files.push(source.clone());
        }
    }
    let (mut agents, mut parts) = (Vec::new(), Vec::new());
    for file in files.iter().filter(|file| file.is(&["json"])) {
        let Some(node) = json::read(file, &mut project.notes) else { continue };
        match folder(file) {
            Some(folder) => parts.push(Part { folder, stem: file.stem(), node }),
            None => agents.push((file, node)),
        }
    }
    for (file, node) in agents {
        about_agent(file, &node, &mut project.notes);
    }
    for part in parts.iter().filter(|part| part.folder == "knowledgeBases") {
        project
            .notes
            .left_out(&part.node.place, "a knowledge base: put its questions and answers into a sheet");
    }
    for part in parts.iter().filter(|part| part.folder == "entities") {
        entity(part, &parts, &mut project);
    }
    for part in parts.iter().filter(|part| part.folder == "intents" && part.node.at("name").is_some()) {
        intent::take(part, &parts, &mut project);
    }
    project
}

/// A JSON file below `intents/` or `entities/`.
struct Part<'s> {
    folder: &'static str,
    stem: &'s str,
    node: Node,
}

/// Which part of an agent the file belongs to, by the folder that it lies in.
fn folder(file: &Source) -> Option<&'static str> {
    let above = file.path.rsplit('/').nth(1)?;
    ["intents", "entities", "knowledgeBases"].into_iter().find(|folder| *folder == above)
}

/// The parts that go with one: `city_entries_zh-CN` with `city`.
fn beside<'p>(
    part: &'p Part<'_>,
    kind: &'p str,
    parts: &'p [Part<'_>],
) -> impl Iterator<Item = &'p Part<'p>> {
    let prefix = format!("{}_{kind}_", part.stem);
    parts.iter().filter(move |other| other.folder == part.folder && other.stem.starts_with(&prefix))
}

fn about_agent(file: &Source, node: &Node, notes: &mut Notes) {
    for (key, why) in [
        ("webhook", "each call becomes one in integrations.yml"),
        ("mlMinConfidence", "training finds the probability from which to act by itself"),
    ] {
        if let Some(value) = node.at(key) {
            notes.left_out(&value.place, format!("`{key}` of {}: {why}", shown(file.name())));
        }
    }
}

fn entity(part: &Part<'_>, parts: &[Part<'_>], project: &mut Project) {
    let Some(name) = part.node.word_at("name") else { return };
    let place = part.node.place.clone();
    let is_set = |key: &str| part.node.word_at(key) == Some("true");
    for (key, what) in [
        ("automatedExpansion", "values beside the list are not found"),
        ("allowFuzzyExtraction", "words are found just as they stand in the list"),
        ("isEnum", "values that name other entities are taken as words"),
    ] {
        if is_set(key) {
            project.notes.left_out(&place, format!("`{key}` of entity `{}`: {what}", shown(name)));
        }
    }
    for entries in beside(part, "entries", parts) {
        for entry in entries.node.items() {
            let value = entry.word_at("value").unwrap_or_default();
            let names = entry.items_at("synonyms").iter().filter_map(Node::word).map(str::to_owned);
            if is_set("isRegexp") {
                project.entity(name, &place).patterns.push((value.to_owned(), entry.place.clone()));
            } else {
                project.entity(name, &place).add(value, names);
            }
        }
    }
}
