//! junit.xml: a suite for each label, a case for each row.

use std::{collections::BTreeMap, fmt::Write};

use super::Judged;
use crate::domain::Name;

/// Rows that came out wrong are failures. Times are left out, so that two runs write the same.
pub fn junit(rows: &[Judged]) -> String {
    let mut suites: BTreeMap<Name, Vec<&Judged>> = BTreeMap::new();
    for row in rows {
        suites.entry(row.label()).or_default().push(row);
    }
    let failures = |rows: &[&Judged]| rows.iter().filter(|row| !row.right).count();
    let wrong = rows.iter().filter(|row| !row.right).count();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"xiaoer eval\" tests=\"{}\" failures=\"{wrong}\">\n",
        rows.len()
    );
    for (label, rows) in &suites {
        let (label, tests, failures) = (escape(label.as_str()), rows.len(), failures(rows));
        text += &format!("  <testsuite name=\"{label}\" tests=\"{tests}\" failures=\"{failures}\">\n");
        rows.iter().for_each(|row| case(&label, row, &mut text));
        text += "  </testsuite>\n";
    }
    text + "</testsuites>\n"
}

fn case(label: &str, row: &Judged, text: &mut String) {
    let name = escape(&row.text);
    // Writing to a string cannot fail.
    if row.right {
        let _ = writeln!(text, "    <testcase classname=\"{label}\" name=\"{name}\"/>");
        return;
    }
    let (predicted, confidence) = (escape(row.predicted().as_str()), row.prediction.confidence);
    let (by, outcome) = (row.prediction.by.as_str(), row.outcome.as_str());
    let _ = writeln!(
        text,
        "    <testcase classname=\"{label}\" name=\"{name}\">\n      \
         <failure message=\"understood as {predicted}\">confidence {confidence:.3} by {by}, {outcome}</failure>\n    </testcase>"
    );
}

/// As XML 1.0 has it: what it cannot say at all is replaced.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\t' | '\n' | '\r' => {
                let _ = write!(escaped, "&#{};", c as u32);
            }
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(c),
        }
    }
    escaped
}
