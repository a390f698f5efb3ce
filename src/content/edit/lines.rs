//! Blocks of lines, each `- text`, as examples and questions stand in their files.

use saphyr_parser::ScalarStyle;

use super::{
    EditError,
    document::{Document, Spot, Step},
    text::Line,
    tree::Form,
};

/// How far in a first line stands from its key.
const INDENT: usize = 2;

impl Document {
    /// The lines of a block with what is said in each; none where the key is absent.
    ///
    /// # Errors
    /// When something else than a block of lines stands there.
    fn items(&self, way: &[Step<'_>]) -> Result<Vec<(Line, &str)>, EditError> {
        let Some(spot) = self.find(way).filter(|spot| !spot.value.is_nothing()) else {
            return Ok(Vec::new());
        };
        self.as_block(spot)?;
        let said = |line: Line| {
            let said = self.text_of(line).trim().strip_prefix('-')?;
            Some((line, said.trim())).filter(|(_, said)| !said.is_empty())
        };
        Ok(self.block(spot).into_iter().filter_map(said).collect())
    }

    fn as_block(&self, spot: Spot<'_>) -> Result<(), EditError> {
        match spot.value.form {
            Form::Scalar { style: ScalarStyle::Literal, .. } if !spot.flow => Ok(()),
            Form::Scalar { .. } | Form::List { .. } | Form::Map { .. } => {
                Err(self
                    .by_hand(spot.after, "a block of lines, `|` and then `- text` on each, is expected here"))
            }
        }
    }

    pub fn has_line(&self, way: &[Step<'_>], text: &str) -> Result<bool, EditError> {
        Ok(self.items(way)?.iter().any(|(_, said)| *said == text))
    }

    /// With one more line at the end of a block.
    ///
    /// # Errors
    /// When there is no block, nor the key for one.
    pub fn with_line(&self, way: &[Step<'_>], text: &str) -> Result<Self, EditError> {
        let spot = self.find(way).ok_or_else(|| self.by_hand(0, "the block is not where it should be"))?;
        let line_break = self.line_break();
        if spot.value.is_nothing() {
            let key_line = self.line_at(spot.after - 1);
            let indent = " ".repeat(spot.column + INDENT);
            return self.with(spot.after..key_line.end, &format!(" |{line_break}{indent}- {text}"));
        }
        let items = self.items(way)?;
        let (end, lead) = match items.last() {
            Some((line, said)) => {
                let whole = self.text_of(*line);
                (line.end, whole[..whole.len() - whole.trim_start().len()].to_owned() + lead_of(whole, said))
            }
            None => {
                let block = self.block(spot);
                let end = block.last().map_or_else(|| self.line_at(spot.after).end, |line| line.end);
                let spaces = block.iter().find_map(|line| super::text::indent(self.text_of(*line)));
                (end, " ".repeat(spaces.unwrap_or(spot.column + INDENT)) + "- ")
            }
        };
        self.with(end..end, &format!("{line_break}{lead}{text}"))
    }

    /// Without the line that says so; without the key where it was all that stood there.
    ///
    /// # Errors
    /// When no line says so.
    pub fn without_line(&self, way: &[Step<'_>], text: &str) -> Result<Option<Self>, EditError> {
        let items = self.items(way)?;
        let Some((line, _)) = items.into_iter().rev().find(|(_, said)| *said == text) else {
            return Ok(None);
        };
        let spot = self.find(way).ok_or_else(|| self.by_hand(0, "the block is not where it should be"))?;
        if self.block(spot).len() == 1 {
            return self.without_key(way).map(Some);
        }
        self.without_lines(line, line.end).map(Some)
    }
}

/// The dash with the blanks behind it.
fn lead_of<'l>(line: &'l str, said: &str) -> &'l str {
    let line = line.trim();
    let lead = &line[..line.len() - said.len()];
    if lead.ends_with([' ', '\t']) { lead } else { "- " }
}
