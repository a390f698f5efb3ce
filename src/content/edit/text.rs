//! A text by its lines.

/// Where a line begins, where its characters end, and where the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub start: usize,
    pub end: usize,
    pub next: usize,
}

impl Line {
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

/// All lines of a text; the last one may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lines(Vec<Line>);

impl Lines {
    /// As YAML breaks lines: LF, CR LF, or CR.
    pub fn of(text: &str) -> Self {
        let (mut lines, mut start) = (Vec::new(), 0);
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let long = match bytes[at] {
                b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
                b'\n' | b'\r' => 1,
                _ => 0,
            };
            if long > 0 {
                lines.push(Line { start, end: at, next: at + long });
                start = at + long;
            }
            at += long.max(1);
        }
        lines.push(Line { start, end: bytes.len(), next: bytes.len() });
        Self(lines)
    }

    /// By its number, from 0.
    pub fn get(&self, number: usize) -> Option<Line> {
        self.0.get(number).copied()
    }

    /// The number of the line that a byte lies in.
    pub fn number(&self, byte: usize) -> usize {
        self.0.partition_point(|line| line.start <= byte).saturating_sub(1)
    }

    /// The line that a byte lies in.
    pub fn at(&self, byte: usize) -> Line {
        self.0[self.number(byte).min(self.0.len() - 1)]
    }

    /// The byte of a place, its line counted from 1 and its column, in characters, from 0.
    pub fn byte(&self, text: &str, line: usize, column: usize) -> usize {
        let Some(line) = self.get(line.saturating_sub(1)) else { return text.len() };
        // An end may lie behind the line break.
        let rest = &text[line.start..line.next];
        line.start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
    }

    /// How the text breaks its lines.
    pub fn break_of<'t>(&self, text: &'t str) -> &'t str {
        let broken = self.0.iter().find(|line| line.next > line.end);
        broken.map_or("\n", |line| &text[line.end..line.next])
    }
}

/// Spaces in front; `None` for a line that has nothing else.
pub(super) fn indent(line: &str) -> Option<usize> {
    let spaces = line.len() - line.trim_start_matches(' ').len();
    (!line.trim().is_empty()).then_some(spaces)
}
