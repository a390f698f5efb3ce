//! Bots of other makers, read into content: golden folders for each format, and Rasa's way back.

mod command;
mod rasa;

use std::{
    fs,
    io::{Cursor, Write},
    path::{Path, PathBuf},
};

use jiff::civil::{Date, date};
use xiaoer::{
    content::{SourceFile, load},
    import::{Format, Imported, Source, import},
};
use zip::{ZipWriter, write::SimpleFileOptions};

const TODAY: Date = date(2026, 3, 10);

/// The fixture of a format.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/import").join(name)
}

/// All files below a folder, sorted by path.
fn sources(root: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push(Source::new(name, fs::read(&path).unwrap()));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Everything that an import writes and says, as one text.
fn shown(imported: &Imported) -> String {
    let mut text = String::new();
    for SourceFile { path, bytes } in &imported.files {
        // Kept as they are; the words of the engine are the same in every import.
        if path.starts_with("imported/") {
            text += &format!("=== {path}\n");
        } else if &**path == "intents/shared.yml" {
            text += &format!("=== {path}\n{}", own_words(&String::from_utf8_lossy(bytes)));
        } else {
            text += &format!("=== {path}\n{}", String::from_utf8_lossy(bytes));
        }
    }
    text += "=== said\n";
    for note in &imported.report.notes {
        text += &format!("{} {}: {}\n", note.place, note.kind.as_str(), note.what);
    }
    for finding in &imported.report.decide {
        text += &format!("decide: {finding}\n");
    }
    text
}

/// Of the shared file, the replies that came from the import.
fn own_words(shared: &str) -> String {
    let standard =
        import(Format::Rasa, &[Source::new("nlu.yml", "nlu:\n- intent: a\n  examples: |\n    - b\n")], TODAY);
    let standard = standard.files.iter().find(|file| &*file.path == "intents/shared.yml").unwrap();
    let standard = String::from_utf8_lossy(&standard.bytes).into_owned();
    let standard: Vec<&str> = standard.lines().collect();
    let own = shared.lines().filter(|line| !standard.contains(line));
    own.map(|line| format!("{line}\n")).collect()
}

fn check(format: Format, folder: &str) {
    let imported = import(format, &sources(&fixture(folder)), TODAY);
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("import_{folder}"), shown(&imported));
    });
}

#[test]
fn a_rasa_project() {
    check(Format::Rasa, "rasa");
}

#[test]
fn snips_datasets() {
    check(Format::Snips, "snips");
}

#[test]
fn what_microsoft_makes() {
    check(Format::Luis, "luis");
}

#[test]
fn a_dialogflow_agent() {
    check(Format::Dialogflow, "dialogflow");
}

#[test]
fn a_zip_is_read_as_its_folder() {
    let folder = sources(&fixture("dialogflow"));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for Source { path, bytes } in &folder {
        zip.start_file(&**path, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let zip = Source::new("agent.zip", zip.finish().unwrap().into_inner());
    let (unpacked, plain) =
        (import(Format::Dialogflow, &[zip], TODAY), import(Format::Dialogflow, &folder, TODAY));
    assert_eq!(unpacked.files, plain.files);
    assert_eq!(unpacked.report.notes.len(), plain.report.notes.len());
}

/// Files of every format with names and texts that nobody means well with.
#[test]
fn hostile_names_stay_names() {
    let name = "../../../etc/passwd\\u0000";
    let text = "x](order_no) {{ 7 * 7 }} {% for a in b %} # \\n- intent: evil";
    let route = format!("{{\"routes\": [{{\"name\": \"{name}\", \"utterances\": [\"{text}\"]}}]}}");
    let sheet = "question,answer,category\n\"- a: [x](y)\nb\",{{ 7 * 7 }}{% raw %},../../x\n";
    let csv = format!("text,intent\n\"{}\",../shared\nhi,shared\n", text.replace("\\n", "\n"));
    for (format, file, bytes) in [
        (Format::SemanticRouter, "r.json", route.as_str()),
        (Format::QaSheet, "../q.csv", sheet),
        (Format::Csv, "c.csv", &csv),
    ] {
        let imported = import(format, &[Source::new(file, bytes)], TODAY);
        for SourceFile { path, .. } in &imported.files {
            assert!(!path.contains("..") && !path.starts_with('/'), "{path}");
        }
        assert!(imported.report.decide.is_empty(), "{:?}", imported.report.decide);
        let (content, _) = load(
            &imported
                .files
                .iter()
                .filter(|file| !file.path.starts_with("eval/"))
                .cloned()
                .collect::<Vec<_>>(),
            TODAY,
        );
        assert!(content.intents.values().all(|intent| intent.examples.iter().all(|e| e.entities.is_empty())));
    }
}

#[test]
fn a_botpress_bot() {
    check(Format::Botpress, "botpress");
}

#[test]
fn a_saved_semantic_router() {
    check(Format::SemanticRouter, "semantic-router");
}

#[test]
fn chats_to_label() {
    check(Format::Chats, "chats");
}

#[test]
fn sheets_of_questions_and_answers() {
    check(Format::QaSheet, "qa-sheet");
}

#[test]
fn labelled_messages() {
    check(Format::Csv, "csv");
}
