//! What the pages of the documentation point to.

/// Relative links of a page with their lines, but for those in code.
pub fn links(page: &str) -> Vec<(usize, String)> {
    let mut fenced = false;
    let mut found = Vec::new();
    for (number, line) in page.lines().enumerate() {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        let prose: String = line.split('`').step_by(2).collect();
        for link in prose.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            if !link.is_empty() && !link.contains("://") {
                found.push((number + 1, link.to_owned()));
            }
        }
    }
    found
}

/// Every `src/…` that a page names, with its line.
pub fn source_paths(page: &str) -> Vec<(usize, String)> {
    let in_path = |c: char| c.is_ascii_alphanumeric() || "_/.-".contains(c);
    let mut found = Vec::new();
    for (number, line) in page.lines().enumerate() {
        for word in line.split(|c| !in_path(c)).filter(|word| word.starts_with("src/")) {
            found.push((number + 1, word.trim_end_matches('.').to_owned()));
        }
    }
    found
}
