//! Which lines of two lists are the same ones.

use std::collections::HashMap;

/// Pairs of indices of equal lines, rising in both lists: the longest such row, where the first of two equal lines goes with
/// the first, the second with the second.
pub(super) fn kept(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    let mut places: HashMap<(&str, usize), usize> = HashMap::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (at, line) in old.iter().enumerate() {
        let count = seen.entry(line).or_default();
        places.insert((line, *count), at);
        *count += 1;
    }
    seen.clear();
    let mut pairs = Vec::new();
    for (at, line) in new.iter().enumerate() {
        let count = seen.entry(line).or_default();
        pairs.extend(places.get(&(line.as_str(), *count)).map(|old| (*old, at)));
        *count += 1;
    }
    longest_rising(&pairs)
}

/// Patience sorting (Fredman 1975): the pairs rise in their second part already; the longest row that rises in the first too.
fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length, the pair with the least end; and for each pair, the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].0 < pair.0);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut row = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(index) = at {
        row.push(pairs[index]);
        at = before[index];
    }
    row.reverse();
    row
}

#[cfg(test)]
mod tests {
    use super::kept;

    fn check(old: &str, new: &str, expected: &[(usize, usize)]) {
        let lines = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
        assert_eq!(kept(&lines(old), &lines(new)), expected, "{old} {new}");
    }

    #[test]
    fn most_lines_are_kept() {
        check("abc", "abc", &[(0, 0), (1, 1), (2, 2)]);
        check("abc", "axc", &[(0, 0), (2, 2)]);
        check("abc", "cab", &[(0, 1), (1, 2)]);
        check("aa", "aaa", &[(0, 0), (1, 1)]);
        check("abc", "", &[]);
    }
}
