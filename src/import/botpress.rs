//! Botpress 12: a bot's folder (`intents/`, `entities/`, `qna/`), its zip, or an export of its questions and answers.

use super::{
    Source, archive,
    emit::one_line,
    json, kinds,
    names::shown,
    project::{Faq, Line, Part, Project, Wording},
    spans::part,
};
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
        } else if source.is(&["tgz", "gz"]) {
            project.notes.left_out(
                &Place::start(&source.path),
                "an archive of another kind: unpack it first (`tar xf`)",
            );
        } else {
            files.push(source.clone());
        }
    }
    for file in files.iter().filter(|file| file.is(&["json"])) {
        let Some(node) = json::read(file, &mut project.notes) else { continue };
        take(file, &node, &mut project);
    }
    project
}

/// What a file is shows in its keys.
fn take(file: &Source, node: &Node, project: &mut Project) {
    if node.at("utterances").is_some() {
        intent(file, node, project);
    } else if node.at("occurrences").is_some() || node.at("pattern").is_some() {
        entity(node, project);
    } else if let Some(data) = node.at("data").filter(|data| data.at("questions").is_some()) {
        question(node, data, project);
    } else if let Some(entries) =
        [node.items_at("qnas"), node.items()].into_iter().find(|entries| !entries.is_empty())
    {
        for entry in entries {
            match entry.at("data").filter(|data| data.at("questions").is_some()) {
                Some(data) => question(entry, data, project),
                None if entry.at("questions").is_some() => question(entry, entry, project),
                None => project.notes.left_out(&entry.place, "an entry without questions"),
            }
        }
    } else {
        let what = if file.name().ends_with(".flow.json") {
            "a flow: write it as the flow of an intent"
        } else {
            "no intent, entity or question is in the file"
        };
        project.notes.left_out(&Place::start(&file.path), what);
    }
}

fn intent(file: &Source, node: &Node, project: &mut Project) {
    let name = node.word_at("name").unwrap_or(file.stem());
    // Of an intent's slots, the first entity is what fills them.
    let slots: Vec<(&str, &str)> = node
        .items_at("slots")
        .iter()
        .filter_map(|slot| Some((slot.word_at("name")?, slot.items_at("entities").first()?.word()?)))
        .collect();
    for (slot, entity) in &slots {
        if slot != entity {
            let message = format!(
                "the slot `{}` of entity `{}`: xiaoer tells slots apart by the question that was asked",
                shown(slot),
                shown(entity)
            );
            project.notes.left_out(&node.place, message);
        }
    }
    project.intent(name, &node.place);
    let (by_language, alone) = texts(node.at("utterances"));
    for utterance in by_language.into_iter().flat_map(|(_, texts)| texts).chain(alone) {
        let Some(text) = utterance.word().map(one_line).filter(|text| !text.is_empty()) else { continue };
        let line = Line::Example { parts: parts(&text, &slots), place: utterance.place.clone() };
        project.intent(name, &node.place).lines.push(line);
    }
}

