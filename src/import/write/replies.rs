//! Replies: beside the intent that alone says them, else among what all share.

use std::collections::BTreeMap;

use super::Pen;
use crate::import::{
    emit::{list, paragraph, scalar},
    names::Kind,
    project::{Piece, Project, Reply, Step, Wording},
};

/// Which intent's file each reply stands in; `None` is the shared one.
pub(super) type Homes<'p> = BTreeMap<&'p str, Option<&'p str>>;

pub(super) fn homes(project: &Project) -> Homes<'_> {
    let mut homes = Homes::new();
    for intent in &project.intents {
        for step in &intent.flow {
            let Step::Reply(reply) = step else { continue };
            let home = homes.entry(reply.as_str()).or_insert(Some(intent.name.as_str()));
            if *home != Some(intent.name.as_str()) {
                *home = None;
            }
        }
    }
    homes
}

/// The replies that live with an intent, or with none, under the key `replies`.
pub(super) fn of(project: &Project, homes: &Homes<'_>, intent: Option<&str>, pen: &mut Pen) -> String {
    let here = |reply: &&Reply| homes.get(reply.name.as_str()).copied().flatten() == intent;
    let replies: Vec<&Reply> = project.replies.iter().filter(here).collect();
    let mut text = String::new();
    for reply in replies {
        text.push_str(&one(reply, pen));
    }
    if text.is_empty() || intent.is_none() { text } else { format!("replies:\n{text}") }
}

/// Gives names to all replies.
pub(super) fn name(project: &Project, pen: &mut Pen) {
    for reply in &project.replies {
        pen.names.of(Kind::Reply, &reply.name, &reply.place, &mut pen.notes);
    }
}

fn one(reply: &Reply, pen: &mut Pen) -> String {
    let name = pen.names.known(Kind::Reply, &reply.name).unwrap_or(&reply.name);
    let name = scalar(name);
    pen.taken.replies += 1;
    if reply.wordings_en.is_empty() && reply.buttons.is_empty() && reply.channels.is_empty() {
        return format!("  {name}:{}", wordings(&reply.wordings, 4, pen));
    }
    let mut text = format!("  {name}:\n{}", bilingual(&reply.wordings, &reply.wordings_en, pen));
    if !reply.buttons.is_empty() {
        text.push_str("    buttons:\n");
        for button in &reply.buttons {
            text.push_str(&format!(
                "      - {{title: {}, value: {}}}\n",
                scalar(&button.title),
                scalar(&button.value)
            ));
        }
    }
    if !reply.channels.is_empty() {
        text.push_str("    channels:\n");
        for (channel, all) in &reply.channels {
            let all: Vec<String> = all.iter().map(|wording| template(wording, pen)).collect();
            text.push_str(&format!("      {channel}: {}\n", list(all.iter().map(String::as_str))));
        }
    }
    text
}

/// The keys of a reply for what it says.
pub(super) fn bilingual(text: &[Wording], english: &[Wording], pen: &Pen) -> String {
    let text = format!("    text:{}", wordings(text, 6, pen));
    if english.is_empty() { text } else { format!("{text}    en:{}", wordings(english, 6, pen)) }
}

/// What follows the colon: a text, or a list of them.
pub(super) fn wordings(wordings: &[Wording], indent: usize, pen: &Pen) -> String {
    let texts: Vec<String> = wordings.iter().map(|wording| template(wording, pen)).collect();
    match &texts[..] {
        [one] => format!(" {}\n", paragraph(one, indent)),
        many => {
            let item = |text: &String| format!("{}- {}\n", " ".repeat(indent), paragraph(text, indent + 2));
            format!("\n{}", many.iter().map(item).collect::<String>())
        }
    }
}

/// The wording as a Jinja template that says just that.
fn template(wording: &Wording, pen: &Pen) -> String {
    let mut text = String::new();
    for piece in &wording.0 {
        let next = match piece {
            Piece::Text(plain) => escaped(plain),
            Piece::Variable(name) => {
                let known = [Kind::Slot, Kind::Entity].iter().find_map(|kind| pen.names.known(*kind, name));
                format!("{{{{ {} }}}}", known.unwrap_or(name))
            }
        };
        // A brace of theirs would open a tag together with what comes behind it.
        if text.ends_with('{') && next.starts_with(['{', '%', '#']) {
            text.pop();
            text.push_str("{{ '{' }}");
        }
        text.push_str(&next);
    }
    text.trim().to_owned()
}

fn escaped(text: &str) -> String {
    let mut safe = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{']) {
        let (before, from) = rest.split_at(at);
        safe.push_str(before);
        let opens = ["{{", "{%", "{#"].iter().find(|open| from.starts_with(**open));
        match opens {
            Some(open) => {
                safe.push_str(&format!("{{{{ '{open}' }}}}"));
                rest = &from[open.len()..];
            }
            None => {
                safe.push('{');
                rest = &from[1..];
            }
        }
    }
    safe + rest
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::{Code, SourceFile, load};

    /// A part that begins with `$` is a variable.
    fn check(parts: &[&str], expected: &str) {
        let piece = |part: &&str| match part.strip_prefix('$') {
            Some(name) => Piece::Variable(name.to_owned()),
            None => Piece::Text((*part).to_owned()),
        };
        let written = template(&Wording(parts.iter().map(piece).collect()), &Pen::default());
        assert_eq!(written, expected, "{parts:?}");
        let file = format!("replies:\n  said: {}\n", scalar(&written));
        let (_, findings) = load(&[SourceFile::new("intents/shared.yml", file)], date(2026, 3, 10));
        let bad = findings.iter().find(|finding| finding.code == Code::BadTemplate);
        assert!(bad.is_none(), "{parts:?}: {bad:?}");
    }

    #[test]
    fn a_template_says_what_the_wording_says() {
        check(&["现价", "$price", "元"], "现价{{ price }}元");
        check(&["现价{", "$price", "}元"], "现价{{ '{' }}{{ price }}}元");
        check(&["{{", "$name", "}}"], "{{ '{{' }}{{ name }}}}");
        check(&["{{{", "$name", "}}}"], "{{ '{{' }}{{ '{' }}{{ name }}}}}");
        check(&["{%", "$a", "%}{#", "$b", "#}"], "{{ '{%' }}{{ a }}%}{{ '{#' }}{{ b }}#}");
        check(&["$a", "{", "$b"], "{{ a }}{{ '{' }}{{ b }}");
        check(&["{", "% if %}"], "{{ '{' }}% if %}");
        check(&["一个 { 和一个 }"], "一个 { 和一个 }");
        check(&["$a", "{"], "{{ a }}{");
    }
}
