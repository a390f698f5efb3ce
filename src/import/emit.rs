//! YAML as our own files are written.

/// A text as a YAML scalar on one line that reads back as the same text: plain where nothing could be mistaken, else in quotes.
pub(super) fn scalar(text: &str) -> String {
    if text.chars().any(must_be_escaped) {
        return double_quoted(text);
    }
    if is_plain(text) { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

/// A text as a YAML scalar that may take several lines, each `indent` spaces in.
pub(super) fn paragraph(text: &str, indent: usize) -> String {
    let foreign = |c: char| c != '\n' && must_be_escaped(c);
    if !text.contains('\n') || text.contains(foreign) || text.starts_with([' ', '\n']) || text.ends_with('\n')
    {
        return scalar(text);
    }
    let mut block = String::from("|-");
    for line in text.split('\n') {
        block.push('\n');
        if !line.is_empty() {
            block.push_str(&" ".repeat(indent));
            block.push_str(line);
        }
    }
    block
}

/// A list on one line.
pub(super) fn list<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let items: Vec<String> = texts.into_iter().map(scalar).collect();
    format!("[{}]", items.join(", "))
}

/// The text on one line, without what a block of lines cannot hold.
pub(super) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if must_be_escaped(c) { ' ' } else { c }).collect();
    spaced.trim().to_owned()
}

/// Line breaks of any script, and what YAML does not print.
fn must_be_escaped(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn double_quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            c if must_be_escaped(c) => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// Conservative: letters, digits and what is harmless among them.
fn is_plain(text: &str) -> bool {
    const HARMLESS: &str = "_-./()（），。？！、；：“”《》…—+$@%~ ";
    let inner = |c: char| c.is_alphanumeric() || HARMLESS.contains(c);
    let mut ends = text.chars().next().into_iter().chain(text.chars().next_back());
    let looks_typed = text.parse::<f64>().is_ok() || is_date(text) || is_word_of_yaml(text);
    !text.is_empty() && text.chars().all(inner) && ends.all(is_plain_end) && !looks_typed
}

fn is_plain_end(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '。' | '？' | '！' | '）' | '_' | '.')
}

/// What other readers take for a date or a time.
fn is_date(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || c == '-')
}

fn is_word_of_yaml(text: &str) -> bool {
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan", ".inf"];
    words.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::yaml::{self, Data};

    #[test]
    fn plain_where_nothing_can_be_mistaken() {
        for (text, written) in [
            ("满59元包邮", "满59元包邮"),
            ("logistics.track", "logistics.track"),
            ("yes", "'yes'"),
            ("0123", "'0123'"),
            ("2026-01-31", "'2026-01-31'"),
            ("a: b", "'a: b'"),
            ("it's", "'it''s'"),
            ("- x", "'- x'"),
            ("", "''"),
            ("a\nb", "\"a\\nb\""),
        ] {
            assert_eq!(scalar(text), written);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(text in proptest::string::string_regex("(?s).{0,30}").unwrap()) {
            let file = format!("a: {}\nb: {}\nc: {}\n", scalar(&text), list([text.as_str(), "x"]), paragraph(&text, 2));
            let Data::Map(entries) = yaml::parse(&"f.yml".into(), &file).expect("YAML").data else { panic!("{file}") };
            let read = |data: &Data| if let Data::Text(text) = data { text.clone() } else { panic!("{file}") };
            proptest::prop_assert_eq!(read(&entries[0].1.data), text.clone());
            proptest::prop_assert_eq!(read(&entries[2].1.data), text.clone(), "as a paragraph");
            let Data::List(items) = &entries[1].1.data else { panic!("{file}") };
            proptest::prop_assert_eq!(read(&items[0].data), text);
        }
    }
}
