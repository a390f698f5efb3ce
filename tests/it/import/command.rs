//! `xiaoer import` and `xiaoer export` as their users run them.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

use super::fixture;

fn xiaoer(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xiaoer"));
    command.args(arguments).current_dir(folder).output().expect("the binary runs")
}

/// Runs a command; answers what it printed.
fn check(folder: &Path, arguments: &[&str], status: i32) -> String {
    let output = xiaoer(folder, arguments);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn a_broken_file_is_told_and_the_rest_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let path = fixture("rasa");
    let said = check(dir.path(), &["import", "rasa", path.to_str().unwrap(), "--out", "shop"], 1);
    assert!(said.contains("data/broken.yml:6:1 broken: "), "{said}");
    check(dir.path(), &["check", "shop"], 0);
    let report = fs::read_to_string(dir.path().join("shop/import-report.json")).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["taken"]["intents"], 7);
    assert_eq!(report["unmapped"][0]["at"]["file"], "config.yml");
}

#[test]
fn nothing_is_overwritten_unless_asked() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("nlu.yml"), "nlu:\n- intent: bye\n  examples: |\n    - 再见\n").unwrap();
    let import = ["import", "rasa", "nlu.yml", "--out", "shop"];
    check(dir.path(), &import, 0);
    let intent = dir.path().join("shop/intents/bye.yml");
    fs::write(&intent, "mine").unwrap();
    let said = check(dir.path(), &import, 2);
    assert!(said.contains("is there already; --force overwrites it"), "{said}");
    assert_eq!(fs::read_to_string(&intent).unwrap(), "mine");
    check(dir.path(), &[&import[..], &["--force"]].concat(), 0);
    assert_ne!(fs::read_to_string(&intent).unwrap(), "mine");
    check(dir.path(), &["export", "nlu", "shop", "--out", "back.yml"], 0);
    let read = |name| fs::read(dir.path().join(name)).unwrap();
    assert_eq!(read("back.yml"), read("nlu.yml"));
    check(dir.path(), &["export", "nlu", "nowhere", "--out", "back.yml"], 2);
    check(dir.path(), &["import", "rasa", "nowhere", "--out", "shop"], 2);
}

/// A project of fifty intents, with a rule and a response each.
fn fifty_intents(folder: &Path) {
    let things = ["快递", "发票", "退款", "优惠券", "会员", "余额", "地址", "订单", "售后", "赠品"];
    let wishes = [
        ("where", "在哪里看"),
        ("change", "怎么修改"),
        ("lost", "找不到了怎么办"),
        ("when", "什么时候能好"),
        ("cost", "要不要另外收钱"),
    ];
    let (mut nlu, mut domain, mut rules) =
        ("nlu:\n".to_owned(), "responses:\n".to_owned(), "rules:\n".to_owned());
    for (number, thing) in things.iter().enumerate() {
        for (wish, words) in wishes {
            let name = format!("{wish}_{number}");
            nlu += &format!("- intent: {name}\n  examples: |\n");
            for (before, after) in [("", ""), ("我的", ""), ("请问", "呀")] {
                nlu += &format!("    - {before}{thing}{words}{after}\n");
            }
            domain += &format!("  utter_{name}:\n  - text: 关于{thing}{words}，请看说明。\n");
            rules += &format!("- rule: {name}\n  steps:\n  - intent: {name}\n  - action: utter_{name}\n");
        }
    }
    for (name, text) in [("nlu.yml", nlu), ("domain.yml", domain), ("rules.yml", rules)] {
        fs::write(folder.join(name), text).unwrap();
    }
}

#[test]
fn fifty_intents_are_checked_trained_and_measured() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("bot")).unwrap();
    fifty_intents(&dir.path().join("bot"));
    let said = check(dir.path(), &["import", "rasa", "bot", "--out", "shop"], 0);
    assert!(said.contains("     50 intents            150 examples, 50 with a reaction"), "{said}");
    check(dir.path(), &["check", "shop"], 0);
    let shop = dir.path().join("shop");
    let said = check(&shop, &["train", "--encoder", "none"], 0);
    assert!(said.starts_with("learned 50 intents from 150 rows"), "{said}");
    check(&shop, &["eval", "--cross-validation", "-f", "2", "--encoder", "none"], 0);
    let report: Value = serde_json::from_slice(&fs::read(shop.join("results/report.json")).unwrap()).unwrap();
    assert!(report["accuracy"].as_f64().unwrap() > 0.8, "{report}");
}
