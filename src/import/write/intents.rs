//! intents/NAME.yml.

use super::{
    Pen,
    replies::{self, Homes},
};
use crate::{
    content::labelled::OUT_OF_SCOPE,
    import::{
        emit::{list, one_line, scalar},
        names::{Kind, built_in, shown},
        project::{self, Intent, Line, Part, Project, Slot, Step, plain},
    },
};

/// Intents that answer a question and mean nothing alone, and the one for what is none of the bot's business.
const BARE: [&str; 10] =
    [OUT_OF_SCOPE, "affirm", "deny", "yes", "no", "confirm", "agree", "disagree", "inform", "out-of-scope"];

/// Gives names to all intents that will be written.
pub(super) fn name(project: &Project, pen: &mut Pen) {
    for intent in &project.intents {
        if intent.lines.iter().any(|line| matches!(line, Line::Example { .. })) {
            pen.names.of(Kind::Intent, &intent.name, &intent.place, &mut pen.notes);
        } else {
            let message = format!("intent `{}` has no example", shown(&intent.name));
            pen.notes.left_out(&intent.place, message);
        }
    }
}

pub(super) fn write(project: &Project, homes: &Homes<'_>, pen: &mut Pen) {
    for intent in &project.intents {
        let Some(name) = pen.names.known(Kind::Intent, &intent.name).map(str::to_owned) else { continue };
        let mut text = comments(&intent.comments);
        text.push_str(&format!("intent: {}\n", scalar(&name)));
        text.push_str(&format!("title: {}\n", scalar(&title(intent))));
        text.push_str("examples: |\n");
        for line in &intent.lines {
            text.push_str(&example(line, pen));
        }
        if !intent.whole.is_empty() {
            text.push_str(&format!("rules:\n  - whole: {}\n", list(intent.whole.iter().map(String::as_str))));
        }
        text.push_str(&slots(&intent.slots, intent, pen));
        text.push_str(&flow(intent, pen));
        text.push_str(&replies::of(project, homes, Some(&intent.name), pen));
        pen.taken.intents += 1;
        pen.file(format!("intents/{name}.yml"), text);
    }
}

/// Lines of comment, each on a line of its own.
pub(super) fn comments(lines: &[String]) -> String {
    lines
        .iter()
        .map(|line| format!("# {}\n", one_line(line)).replace("#  ", "# ").replace("# \n", "#\n"))
        .collect()
}

/// What customers read on a button: the name where it is in words of theirs, else a short example.
fn title(intent: &Intent) -> String {
    const SHORT: usize = 20;
    if let Some(title) = &intent.title {
        return title.clone();
    }
    if !intent.name.is_ascii() {
        return one_line(&intent.name);
    }
    let examples = intent.lines.iter().filter_map(|line| match line {
        Line::Example { parts, .. } => Some(one_line(&plain(parts))),
        Line::Comment(_) | Line::Blank => None,
    });
    let short = examples.into_iter().find(|text| text.chars().count() <= SHORT);
    short.unwrap_or_else(|| intent.name.replace(['_', '.', '/'], " "))
}

/// One line of a block of examples.
fn example(line: &Line, pen: &mut Pen) -> String {
    let (parts, place) = match line {
        Line::Example { parts, place } => (parts, place),
        Line::Comment(text) => return format!("  # {}\n", one_line(text)),
        Line::Blank => return "\n".to_owned(),
    };
    pen.taken.examples += 1;
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Text(plain) => text.push_str(&unmarked(plain)),
            Part::BuiltIn { text: words, .. } if words.contains(['[', ']']) => {
                text.push_str(&unmarked(words))
            }
            Part::BuiltIn { text: words, kind } => text.push_str(&format!("[{words}]({kind})")),
            Part::Entity { text: words, entity, .. }
                if words.contains(['[', ']']) || words.trim().is_empty() =>
            {
                let message =
                    format!("the brackets in `{}` hide its entity `{}`", shown(words), shown(entity));
                pen.notes.changed(place, message);
                text.push_str(&unmarked(words));
            }
            Part::Entity { text: words, entity, .. } => {
                let entity = pen.names.of(Kind::Entity, entity, place, &mut pen.notes);
                text.push_str(&format!("[{words}]({entity})"));
            }
        }
    }
    if parts.iter().any(|part| matches!(part, Part::Text(text) if unmarked(text) != *text)) {
        pen.notes.changed(place, "a space keeps `](` from being read as an annotation");
    }
    format!("  - {}\n", one_line(&text))
}

