//! Microsoft's formats: LUIS and CLU as JSON, `.lu` and `.qna` as text.

mod app;
mod clu;
mod lu;
mod qna;

use super::{Source, json, names::shown, note::Notes, project::Project};
use crate::content::{labelled::OUT_OF_SCOPE, yaml::Node};

pub(super) fn read(sources: &[Source]) -> Project {
    let mut project = Project::default();
    for source in sources {
        if source.is(&["lu"]) {
            lu::read(source, &mut project);
        } else if source.is(&["qna"]) {
            qna::read(source, &mut project);
        } else if let Some(node) = json::read(source, &mut project.notes) {
            if node.at("assets").is_some() {
                clu::read(&node, &mut project);
            } else {
                app::read(&node, &mut project);
            }
        }
    }
    project
}

/// The intent for what belongs to none is called so here.
fn intent_name(theirs: &str) -> &str {
    if theirs.eq_ignore_ascii_case("none") { OUT_OF_SCOPE } else { theirs }
}

fn number(node: &Node, keys: &[&str]) -> Option<usize> {
    keys.iter().find_map(|key| node.word_at(key)?.parse().ok())
}

/// Notes what a key holds, if it holds anything.
fn left_out(node: &Node, key: &str, why: &str, notes: &mut Notes) {
    let Some(value) = node.at(key) else { return };
    for item in value.items() {
        let name =
            item.word().or(item.word_at("name")).or(item.word_at("category")).or(item.word_at("pattern"));
        notes.left_out(&item.place, format!("`{}` of `{key}`: {why}", shown(name.unwrap_or_default())));
    }
}
