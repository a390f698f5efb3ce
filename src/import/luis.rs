//! Microsoft's formats: LUIS and CLU as JSON, `.lu` and `.qna` as text.

mod app;
mod clu;
mod lu;
mod qna;

use std::collections::HashMap;

use super::{Source, apart, json, names::shown, note::Notes, project::Project};
use crate::content::{labelled::OUT_OF_SCOPE, yaml::Node};

pub(super) fn read(sources: &[Source]) -> Project {
    let mut project = Project::default();
    let groups = groups(sources);
    for source in sources {
        let group = groups.get(&*source.path).map_or(source.stem(), String::as_str);
        if source.is(&["lu"]) {
            lu::read(source, group, &mut project);
        } else if source.is(&["qna"]) {
            qna::read(source, group, &mut project);
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

/// What the entries of each file with questions are called by.
fn groups(sources: &[Source]) -> HashMap<&str, String> {
    let asking: Vec<&Source> =
        sources.iter().filter(|source| source.is(&["lu", "qna"]) && qna::asks(source)).collect();
    let paths: Vec<Vec<String>> = asking.iter().map(|source| source.parts()).collect();
    asking.iter().map(|source| &*source.path).zip(apart::names(&paths)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paths: &[&str], ids: &[&str]) {
        let text = "# ? 几点开门\n```\n早九点\n```\n";
        let sources: Vec<Source> = paths.iter().map(|path| Source::new(*path, text)).collect();
        let found: Vec<String> = read(&sources).faq.into_iter().map(|entry| entry.id).collect();
        assert_eq!(found, ids, "{paths:?}");
    }

    #[test]
    fn questions_of_files_of_one_name_stay_apart() {
        check(&["a/faq.qna", "b/faq.qna"], &["a.faq.1", "b.faq.1"]);
        check(&["a/faq.qna", "b/faq.lu"], &["a.faq.1", "b.faq.1"]);
        check(&["a/faq.qna", "b/fees.qna"], &["faq.1", "fees.1"]);
    }
}
