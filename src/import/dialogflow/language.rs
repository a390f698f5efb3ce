//! The languages of an agent: one is ours, English stands beside it, and no third has a place.

use crate::{
    content::{Place, yaml::Node},
    import::{names::shown, note::Notes, project::Wording},
};

/// A language's tag in lower case, such as `zh-cn`.
pub(super) fn tag(node: &Node, key: &str) -> Option<String> {
    node.word_at(key).filter(|tag| !tag.is_empty()).map(str::to_lowercase)
}

/// What is said at one place; without a language, in the agent's own.
pub(super) struct Said {
    pub language: Option<String>,
    pub wordings: Vec<Wording>,
    pub place: Place,
}

/// Sorted by language.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Spoken {
    pub text: Vec<Wording>,
    /// Empty where the text is English itself.
    pub english: Vec<Wording>,
}

/// Sorts what is said by language and notes what it leaves out. `own` is the agent's; `what` is it that is said.
pub(super) fn sort(said: Vec<Said>, own: Option<&str>, what: &str, notes: &mut Notes) -> Spoken {
    let said: Vec<Said> = said.into_iter().filter(|said| !said.wordings.is_empty()).collect();
    let languages: Vec<String> =
        said.iter().filter_map(|said| Some(said.language.as_deref().or(own)?.to_owned())).collect();
    let text = languages.iter().min_by_key(|language| rank(language, own));
    let english = languages.iter().find(|language| is_in(language, "en"));
    let mut spoken = Spoken::default();
    for Said { language, wordings, place } in said {
        let language = language.as_deref().or(own).or(text.map(String::as_str));
        if language == text.map(String::as_str) {
            spoken.text.extend(wordings);
        } else if language == english.map(String::as_str) {
            spoken.english.extend(wordings);
        } else {
            let language = shown(language.unwrap_or_default());
            notes.left_out(&place, format!("{what} in `{language}`: one language beside English is taken"));
        }
    }
    spoken
}

/// Which language is rather ours, the least first: the agent's own, Chinese, any other, English.
pub(super) fn rank(language: &str, own: Option<&str>) -> u8 {
    if is_in(language, "en") {
        3
    } else if Some(language) == own {
        0
    } else if is_in(language, "zh") {
        1
    } else {
        2
    }
}

/// Whether the tag is the language's, whatever country it names.
fn is_in(tag: &str, language: &str) -> bool {
    tag.split('-').next() == Some(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts by language, `-` where none is named, and which of them go over.
    fn check(own: Option<&str>, said: &[(&str, &str)], text: &[&str], english: &[&str], noted: &[&str]) {
        let one = |(language, text): &(&str, &str)| Said {
            language: Some(*language).filter(|language| *language != "-").map(str::to_owned),
            wordings: vec![Wording::plain(text)],
            place: Place::start("order.json"),
        };
        let mut notes = Notes::default();
        let spoken = sort(said.iter().map(one).collect(), own, "it", &mut notes);
        let plain = |texts: &[&str]| texts.iter().copied().map(Wording::plain).collect();
        assert_eq!(spoken, Spoken { text: plain(text), english: plain(english) }, "{own:?} {said:?}");
        let notes: Vec<String> = notes.sorted().into_iter().map(|note| note.what).collect();
        let expected =
            noted.iter().map(|language| format!("it in `{language}`: one language beside English is taken"));
        assert_eq!(notes, expected.collect::<Vec<_>>(), "{own:?} {said:?}");
    }

    #[test]
    fn one_language_and_english_are_taken() {
        let three = [("en", "Hi"), ("ja", "どうも"), ("zh-cn", "您好"), ("zh-cn", "你好")];
        check(Some("zh-cn"), &three, &["您好", "你好"], &["Hi"], &["ja"]);
        check(Some("ja"), &three, &["どうも"], &["Hi"], &["zh-cn"]);
        check(Some("en"), &three, &["您好", "你好"], &["Hi"], &["ja"]);
        check(None, &three, &["您好", "你好"], &["Hi"], &["ja"]);
        check(Some("zh-cn"), &three[..2], &["どうも"], &["Hi"], &[]);
        check(None, &[("fr", "Salut"), ("de", "Hallo")], &["Salut"], &[], &["de"]);
        check(Some("zh-cn"), &[("zh-tw", "您好"), ("zh-cn", "你好")], &["你好"], &[], &["zh-tw"]);
        check(Some("zh-cn"), &three[..1], &["Hi"], &[], &[]);
        check(
            Some("zh-cn"),
            &[("en", "Hi"), ("en-gb", "Hullo"), ("-", "你好")],
            &["你好"],
            &["Hi"],
            &["en-gb"],
        );
        check(None, &[("-", "你好"), ("en", "Hi"), ("zh-cn", "您好")], &["你好", "您好"], &["Hi"], &[]);
        check(None, &[("-", "你好")], &["你好"], &[], &[]);
        check(Some("en"), &[("-", "Hi"), ("zh-cn", "你好")], &["你好"], &["Hi"], &[]);
        check(None, &[], &[], &[], &[]);
    }
}
