//! An intent of Dialogflow ES: training phrases, parameters, responses.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    Part, beside,
    language::{self, Said, Spoken},
};
use crate::{
    content::{labelled::OUT_OF_SCOPE, yaml::Node},
    import::{
        NOT_SET_UP,
        emit::one_line,
        kinds,
        names::shown,
        project::{self, Kind, Line, Piece, Project, Reply, Slot, Step, Wording, plain},
        spans,
    },
};

/// `own` is the agent's language.
pub(super) fn take(part: &Part<'_>, parts: &[Part<'_>], own: Option<&str>, project: &mut Project) {
    let node = &part.node;
    let name = node.word_at("name").unwrap_or_default();
    let is_fallback = node.word_at("fallbackIntent") == Some("true");
    let responses = node.items_at("responses");
    let said = responses.iter().flat_map(|response| said(response, name, project)).collect();
    let what = format!("what `{}` says", shown(name));
    let Spoken { text, english } = language::sort(said, own, &what, &mut project.notes);
    let intent = if is_fallback { OUT_OF_SCOPE } else { name };
    for phrases in phrases(part, parts, own) {
        phrases_of(&phrases.node, intent, project);
    }
    if is_fallback {
        project.fallback.extend(text);
        project.fallback_en.extend(english);
        return;
    }
    if project.intents.iter().all(|intent| intent.name != name) {
        let events = node.items_at("events").iter().filter_map(|event| event.word_at("name"));
        let events: Vec<&str> = events.collect();
        let why = if events.is_empty() {
            "has no training phrase".to_owned()
        } else {
            format!("answers the event {}", events.join(", "))
        };
        project.notes.left_out(&node.place, format!("intent `{}` {why}", shown(name)));
        return;
    }
    left_out(node, responses, name, project);
    let slots: Vec<Slot> =
        responses.iter().flat_map(|response| slots(response, name, own, project)).collect();
    let mut flow = Vec::new();
    let webhook = node.word_at("webhookUsed") == Some("true");
    if webhook && !text.is_empty() {
        project.notes.left_out(&node.place, format!("what `{}` says when its webhook fails", shown(name)));
    } else if !text.is_empty() {
        let reply = format!("{name}.reply");
        project.replies.push(Reply {
            name: reply.clone(),
            place: node.place.clone(),
            wordings: text,
            wordings_en: english,
            channels: Vec::new(),
            buttons: Vec::new(),
        });
        flow.push(Step::Reply(reply));
    }
    if webhook {
        let message =
            format!("the webhook of `{}`: a person is called until a call stands in its place", shown(name));
        project.notes.left_out(&node.place, message);
        let comment = Some(
            "Dialogflow called a webhook here: describe the call in integrations.yml and put `call:` here"
                .to_owned(),
        );
        flow = vec![Step::HandOff { reason: NOT_SET_UP, comment }];
    }
    let intent = project.intent(name, &node.place);
    intent.slots = slots;
    intent.flow = flow;
}

/// The training phrases of all languages, our own first: an intent's title is taken from the first.
fn phrases<'p>(part: &'p Part<'_>, parts: &'p [Part<'_>], own: Option<&str>) -> Vec<&'p Part<'p>> {
    let mut all: Vec<&Part<'_>> = beside(part, "usersays", parts).collect();
    all.sort_by_key(|phrases| {
        let language = phrases.stem.rsplit('_').next().unwrap_or_default();
        language::rank(&language.to_lowercase(), own)
    });
    all
}

fn phrases_of(phrases: &Node, name: &str, project: &mut Project) {
    for phrase in phrases.items() {
        if phrase.word_at("isTemplate") == Some("true") {
            project.notes.left_out(&phrase.place, "a template: write it out as examples");
            continue;
        }
        let piece = |chunk: &Node| {
            let text = chunk.word_at("text")?;
            Some(match chunk.word_at("meta") {
                Some(entity) if !text.trim().is_empty() && entity != "@sys.ignore" => spans::part(
                    text,
                    if kinds::is_theirs(entity) { entity } else { entity.trim_start_matches('@') },
                ),
                Some(_) | None => project::Part::Text(text.to_owned()),
            })
        };
        let parts: Vec<project::Part> = phrase.items_at("data").iter().filter_map(piece).collect();
        if !one_line(&plain(&parts)).is_empty() {
            let line = Line::Example { parts, place: phrase.place.clone() };
            project.intent(name, &phrase.place).lines.push(line);
        }
    }
}

