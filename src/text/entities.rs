//! HTML entities that web pages leave in what customers send.

const LONGEST: usize = 6;

const TABLE: [(&str, char); 14] = [
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("#160", ' '),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("ldquo", '"'),
    ("rdquo", '"'),
    ("#34", '"'),
    ("apos", '\''),
    ("#39", '\''),
    ("middot", '·'),
];

/// The entity at the beginning of `text` (after folding, so in lower case), and how many characters it takes.
///
/// `&amp;` is undone as often as it was done: `&amp;amp;lt;` is `<`.
pub(super) fn decode(mut text: impl Iterator<Item = char> + Clone) -> Option<(char, usize)> {
    if text.next() != Some('&') {
        return None;
    }
    let mut taken = 1;
    let mut found = None;
    loop {
        let name: String = text.clone().take(LONGEST + 1).take_while(|c| *c != ';').collect();
        let length = name.chars().count();
        if text.clone().nth(length) != Some(';') {
            return found;
        }
        if name != "amp" {
            let plain = TABLE.iter().find(|(entity, _)| *entity == name);
            return plain.map(|(_, c)| (*c, taken + length + 1)).or(found);
        }
        taken += length + 1;
        found = Some(('&', taken));
        text.nth(length);
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn entities() {
        let check = |text: &str, expected| assert_eq!(decode(text.chars()), expected, "{text}");
        check("&nbsp;帮我", Some((' ', 6)));
        check("&amp;", Some(('&', 5)));
        check("&amp;amp;lt;", Some(('<', 12)));
        check("&amp;查", Some(('&', 5)));
        check("&#39;", Some(('\'', 5)));
        check("&", None);
        check("a&b;", None);
        check("&查;", None);
        check("&nbsp", None);
        check("&;", None);
    }
}
