//! Which messages say in what language a conversation goes on.

/// Whether a normalised message does: a number, an "ok" or a parcel's number is sent in the middle of any conversation.
pub(super) fn is_told_by(normalized: &str) -> bool {
    const GREETINGS: [&str; 2] = ["hi", "hey"];
    const WORD: usize = 4;
    let mut words = normalized.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_latin = |word: &str| word.chars().all(|c| c.is_ascii_alphabetic());
    let is_other = |c: char| c.is_alphabetic() && !c.is_ascii();
    match (words.next(), words.next()) {
        _ if normalized.contains(is_other) => true,
        (Some(only), None) => is_latin(only) && (only.len() >= WORD || GREETINGS.contains(&only)),
        (first, second) => [first, second].into_iter().flatten().chain(words).any(is_latin),
    }
}

#[cfg(test)]
mod tests {
    use super::is_told_by;

    #[test]
    fn what_is_sent_in_any_language_tells_none() {
        for text in
            ["", "2", "0318", "ok", "yes", "no!", "sf1234567890", "jdvb0123", "😡", "2511198815063742", "1 2"]
        {
            assert!(!is_told_by(text), "{text}");
        }
        for text in
            ["好", "refund", "hi", "hello!", "where is it", "the 2nd", "sf1234567890 到哪了", "no thanks"]
        {
            assert!(is_told_by(text), "{text}");
        }
    }
}
