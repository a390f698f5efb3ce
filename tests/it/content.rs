//! Loading and checking content, over a pack with every kind of fault and over the built-in one.

use std::{collections::BTreeSet, path::Path};

use jiff::civil::{Date, date};
use xiaoer::content::{self, Code, Diagnostic, Severity, SourceFile, source};

const TODAY: Date = date(2026, 3, 10);

fn broken() -> Vec<Diagnostic> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/broken");
    let mut files = source::folder(&root).expect("the fixture is there");
    let large = vec![b'#'; source::MAX_FILE_BYTES + 1];
    files.push(SourceFile::new("knowledge/faq/large.yml", large));
    content::load(&files, TODAY).1
}

#[test]
fn every_fault_is_found_at_once() {
    let lines: Vec<String> = broken().iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_broken_pack_has_every_kind_of_finding() {
    let found: BTreeSet<Code> = broken().into_iter().map(|finding| finding.code).collect();
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !found.contains(code)).collect();
    assert!(missing.is_empty(), "not in the fixture: {missing:?}");
}

#[test]
fn the_built_in_pack_can_be_served() {
    let (content, findings) = content::load(&source::embedded(), TODAY);
    let errors: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(content.intents.len() >= 30 && content.faq.len() >= 100);
}

#[test]
fn the_folder_and_the_binary_hold_the_same_pack() {
    let folder =
        source::folder(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repository holds the pack");
    assert_eq!(folder, source::embedded());
}

#[test]
fn the_documentation_lists_every_finding() {
    let page = include_str!("../../docs/content.md");
    let mut table = String::from("| code | severity | meaning |\n|---|---|---|\n");
    for code in Code::ALL {
        table += &format!("| `{code}` | {} | {} |\n", code.severity().as_str(), code.meaning());
    }
    assert!(page.contains(&table), "docs/content.md, \"Findings\", should hold:\n{table}");
}

#[test]
fn a_change_of_any_file_changes_the_version() {
    let version = |text: &str| content::load(&[SourceFile::new("intents/a.yml", text)], TODAY).0.fingerprint;
    assert_eq!(version("intent: a"), version("intent: a"));
    assert_ne!(version("intent: a"), version("intent: b"));
}
