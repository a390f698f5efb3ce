//! One file of YAML, changed by replacing the few bytes that mean something else: all others stay as they are.

use std::{ops::Range, sync::Arc};

use saphyr_parser::ScalarStyle;

use super::{
    EditError,
    text::{Line, Lines, indent},
    tree::{self, Form, Value},
};
use crate::content::SourceFile;

const BYTE_ORDER_MARK: &str = "\u{feff}";

#[derive(Debug, Clone)]
pub(super) struct Document {
    pub path: Arc<str>,
    marked: bool,
    text: String,
    lines: Lines,
    root: Option<Value>,
}

/// The way to a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'s> {
    Key(&'s str),
    Item(usize),
}

/// A value where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'d> {
    pub value: &'d Value,
    /// The byte behind the colon or dash in front of it.
    pub after: usize,
    /// Of the key or dash in front of it.
    pub column: usize,
    /// Within brackets or braces.
    pub flow: bool,
}

impl Document {
    pub fn new(path: &str) -> Self {
        let (text, lines) = (String::new(), Lines::of(""));
        Self { path: path.into(), marked: false, text, lines, root: None }
    }

    /// # Errors
    /// When the file is no YAML.
    pub fn read(file: &SourceFile) -> Result<Self, EditError> {
        let path = file.path.clone();
        let by_hand = |line, why: String| EditError::ByHand { path: path.clone(), line, why };
        let text = file.checked().map_err(|finding| by_hand(finding.place.line, finding.message))?.to_owned();
        let marked = file.bytes.starts_with(BYTE_ORDER_MARK.as_bytes());
        let lines = Lines::of(&text);
        let root = tree::parse(&text, &lines).map_err(|bad| by_hand(bad.line, bad.why))?;
        Ok(Self { path, marked, text, lines, root })
    }

    pub fn file(&self) -> SourceFile {
        let mark = if self.marked { BYTE_ORDER_MARK } else { "" };
        SourceFile::new(self.path.clone(), format!("{mark}{}", self.text))
    }

    pub fn root(&self) -> Option<&Value> {
        self.root.as_ref()
    }

    /// That a file is written in a way that cannot be edited in place.
    pub fn by_hand(&self, byte: usize, why: &str) -> EditError {
        let line = self.lines.number(byte) + 1;
        EditError::ByHand { path: self.path.clone(), line, why: why.to_owned() }
    }

    pub fn line_break(&self) -> &str {
        self.lines.break_of(&self.text)
    }

    pub fn line_at(&self, byte: usize) -> Line {
        self.lines.at(byte)
    }

    pub fn text_of(&self, line: Line) -> &str {
        line.of(&self.text)
    }

    pub fn text_between(&self, start: usize, end: usize) -> &str {
        &self.text[start..end]
    }

    /// Behind the last byte.
    pub fn end(&self) -> usize {
        self.text.len()
    }

    /// The lines below the one that a byte lies in.
    pub fn below(&self, byte: usize) -> impl Iterator<Item = Line> {
        (self.lines.number(byte) + 1..).map_while(|number| self.lines.get(number))
    }

