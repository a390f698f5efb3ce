//! Edits of FAQ entries.

use super::*;

#[test]
fn entries_of_the_faq_are_edited_in_place() {
    let answer = |faq: &str, answer: &str, language| Edit::SetAnswer {
        faq: name(faq),
        answer: answer.into(),
        language,
    };
    check(
        answer("fee", "满99元\n包邮", Language::Zh),
        IN_FAQ,
        &["-    answer: >-", "-      满59元", "+    answer: |-", "+      满99元"],
    );
    check(
        answer("cold", "是的", Language::Zh),
        IN_FAQ,
        &["-    answer: ['是', \"否\"]", "+    answer: ['是的', \"否\"]"],
    );
    check(answer("fee", "Free", Language::En), IN_FAQ, &["+    answer_en: Free"]);
    let valid = |faq: &str, from, until| Edit::SetValid { faq: name(faq), from, until };
    let (first, last) = (Some(date(2026, 1, 1)), Some(date(2026, 2, 1)));
    check(
        valid("fee", first, last),
        IN_FAQ,
        &["-    valid: {from: 2026-01-01}", "+    valid: {from: 2026-01-01, until: 2026-02-01}"],
    );
    check(valid("fee", None, None), IN_FAQ, &["-    valid: {from: 2026-01-01}"]);
    check(valid("cold", None, last), IN_FAQ, &["+    valid: {until: 2026-02-01}"]);
    let question = Edit::AddQuestion { faq: name("cold"), text: "[a](b)".into() };
    check(question, IN_FAQ, &["+      - [a](b)"]);
    check(
        Edit::RemoveFaq { faq: name("fee") },
        IN_FAQ,
        &[
            "-  - id: fee      # asked most",
            "-    questions: |",
            "-      - 包邮吗",
            "-    answer: >-",
            "-      满59元",
            "-      包邮",
            "-    valid: {from: 2026-01-01}",
        ],
    );
}

/// What an edit does to one entry, given by its lines.
#[track_caller]
fn check_entry(lines: &[&str], edit: Edit, expected: &[&str]) {
    let lines: String = lines.iter().map(|line| format!("    {line}\n")).collect();
    let file = format!("faq:\n  - id: tea\n    questions: |\n      - 有茶吗\n{lines}    answer: 有\n");
    let before = [SourceFile::new(IN_FAQ, file.clone())];
    let changed = apply(&before, &[edit]).expect("the edit can be made");
    let after = changed
        .into_iter()
        .find_map(|changed| changed.file)
        .map_or(file.clone(), |file| String::from_utf8(file.bytes).expect("files are UTF-8"));
    assert_eq!(difference(&file, &after), expected);
}

#[test]
fn shops_are_written_as_before() {
    let set = |shops: &[&str]| {
        let shops = shops.iter().map(|id| (*id).to_owned()).collect();
        Edit::SetShops { faq: name("tea"), shops }
    };
    check_entry(&[], set(&["west", " 12 ", "west"]), &["+    shops: [west, '12']"]);
    check_entry(&["valid: {until: 2026-02-01}"], set(&["west"]), &["+    shops: [west]"]);
    check_entry(&[], set(&[]), &[]);
    check_entry(&["shops: [a,west]"], set(&["a", "west"]), &[]);
    let list = ["shops: [a] # now"];
    check_entry(&list, set(&["a", "b"]), &["-    shops: [a] # now", "+    shops: [a, b] # now"]);
    let one = ["shops: a # main"];
    check_entry(&one, set(&["b"]), &["-    shops: a # main", "+    shops: b # main"]);
    check_entry(&one, set(&["a", "b"]), &["-    shops: a # main", "+    shops: [a, b] # main"]);
    check_entry(&["shops:"], set(&["a", "b"]), &["-    shops:", "+    shops: [a, b]"]);
    check_entry(&["shops: null"], set(&["null"]), &["-    shops: null", "+    shops: 'null'"]);
    let block = ["shops:", "  # the first", "  - a", "  - b # soon"];
    check_entry(&block, set(&["a", "c", "b"]), &["+      - c"]);
    check_entry(&block, set(&["b"]), &["-      - a"]);
    check_entry(&block, set(&[]), &["-    shops:", "-      # the first", "-      - a", "-      - b # soon"]);
}

#[test]
fn what_stands_behind_a_bracket_stays() {
    let set = Edit::SetValid { faq: name("tea"), from: None, until: Some(date(2026, 2, 1)) };
    let (old, new) = ("valid: {from: 2026-01-01}  # sale", "+    valid: {until: 2026-02-01}  # sale");
    check_entry(&[old], set, &[&format!("-    {old}"), new]);
}

#[test]
fn days_on_lines_of_their_own_stay_there() {
    let set = |from, until| Edit::SetValid { faq: name("tea"), from, until };
    let (first, last) = (Some(date(2026, 1, 1)), Some(date(2026, 2, 1)));
    let both = ["valid:", "  from: 2026-01-01  # agreed", "  # open", "  until: '2026-03-01'"];
    check_entry(&both, set(first, last), &["-      until: '2026-03-01'", "+      until: 2026-02-01"]);
    check_entry(&both, set(first, None), &["-      until: '2026-03-01'"]);
    check_entry(&both, set(None, Some(date(2026, 3, 1))), &["-      from: 2026-01-01  # agreed"]);
    check_entry(&both[..2], set(first, last), &["+      until: 2026-02-01"]);
    let all: Vec<String> = both.iter().map(|line| format!("-    {line}")).collect();
    check_entry(&both, set(None, None), &all.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn comments_around_the_only_entry_stay() {
    let path = "knowledge/faq/new.yml";
    let entry = || {
        let (id, answer, questions) = (name("far"), "不远".into(), vec!["远吗".into()]);
        Edit::AddFaq(NewFaq { file: path.into(), id, intent: None, questions, answer })
    };
    let check = |file: &str, edit: Edit, expected: &str| {
        let changed = apply(&[SourceFile::new(path, file)], &[edit]).expect("the edit can be made");
        let after = changed.into_iter().find_map(|changed| changed.file).expect("the file is there");
        assert_eq!(String::from_utf8(after.bytes).expect("files are UTF-8"), expected);
    };
    let written =
        "faq: # all\n  # of the new shop\n  - id: far\n    questions: |\n      - 远吗\n    answer: 不远\n";
    let emptied = "faq: [] # all\n  # of the new shop\n";
    check(written, Edit::RemoveFaq { faq: name("far") }, emptied);
    let again =
        "faq: # all\n  - id: far\n    questions: |\n      - 远吗\n    answer: 不远\n  # of the new shop\n";
    check(emptied, entry(), again);
    let new = "faq:\n  - id: far\n    questions: |\n      - 远吗\n    answer: 不远\n";
    check("# to come", entry(), &format!("# to come\n{new}"));
    check("# to come\r\n", entry(), &format!("# to come\n{new}").replace('\n', "\r\n"));
}

#[test]
fn an_empty_english_answer_goes() {
    let check = |lines: &[&str], empty: &str, expected: &[&str]| {
        let (faq, language) = (name("tea"), Language::En);
        check_entry(lines, Edit::SetAnswer { faq, answer: empty.into(), language }, expected);
    };
    check(&["answer_en: Yes"], "", &["-    answer_en: Yes"]);
    check(&["answer_en: |", "  Yes", "  we do"], " \n", &["-    answer_en: |", "-      Yes", "-      we do"]);
    check(&["answer_en: [Yes, Sure]"], "", &["-    answer_en: [Yes, Sure]"]);
    check(&[], "", &[]);
}
