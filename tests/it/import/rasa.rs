//! Rasa's training data comes back as it went in, but for what was edited.

use proptest::prelude::*;
use xiaoer::{
    content::{Severity, SourceFile, load},
    import::{Format, Source, export_nlu, import},
};

use super::{TODAY, fixture, sources};

/// The files that an import keeps, and the content that it writes.
fn imported(sources: &[Source]) -> (Vec<Source>, Vec<SourceFile>) {
    let files = import(Format::Rasa, sources, TODAY).files;
    let (originals, content): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| file.path.starts_with("imported/"));
    let originals =
        originals.into_iter().map(|file| Source::new(&file.path["imported/rasa/".len()..], file.bytes));
    (originals.collect(), content)
}

/// The one exported file.
fn exported(originals: &[Source], content: &[SourceFile]) -> String {
    let (files, _) = export_nlu(originals, content).unwrap();
    String::from_utf8(files[0].bytes.clone()).unwrap()
}

fn edit(content: &mut [SourceFile], path: &str, change: impl Fn(String) -> String) {
    let file = content.iter_mut().find(|file| &*file.path == path).expect(path);
    file.bytes = change(String::from_utf8(file.bytes.clone()).unwrap()).into_bytes();
}

#[test]
fn an_edit_changes_its_own_line_alone() {
    let all = sources(&fixture("rasa"));
    let original =
        String::from_utf8(all.iter().find(|source| source.path.ends_with("nlu.yml")).unwrap().bytes.clone())
            .unwrap();
    let check = |path: &str, from: &str, to: &str, was: &str, is: &str| {
        let (originals, mut content) = imported(&all);
        edit(&mut content, path, |text| text.replacen(from, to, 1));
        assert_eq!(exported(&originals, &content), original.replacen(was, is, 1), "{path}: {from}");
    };
    check("intents/greet.yml", "", "", "", "");
    check("intents/greet.yml", "  - 在吗\n", "  - 在不在\n", "    - 在吗\n", "    - 在不在\n");
    check("intents/greet.yml", "  - 在吗\n", "", "    - 在吗\n", "");
    check("intents/greet.yml", "  # 英文的也有人写\n", "", "    # 英文的也有人写\n", "");
    check("intents/greet.yml", "  - 你好\n", "  - 嗨\n  - 你好\n", "    - 你好\n", "    - 嗨\n    - 你好\n");
    check(
        "intents/order_drink.yml",
        "  - 想喝奶茶\n",
        "  - 要[浦东](area_name)的\n  - 想喝奶茶\n",
        "    - 想喝奶茶\n",
        "    - 要[浦东](Area-Name)的\n    - 想喝奶茶\n",
    );
    check(
        "intents/goodbye.yml",
        "  - 拜拜啦\n",
        "  - 拜拜啦\n  - 走了\n",
        "      - 拜拜啦\n",
        "      - 拜拜啦\n  - text: 走了\n",
    );
    check(
        "intents/goodbye.yml",
        "  - 再见\n",
        "",
        "  - text: |\n      再见\n    metadata:\n      sentiment: neutral\n",
        "",
    );
    check("knowledge/faq/faq.yml", "几点开门", "几点营业", "几点开门", "几点营业");
}

#[test]
fn an_intent_can_come_and_go() {
    let all = sources(&fixture("rasa"));
    let (originals, mut content) = imported(&all);
    content.retain(|file| &*file.path != "intents/affirm.yml");
    content.push(SourceFile::new(
        "intents/hours.yml",
        "intent: hours\ntitle: 几点\nexamples: |\n  - 营业到几点\n",
    ));
    let nlu = exported(&originals, &content);
    assert!(!nlu.contains("affirm") && nlu.contains("- intent: check order\n"), "{nlu}");
    assert!(nlu.ends_with("    - 叫你们店长来\n- intent: hours\n  examples: |\n    - 营业到几点\n"), "{nlu}");
}

