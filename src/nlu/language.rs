//! Which language to answer in.

use crate::domain::Language;

/// English for a message in Latin letters, whatever numbers and signs it has besides; Chinese for all others.
pub(super) fn detect(normalized: &str) -> Language {
    let letters = || normalized.chars().filter(|c| c.is_alphabetic());
    let words = normalized.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1).count();
    if words > 0 && letters().all(|c| c.is_ascii()) { Language::En } else { Language::Zh }
}

#[cfg(test)]
mod tests {
    use super::detect;
    use crate::domain::Language;

    #[test]
    fn languages() {
        let check = |text, expected| assert_eq!(detect(text), expected, "{text}");
        check("", Language::Zh);
        check("123", Language::Zh);
        check("where is my parcel?", Language::En);
        check("sf1234567890 到哪了", Language::Zh);
        check("sf1234567890", Language::En);
        check("a", Language::Zh);
    }
}
