//! semantic-router's saved routers: routes with utterances.

use super::{
    Source,
    emit::one_line,
    json,
    names::shown,
    project::{Line, Project},
};

pub(super) fn read(sources: &[Source]) -> Project {
    let mut project = Project::default();
    for source in sources {
        let Some(node) = json::read(source, &mut project.notes) else { continue };
        let routes = if node.items().is_empty() { node.items_at("routes") } else { node.items() };
        for (key, _) in node.pairs() {
            let word = key.word().unwrap_or_default();
            if word != "routes" {
                project.notes.left_out(&key.place, format!("`{}`: xiaoer has its own encoder", shown(word)));
            }
        }
        for route in routes {
            let Some(name) = route.word_at("name") else {
                project.notes.broken(&route.place, "a route has a `name`");
                continue;
            };
            let intent = project.intent(name, &route.place);
            for utterance in route.items_at("utterances") {
                // A list in place of a text is an utterance of several parts, of which words are one.
                let text = utterance.word().or(utterance.items().first().and_then(|part| part.word()));
                if let Some(text) = text.map(one_line).filter(|text| !text.is_empty()) {
                    intent.lines.push(Line::plain(&text, &utterance.place));
                }
            }
            for (key, value) in route.pairs() {
                let word = key.word().unwrap_or_default();
                let empty = value.word().is_none_or(str::is_empty)
                    && value.items().is_empty()
                    && value.pairs().is_empty();
                let what = match word {
                    "name" | "utterances" => continue,
                    _ if empty => continue,
                    "score_threshold" => {
                        "is a similarity; training finds a probability from which to act by itself".to_owned()
                    }
                    "function_schemas" => {
                        "is for a language model: calls stand in integrations.yml".to_owned()
                    }
                    other => format!("has no place here: `{}`", shown(value.word().unwrap_or(other))),
                };
                project
                    .notes
                    .left_out(&key.place, format!("`{}` of route `{}` {what}", shown(word), shown(name)));
            }
        }
    }
    project
}
