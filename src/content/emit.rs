//! YAML as our own files are written.

/// A text as a YAML scalar on one line that reads back as the same text: plain where nothing could be mistaken, else in quotes.
pub(crate) fn scalar(text: &str) -> String {
    if text.chars().any(must_be_escaped) {
        return double_quoted(text);
    }
    if is_plain(text) { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

/// A text as a YAML scalar that may take several lines, each `indent` spaces in.
pub(crate) fn paragraph(text: &str, indent: usize) -> String {
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

/// A text as a YAML scalar on one line, as people write it: plain wherever it reads back as itself; `flow` within brackets.
pub(crate) fn inner(text: &str, flow: bool) -> String {
    if text.chars().any(must_be_escaped) || !reads_back(text, flow) { scalar(text) } else { text.to_owned() }
}

/// A text of several lines as a block, each line `spaces` in; on one line where a block cannot hold it.
pub(crate) fn block(text: &str, spaces: usize, line_break: &str) -> String {
    let (body, header) = match text.strip_suffix('\n') {
        Some(body) => (body, "|"),
        None => (text, "|-"),
    };
    if body.is_empty()
        || body.contains(|c: char| c != '\n' && must_be_escaped(c))
        || body.starts_with([' ', '\n'])
        || body.ends_with('\n')
    {
        return double_quoted(text);
    }
    let indent = " ".repeat(spaces);
    let line = |line: &str| {
        if line.is_empty() { line_break.to_owned() } else { format!("{line_break}{indent}{line}") }
    };
    body.split('\n').map(line).fold(header.to_owned(), |block, line| block + &line)
}

/// A list on one line.
pub(crate) fn list<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let items: Vec<String> = texts.into_iter().map(scalar).collect();
    format!("[{}]", items.join(", "))
}

/// The text on one line, without what a block of lines cannot hold.
pub(crate) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if must_be_escaped(c) { ' ' } else { c }).collect();
    spaced.trim().to_owned()
}

/// Line breaks of any script, and what YAML does not print.
pub(crate) fn must_be_escaped(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

pub(crate) fn single_quoted(text: &str) -> String {
    if text.chars().any(must_be_escaped) {
        double_quoted(text)
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

pub(crate) fn double_quoted(text: &str) -> String {
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
    !text.is_empty() && text.chars().all(inner) && ends.all(is_plain_end) && !looks_typed(text)
}

/// Whether it is itself without quotes.
fn reads_back(text: &str, flow: bool) -> bool {
    const INDICATORS: &str = "-?:,[]{}#&*!|>'\"%@`. ";
    let ends_well = !text.ends_with([' ', ':']) && !text.starts_with(|c| INDICATORS.contains(c));
    let mistaken = text.contains(": ") || text.contains(" #");
    let ends_flow = flow && (text.contains([',', '[', ']', '{', '}', ':']) || text.ends_with(" -"));
    !text.is_empty() && ends_well && !mistaken && !ends_flow && !looks_typed(text)
}

/// What other readers take for a number, a date or a word of YAML's.
fn looks_typed(text: &str) -> bool {
    text.parse::<f64>().is_ok() || is_date(text) || is_word_of_yaml(text)
}

fn is_plain_end(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '。' | '？' | '！' | '）' | '_' | '.')
}

/// What other readers take for a date or a time.
fn is_date(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || c == '-')
}

fn is_word_of_yaml(text: &str) -> bool {
    let words = ["~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan", ".inf"];
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

    #[test]
    fn a_block_holds_what_has_a_line_of_its_own() {
        for (text, written) in [("a\nb", "|-\n  a\n  b"), ("a\n", "|\n  a"), ("", "\"\""), ("\n", "\"\\n\"")]
        {
            assert_eq!(block(text, 2, "\n"), written);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(text in "(?s).{0,30}|[-+.:#~ 0-9a-foxinftrulsy\n]{0,6}") {
            let file = format!(
                "a: {}\nb: {}\nc: {}\nd: {}\ne: [{}]\nf: {}\ng: {}\n",
                scalar(&text), list([text.as_str(), "x"]), paragraph(&text, 2),
                inner(&text, false), inner(&text, true), block(&text, 2, "\n"), single_quoted(&text),
            );
            let Data::Map(entries) = yaml::parse(&"f.yml".into(), &file).expect("YAML").data else { panic!("{file}") };
            let read = |data: &Data| if let Data::Text(text) = data { text.clone() } else { panic!("{file}") };
            proptest::prop_assert_eq!(read(&entries[0].1.data), text.clone());
            proptest::prop_assert_eq!(read(&entries[2].1.data), text.clone(), "as a paragraph");
            let Data::List(items) = &entries[1].1.data else { panic!("{file}") };
            proptest::prop_assert_eq!(read(&items[0].data), text.clone());
            proptest::prop_assert_eq!(read(&entries[3].1.data), text.clone(), "as people write it");
            let Data::List(items) = &entries[4].1.data else { panic!("{file}") };
            proptest::prop_assert_eq!(read(&items[0].data), text.clone());
            proptest::prop_assert_eq!(read(&entries[5].1.data), text.clone(), "as a block");
            proptest::prop_assert_eq!(read(&entries[6].1.data), text);
        }
    }
}