/// The text so that nothing in it looks like an annotation.
fn unmarked(text: &str) -> String {
    text.replace("](", "] (")
}

fn slots(slots: &[Slot], intent: &Intent, pen: &mut Pen) -> String {
    let mut text = String::new();
    for slot in slots {
        let name = pen.names.of(Kind::Slot, &slot.name, &intent.place, &mut pen.notes);
        let entity = filler(&slot.entity, slot, intent, pen);
        text.push_str(&format!(
            "  {}:\n    entity: {}\n    required: true\n",
            scalar(&name),
            scalar(&entity)
        ));
        text.push_str(&format!("    ask:{}", replies::wordings(&slot.ask, 6, pen)));
        if !slot.ask_en.is_empty() {
            text.push_str(&format!("    ask_en:{}", replies::wordings(&slot.ask_en, 6, pen)));
        }
        if !slot.choices.is_empty() {
            text.push_str(&format!("    choices: {}\n", list(slot.choices.iter().map(String::as_str))));
        }
        pen.taken.slots += 1;
    }
    if text.is_empty() { text } else { format!("slots:\n{text}") }
}

/// What fills a slot: an entity that is described or built in, else the whole next message.
fn filler(entity: &project::Kind, slot: &Slot, intent: &Intent, pen: &mut Pen) -> String {
    let theirs = match entity {
        project::Kind::BuiltIn(kind) => return (*kind).to_owned(),
        project::Kind::Theirs(name) => name,
    };
    let ours = pen.names.known(Kind::Entity, theirs).unwrap_or(theirs).to_owned();
    if pen.described.contains(&ours) || built_in(&ours) {
        return ours;
    }
    let (slot, theirs) = (shown(&slot.name), shown(theirs));
    let message =
        format!("slot `{slot}` takes the whole next message: nothing describes its entity `{theirs}`");
    pen.notes.changed(&intent.place, message);
    "text".to_owned()
}

fn flow(intent: &Intent, pen: &mut Pen) -> String {
    let bare = BARE.contains(&intent.name.to_lowercase().as_str());
    if intent.flow.is_empty() && intent.slots.is_empty() && bare {
        return "flow:\n  - reply: fallback.rephrase\n".to_owned();
    }
    if intent.flow.is_empty() {
        let message = format!(
            "intent `{}` hands over to a person: nothing tells what is to be said",
            shown(&intent.name)
        );
        pen.notes.changed(&intent.place, message);
        return "flow:\n  # Nothing told how to react; until a reply stands here, a person does.\n  - handoff: not_set_up\n"
            .to_owned();
    }
    let mut text = String::from("flow:\n");
    for step in &intent.flow {
        match step {
            Step::Reply(reply) => {
                let reply = pen.names.known(Kind::Reply, reply).unwrap_or(reply);
                text.push_str(&format!("  - reply: {}\n", scalar(reply)));
            }
            Step::AnswerFaq => text.push_str("  - answer: faq\n    else: {reply: fallback.rephrase}\n"),
            Step::HandOff { reason, comment } => {
                if let Some(comment) = comment {
                    text.push_str(&format!("  # {}\n", one_line(comment)));
                }
                text.push_str(&format!("  - handoff: {reason}\n"));
            }
        }
    }
    pen.taken.flows +=
        usize::from(!intent.flow.iter().all(
            |step| matches!(step, Step::HandOff { reason, .. } if *reason == crate::import::NOT_SET_UP),
        ));
    text
}
