//! What a browser does with a file, and what it calls it: RFC 6266 with the names of RFC 8187.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::domain::MediaType;

/// What RFC 8187 lets stand as it is.
const OTHERS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// Pictures, sounds and videos are shown; everything else is saved.
pub fn disposition(name: &str, media_type: &str) -> String {
    let shown = MediaType::parse(media_type).is_some_and(MediaType::is_shown);
    let how = if shown { "inline" } else { "attachment" };
    let plain = |c: char| if c.is_ascii_alphanumeric() || " .-_()".contains(c) { c } else { '_' };
    let fallback: String = name.chars().map(plain).collect();
    format!("{how}; filename=\"{fallback}\"; filename*=UTF-8''{}", utf8_percent_encode(name, OTHERS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_breaks_out() {
        let check = |name: &str, media_type: &str, expected: &str| {
            assert_eq!(disposition(name, media_type), expected, "{name}");
        };
        check(
            "小票 1.jpg",
            "image/jpeg",
            "inline; filename=\"__ 1.jpg\"; filename*=UTF-8''%E5%B0%8F%E7%A5%A8%201.jpg",
        );
        check(
            "a\"; x=\r\n%.pdf",
            "application/pdf",
            "attachment; filename=\"a__ x____.pdf\"; filename*=UTF-8''a%22%3B%20x%3D%0D%0A%25.pdf",
        );
        check("x", "text/html", "attachment; filename=\"x\"; filename*=UTF-8''x");
    }
}
