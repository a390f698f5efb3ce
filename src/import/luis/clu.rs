//! CLU, which came after LUIS: a project with `assets`.

use super::{intent_name, number};
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
    let Some(assets) = node.at("assets") else { return };
    for intent in assets.items_at("intents") {
        if let Some(name) = intent.word_at("category").filter(|name| !name.eq_ignore_ascii_case("none")) {
            project.intent(name, &intent.place);
        }
    }
    for entity in assets.items_at("entities") {
        take_entity(entity, project);
    }
    for utterance in assets.items_at("utterances") {
        take(utterance, project);
    }
    if let Some(threshold) =
        node.at("metadata").and_then(|about| about.at("settings")?.at("confidenceThreshold"))
        && threshold.word() != Some("0")
    {
        project.notes.left_out(
            &threshold.place,
            "`confidenceThreshold`: training finds the probability from which to act by itself",
        );
    }
}

fn take_entity(entity: &Node, project: &mut Project) {
    let Some(name) = entity.word_at("category") else { return };
    project.entity(name, &entity.place);
    for sub in entity.at("list").map(|list| list.items_at("sublists")).unwrap_or_default() {
        let Some(canonical) = sub.word_at("listKey") else { continue };
        let values = sub.items_at("synonyms").iter().flat_map(|synonym| synonym.items_at("values"));
        let names: Vec<String> = values.filter_map(Node::word).map(str::to_owned).collect();
        project.entity(name, &entity.place).add(canonical, names);
    }
    let regex = entity.at("regex");
    for expression in regex.map(|regex| regex.items_at("expressions")).unwrap_or_default() {
        if let Some(pattern) = expression.at("regexPattern") {
            let text = pattern.word().unwrap_or_default().to_owned();
            project.entity(name, &entity.place).patterns.push((text, pattern.place.clone()));
        }
    }
    for prebuilt in entity.items_at("prebuilts") {
        let kind = shown(prebuilt.word_at("category").unwrap_or_default());
        project.notes.left_out(&prebuilt.place, format!("the prebuilt `{kind}` of entity `{}`", shown(name)));
    }
}

fn take(utterance: &Node, project: &mut Project) {
    let (Some(text), Some(intent)) = (utterance.word_at("text"), utterance.word_at("intent")) else {
        project.notes.broken(&utterance.place, "an utterance has `text` and `intent`");
        return;
    };
    let name = intent_name(intent);
    let mut spans = Vec::new();
    for label in utterance.items_at("entities") {
        let (Some(entity), Some(start), Some(length)) =
            (label.word_at("category"), number(label, &["offset"]), number(label, &["length"]))
        else {
            project.notes.broken(&label.place, "an entity has `category`, `offset` and `length`");
            continue;
        };
        let at = byte_of_unit(text, start)..byte_of_unit(text, start.saturating_add(length));
        spans.push(Span { at, entity: entity.to_owned() });
    }
    let parts = spans::parts(text, spans);
    if one_line(&plain(&parts)).is_empty() {
        project.notes.left_out(&utterance.place, "an utterance without words");
    } else if utterance.word_at("dataset").is_some_and(|set| set.eq_ignore_ascii_case("test")) {
        let intent = Some(name).filter(|name| *name != super::OUT_OF_SCOPE).map(str::to_owned);
        project.rows.push(Row { text: one_line(text), intent });
    } else {
        let line = Line::Example { parts, place: utterance.place.clone() };
        project.intent(name, &utterance.place).lines.push(line);
    }
}
