//! YAML as a tree of values with their places. Scalars stay the text that stands in the file, so that `00123` keeps its zeros.

use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::{Code, Diagnostic, Place};

/// Deeper nesting is refused: no content needs it, and dropping a tree recurses.
const MAX_DEPTH: usize = 100;

/// A value and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub place: Place,
    pub data: Data,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// `null`, `~` or nothing at all.
    Nothing,
    Text(String),
    List(Vec<Node>),
    /// In the order of the file; keys may repeat.
    Map(Vec<(Node, Node)>),
}

/// Reads one YAML document; an empty one is `Data::Nothing`.
///
/// # Errors
/// The first place at which the text is not YAML. Anchors, aliases and further documents are refused too.
pub fn parse(file: &Arc<str>, text: &str) -> Result<Node, Diagnostic> {
    let mut tree = Tree { file, open: Vec::new(), root: None };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let place = tree.place(Span::empty(*error.marker()));
            let advice = advice(text, place.line, error.info());
            Diagnostic::new(&place, Code::Syntax, format!("{}{advice}", error.info()))
        })?;
        let place = tree.place(span);
        tree.take(event, place.clone()).map_err(|message| Diagnostic::new(&place, Code::Syntax, message))?;
    }
    Ok(tree.root.unwrap_or(Node { place: Place::start(file), data: Data::Nothing }))
}

/// What the parser cannot know: which slip of a Chinese keyboard, or of somebody new to YAML, it stumbled over.
fn advice(text: &str, line: usize, info: &str) -> &'static str {
    let is_key =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    let is_wide = |line: &str| line.trim().split_once('：').is_some_and(|(key, _)| is_key(key.trim_end()));
    // The parser notices it at the key's line or at the one below.
    if text.lines().skip(line.saturating_sub(2)).take(2).any(is_wide) {
        "; `：` is a full-width colon: behind a key stands `: `"
    } else if info.starts_with("mapping values are not allowed") {
        "; a text with `: ` in it stands in quotes"
    } else {
        ""
    }
}

struct Tree<'a> {
    file: &'a Arc<str>,
    /// Collections that have not ended yet, outermost first.
    open: Vec<Open>,
    root: Option<Node>,
}

struct Open {
    node: Node,
    /// In a mapping: the key whose value comes next.
    key: Option<Node>,
}

impl Tree<'_> {
    fn place(&self, span: Span) -> Place {
        Place { file: self.file.clone(), line: span.start.line(), column: span.start.col() + 1 }
    }

    fn take(&mut self, event: Event<'_>, place: Place) -> Result<(), &'static str> {
        match event {
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
            Event::Alias(_) => Err("aliases (*name) are not read here; write the value out"),
            Event::Scalar(text, style, ..) => {
                let nothing = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null");
                let data = if nothing { Data::Nothing } else { Data::Text(text.into_owned()) };
                self.insert(Node { place, data })
            }
            Event::SequenceStart(..) => self.open(Node { place, data: Data::List(Vec::new()) }),
            Event::MappingStart(..) => self.open(Node { place, data: Data::Map(Vec::new()) }),
            Event::SequenceEnd | Event::MappingEnd => {
                let ended = self.open.pop().expect("an end comes only after its start");
                self.insert(ended.node)
            }
        }
    }

    fn open(&mut self, node: Node) -> Result<(), &'static str> {
        if self.open.len() == MAX_DEPTH {
            return Err("values are nested too deeply");
        }
        self.open.push(Open { node, key: None });
        Ok(())
    }

    fn insert(&mut self, node: Node) -> Result<(), &'static str> {
        let Some(open) = self.open.last_mut() else {
            return match self.root.replace(node) {
                None => Ok(()),
                Some(_) => Err("a file holds one document only; remove the `---`"),
            };
        };
        match (&mut open.node.data, open.key.take()) {
            (Data::Map(entries), Some(key)) => entries.push((key, node)),
            (Data::Map(_), None) => open.key = Some(node),
            (Data::List(items), _) => items.push(node),
            (Data::Nothing | Data::Text(_), _) => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown = match parse(&"f.yml".into(), text) {
            Ok(node) => show(&node),
            Err(finding) => finding.to_string(),
        };
        assert_eq!(shown, expected);
    }

    fn show(node: &Node) -> String {
        let Place { line, column, .. } = node.place;
        match &node.data {
            Data::Nothing => format!("{line}:{column} nothing"),
            Data::Text(text) => format!("{line}:{column} {text:?}"),
            Data::List(items) => {
                format!("{line}:{column} [{}]", items.iter().map(show).collect::<Vec<_>>().join(", "))
            }
            Data::Map(entries) => {
                let entries: Vec<_> =
                    entries.iter().map(|(key, value)| format!("{} = {}", show(key), show(value))).collect();
                format!("{line}:{column} {{{}}}", entries.join(", "))
            }
        }
    }

    #[test]
    fn every_value_knows_its_place() {
        check("", "1:1 nothing");
        check("名: [a, 007]", r#"1:1 {1:1 "名" = 1:4 [1:5 "a", 1:8 "007"]}"#);
        check("a: 1\na: ~\n", r#"1:1 {1:1 "a" = 1:4 "1", 2:1 "a" = 2:4 nothing}"#);
        check("a: |\n\n  - x\n", r#"1:1 {1:1 "a" = 3:3 "\n- x\n"}"#);
        check("a: |\n  - x\n\n  - y\n", r#"1:1 {1:1 "a" = 2:3 "- x\n\n- y\n"}"#);
    }

    #[test]
    fn what_is_not_read_gets_one_sentence() {
        let wide =
            "f.yml:3:1 syntax simple key expect ':'; `：` is a full-width colon: behind a key stands `: `";
        check("intent: a\ntitle：礼品包装\nexamples: |\n  - 好\n", wide);
        check(
            "text: 亲: 可以的\n",
            "f.yml:1:8 syntax mapping values are not allowed in this context; a text with `: ` in it stands in quotes",
        );
        check("a: *x\n", "f.yml:1:4 syntax while parsing node, found unknown anchor");
        check("a: &x 1\nb: *x\n", "f.yml:2:4 syntax aliases (*name) are not read here; write the value out");
        check("a\n---\nb\n", "f.yml:3:1 syntax a file holds one document only; remove the `---`");
        check(&"[".repeat(200_000), "f.yml:1:256 syntax recursion limit exceeded");
        check(&"- ".repeat(200_000), "f.yml:1:201 syntax values are nested too deeply");
    }
}