/// A line of examples as people write them.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "- [a-z我你他的了吗 ]{0,5}[快递单号]{1,3}".prop_map(|text| text),
        2 => r#"- [a-z我你]{1,3}\[[顺丰中通]{1,3}\]\((carrier|City)\) ?[a-z]{0,3}"#,
        1 => r#"- \[[a-z]{1,4}\]\{"entity": "(size|City)", "value": "[a-z]{1,3}"\}"#,
        1 => "# [a-z我你他 ]{0,8}",
        1 => "[a-z]{1,4}",
        1 => Just(String::new()),
        1 => "-  [a-z]{1,3}  ",
        1 => r"- [a-z]{1,3}\]\([a-z]{1,3}\)",
    ]
}

fn block() -> impl Strategy<Value = String> {
    let intent = ("[a-zA-Z]{1,3}", proptest::collection::vec(line(), 1..6), 0..3usize, any::<bool>())
        .prop_map(|(name, lines, gap, comment)| {
            let comment = if comment { "# 说明\n" } else { "" };
            let lines: String = lines
                .iter()
                .map(|line| format!("    {line}").trim_end_matches(' ').to_owned() + "\n")
                .collect();
            format!(
                "{comment}- intent: {name}  # x\n  examples: |\n    - 首句{name}\n{lines}{}",
                "\n".repeat(gap)
            )
        });
    let list = "[a-z]{4,6}".prop_map(|name| {
        format!("- intent: {name}\n  examples:\n    - text: |\n        {name} 一\n      metadata: {{a: b}}\n    # 列表里\n    - text: \"{name} 二\"\n")
    });
    let other = prop_oneof![
        Just("- synonym: 顺丰\n  examples: |\n    - 顺丰速运\n".to_owned()),
        Just("- lookup: carrier\n  examples: |\n    - 中通\n".to_owned()),
        Just("- regex: code\n  examples: |\n    - \\d{5}\n".to_owned()),
    ];
    prop_oneof![5 => intent, 1 => list, 1 => other]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_was_not_edited_comes_back_byte_for_byte(
        blocks in proptest::collection::vec(block(), 1..8),
        (windows, mark, at, after) in (any::<bool>(), any::<bool>(), any::<prop::sample::Index>(), any::<bool>()),
    ) {
        let mut nlu = format!("# 文件头\nversion: \"3.1\"\nnlu:\n{}", blocks.concat());
        if after {
            nlu += "responses:\n  utter_x:\n  - text: 好\n";
        }
        if windows {
            nlu = nlu.replace('\n', "\r\n");
        }
        if mark {
            nlu.insert(0, '\u{feff}');
        }
        let (originals, mut content) = imported(&[Source::new("data/nlu.yml", nlu.clone())]);
        prop_assert_eq!(exported(&originals, &content), nlu.clone());

        // One example taken out takes out its own line alone.
        let intents: Vec<String> = content.iter().map(|file| file.path.to_string()).filter(|path| path.starts_with("intents/") && !path.ends_with("shared.yml")).collect();
        if intents.is_empty() {
            return Ok(());
        }
        edit(&mut content, at.get(&intents[..]).as_str(), |text| {
            let block = text.split_once("examples: |\n").unwrap();
            let (first, rest) = block.1.split_once('\n').unwrap();
            assert!(first.starts_with("  - "));
            format!("{}examples: |\n  - 新的一句\n{rest}", block.0)
        });
        let changed = exported(&originals, &content);
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let (old, new) = (lines(&nlu), lines(&changed));
        let gone: Vec<&String> = old.iter().filter(|line| !new.contains(line)).collect();
        let come: Vec<&String> = new.iter().filter(|line| !old.contains(line)).collect();
        prop_assert_eq!(come.len(), 1, "{}", changed);
        prop_assert!(gone.len() <= 4, "{:?}", gone);
    }
}

#[test]
fn what_is_written_passes_check() {
    let (_, content) = imported(&sources(&fixture("rasa")));
    let errors: Vec<_> =
        load(&content, TODAY).1.into_iter().filter(|finding| finding.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
}
