//! The key `nlu`: intents with examples, synonyms, lookup tables and regular expressions.

use super::{annotation, lines};
use crate::{
    content::{Place, yaml::Node},
    import::{
        emit::one_line,
        names::shown,
        note::Notes,
        project::{Line, Project, Synonym},
    },
};

/// An item of `nlu` with the lines that it stands on.
pub(super) struct Item {
    pub kind: Kind,
    pub name: String,
    pub place: Place,
    /// Lines of comment above it and at its keys, without `#`.
    pub comments: Vec<String>,
    pub lines: Vec<Raw>,
    /// Keys beside the name and the examples.
    others: Vec<(String, Place)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Intent,
    Synonym,
    Lookup,
    Regex,
}

/// A line under `examples`, or an entry of its list.
pub(super) struct Raw {
    pub what: What,
    pub place: Place,
    /// How many lines it takes.
    pub height: usize,
}

pub(super) enum What {
    /// Without `- `.
    Example(String),
    Comment(String),
    Blank,
    /// Rasa does not read it either.
    Stray(String),
}

const KINDS: [(&str, Kind); 4] =
    [("intent", Kind::Intent), ("synonym", Kind::Synonym), ("lookup", Kind::Lookup), ("regex", Kind::Regex)];

/// The items in the order of the file.
pub(super) fn items(nlu: &Node, text: &str, notes: &mut Notes) -> Vec<Item> {
    let lines: Vec<&str> = lines::of(text).collect();
    let nodes = nlu.items();
    let mut items = Vec::new();
    // The lines that belong to items before.
    let mut read = 0;
    for (index, node) in nodes.iter().enumerate() {
        let named = KINDS.iter().find_map(|(key, kind)| Some((*kind, node.at(key)?)));
        let Some((kind, name)) = named.and_then(|(kind, node)| Some((kind, node.word()?))) else {
            notes.broken(&node.place, "an item of `nlu` is an intent, a synonym, a lookup or a regex");
            continue;
        };
        let next = nodes.get(index + 1).map_or(lines.len() + 1, |next| next.place.line);
        let raws = node.at("examples").or(node.at("elements")).map(|examples| raws(examples, next, notes));
        let raws = raws.unwrap_or_default();
        // An item of one line, such as `- intent: x`, has its comments above it alone.
        let first = raws.first().map_or(node.place.line, |raw| raw.place.line);
        let above = lines.get(..node.place.line - 1).unwrap_or_default().iter().rev();
        let above = above.take_while(|line| line.trim().is_empty() || line.trim().starts_with('#')).count();
        let from = (node.place.line - 1 - above).max(read);
        let around = lines.get(from..first.saturating_sub(1).max(from)).unwrap_or_default();
        let comments = around.iter().filter_map(|line| line.trim().strip_prefix('#'));
        let comments = comments.map(|comment| comment.trim().to_owned()).collect();
        read = raws.last().map_or(node.place.line, |raw| raw.place.line + raw.height - 1);
        let known =
            |key: &str| KINDS.iter().any(|(kind, _)| *kind == key) || ["examples", "elements"].contains(&key);
        let others =
            node.pairs().iter().filter_map(|(key, _)| Some((key.word()?.to_owned(), key.place.clone())));
        let others = others.filter(|(key, _)| !known(key)).collect();
        items.push(Item {
            kind,
            name: name.to_owned(),
            place: node.place.clone(),
            comments,
            lines: raws,
            others,
        });
    }
    items
}

