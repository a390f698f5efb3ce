//! The lines of a YAML file as YAML counts them.

use std::iter;

/// Each with its end, which is LF, CR LF or CR; the last may have none.
pub(super) fn of(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    iter::from_fn(move || {
        let end = match rest.find(['\n', '\r']) {
            Some(at) if rest[at..].starts_with("\r\n") => at + 2,
            Some(at) => at + 1,
            None => rest.len(),
        };
        let (line, behind) = rest.split_at(end);
        rest = behind;
        (!line.is_empty()).then_some(line)
    })
}

#[cfg(test)]
mod tests {
    fn check(text: &str, lines: &[&str]) {
        assert_eq!(super::of(text).collect::<Vec<_>>(), lines, "{text:?}");
    }

    #[test]
    fn a_line_ends_at_any_of_the_breaks() {
        check("", &[]);
        check("a", &["a"]);
        check("a\nb\r\nc\rd", &["a\n", "b\r\n", "c\r", "d"]);
        check("\r\r\n\n\r", &["\r", "\r\n", "\n", "\r"]);
    }
}
