//! Names of files and sheets, where two may be called the same.

use std::collections::HashMap;

/// For each path, its last part; where others end in the same, with as many of the parts before it as tell it apart. Each path
/// has its outermost part first. Two that are the same in all parts keep one name.
pub(super) fn names(paths: &[Vec<String>]) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for end in paths.iter().flat_map(|path| ends(path)) {
        // Some file systems know no upper case.
        *counts.entry(end.to_lowercase()).or_default() += 1;
    }
    let is_alone = |end: &String| counts.get(&end.to_lowercase()) == Some(&1);
    paths.iter().map(|path| ends(path).find(is_alone).unwrap_or_else(|| path.join("."))).collect()
}

/// The ends of a path, the shortest first.
fn ends(path: &[String]) -> impl Iterator<Item = String> {
    (0..path.len()).rev().map(|from| path[from..].join("."))
}

#[cfg(test)]
mod tests {
    fn check(paths: &[&str], expected: &[&str]) {
        let parts = |path: &&str| path.split('/').map(str::to_owned).collect();
        let paths: Vec<Vec<String>> = paths.iter().map(parts).collect();
        assert_eq!(super::names(&paths), expected, "{paths:?}");
    }

    #[test]
    fn folders_tell_files_of_one_name_apart() {
        check(&["faq"], &["faq"]);
        check(&["a/faq", "a/fees"], &["faq", "fees"]);
        check(&["a/faq", "b/faq", "fees"], &["a.faq", "b.faq", "fees"]);
        check(&["faq", "b/faq"], &["faq", "b.faq"]);
        check(&["x/a/faq", "y/a/faq"], &["x.a.faq", "y.a.faq"]);
        check(&["one/Sheet1", "two/Sheet1", "two/Sheet2"], &["one.Sheet1", "two.Sheet1", "Sheet2"]);
        check(&["a/FAQ", "b/faq"], &["a.FAQ", "b.faq"]);
        check(&["faq", "faq"], &["faq", "faq"]);
        check(&[], &[]);
    }
}