/// The lines of a block, or the entries of a list; `next` is the line after them all.
fn raws(examples: &Node, next: usize, notes: &mut Notes) -> Vec<Raw> {
    let mut raws = Vec::new();
    for (line, place) in examples.lines_of_text() {
        let what = match line.trim() {
            "" => What::Blank,
            line => match (line.strip_prefix('-').map(one_line), line.strip_prefix('#')) {
                (Some(example), _) if !example.is_empty() => What::Example(example),
                (_, Some(comment)) => What::Comment(comment.trim().to_owned()),
                (_, None) => What::Stray(line.to_owned()),
            },
        };
        raws.push(Raw { what, place, height: 1 });
    }
    let entries = examples.items();
    for (index, entry) in entries.iter().enumerate() {
        let text = entry.at("text").unwrap_or(entry).word().unwrap_or_default();
        let example = one_line(text.trim().trim_start_matches("- "));
        if let Some(metadata) = entry.at("metadata") {
            notes.left_out(&metadata.place, "the metadata of an example");
        }
        let what = if example.is_empty() { What::Stray(text.to_owned()) } else { What::Example(example) };
        let below = entries.get(index + 1).map_or(next, |next| next.place.line);
        let height =
            if index + 1 < entries.len() { below.saturating_sub(entry.place.line) } else { height(entry) };
        raws.push(Raw { what, place: entry.place.clone(), height: height.max(1) });
    }
    // Blank lines at the ends do not stand between anything.
    let stands = |raw: &Raw| matches!(raw.what, What::Example(_) | What::Comment(_));
    let first = raws.iter().position(stands).unwrap_or_default();
    let last = raws.iter().rposition(stands).unwrap_or_default();
    for (at, raw) in raws.iter_mut().enumerate() {
        if matches!(raw.what, What::Blank) && !(first..=last).contains(&at) {
            raw.what = What::Stray(String::new());
        }
    }
    while raws.last().is_some_and(|raw| matches!(&raw.what, What::Stray(text) if text.is_empty())) {
        raws.pop();
    }
    raws
}

/// How many lines an entry takes down to its last value.
fn height(entry: &Node) -> usize {
    fn last(node: &Node) -> usize {
        let inside = node.items().iter().chain(node.pairs().iter().map(|(_, value)| value)).map(last).max();
        let own =
            node.place.line + node.word().map_or(0, |text| text.trim_end_matches('\n').matches('\n').count());
        inside.unwrap_or(own).max(own)
    }
    last(entry) + 1 - entry.place.line
}

impl Raw {
    /// The line as it goes over, if it does.
    pub fn line(&self, notes: &mut Notes) -> Option<Line> {
        match &self.what {
            What::Example(text) => Some(Line::Example {
                parts: annotation::parts(text, &self.place, notes),
                place: self.place.clone(),
            }),
            What::Comment(text) => Some(Line::Comment(text.clone())),
            What::Blank => Some(Line::Blank),
            What::Stray(text) if text.is_empty() => None,
            What::Stray(text) => {
                notes.left_out(&self.place, format!("`{}` is no line of the form `- text`", shown(text)));
                None
            }
        }
    }
}

/// Takes everything but intents with a `/`, which the responses decide about.
pub(super) fn take(item: &Item, project: &mut Project) {
    for (key, place) in &item.others {
        project
            .notes
            .left_out(place, format!("`{}` of {} `{}`", shown(key), item.kind.noun(), shown(&item.name)));
    }
    let mut texts = Vec::new();
    for raw in &item.lines {
        let Some(line) = raw.line(&mut project.notes) else { continue };
        match item.kind {
            Kind::Intent => project.intent(&item.name, &item.place).lines.push(line),
            Kind::Synonym | Kind::Lookup | Kind::Regex => {
                if let What::Example(text) = &raw.what {
                    texts.push((text.clone(), raw.place.clone()));
                }
            }
        }
    }
    match item.kind {
        Kind::Intent => {
            project.intent(&item.name, &item.place).comments.extend(item.comments.iter().cloned())
        }
        Kind::Synonym => {
            let names = texts.into_iter().map(|(text, _)| text).collect();
            project.synonyms.push(Synonym { value: item.name.clone(), names, place: item.place.clone() });
        }
        Kind::Lookup => {
            if texts.is_empty() {
                project
                    .notes
                    .left_out(&item.place, format!("lookup `{}` names no values here", shown(&item.name)));
            }
            let entity = project.entity(&item.name, &item.place);
            texts.into_iter().for_each(|(text, _)| entity.add(&text, []));
        }
        Kind::Regex => project.entity(&item.name, &item.place).patterns.extend(texts),
    }
}

/// The lines of an item of which something is kept.
pub(super) fn lines(item: &Item, notes: &mut Notes) -> Vec<Line> {
    item.lines.iter().filter_map(|raw| raw.line(notes)).collect()
}

impl Kind {
    fn noun(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Synonym => "synonym",
            Self::Lookup => "lookup",
            Self::Regex => "regex",
        }
    }
}
