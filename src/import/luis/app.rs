//! LUIS: an exported app, or the list that its batches are.

use super::{intent_name, left_out, number};
use crate::{
    content::yaml::Node,
    import::{
        emit::one_line,
        names::shown,
        project::{Line, Project, Row, plain},
        spans::{self, Span, byte_of_unit},
    },
};

pub(super) fn read(node: &Node, project: &mut Project) {
    if node.at("utterances").is_none() && node.items().is_empty() {
        project.notes.broken(&node.place, "no LUIS app, CLU project or batch of utterances");
        return;
    }
    for key in ["entities", "composites", "hierarchicals"] {
        for entity in node.items_at(key) {
            let Some(name) = entity.word().or(entity.word_at("name")) else { continue };
            project.entity(name, &entity.place);
            for part in ["roles", "children", "features"] {
                if entity.at(part).is_some_and(|value| !value.items().is_empty()) {
                    project.notes.left_out(&entity.place, format!("the {part} of entity `{}`", shown(name)));
                }
            }
        }
    }
    for list in node.items_at("closedLists") {
        let Some(name) = list.word_at("name") else { continue };
        for sub in list.items_at("subLists") {
            let Some(canonical) = sub.word_at("canonicalForm") else { continue };
            let names = sub.items_at("list").iter().filter_map(Node::word).map(str::to_owned);
            project.entity(name, &list.place).add(canonical, names);
        }
    }
    for regex in node.items_at("regex_entities") {
        if let (Some(name), Some(pattern)) = (regex.word_at("name"), regex.at("regexPattern")) {
            let text = pattern.word().unwrap_or_default().to_owned();
            project.entity(name, &regex.place).patterns.push((text, pattern.place.clone()));
        }
    }
    for intent in node.items_at("intents") {
        if let Some(name) = intent.word_at("name").filter(|name| !name.eq_ignore_ascii_case("none")) {
            project.intent(name, &intent.place);
        }
    }
    let notes = &mut project.notes;
    left_out(node, "patterns", "templates; write phrases of `rules` instead", notes);
    left_out(
        node,
        "patternAnyEntities",
        "what stands between fixed words is asked for with `entity: text`",
        notes,
    );
    left_out(node, "phraselists", "words that go together are learned from examples and the encoder", notes);
    left_out(
        node,
        "model_features",
        "words that go together are learned from examples and the encoder",
        notes,
    );
    left_out(
        node,
        "prebuiltEntities",
        "xiaoer recognises numbers, dates, money and the like by itself",
        notes,
    );
    let (utterances, batch) = match node.at("utterances") {
        Some(utterances) => (utterances.items(), false),
        None => (node.items(), true),
    };
    for utterance in utterances {
        take(utterance, batch, project);
    }
}

/// A batch tells intents as `intentName` to learn from, as `intent` to test with.
fn take(utterance: &Node, batch: bool, project: &mut Project) {
    let text = utterance.word_at("text").or(utterance.word_at("query"));
    let intent = utterance.word_at("intent").or(utterance.word_at("intentName"));
    let (Some(text), Some(intent)) = (text, intent) else {
        project.notes.broken(&utterance.place, "an utterance has `text` and `intent`");
        return;
    };
    let name = intent_name(intent);
    let labels = utterance.items_at("entities").iter().chain(utterance.items_at("entityLabels"));
    let mut spans = Vec::new();
    for label in labels {
        let (Some(entity), Some(start), Some(end)) = (
            label.word_at("entity").or(label.word_at("entityName")),
            number(label, &["startPos", "startCharIndex"]),
            number(label, &["endPos", "endCharIndex"]),
        ) else {
            project.notes.broken(&label.place, "an entity has a name, where it begins and where it ends");
            continue;
        };
        if let Some(role) = label.word_at("role").filter(|role| !role.is_empty()) {
            project
                .notes
                .left_out(&label.place, format!("the role `{}` of entity `{}`", shown(role), shown(entity)));
        }
        // The end is the last character, in UTF-16 as .NET counts.
        let at = byte_of_unit(text, start)..byte_of_unit(text, end.saturating_add(1));
        spans.push(Span { at, entity: entity.to_owned() });
    }
    let parts = spans::parts(text, spans);
    if one_line(&plain(&parts)).is_empty() {
        project.notes.left_out(&utterance.place, "an utterance without words");
    } else if batch && utterance.at("intentName").is_none() {
        let intent = Some(name).filter(|name| *name != super::OUT_OF_SCOPE).map(str::to_owned);
        project.rows.push(Row { text: one_line(text), intent });
    } else {
        let line = Line::Example { parts, place: utterance.place.clone() };
        project.intent(name, &utterance.place).lines.push(line);
    }
}