    /// The value at the end of a way.
    pub fn find(&self, way: &[Step<'_>]) -> Option<Spot<'_>> {
        let root = self.root.as_ref()?;
        let mut spot = Spot { value: root, after: root.bytes.start, column: 0, flow: false };
        for step in way {
            let value = spot.value;
            spot = match (&value.form, step) {
                (Form::Map { flow, column, .. }, Step::Key(name)) => {
                    let (key, value) = value.entry(name)?;
                    let colon = self.text[key.bytes.end..].find(':')?;
                    let flow = spot.flow || *flow;
                    Spot { value, after: key.bytes.end + colon + 1, column: *column, flow }
                }
                (Form::List { items, flow, column }, Step::Item(index)) => {
                    let item = items.get(*index)?;
                    let flow = spot.flow || *flow;
                    let after = if flow { item.bytes.start } else { self.dash(item, *column)? + 1 };
                    Spot { value: item, after, column: *column, flow }
                }
                (
                    Form::Scalar { .. } | Form::List { .. } | Form::Map { .. },
                    Step::Key(_) | Step::Item(_),
                ) => {
                    return None;
                }
            };
        }
        Some(spot)
    }

    /// The dash in front of an item: at its column, in the item's line or above.
    fn dash(&self, item: &Value, column: usize) -> Option<usize> {
        let last = self.lines.number(item.bytes.start);
        let is_dash = |line: &Line| {
            let text = line.of(&self.text);
            let before =
                text.get(..column).is_some_and(|before| before.chars().all(|c| matches!(c, ' ' | '-')));
            before && text[column..].starts_with('-')
        };
        let line = (0..=last).rev().filter_map(|number| self.lines.get(number)).find(is_dash)?;
        Some(line.start + column)
    }

    /// The bytes of a scalar, with its header where it is a block; where nothing stands, the place for it.
    pub fn scalar_bytes(&self, spot: Spot<'_>) -> Range<usize> {
        let Form::Scalar { style, text } = &spot.value.form else { return spot.value.bytes.clone() };
        match style {
            ScalarStyle::Plain if text.is_empty() => spot.after..spot.after,
            ScalarStyle::Plain => {
                let whole = &self.text[spot.value.bytes.clone()];
                spot.value.bytes.start..spot.value.bytes.start + whole.trim_end().len()
            }
            // The parser counts blanks and a comment behind the quote in.
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                let start = spot.value.bytes.start;
                start..start + quoted(&self.text[start..])
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let header = self.lines.at(spot.after);
                let begin = &self.text[spot.after..header.end];
                let start = spot.after + begin.len() - begin.trim_start().len();
                start..self.block(spot).last().map_or(header.end, |line| line.end)
            }
        }
    }

    /// The lines of a block of text, blank ones at its end left out.
    pub fn block(&self, spot: Spot<'_>) -> Vec<Line> {
        let header = self.lines.at(spot.after);
        let digit = self.text[spot.after..header.end].chars().find_map(|c| c.to_digit(10));
        let below = self.below(spot.after);
        let mut lines: Vec<Line> = Vec::new();
        let mut inner = None;
        for line in below {
            if let Some(spaces) = indent(line.of(&self.text)) {
                let least = *inner
                    .get_or_insert(digit.map_or(spaces, |digit| spaces.min(spot.column + digit as usize)));
                if spaces < least || spaces <= spot.column && least <= spot.column {
                    break;
                }
            }
            lines.push(line);
        }
        while lines.last().is_some_and(|line| indent(line.of(&self.text)).is_none()) {
            lines.pop();
        }
        lines
    }

    /// The end of the last line that a value has a part in.
    pub fn last_line_end(&self, spot: Spot<'_>) -> usize {
        let last = match &spot.value.form {
            Form::Scalar { .. } => self.scalar_bytes(spot).end,
            Form::List { flow: true, .. } | Form::Map { flow: true, .. } => spot.value.bytes.end,
            Form::List { items, column, .. } => match items.last() {
                Some(item) => {
                    let after = self.dash(item, *column).map_or(item.bytes.start, |dash| dash + 1);
                    return self.last_line_end(Spot { value: item, after, column: *column, flow: false });
                }
                None => spot.after,
            },
            Form::Map { entries, column, .. } => match entries.last() {
                Some((key, value)) => {
                    let colon = self.text[key.bytes.end..].find(':').unwrap_or_default();
                    let after = key.bytes.end + colon + 1;
                    return self.last_line_end(Spot { value, after, column: *column, flow: false });
                }
                None => spot.after,
            },
        };
        // The end may lie behind a line break.
        self.lines.at(last.max(spot.after)).end
    }

    /// The same file with other bytes in place of some.
    ///
    /// # Errors
    /// When it would be no YAML any more.
    pub fn with(&self, bytes: Range<usize>, new: &str) -> Result<Self, EditError> {
        let text = [&self.text[..bytes.start], new, &self.text[bytes.end..]].concat();
        let lines = Lines::of(&text);
        let root = tree::parse(&text, &lines)
            .map_err(|_| self.by_hand(bytes.start, "what stands here leaves no room for the change"))?;
        Ok(Self { path: self.path.clone(), marked: self.marked, text, lines, root })
    }

    /// Without the lines that begin behind one byte and end at another, each an end of a line.
    ///
    /// # Errors
    /// When it would be no YAML any more.
    pub fn without_lines(&self, first: Line, last_end: usize) -> Result<Self, EditError> {
        match self.lines.number(first.start).checked_sub(1).and_then(|before| self.lines.get(before)) {
            Some(before) => self.with(before.end..last_end, ""),
            None => self.with(0..self.lines.at(last_end).next, ""),
        }
    }
}

/// The length of what is quoted at the beginning of a text.
fn quoted(text: &str) -> usize {
    let mut characters = text.char_indices().peekable();
    let Some((_, quote)) = characters.next() else { return 0 };
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let pair = (quote == '"' && character == '\\')
            || (quote == '\'' && character == quote && next == Some(quote));
        if pair {
            characters.next();
        } else if character == quote {
            return at + quote.len_utf8();
        }
    }
    text.len()
}
