mod faq;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::content::{self, LEARNED, Source};

const TRACK: &str = "# How parcels are asked for.
intent: track
title: \"查物流\"   # on buttons
examples: |
  # polite ones
  - 我的快递到哪了

  - [SF1](order_no)到哪了
flow:
- reply: track.here
replies:
  track.here: 在路上   # one wording
  track.gone:
    - '到了'
    # the long one
    - 到了，{{ text }}
  track.map:
    text: [在, 不在]
    card: parcel
";
const STOCK: &str =
    "intent: stock\r\ntitle: 库存\r\nexamples: |\r\n    - 有货吗\r\nflow: [{answer: faq}]\r\n";
const FAQ: &str = "# Delivery.
faq:
  - id: fee      # asked most
    questions: |
      - 包邮吗
    answer: >-
      满59元
      包邮
    valid: {from: 2026-01-01}
  # for the north
  - id: cold
    intent: stock
    questions: |-
      - 冷链吗
    answer: ['是', \"否\"]
";

fn files() -> Vec<SourceFile> {
    vec![
        SourceFile::new("intents/stock.yml", STOCK),
        SourceFile::new("intents/track.yml", TRACK),
        SourceFile::new("knowledge/faq/delivery.yml", FAQ),
    ]
}

fn with(mut files: Vec<SourceFile>, changed: Vec<Changed>) -> Vec<SourceFile> {
    for Changed { path, file } in changed {
        files.retain(|file| file.path != path);
        files.extend(file);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn edited(edits: &[Edit]) -> Vec<SourceFile> {
    with(files(), apply(&files(), edits).expect("the edits can be made"))
}

fn load(files: &[SourceFile]) -> content::Content {
    content::load(files, date(2026, 1, 1)).0
}

/// The lines of a file that differ, old behind `-` and new behind `+`, with line breaks shown where they are not LF.
fn difference(before: &str, after: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split('\n').collect(), after.split('\n').collect());
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[same..], &new[same..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let old = old[..old.len() - tail].iter().map(|line| format!("-{}", line.escape_debug()));
    let new = new[..new.len() - tail].iter().map(|line| format!("+{}", line.escape_debug()));
    let shown = old.chain(new).map(|line| line.replace("\\\"", "\"").replace("\\'", "'"));
    shown.collect()
}

#[track_caller]
fn check(edit: Edit, path: &str, expected: &[&str]) {
    let find = |files: Vec<SourceFile>| {
        files
            .into_iter()
            .find(|file| &*file.path == path)
            .map_or(String::new(), |file| String::from_utf8(file.bytes).expect("files are UTF-8"))
    };
    let (before, after) = (find(files()), find(edited(&[edit])));
    assert_eq!(difference(&before, &after), expected);
    assert!(before.starts_with('#') == after.starts_with('#'));
}

fn name(text: &str) -> Name {
    text.into()
}

const IN_TRACK: &str = "intents/track.yml";
const IN_FAQ: &str = "knowledge/faq/delivery.yml";

#[test]
fn examples_come_and_go_a_line_each() {
    let add = |intent: &str, text: &str| Edit::AddExample { intent: name(intent), text: text.to_owned() };
    let remove = |text: &str| Edit::RemoveExample { intent: name("track"), text: text.to_owned() };
    check(add("track", " # x: - y "), IN_TRACK, &["+  - # x: - y"]);
    check(add("stock", "几时有"), "intents/stock.yml", &["+    - 几时有\\r"]);
    check(remove("[SF1](order_no)到哪了"), IN_TRACK, &["-  - [SF1](order_no)到哪了"]);
    check(remove("我的快递到哪了"), IN_TRACK, &["-  - 我的快递到哪了"]);
    let moved =
        Edit::MoveExample { from: name("track"), to: name("stock"), text: "我的快递到哪了".into() };
    check(moved.clone(), IN_TRACK, &["-  - 我的快递到哪了"]);
    check(moved, "intents/stock.yml", &["+    - 我的快递到哪了\\r"]);
}

#[test]
fn titles_and_replies_are_written_as_before() {
    let title =
        |title: &str, language| Edit::SetTitle { intent: name("track"), title: title.into(), language };
    check(
        title("看\"物流\"", Language::Zh),
        IN_TRACK,
        &[r#"-title: "查物流"   # on buttons"#, r#"+title: "看\\"物流\\""   # on buttons"#],
    );
    check(title("Track: it", Language::En), IN_TRACK, &["+title_en: 'Track: it'"]);
    let reply = |reply: &str, texts: &[&str], language| Edit::SetReply {
        reply: name(reply),
        texts: texts.iter().map(|text| (*text).to_owned()).collect(),
        language,
    };
    check(
        reply("track.here", &["快到了"], Language::Zh),
        IN_TRACK,
        &["-  track.here: 在路上   # one wording", "+  track.here: 快到了   # one wording"],
    );
    check(
        reply("track.here", &["Coming"], Language::En),
        IN_TRACK,
        &[
            "-  track.here: 在路上   # one wording",
            "+  track.here:",
            "+    text: 在路上   # one wording",
            "+    en:",
            "+      - Coming",
        ],
    );
    check(
        reply("track.gone", &["到了", "请签收", "到了，{{ text }}"], Language::Zh),
        IN_TRACK,
        &["+    - 请签收"],
    );
    check(reply("track.gone", &["到了，{{ text }}"], Language::Zh), IN_TRACK, &["-    - '到了'"]);
    check(
        reply("track.gone", &["到了", "b: c"], Language::Zh),
        IN_TRACK,
        &["-    - 到了，{{ text }}", "+    - 'b: c'"],
    );
    check(reply("track.map", &["在"], Language::Zh), IN_TRACK, &["-    text: [在, 不在]", "+    text: [在]"]);
}

#[test]
fn what_is_new_gets_its_place() {
    let entry = |file: &str| {
        Edit::AddFaq(NewFaq {
            file: file.into(),
            id: name("far"),
            intent: Some(name("stock")),
            questions: vec!["远吗".into()],
            answer: "不远: 两天".into(),
        })
    };
    let lines = ["- id: far", "  intent: stock", "  questions: |", "    - 远吗", "  answer: '不远: 两天'"];
    let lines: Vec<String> = lines.iter().map(|line| format!("+  {line}")).collect();
    check(entry(IN_FAQ), IN_FAQ, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    let both = edited(&[entry("knowledge/faq/new.yml")]);
    assert_eq!(load(&both).faq.len(), 3);
    let emptied = edited(&[
        entry("knowledge/faq/new.yml"),
        Edit::RemoveFaq { faq: name("far") },
        entry("knowledge/faq/new.yml"),
    ]);
    assert_eq!(emptied, both);
    let added =
        edited(&[Edit::AddIntent {
            name: name("tea"), title: "茶".into(), examples: vec!["有茶吗".into()]
        }]);
    assert_eq!(load(&added).intents["tea"].examples[0].text, "有茶吗");
}

fn row(seq: u64, intent: &str, text: &str) -> Learned {
    let source = Source {
        conversation: ConversationId::new("c").unwrap(),
        seq,
        by: crate::domain::SeatId::new("amy").unwrap(),
        at: jiff::Timestamp::UNIX_EPOCH,
    };
    Learned { text: text.into(), intent: name(intent), source }
}

#[test]
fn learned_rows_are_known_by_their_message() {
    let learn = |seq, intent: &str, text: &str| Edit::Learn(row(seq, intent, text));
    let files =
        edited(&[learn(1, "track", "到没到"), learn(2, "stock", "还有没"), learn(1, "stock", "到没到")]);
    let learned = files.iter().find(|file| &*file.path == LEARNED).expect("the file is there");
    assert_eq!(
        String::from_utf8_lossy(&learned.bytes).lines().next(),
        Some(
            r#"{"text":"到没到","intent":"stock","source":{"conversation":"c","seq":1,"by":"amy","at":"1970-01-01T00:00:00Z"}}"#
        )
    );
    let texts = |content: &content::Content, intent: &str| -> Vec<String> {
        content.intents[intent]
            .examples
            .iter()
            .filter(|one| one.source.is_some())
            .map(|one| one.text.clone())
            .collect()
    };
    assert_eq!(texts(&load(&files), "stock"), ["到没到", "还有没"]);
    let forget = |seq| Edit::Forget { conversation: ConversationId::new("c").unwrap(), seq };
    let moved = Edit::MoveExample { from: name("stock"), to: name("track"), text: "还有没".into() };
    let moved = with(files.clone(), apply(&files, &[moved, forget(1)]).unwrap());
    assert_eq!(texts(&load(&moved), "track"), ["还有没"]);
    assert_eq!(with(moved.clone(), apply(&moved, &[forget(2)]).unwrap()), super::tests::files());
}

#[test]
fn what_cannot_be_gets_one_sentence() {
    let flow = SourceFile::new("intents/flow.yml", "{intent: flow, examples: '- a'}");
    let files: Vec<SourceFile> = files().into_iter().chain([flow]).collect();
    let check = |edit: Edit, expected: (Option<&str>, &str)| {
        let (_, error) = apply(&files, &[edit]).expect_err("it cannot be made");
        assert_eq!((error.field(), error.to_string().as_str()), expected);
    };
    let add = |intent: &str, text: &str| Edit::AddExample { intent: name(intent), text: text.into() };
    check(add("tea", "x"), (Some("intent"), "there is no intent `tea`"));
    check(add("track", " \t"), (Some("text"), "the text is empty"));
    let broken = "the text is one line, without line breaks and control characters";
    check(add("track", "a\nb"), (Some("text"), broken));
    check(add("track", "我的快递到哪了 "), (Some("text"), "`track` has this example already"));
    check(
        add("flow", "b"),
        (
            None,
            "intents/flow.yml:1 is to be edited by hand: a block of lines, `|` and then `- text` on each, is expected here",
        ),
    );
    check(
        Edit::RemoveQuestion { faq: name("fee"), text: "包邮吗".into() },
        (Some("text"), "an entry keeps at least one question: remove the entry instead"),
    );
    let unsaid = Edit::SetAnswer { faq: name("fee"), answer: " ".into(), language: Language::Zh };
    check(unsaid, (Some("answer"), "the text is empty"));
    let shops = |faq: &str, shop: &str| Edit::SetShops { faq: name(faq), shops: vec![shop.into()] };
    let shop_rule = "`West` is no id of a shop, which is 1 to 64 of a–z, 0–9, '-' and '_'";
    check(shops("fee", "West"), (Some("shops"), shop_rule));
    check(shops("tea", "west"), (Some("faq"), "there is no FAQ entry `tea`"));
    let name_rule = "a name has up to 64 of a–z 0–9 . _ -, begins with a letter, and has no dot at its end nor two in a row";
    for bad in ["../x", "X", "a..b", "a/b", ""] {
        let intent = Edit::AddIntent { name: name(bad), title: "x".into(), examples: vec!["x".into()] };
        check(intent, (Some("name"), name_rule));
    }
}

/// Whatever an operator may type.
fn typed() -> impl Strategy<Value = String> {
    let hard =
        r##"[-#:\[\](){}"'|>&*!%@`,.~ a-c01查货😀　]{1,12}|- - a|\[a\]\(order_no\)|# x|a: b|\PC{1,20}"##;
    proptest::string::string_regex(hard)
        .expect("the pattern is constant")
        .prop_filter("it says something", |text| line("text", text).is_ok())
}

/// An intent's file as people write them.
fn intent_file() -> impl Strategy<Value = String> {
    let example = "(  - [a-c查: #]{1,6}z|  # [a-c ]{0,5}|)";
    let examples = proptest::collection::vec(proptest::string::string_regex(example).unwrap(), 0..5);
    let tail =
        proptest::sample::select(vec!["", "\n", "\n\n", "\n# end", "\nskill: x\n", "\n\n# c\nskill: x"]);
    (examples, tail, any::<bool>(), any::<bool>()).prop_map(|(examples, tail, crlf, mark)| {
        let block = if examples.iter().any(|line| line.starts_with("  - ")) {
            format!("\nexamples: |   # all\n{}", examples.join("\n"))
        } else {
            String::new()
        };
        let text = format!("{}intent: track\ntitle: t{block}{tail}", if mark { "\u{feff}" } else { "" });
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

proptest! {
    #[test]
    fn an_example_that_goes_again_leaves_no_trace(text in typed(), file in intent_file()) {
        let before = vec![SourceFile::new("intents/track.yml", file)];
        let add = Edit::AddExample { intent: name("track"), text: text.clone() };
        let Ok(changed) = apply(&before, &[add]) else { return Ok(()) };
        let after = with(before.clone(), changed);
        let written = |files: &[SourceFile]| -> Vec<String> {
            load(files).intents["track"].examples.iter().map(content::Example::written).collect()
        };
        let mut expected = written(&before);
        expected.push(text.trim().to_owned());
        prop_assert_eq!(written(&after), expected);
        let remove = Edit::RemoveExample { intent: name("track"), text };
        let again = with(after.clone(), apply(&after, &[remove]).expect("it stands there"));
        prop_assert_eq!(again, before);
    }

    #[test]
    fn what_is_set_is_read(texts in proptest::collection::vec(typed(), 1..4), old in 0_usize..3) {
        let reply = name(["track.here", "track.gone", "track.map"][old]);
        for language in [Language::Zh, Language::En] {
            let edit = Edit::SetReply { reply: reply.clone(), texts: texts.clone(), language };
            let files = edited(&[edit]);
            let wordings = &Document::read(&files[1]).expect("the file is YAML");
            let way = [document::Step::Key("replies"), document::Step::Key(reply.as_str())];
            let spot = wordings.find(&way).expect("the reply is there").value;
            let key = if language == Language::En { "en" } else { "text" };
            let value = spot.get(key).unwrap_or(spot);
            let found: Vec<&str> = if value.items().is_empty() { value.text().into_iter().collect() }
                else { value.items().iter().filter_map(tree::Value::text).collect() };
            prop_assert_eq!(found, texts.iter().map(String::as_str).collect::<Vec<_>>());
        }
        let answer = texts.join("\n");
        let set = |language| Edit::SetAnswer { faq: name("fee"), answer: answer.clone(), language };
        let files = edited(&[set(Language::Zh), set(Language::En), set(Language::En)]);
        let document = Document::read(&files[2]).expect("the file is YAML");
        let entry = &document.root().and_then(|root| root.get("faq")).expect("the list is there").items()[0];
        prop_assert_eq!(entry.get("answer").and_then(tree::Value::text), Some(answer.as_str()));
        prop_assert_eq!(entry.get("answer_en").and_then(tree::Value::text), Some(answer.as_str()));
    }

    #[test]
    fn an_entry_that_goes_again_leaves_no_trace(question in typed(), answer in typed(), crlf in any::<bool>()) {
        let mut before = files();
        if crlf {
            before[2].bytes = FAQ.replace('\n', "\r\n").into_bytes();
        }
        let new = NewFaq { file: IN_FAQ.into(), id: name("far"), intent: None, questions: vec![question.clone()], answer: answer.clone() };
        let after = with(before.clone(), apply(&before, &[Edit::AddFaq(new)]).expect("it can be added"));
        let found = load(&after).faq.into_iter().find(|faq| faq.id == "far");
        prop_assert_eq!(found.map(|faq| faq.questions), Some(vec![question.trim().to_owned()]));
        let again = with(after.clone(), apply(&after, &[Edit::RemoveFaq { faq: name("far") }]).expect("it is there"));
        prop_assert_eq!(again, before);
    }
}
