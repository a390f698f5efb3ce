//! Masks such as `[订单x]` or `#e-s[数字x]`: what a source put in place of a private value, and codes of stickers.

use std::ops::Range;

/// A mask in a normalised text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mask<'a> {
    /// With the brackets.
    pub range: Range<usize>,
    /// What it hides, without the trailing `x` or number: `订单`.
    pub kind: &'a str,
}

/// The longest inside of a mask, in bytes: room for 13 Chinese characters.
const LONGEST: usize = 40;

/// All masks of a normalised text, from left to right.
pub fn masks(text: &str) -> impl Iterator<Item = Mask<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let open = from + text[from..].find('[')?;
            let inside = open + 1;
            from = inside;
            let Some(length) = text[inside..].find(['[', ']', ' ']) else { continue };
            if length == 0 || length > LONGEST || text.as_bytes()[inside + length] != b']' {
                continue;
            }
            let close = inside + length;
            let kind = &text[inside..close];
            let kind = kind.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
            let kind = kind.strip_suffix('x').unwrap_or(kind);
            from = close + 1;
            let sticker = text[..open].ends_with("#e-s");
            let (start, kind) = if sticker { (open - "#e-s".len(), "表情") } else { (open, kind) };
            return Some(Mask { range: start..close + 1, kind });
        }
    })
}

#[cfg(test)]
mod tests {
    use super::masks;

    #[test]
    fn found() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let found: Vec<_> = masks(text).map(|mask| (&text[mask.range], mask.kind)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("", &[]);
        check("咨询订单号:[订单x] 金额:[金额x]", &[("[订单x]", "订单"), ("[金额x]", "金额")]);
        check("谢谢#e-s[数字x]", &[("#e-s[数字x]", "表情")]);
        check("[orderid_10027083]已出票", &[("[orderid_10027083]", "orderid")]);
        check("[[微笑] [a b] [] [", &[("[微笑]", "微笑")]);
    }
}
