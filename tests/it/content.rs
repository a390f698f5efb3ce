//! Loading and checking content, over a pack with every kind of fault and over the built-in one.

use std::{collections::BTreeSet, path::Path};

use jiff::civil::{Date, date};
use proptest::prelude::*;
use xiaoer::{
    content::{self, Code, Diagnostic, Severity, SourceFile, Step, source},
    domain::Position,
};

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
fn flows_only_go_forward_and_end() {
    let (content, _) = content::load(&source::embedded(), TODAY);
    for intent in content.intents.values() {
        let steps = &intent.flow.steps;
        let ends = intent.flow.on_failure.into_iter().map(|Position(at)| at as usize).chain([steps.len()]);
        for end in ends {
            assert_eq!(steps[end - 1], Step::End, "{} at {end}", intent.name);
        }
        for (at, step) in steps.iter().enumerate() {
            if let Step::Jump(to) | Step::If { otherwise: to, .. } | Step::AnswerFaq { otherwise: to } = step
            {
                assert!(
                    (at + 1..steps.len()).contains(&(to.0 as usize)),
                    "{} at {at}: {step:?}",
                    intent.name
                );
            }
        }
    }
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

#[test]
fn examples_know_their_lines() {
    let text = "intent: a\ntitle: a\nexamples: |\n\n  - 好\n\n  -\n";
    let (content, findings) = content::load(&[SourceFile::new("intents/a.yml", text)], TODAY);
    assert_eq!(content.intents["a"].examples.len(), 1);
    assert_eq!(findings[0].to_string(), "intents/a.yml:7:3 bad_value the line has no text after `-`");
}

#[test]
fn annotations_become_byte_ranges() {
    let text = "intent: a\ntitle: a\nexamples: |\n  - 单号[SF1](tracking_no)和[图片]\n";
    let (content, _) = content::load(&[SourceFile::new("intents/a.yml", text)], TODAY);
    let example = &content.intents["a"].examples[0];
    assert_eq!(example.text, "单号SF1和[图片]");
    let [(kind, range)] = &example.entities[..] else { panic!("one entity, not {:?}", example.entities) };
    assert_eq!((kind.as_str(), &example.text[range.clone()]), ("tracking_no", "SF1"));
}

/// Every kind of file, from the built-in pack.
fn samples() -> Vec<SourceFile> {
    let kinds = [
        "integrations.yml",
        "intents/after_sales.refund_history.yml",
        "intents/shared.yml",
        "knowledge/graph.yml",
        "knowledge/entities.yml",
        "knowledge/corrections.yml",
        "knowledge/faq/invoice.yml",
    ];
    source::embedded().into_iter().filter(|file| kinds.contains(&&*file.path)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_damage_to_a_file_stops_the_others(
        which in 0_usize..7,
        at in any::<prop::sample::Index>(),
        length in 0_usize..40,
        instead in "[\\[\\]{}:,\\-|>&*!%@`'\"#$ \n\t0-9a-z\u{0}\u{feff}退]{0,8}",
    ) {
        let mut files = samples();
        let bytes = &mut files[which].bytes;
        let start = at.index(bytes.len());
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, instead.bytes());
        let (_, findings) = content::load(&files, TODAY);
        let lines: Vec<usize> = files.iter().map(|file| file.bytes.split(|byte| *byte == b'\n').count()).collect();
        for Diagnostic { place, .. } in findings {
            if let Some(file) = files.iter().position(|file| file.path == place.file) {
                prop_assert!((1..=lines[file] + 1).contains(&place.line) && place.column >= 1, "{place}");
            }
        }
    }

    #[test]
    fn any_text_at_all_is_read_or_refused(text in "\\PC{0,200}", which in 0_usize..7) {
        let path = samples()[which].path.clone();
        content::load(&[SourceFile::new(path, text)], TODAY);
    }
}
