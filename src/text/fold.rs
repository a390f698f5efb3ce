//! One character at a time: what it becomes, whatever stands beside it.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Calls `emit` for each character that `c` becomes: none for what cannot be seen, several for a few ligatures.
pub(super) fn fold(c: char, mut emit: impl FnMut(char)) {
    if c.is_ascii() {
        if c.is_ascii_whitespace() {
            emit(' ');
        } else if !c.is_ascii_control() {
            emit(c.to_ascii_lowercase());
        }
    } else if let Some(simplified) = simplify(c) {
        emit(simplified);
    } else if is_invisible(c) {
    } else if c.is_whitespace() {
        emit(' ');
    } else {
        // Lower case may leave the compatible form again, and the other way round; twice settles it.
        for folded in once(c).flat_map(once).filter(|c| !is_invisible(*c)) {
            match simplify(folded) {
                Some(simplified) => emit(simplified),
                None if folded.is_whitespace() => emit(' '),
                None => emit(folded),
            }
        }
    }
}

fn once(c: char) -> impl Iterator<Item = char> {
    std::iter::once(c).nfkc().flat_map(char::to_lowercase).nfkc()
}

const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;

/// The simplified form of a Chinese character; `None` for all other characters.
fn simplify(c: char) -> Option<char> {
    static TABLE: LazyLock<Vec<char>> = LazyLock::new(|| {
        // Single characters leave fast2s no context, so that the result does not depend on the neighbours.
        (FIRST..=LAST)
            .filter_map(char::from_u32)
            .map(|c| fast2s::convert(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c))
            .collect()
    });
    let index = u32::from(c).checked_sub(FIRST)?;
    let once = *TABLE.get(index as usize)?;
    let twice = u32::from(once).checked_sub(FIRST).and_then(|index| TABLE.get(index as usize));
    Some(twice.copied().unwrap_or(once))
}

/// Control, zero-width, direction and variation characters.
fn is_invisible(c: char) -> bool {
    // Next line and the separators of lines and paragraphs are white space.
    let space = matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
    !space
        && (c.is_control()
            || matches!(
                u32::from(c),
                0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F
                    | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0
                    | 0xFFF0..=0xFFFB | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF
            ))
}
