//! YAML as a tree of values, each with the bytes on which it stands.

use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};

use super::text::Lines;

/// Deeper nesting is read nowhere.
const MAX_DEPTH: usize = 100;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    /// From its first byte. What is a block, of text or of values, says nothing reliable about where it ends.
    pub bytes: Range<usize>,
    pub form: Form,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Form {
    Scalar {
        text: String,
        style: ScalarStyle,
    },
    /// In brackets, or else each item behind a dash in `column`.
    List {
        items: Vec<Value>,
        flow: bool,
        column: usize,
    },
    Map {
        entries: Vec<(Value, Value)>,
        flow: bool,
        column: usize,
    },
}

impl Value {
    pub fn text(&self) -> Option<&str> {
        match &self.form {
            Form::Scalar { text, .. } => Some(text),
            Form::List { .. } | Form::Map { .. } => None,
        }
    }

    /// Whether nothing stands there: `null`, `~`, or no character at all.
    pub fn is_nothing(&self) -> bool {
        let Form::Scalar { text, style: ScalarStyle::Plain } = &self.form else { return false };
        matches!(text.as_str(), "" | "~" | "null")
    }

    /// The entry of a key in a mapping.
    pub fn entry(&self, key: &str) -> Option<(&Self, &Self)> {
        let Form::Map { entries, .. } = &self.form else { return None };
        let (key, value) = entries.iter().find(|(name, _)| name.text() == Some(key))?;
        Some((key, value))
    }

    /// The value of a key, unless it is absent or nothing.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|(_, value)| value).filter(|value| !value.is_nothing())
    }

    /// The texts of a list of nothing else, or the one text.
    pub fn texts(&self) -> Option<Vec<&str>> {
        match &self.form {
            Form::Scalar { .. } if self.is_nothing() => None,
            Form::Scalar { text, .. } => Some(vec![text]),
            Form::List { items, .. } => items.iter().map(Self::text).collect(),
            Form::Map { .. } => None,
        }
    }

    pub fn items(&self) -> &[Self] {
        match &self.form {
            Form::List { items, .. } => items,
            Form::Scalar { .. } | Form::Map { .. } => &[],
        }
    }
}

/// Where, and why, a text is no YAML that can be edited: the line, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BadYaml {
    pub line: usize,
    pub why: String,
}

/// Reads one document; `None` where there is nothing in it.
pub(super) fn parse(text: &str, lines: &Lines) -> Result<Option<Value>, BadYaml> {
    let mut tree = Tree { text, lines, open: Vec::new(), root: None };
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|error| BadYaml { line: error.marker().line(), why: error.info().to_owned() })?;
        let line = span.start.line();
        tree.take(event, span).map_err(|why| BadYaml { line, why: why.to_owned() })?;
    }
    Ok(tree.root)
}

struct Tree<'t> {
    text: &'t str,
    lines: &'t Lines,
    open: Vec<(Value, Option<Value>)>,
    root: Option<Value>,
}

impl Tree<'_> {
    fn at(&self, marker: &Marker) -> usize {
        self.lines.byte(self.text, marker.line(), marker.col())
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), &'static str> {
        let bytes = self.at(&span.start)..self.at(&span.end);
        match event {
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
            Event::Alias(_) => Err("aliases (*name) are not read here"),
            Event::Scalar(text, style, ..) => {
                self.insert(Value { bytes, form: Form::Scalar { text: text.into_owned(), style } })
            }
            Event::SequenceStart(..) => {
                let (flow, column) = (self.text[bytes.start..].starts_with('['), span.start.col());
                self.open(Value { bytes, form: Form::List { items: Vec::new(), flow, column } })
            }
            Event::MappingStart(..) => {
                let (flow, column) = (self.text[bytes.start..].starts_with('{'), span.start.col());
                self.open(Value { bytes, form: Form::Map { entries: Vec::new(), flow, column } })
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let (mut ended, _) = self.open.pop().ok_or("an end without a start")?;
                // The parser counts blanks and a comment behind the bracket in.
                let is_bracket = self.text[bytes.start..].starts_with([']', '}']);
                let end = if is_bracket { bytes.start + 1 } else { bytes.end };
                ended.bytes.end = end.max(ended.bytes.start);
                self.insert(ended)
            }
        }
    }

    fn open(&mut self, value: Value) -> Result<(), &'static str> {
        if self.open.len() == MAX_DEPTH {
            return Err("values are nested too deeply");
        }
        self.open.push((value, None));
        Ok(())
    }

    fn insert(&mut self, value: Value) -> Result<(), &'static str> {
        let Some((open, key)) = self.open.last_mut() else {
            let second = self.root.replace(value).is_some();
            return if second { Err("a file holds one document only") } else { Ok(()) };
        };
        match (&mut open.form, key.take()) {
            (Form::Map { entries, .. }, Some(key)) => entries.push((key, value)),
            (Form::Map { .. }, None) => *key = Some(value),
            (Form::List { items, .. }, _) => items.push(value),
            (Form::Scalar { .. }, _) => {}
        }
        Ok(())
    }
}