/// What of an intent depends on the conversation before.
fn left_out(node: &Node, responses: &[Node], name: &str, project: &mut Project) {
    let name = shown(name);
    for context in node.items_at("contexts") {
        let context = shown(context.word().unwrap_or_default());
        project.notes.left_out(
            &node.place,
            format!("that `{name}` needs the context `{context}`: flows ask for what they need"),
        );
    }
    if node.at("parentId").is_some() {
        project.notes.left_out(&node.place, format!("that `{name}` follows another intent"));
    }
    for response in responses {
        for context in response.items_at("affectedContexts") {
            let context = shown(context.word_at("name").unwrap_or_default());
            project.notes.left_out(&response.place, format!("the context `{context}` that `{name}` sets"));
        }
    }
}

/// All texts that the response may say.
fn said(response: &Node, name: &str, project: &mut Project) -> Vec<Said> {
    let mut said = Vec::new();
    for message in response.items_at("messages") {
        let Some(speech) = message.at("speech") else {
            let kind = shown(message.word_at("type").unwrap_or_default());
            project
                .notes
                .left_out(&message.place, format!("a message of kind `{kind}` of `{}`", shown(name)));
            continue;
        };
        let texts: Vec<&str> =
            speech.word().into_iter().chain(speech.items().iter().filter_map(Node::word)).collect();
        let texts = texts.into_iter().filter(|text| !text.trim().is_empty());
        said.push(Said {
            language: language::tag(message, "lang"),
            wordings: texts.map(wording).collect(),
            place: message.place.clone(),
        });
    }
    said
}

/// A text in which `$name` is a parameter.
fn wording(text: &str) -> Wording {
    static PARAMETER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\$([A-Za-z_][A-Za-z0-9_-]*)(?:\.original)?").expect("the pattern is constant")
    });
    let mut pieces = Vec::new();
    let mut copied = 0;
    for found in PARAMETER.captures_iter(text) {
        let (Some(whole), Some(name)) = (found.get(0), found.get(1)) else { continue };
        pieces.push(Piece::Text(text[copied..whole.start()].to_owned()));
        pieces.push(Piece::Variable(name.as_str().to_owned()));
        copied = whole.end();
    }
    pieces.push(Piece::Text(text[copied..].to_owned()));
    pieces.retain(|piece| *piece != Piece::Text(String::new()));
    Wording(pieces)
}

/// Parameters that must be there are slots; others are found where they are said.
fn slots(response: &Node, intent: &str, own: Option<&str>, project: &mut Project) -> Vec<Slot> {
    let mut slots = Vec::new();
    for parameter in response.items_at("parameters") {
        let Some(name) = parameter.word_at("name") else { continue };
        if parameter.word_at("required") != Some("true") {
            continue;
        }
        let kind = parameter.word_at("dataType").unwrap_or_default();
        let entity = match kinds::built_in(kind).filter(|_| kinds::is_theirs(kind)) {
            Some(kind) => Kind::BuiltIn(kind),
            None if kinds::is_theirs(kind) || kind.is_empty() => {
                let message =
                    format!("`{}` of `{}`: the whole next message is taken", shown(kind), shown(intent));
                project.notes.changed(&parameter.place, message);
                Kind::BuiltIn("text")
            }
            None => Kind::Theirs(kind.trim_start_matches('@').to_owned()),
        };
        let prompts = parameter.items_at("prompts").iter().filter_map(|prompt| {
            Some(Said {
                language: language::tag(prompt, "lang"),
                wordings: vec![wording(prompt.word_at("value")?)],
                place: prompt.place.clone(),
            })
        });
        let what = format!("the question for `{}`", shown(name));
        let Spoken { text: mut ask, english: ask_en } =
            language::sort(prompts.collect(), own, &what, &mut project.notes);
        if ask.is_empty() {
            project.notes.changed(
                &parameter.place,
                format!("nothing asks for `{}`; the question is made up", shown(name)),
            );
            ask.push(Wording::plain(&format!("请告诉我{}。", name.replace(['_', '-'], " "))));
        }
        slots.push(Slot { name: name.to_owned(), entity, ask, ask_en, choices: Vec::new() });
    }
    slots
}
