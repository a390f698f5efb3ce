//! Sets, adds and removes single values of a file.

use saphyr_parser::ScalarStyle;

use super::{
    EditError,
    document::{Document, Spot, Step},
    tree::Form,
};
use crate::content::emit;

impl Document {
    /// Puts a text where a scalar stands, written as the old one was where the new one can be.
    ///
    /// # Errors
    /// When there is no scalar, or no room for it.
    pub fn set_text(&self, way: &[Step<'_>], text: &str) -> Result<Self, EditError> {
        let spot = self.find(way).ok_or_else(|| self.by_hand(0, "the value is not where it should be"))?;
        let Form::Scalar { text: old, style } = &spot.value.form else {
            return Err(self.by_hand(spot.value.bytes.start, "a single text is expected here"));
        };
        if old == text && !spot.value.is_nothing() {
            return Ok(self.clone());
        }
        let bytes = self.scalar_bytes(spot);
        let is_bare = self.text_between(0, bytes.start).ends_with([':', '-']);
        let space = if is_bare { " " } else { "" };
        for written in [self.written(spot, *style, text), emit::double_quoted(text)] {
            if let Ok(changed) = self.with(bytes.clone(), &format!("{space}{written}"))
                && changed
                    .find(way)
                    .is_some_and(|spot| spot.value.text() == Some(text) && !spot.value.is_nothing())
            {
                return Ok(changed);
            }
        }
        Err(self.by_hand(spot.after, "what stands here leaves no room for the change"))
    }

    fn written(&self, spot: Spot<'_>, style: ScalarStyle, text: &str) -> String {
        if text.contains('\n') && !spot.flow {
            let inner = self.block(spot).first().map(|line| super::text::indent(self.text_of(*line)));
            let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
            let spaces = inner.flatten().filter(|_| is_block).unwrap_or(spot.column + 2);
            return emit::block(text, spaces, self.line_break());
        }
        match style {
            ScalarStyle::DoubleQuoted => emit::double_quoted(text),
            ScalarStyle::SingleQuoted => emit::single_quoted(text),
            ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => emit::inner(text, spot.flow),
        }
    }

    /// Puts texts where a list of them, or one of them, stands. Those that were there already stay as they are written.
    ///
    /// # Errors
    /// When something else stands there, or there is no room.
    pub fn set_texts(&self, way: &[Step<'_>], texts: &[String]) -> Result<Self, EditError> {
        let spot = self.find(way).ok_or_else(|| self.by_hand(0, "the value is not where it should be"))?;
        let start = spot.value.bytes.start;
        match &spot.value.form {
            Form::Map { .. } => Err(self.by_hand(start, "a list of texts is expected here")),
            Form::Scalar { .. } if texts.len() == 1 => self.set_text(way, &texts[0]),
            Form::Scalar { .. } => {
                let bytes = self.scalar_bytes(spot);
                if spot.flow {
                    return self.with(bytes, &emit::list(texts.iter().map(String::as_str)));
                }
                let indent = " ".repeat(spot.column + 2);
                let item =
                    |text: &String| format!("{}{indent}- {}", self.line_break(), emit::inner(text, false));
                self.with(spot.after..bytes.end, &texts.iter().map(item).collect::<String>())
            }
            Form::List { flow: true, .. } => {
                self.with(spot.value.bytes.clone(), &emit::list(texts.iter().map(String::as_str)))
            }
            Form::List { items, .. } => {
                let old: Option<Vec<&str>> = items.iter().map(|item| item.text()).collect();
                let old = old.ok_or_else(|| self.by_hand(start, "a list of texts is expected here"))?;
                self.set_items(way, &old, texts)
            }
        }
    }

    fn set_items(&self, way: &[Step<'_>], old: &[&str], new: &[String]) -> Result<Self, EditError> {
        let same = |(old, new): &(&&str, &String)| *old == new;
        let before = old.iter().zip(new).take_while(same).count();
        let behind = old[before..].iter().rev().zip(new[before..].iter().rev()).take_while(same).count();
        let (gone, come) = (old.len() - before - behind, new.len() - before - behind);
        let mut changed = self.clone();
        for (at, text) in new.iter().enumerate().skip(before).take(gone.min(come)) {
            changed = changed.set_text(&[way, &[Step::Item(at)]].concat(), text)?;
        }
        for at in (before + come..before + gone).rev() {
            changed = changed.without_item(way, at)?;
        }
        for (at, text) in new.iter().enumerate().take(before + come).skip(before + gone) {
            changed = changed.with_item(way, at, &format!("- {}", emit::inner(text, false)))?;
        }
        Ok(changed)
    }

    /// A list of blocks with one more item, which comes with its dash, at a place.
    ///
    /// # Errors
    /// When there is no such list.
    pub fn with_item(&self, way: &[Step<'_>], at: usize, item: &str) -> Result<Self, EditError> {
        let spot = self.find(way).ok_or_else(|| self.by_hand(0, "the value is not where it should be"))?;
        let Form::List { column, flow: false, .. } = spot.value.form else {
            return Err(self.by_hand(spot.value.bytes.start, "a list with an item a line is expected here"));
        };
        let (line_break, indent) = (self.line_break(), " ".repeat(column));
        let item = item.replace('\n', &format!("{line_break}{indent}"));
        let before = at.checked_sub(1).map(|at| [way, &[Step::Item(at)]].concat());
        let Some(before) = before else {
            let first = self.line_at(spot.value.bytes.start).start;
            return self.with(first..first, &format!("{indent}{item}{line_break}"));
        };
        let before = self.find(&before).ok_or_else(|| self.by_hand(spot.after, "the list is shorter"))?;
        let end = self.last_line_end(before);
        self.with(end..end, &format!("{line_break}{indent}{item}"))
    }

    /// A list of blocks without one of its items, which is not the only one.
    ///
    /// # Errors
    /// When there is no such item.
    pub fn without_item(&self, way: &[Step<'_>], at: usize) -> Result<Self, EditError> {
        let item = [way, &[Step::Item(at)]].concat();
        let spot = self.find(&item).ok_or_else(|| self.by_hand(0, "the item is not where it should be"))?;
        if spot.flow {
            return Err(self.by_hand(spot.after, "a list with an item a line is expected here"));
        }
        let first = self.line_at(spot.after - 1);
        if !self.text_of(first)[..spot.column].trim().is_empty() {
            return Err(self.by_hand(spot.after, "the item does not begin its line"));
        }
        self.without_lines(first, self.last_line_end(spot))
    }

    /// A mapping with one more entry, written as `written`, below that of the last of `after` that it has.
    ///
    /// # Errors
    /// When there is no such mapping.
    pub fn with_key(&self, way: &[Step<'_>], after: &[&str], written: &str) -> Result<Self, EditError> {
        let spot = self.find(way).ok_or_else(|| self.by_hand(0, "the value is not where it should be"))?;
        let Form::Map { column, flow: false, .. } = spot.value.form else {
            return Err(self.by_hand(spot.value.bytes.start, "a mapping with a key a line is expected here"));
        };
        let entry = after.iter().rev().find_map(|key| self.find(&[way, &[Step::Key(key)]].concat()));
        let entry = entry.ok_or_else(|| self.by_hand(spot.after, "the mapping lacks a key that it needs"))?;
        let end = self.last_line_end(entry);
        let indent = " ".repeat(column);
        let line_break = self.line_break();
        let written = written.replace('\n', &format!("{line_break}{indent}"));
        self.with(end..end, &format!("{line_break}{indent}{written}"))
    }

    /// A mapping without one of its entries, which is neither the first nor the only one.
    ///
    /// # Errors
    /// When the entry shares its line with others.
    pub fn without_key(&self, way: &[Step<'_>]) -> Result<Self, EditError> {
        let spot = self.find(way).ok_or_else(|| self.by_hand(0, "the value is not where it should be"))?;
        let first = self.line_at(spot.after - 1);
        let before = self.text_of(first).get(..spot.column);
        if spot.flow || !before.is_some_and(|before| before.trim().is_empty()) {
            return Err(self.by_hand(spot.after, "a mapping with a key a line is expected here"));
        }
        self.without_lines(first, self.last_line_end(spot))
    }
}
