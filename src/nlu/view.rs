//! What the classifier looks at: the text without what says nothing about the wish.

use crate::text::{masks, tokenize};

/// A normalised text with numbers, masks and leftovers of menus folded away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    text: String,
    symbols: Vec<char>,
}

impl View {
    pub fn new(normalized: &str) -> Self {
        let text = fold(normalized);
        let symbols = std::iter::once(' ').chain(text.chars()).chain(std::iter::once(' ')).collect();
        Self { text, symbols }
    }

    /// The characters, with a space at each end.
    pub fn symbols(&self) -> &[char] {
        &self.symbols
    }

    pub fn words(&self) -> impl Iterator<Item = &str> {
        tokenize(&self.text).into_iter()
    }
}

/// Stands for a number of up to five digits, a longer one, and other masked values. Private characters, so that no text has them.
const NUMBER: char = '\u{E000}';
const LONG_NUMBER: char = '\u{E001}';
const VALUE: char = '\u{E002}';

fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut from = 0;
    for mask in masks(text) {
        fold_digits(&text[from..mask.range.start], &mut folded);
        folded.push(match mask.kind {
            "数字" | "金额" | "日期" | "时间" => NUMBER,
            "订单" | "电话" | "orderid" => LONG_NUMBER,
            _ => VALUE,
        });
        from = mask.range.end;
    }
    fold_digits(&text[from..], &mut folded);
    folded
}

fn fold_digits(text: &str, folded: &mut String) {
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let length = rest[start..].bytes().take_while(u8::is_ascii_digit).count();
        folded.push_str(&rest[..start]);
        folded.push(if length <= 5 { NUMBER } else { LONG_NUMBER });
        rest = &rest[start + length..];
    }
    folded.push_str(rest);
}
