//! Rasa projects: training data, domain, rules, stories and tests, in any number of files. Their top-level keys decide what is in them.

mod annotation;
mod domain;
mod export;
mod lines;
mod nlu;
mod reactions;
mod stories;
mod tests;

pub(super) use export::export;

use std::{collections::BTreeMap, sync::Arc};

use self::{domain::Domain, nlu::Item, stories::Told};
use super::{
    Source,
    names::{file_name, shown},
    project::{Faq, Line, Part, Project},
};
use crate::content::{
    Diagnostic, Place, SourceFile,
    yaml::{self, Data, Node},
};

/// Where the files that were read are kept, for `export`.
pub(super) const ORIGINALS: &str = "imported/rasa/";

/// Keys of a Rasa server's and pipeline's settings.
const SETTINGS: [(&str, &str); 17] = [
    ("pipeline", "xiaoer has its own way of understanding"),
    ("policies", "xiaoer has its own policies"),
    ("recipe", "a setting of Rasa's training"),
    ("language", "xiaoer tells the language from the message"),
    ("assistant_id", "a setting of Rasa's server"),
    ("session_config", "a conversation ends when it is closed"),
    ("action_endpoint", "Python actions become calls in integrations.yml"),
    ("tracker_store", "conversations lie in xiaoer's own log"),
    ("event_broker", "xiaoer tells others by its own calls"),
    ("lock_store", "a setting of Rasa's server"),
    ("nlg", "replies are templates"),
    ("models", "a setting of Rasa's server"),
    ("model_groups", "a setting of Rasa's server"),
    ("actions", "Python actions become calls in integrations.yml"),
    ("e2e_actions", "words of stories become replies"),
    ("flows", "CALM flows; write them as flows of intents"),
    ("rest", "channels are set up in xiaoer.toml"),
];

/// All files of a project, read and sorted by key.
#[derive(Default)]
struct Files {
    items: Vec<Item>,
    domain: Domain,
    told: Told,
    /// Test stories, still as they stand.
    tests: Vec<Node>,
}

pub(super) fn read(sources: &[Source]) -> Project {
    let mut project = Project::default();
    let mut files = Files::default();
    // In the order in which `export` will find them again.
    let mut kept: BTreeMap<String, &Source> = BTreeMap::new();
    for source in sources.iter().filter(|source| source.is(&["yml", "yaml"])) {
        let mut path = safe_path(&source.path);
        while kept.contains_key(&path) {
            path.insert(0, '_');
        }
        kept.insert(path, source);
    }
    for (path, source) in kept {
        let Some(text) = source.text(&mut project.notes) else { continue };
        match yaml::parse(&source.path, text) {
            Ok(node) => {
                if files.take(&node, &source.path, text, &mut project) {
                    project
                        .originals
                        .push(SourceFile::new(ORIGINALS.to_owned() + &path, source.bytes.clone()));
                }
            }
            Err(Diagnostic { place, message, .. }) => project.notes.broken(&place, message),
        }
    }
    for source in sources.iter().filter(|source| source.is(&["md"])) {
        if source
            .text(&mut project.notes)
            .is_some_and(|text| text.contains("## intent:") || text.starts_with("## "))
        {
            let message = "Markdown of Rasa 1: let `rasa data convert nlu` of Rasa 2 make YAML of it first";
            project.notes.left_out(&Place::start(&source.path), message);
        }
    }
    files.assemble(&mut project);
    project
}

/// The path with each part made safe, so that it leads nowhere else.
fn safe_path(path: &str) -> String {
    let parts: Vec<String> = path.split(['/', '\\']).map(|part| file_name(part, "file")).collect();
    parts.join("/")
}

impl Files {
    /// Whether training data or a domain was in the file.
    fn take(&mut self, node: &Node, path: &Arc<str>, text: &str, project: &mut Project) -> bool {
        let mut ours = false;
        for (key, value) in node.pairs() {
            let word = key.word().unwrap_or_default();
            let notes = &mut project.notes;
            let taken = match word {
                "version" => continue,
                "nlu" => {
                    self.items.extend(nlu::items(value, text, notes));
                    true
                }
                "rules" | "stories" => {
                    let (tests, stories): (Vec<&Node>, Vec<&Node>) =
                        value.items().iter().partition(|story| tests::is_test(story));
                    self.tests.extend(tests.into_iter().cloned());
                    self.told.take(stories, word == "rules", notes);
                    true
                }
                "test_cases" => {
                    self.tests.extend(value.items().iter().cloned());
                    true
                }
                _ => self.domain.take(word, value, notes),
            };
            ours |= taken;
            if !taken {
                let why = SETTINGS.iter().find(|(name, _)| *name == word).map(|(_, why)| *why);
                let why = why.unwrap_or("not a part of Rasa that xiaoer knows");
                notes.left_out(&key.place, format!("`{}`: {why}", shown(word)));
            }
        }
        if !matches!(node.data, Data::Map(_) | Data::Nothing) {
            project.notes.left_out(&Place::start(path), "no part of Rasa is in the file");
        }
        ours
    }

    fn assemble(mut self, project: &mut Project) {
        for item in std::mem::take(&mut self.items) {
            let answer =
                item.name.split_once('/').and_then(|_| self.domain.response(&format!("utter_{}", item.name)));
            match (item.kind, answer) {
                (nlu::Kind::Intent, Some(answer)) => question(&item, answer, project),
                _ => nlu::take(&item, project),
            }
        }
        for (name, place) in &self.domain.intents {
            let known = project.intents.iter().any(|intent| intent.name == *name);
            let topic = format!("{name}/");
            if !known
                && !project.faq.iter().any(|entry| entry.id.starts_with(&topic))
                && name != "nlu_fallback"
            {
                project.notes.left_out(place, format!("intent `{}` has no example", shown(name)));
            }
        }
        let said = |name: &str| self.domain.response(name).is_some();
        for story in &self.tests {
            let conversation = tests::conversation(story, &said, &mut project.notes);
            project.conversations.extend(conversation);
        }
        reactions::assemble(&self.domain, &self.told, project);
    }
}

/// A retrieval intent with its response is a question with its answer.
fn question(item: &Item, answer: &domain::Response, project: &mut Project) {
    let lines = nlu::lines(item, &mut project.notes);
    for line in &lines {
        if let Line::Example { parts, place } = line
            && parts.iter().any(|part| matches!(part, Part::Entity { .. }))
        {
            project.notes.left_out(place, "the mark of an entity: questions of the FAQ have none");
        }
    }
    for (button, place) in &answer.buttons {
        project
            .notes
            .left_out(place, format!("the button `{}`: answers of the FAQ have none", shown(&button.title)));
    }
    match project.faq.iter_mut().find(|entry| entry.id == item.name) {
        Some(entry) => entry.lines.extend(lines),
        None => project.faq.push(Faq {
            id: item.name.clone(),
            group: item.name.split('/').next().unwrap_or_default().to_owned(),
            place: item.place.clone(),
            comments: item.comments.clone(),
            lines,
            answers: answer.wordings.clone(),
            answers_en: Vec::new(),
        }),
    }
}
