//! `xiaoer check` as its users run it.

use std::{
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

const BROKEN: &str = "tests/it/fixtures/broken";

fn xiaoer(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xiaoer"));
    command.arg("check").args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.output().expect("the binary runs")
}

fn check(arguments: &[&str], status: i32) -> String {
    let output = xiaoer(arguments);
    assert_eq!(output.status.code(), Some(status), "check {arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

#[test]
fn exit_codes_tell_findings_from_failures() {
    check(&[], 0);
    check(&["."], 0);
    check(&[BROKEN], 1);
    check(&["no/such/folder"], 2);
    check(&["--format", "pdf"], 2);
    let output = xiaoer(&["no/such/folder"]);
    let sentence = String::from_utf8_lossy(&output.stderr);
    assert!(
        sentence.starts_with("error: the check could not run: cannot read no/such/folder: "),
        "{sentence}"
    );
}

#[test]
fn the_built_in_pack_becomes_a_shops_own() {
    let folder = tempfile::tempdir().unwrap();
    let shop = folder.path().join("shop");
    let run = |arguments: &[&str], here: &Path, status: i32| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xiaoer"));
        let output = command.args(arguments).current_dir(here).output().expect("the binary runs");
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {output:?}");
        String::from_utf8(output.stderr).expect("the output is UTF-8")
    };
    let built_in = "there is no intents/ in this folder: this is the built-in pack\n";
    assert_eq!(run(&["check"], folder.path(), 0), built_in);
    assert_eq!(run(&["init", "shop"], folder.path(), 0), "");
    assert_eq!(run(&["check"], &shop, 0), "");
    let taken = run(&["init", "shop"], folder.path(), 2);
    assert_eq!(taken, "error: shop/integrations.yml is there already; name a folder without content\n");
}

#[test]
fn text_is_plain_when_piped_and_ends_with_counts() {
    let text = check(&[BROKEN], 1);
    assert!(!text.contains('\u{1b}'));
    assert!(text.contains("tests/it/fixtures/broken/intents/not_yaml.yml:2:6 syntax "));
    let last = text.lines().last().unwrap();
    assert!(last.ends_with(" in 14 files") && last.contains(" errors, "), "{last}");
}

#[test]
fn other_programs_see_the_same_findings() {
    let lines = check(&[BROKEN], 1).lines().count() - 1;

    let json: Value = serde_json::from_str(&check(&[BROKEN, "--format", "json"], 1)).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), lines);
    assert_eq!(json["errors"].as_u64().unwrap() + json["warnings"].as_u64().unwrap(), lines as u64);

    let sarif: Value = serde_json::from_str(&check(&[BROKEN, "--format", "sarif"], 1)).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), lines);

    let github = check(&[BROKEN, "--format", "github"], 1);
    assert_eq!(github.lines().count(), lines);
    let first = "::error file=tests/it/fixtures/broken/integrations.yml,line=3,col=11,title=bad_value::there is no kind";
    assert!(github.starts_with(first), "{github}");
}
