//! Dialogflow ES agents: the exported zip, or its folder with `intents/` and `entities/`.

mod intent;
mod language;

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
    let own = agents.iter().find_map(|(_, node)| language::tag(node, "language"));
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
        intent::take(part, &parts, own.as_deref(), &mut project);
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::import::{Format, import};

    /// An agent of this language, and parts of what is written of its intents.
    fn check(agent: &str, intent: &[&str], shared: &str, noted: &[&str]) {
        let sources = [
            ("agent.json", agent),
            (
                "intents/order.json",
                r#"{"name": "order", "responses": [{"parameters": [{"name": "size", "required": true, "dataType": "@sys.any",
                "prompts": [{"lang": "en", "value": "Which size?"}, {"lang": "ja", "value": "サイズは？"}, {"lang": "zh-CN", "value": "多大？"}]}],
                "messages": [
                {"type": "0", "lang": "en", "speech": ["One $size."]},
                {"type": "0", "lang": "ja", "speech": "$sizeですね"},
                {"type": "0", "lang": "zh-CN", "speech": ["好的，$size", "收到"]}]}]}"#,
            ),
            ("intents/order_usersays_en.json", r#"[{"data": [{"text": "a coffee"}]}]"#),
            ("intents/order_usersays_ja.json", r#"[{"data": [{"text": "コーヒー"}]}]"#),
            ("intents/order_usersays_zh-CN.json", r#"[{"data": [{"text": "来杯咖啡"}]}]"#),
            (
                "intents/lost.json",
                r#"{"name": "lost", "fallbackIntent": true, "responses": [{"messages": [
                {"type": "0", "lang": "en", "speech": "Pardon?"}, {"type": "0", "lang": "zh-CN", "speech": "没听懂"}]}]}"#,
            ),
        ];
        let sources: Vec<Source> = sources.iter().map(|(path, text)| Source::new(*path, *text)).collect();
        let imported = import(Format::Dialogflow, &sources, date(2026, 3, 10));
        let written = |path: &str| {
            let file = imported.files.iter().find(|file| &*file.path == path);
            String::from_utf8_lossy(&file.expect("the file is written").bytes).into_owned()
        };
        for part in intent {
            assert!(written("intents/order.yml").contains(part), "{agent}: {}", written("intents/order.yml"));
        }
        assert!(written("intents/shared.yml").contains(shared), "{agent}: {}", written("intents/shared.yml"));
        let notes: Vec<&str> = imported.report.notes.iter().map(|note| note.what.as_str()).collect();
        for note in noted {
            assert!(notes.contains(note), "{agent}: {notes:?}");
        }
        assert!(imported.report.decide.is_empty(), "{:?}", imported.report.decide);
    }

    #[test]
    fn each_customer_gets_their_language() {
        let chinese = [
            "title: 来杯咖啡\nexamples: |\n  - 来杯咖啡\n",
            "  - a coffee\n",
            "  - コーヒー\n",
            "    ask: 多大？\n    ask_en: 'Which size?'\n",
            "    text:\n      - '好的，{{ size }}'\n      - 收到\n    en: 'One {{ size }}.'\n",
        ];
        let lost = "  fallback.rephrase:\n    text: 没听懂\n    en: 'Pardon?'\n";
        let left = [
            "what `order` says in `ja`: one language beside English is taken",
            "the question for `size` in `ja`: one language beside English is taken",
        ];
        check(r#"{"language": "zh-CN"}"#, &chinese, lost, &left);
        check(r#"{"language": "en", "supportedLanguages": ["ja", "zh-CN"]}"#, &chinese, lost, &left);
        check("{}", &chinese, lost, &left);
        let japanese = [
            "title: コーヒー\n",
            "    ask: サイズは？\n    ask_en: 'Which size?'\n",
            "    text: '{{ size }}ですね'\n    en: 'One {{ size }}.'\n",
        ];
        check(
            r#"{"language": "ja"}"#,
            &japanese,
            lost,
            &["what `order` says in `zh-cn`: one language beside English is taken"],
        );
    }
}