/// `[words](slot)`.
fn parts(text: &str, slots: &[(&str, &str)]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('[') {
        let mark = from.split_once("](").and_then(|(words, after)| {
            let (slot, after) = after.split_once(')')?;
            Some((words, slot, after))
        });
        let Some((words, slot, after)) = mark.filter(|(words, ..)| !words.is_empty() && !words.contains('['))
        else {
            break;
        };
        let entity = slots.iter().find(|(name, _)| *name == slot).map_or(slot, |(_, entity)| entity);
        if !before.is_empty() {
            parts.push(Part::Text(before.to_owned()));
        }
        parts.push(part(words, entity));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    parts
}

fn entity(node: &Node, project: &mut Project) {
    let Some(name) = node.word_at("name") else { return };
    if node.word_at("type") == Some("system") || kinds::is_theirs(name) {
        return;
    }
    for occurrence in node.items_at("occurrences") {
        let Some(value) = occurrence.word_at("name") else { continue };
        let names = occurrence.items_at("synonyms").iter().filter_map(Node::word).map(str::to_owned);
        project.entity(name, &node.place).add(value, names);
    }
    if let Some(pattern) =
        node.at("pattern").filter(|pattern| pattern.word().is_some_and(|word| !word.is_empty()))
    {
        let text = pattern.word().unwrap_or_default();
        // Case counts in a pattern of ours unless it says otherwise.
        let text =
            if node.word_at("matchCase") == Some("false") { format!("(?i){text}") } else { text.to_owned() };
        project.entity(name, &node.place).patterns.push((text, pattern.place.clone()));
    }
    if node.at("fuzzy").is_some_and(|fuzzy| !matches!(fuzzy.word(), Some("0" | "1" | "false"))) {
        project.notes.left_out(
            &node.place,
            format!("`fuzzy` of entity `{}`: words are found just as they stand in the list", shown(name)),
        );
    }
}

fn question(entry: &Node, data: &Node, project: &mut Project) {
    let id = entry.word_at("id").unwrap_or("question");
    if data.word_at("enabled") == Some("false") {
        project.notes.left_out(&entry.place, format!("`{}` is not enabled", shown(id)));
        return;
    }
    for key in ["redirectFlow", "redirectNode"] {
        if let Some(flow) = data.at(key).filter(|flow| flow.word().is_some_and(|word| !word.is_empty())) {
            project.notes.left_out(&flow.place, format!("`{key}` of `{}`", shown(id)));
        }
    }
    let contexts = data.items_at("contexts").iter().filter_map(Node::word);
    let contexts: Vec<&str> =
        contexts.chain(data.word_at("category")).filter(|name| *name != "global").collect();
    if let [context, ..] = contexts[..] {
        project
            .notes
            .left_out(&data.place, format!("that `{}` is asked in `{}` only", shown(id), shown(context)));
    }
    let (by_language, alone) = texts(data.at("questions"));
    let lines = by_language.iter().flat_map(|(_, texts)| texts.iter().copied()).chain(alone);
    let line = |node: &Node| {
        Some(Line::plain(&Some(one_line(node.word()?)).filter(|text| !text.is_empty())?, &node.place))
    };
    let lines = lines.filter_map(line).collect();
    let (by_language, alone) = texts(data.at("answers").or(data.at("answer")));
    let said = |texts: &[&Node]| -> Vec<Wording> {
        let texts =
            texts.iter().filter_map(|node| node.word()).map(str::trim).filter(|text| !text.is_empty());
        texts.map(Wording::plain).collect()
    };
    let english = by_language.iter().find(|(language, _)| *language == "en");
    let first = by_language.iter().find(|(language, texts)| *language != "en" && !said(texts).is_empty());
    let mut answers = said(&alone);
    let mut answers_en = Vec::new();
    match (first, english) {
        (Some((_, texts)), Some((_, english))) => {
            answers.extend(said(texts));
            answers_en.extend(said(english));
        }
        (Some((_, texts)), None) | (None, Some((_, texts))) => answers.extend(said(texts)),
        (None, None) => {}
    }
    for (language, texts) in &by_language {
        let taken = *language == "en" || first.is_some_and(|(first, _)| first == language);
        if !taken && !said(texts).is_empty() {
            project.notes.left_out(
                &data.place,
                format!(
                    "the answer of `{}` in `{}`: one language beside English is taken",
                    shown(id),
                    shown(language)
                ),
            );
        }
    }
    project.faq.push(Faq {
        id: id.to_owned(),
        group: "qna".to_owned(),
        place: entry.place.clone(),
        comments: Vec::new(),
        lines,
        answers,
        answers_en,
    });
}

/// Texts by language, and texts that stand alone, as before Botpress knew languages.
fn texts(node: Option<&Node>) -> (Vec<(&str, Vec<&Node>)>, Vec<&Node>) {
    let Some(node) = node else { return (Vec::new(), Vec::new()) };
    let by_language = node.pairs().iter();
    let by_language =
        by_language.filter_map(|(language, texts)| Some((language.word()?, texts.items().iter().collect())));
    let alone = node.items().iter().chain(node.word().map(|_| node)).collect();
    (by_language.collect(), alone)
}
