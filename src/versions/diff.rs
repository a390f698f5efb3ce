//! What changed in a text, as people read it.

use std::time::Duration;

use similar::TextDiff;

/// A worse difference is good enough after so long.
const AT_MOST: Duration = Duration::from_millis(200);

/// Lines around a change.
const CONTEXT: usize = 3;

/// A unified diff; empty for equal texts. A file that is not there is `None`.
pub fn unified(path: &str, before: Option<&str>, after: Option<&str>) -> String {
    let name = |side: &str, text: Option<&str>| match text {
        Some(_) => format!("{side}/{path}"),
        None => "/dev/null".to_owned(),
    };
    let (from, to) = (name("a", before), name("b", after));
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    TextDiff::configure()
        .timeout(AT_MOST)
        .diff_lines(before, after)
        .unified_diff()
        .context_radius(CONTEXT)
        .header(&from, &to)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_names_the_file_and_the_lines() {
        let check = |before, after, expected| assert_eq!(unified("f.yml", before, after), expected);
        check(Some("a\n"), Some("a\n"), "");
        check(Some("a\nb\n"), Some("a\nc\n"), "--- a/f.yml\n+++ b/f.yml\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
        check(None, Some("a\n"), "--- /dev/null\n+++ b/f.yml\n@@ -0,0 +1 @@\n+a\n");
        check(Some("a\n"), None, "--- a/f.yml\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n");
    }
}
