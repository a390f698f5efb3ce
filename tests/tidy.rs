//! Rules of the house that no compiler holds. The tables are read from docs/architecture.md, so that the page and the code
//! cannot drift apart: which room may use which, which dependency lives where, and that what the pages name exists.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs,
    path::{Path, PathBuf},
};

#[path = "tidy/pages.rs"]
mod pages;
#[path = "tidy/source.rs"]
mod source;

use pages::{links, source_paths};
use source::Source;

const ARCHITECTURE: &str = "docs/architecture.md";
const LONGEST_FILE: usize = 450;
/// Enums of `domain` whose every variant wants a decision: no `_ =>` arm.
const CLOSED: [&str; 4] = ["Event", "Action", "Signal", "Mode"];

#[test]
fn rooms_use_only_what_the_table_allows() {
    let table = Table::read();
    let sources = sources();
    let mut breaches: Vec<Breach> = sources.iter().flat_map(|source| breaches(&table, source)).collect();
    let built: BTreeSet<&str> = sources.iter().filter_map(Source::room).collect();
    for room in table.rooms.keys().filter(|room| !built.contains(room.as_str())) {
        breaches.push(Breach::new(
            ARCHITECTURE,
            1,
            format!("names the room {room}, which src/ does not have"),
        ));
    }
    report(&breaches);
}

#[test]
fn the_encoders_crate_is_small_and_keeps_unsafe_behind_its_doors() {
    let doors = ["crates/bert/src/kernel/", "crates/bert/src/weights.rs"];
    let mut breaches = Vec::new();
    for file in files_under("crates", "rs") {
        let (path, text) = (file.to_string_lossy(), read(&file));
        let source = Source::new(&path, &text);
        if source.lines > LONGEST_FILE {
            breaches.push(Breach::new(&path, source.lines, format!("is longer than {LONGEST_FILE} lines")));
        }
        if !doors.iter().any(|door| path.starts_with(door)) {
            let found = source.lines_of("unsafe");
            breaches.extend(found.map(|line| Breach::new(&path, line, "unsafe belongs in kernel/".into())));
        }
    }
    report(&breaches);
}

#[test]
fn pages_name_only_what_exists() {
    let pages = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "eval/README.md"].map(PathBuf::from);
    let mut breaches = Vec::new();
    for page in pages.into_iter().chain(files_under("docs", "md")).filter(|page| root().join(page).exists()) {
        let text = read(&page);
        let page = page.to_string_lossy();
        for (line, target) in links(&text).into_iter().chain(source_paths(&text)) {
            let target = if target.starts_with("src/") {
                PathBuf::from(&target)
            } else {
                Path::new(&*page).parent().unwrap_or(Path::new("")).join(&target)
            };
            if !root().join(&target).exists() {
                breaches.push(Breach::new(&page, line, format!("{} does not exist", target.display())));
            }
        }
    }
    report(&breaches);
}

#[test]
fn planted_breaches_are_found() {
    let table = Table::parse(
        "| room | may use |\n|---|---|\n| `domain`, `text` | – |\n| `nlu` | `domain`, `text` |\n| `cli` | everything |\n\n\
         | dependency | only in |\n|---|---|\n| `tantivy` | `nlu/retrieve/lexical.rs` |\n| `println!` | `cli`, `main.rs` |\n",
    );
    let check = |path: &str, code: &str, expected: &[&str]| {
        let found: Vec<String> =
            breaches(&table, &Source::new(path, code)).iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{path}: {code}");
    };

    check("src/nlu/mod.rs", "use crate::{domain::Name, text};\nuse super::domain::Event;", &[]);
    check("src/cli/serve.rs", "fn f() { crate::nlu::g(); println!(); }", &[]);
    check("src/main.rs", "fn main() { println!(\"{:?}\", xiaoer::cli::run()) }", &[]);
    check(
        "src/domain/id.rs",
        "// crate::nlu::X\nconst A: &str = r#\"crate::nlu::X\"#; type B<'a> = &'a str;",
        &[],
    );
    check(
        "src/text/fold.rs",
        "use crate::{\n    domain::Name,\n    nlu::{Nlu, rules::*},\n};",
        &[
            "src/text/fold.rs:2 text may not use domain",
            "src/text/fold.rs:3 text may not use nlu",
            "src/text/fold.rs:3 text may not use nlu",
        ],
    );
    check(
        "src/text/fold.rs",
        "mod tests {\n    use super::super::super::nlu::Nlu;\n    use super::super::tokenize;\n}",
        &["src/text/fold.rs:2 text may not use nlu"],
    );
    check(
        "src/nlu/retrieve/dense.rs",
        "use tantivy::Index;\nfn f() { std::println!() }",
        &[
            "src/nlu/retrieve/dense.rs:1 tantivy belongs in nlu/retrieve/lexical.rs",
            "src/nlu/retrieve/dense.rs:2 println! belongs in cli, main.rs",
        ],
    );
    check("src/nlu/retrieve/lexical.rs", "use tantivy::Index;", &[]);
    check("src/attic/mod.rs", "", &["src/attic/mod.rs:1 attic is not a room of docs/architecture.md"]);
    check(
        "src/nlu/mod.rs",
        "use crate::domain::{Event, Mode};\nfn f() {\n    match e { Event::Closed {} => match m { Mode::Bot => 1, \
         _ => 2 }, _ if g() => 3, _ => { 0 } }\n}",
        &[
            "src/nlu/mod.rs:3 a match on domain's Event has a `_` arm",
            "src/nlu/mod.rs:3 a match on domain's Mode has a `_` arm",
        ],
    );
    check("src/nlu/mod.rs", "use yaml::Event;\nfn f() { match e { Event::Scalar => 1, _ => 2 } }", &[]);
    check("src/nlu/mod.rs", &"\n".repeat(451), &["src/nlu/mod.rs:451 is longer than 450 lines"]);
}

/// Everything wrong with one file, in the order of the text.
fn breaches(table: &Table, source: &Source) -> Vec<Breach> {
    let mut found = Vec::new();
    let mut breach = |line, what| found.push(Breach::new(&source.path, line, what));
    let paths = source.paths();

    if let Some(room) = source.room() {
        let allowed = table.rooms.get(room);
        if allowed.is_none() {
            breach(1, format!("{room} is not a room of {ARCHITECTURE}"));
        }
        for path in &paths {
            let Some(used) = path.room.as_deref().filter(|used| *used != room) else { continue };
            if allowed.is_some_and(|allowed| !allowed.contains(used)) {
                breach(path.line, format!("{room} may not use {used}"));
            }
        }
    }
    for path in &paths {
        for name in [path.segments.first(), path.segments.last()].into_iter().flatten() {
            let Some(homes) = table.homes.get(name) else { continue };
            if !homes.iter().any(|home| source.lives_in(home)) {
                breach(path.line, format!("{name} belongs in {}", homes.join(", ")));
            }
            if path.segments.len() == 1 {
                break;
            }
        }
    }
    for name in CLOSED {
        let is_domains = |path: &&source::Used| {
            path.room.as_deref() == Some("domain") && path.segments.last().is_some_and(|s| s == name)
        };
        if paths.iter().any(|path| is_domains(&path)) {
            for line in source.wildcard_arms(name) {
                breach(line, format!("a match on domain's {name} has a `_` arm"));
            }
        }
    }
    if source.lines > LONGEST_FILE {
        breach(source.lines, format!("is longer than {LONGEST_FILE} lines"));
    }
    found
}

struct Breach {
    file: String,
    line: usize,
    what: String,
}

impl Breach {
    fn new(file: &str, line: usize, what: String) -> Self {
        Self { file: file.into(), line, what }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} {}", self.file, self.line, self.what)
    }
}

fn report(breaches: &[Breach]) {
    let lines: BTreeSet<String> = breaches.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.into_iter().collect::<Vec<_>>().join("\n"));
}

/// The two tables of docs/architecture.md. Names stand in backticks there; other words are for people.
struct Table {
    rooms: BTreeMap<String, BTreeSet<String>>,
    /// Where a dependency may be named: folders or files under src/.
    homes: BTreeMap<String, Vec<String>>,
}

impl Table {
    fn read() -> Self {
        Self::parse(&read(Path::new(ARCHITECTURE)))
    }

    fn parse(page: &str) -> Self {
        let mut rooms = BTreeMap::new();
        let mut everything = Vec::new();
        for (left, right) in rows(page, "| room | may use |") {
            for room in quoted(left) {
                if right.contains("everything") {
                    everything.push(room.clone());
                }
                rooms.insert(room, quoted(right).into_iter().collect());
            }
        }
        let all: BTreeSet<String> = rooms.keys().cloned().collect();
        rooms.extend(everything.into_iter().map(|room| (room, all.clone())));

        let homes = rows(page, "| dependency | only in |")
            .flat_map(|(left, right)| quoted(left).into_iter().map(move |name| (name, quoted(right))))
            .collect();
        Self { rooms, homes }
    }
}

/// The two cells of each row under a heading row.
fn rows<'a>(page: &'a str, heading: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let after = page.split_once(heading).unwrap_or_else(|| panic!("{ARCHITECTURE} has no table {heading}")).1;
    let rows = after.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.filter_map(|row| row.trim_matches('|').split_once('|'))
}

fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn sources() -> Vec<Source> {
    let files = files_under("src", "rs");
    files.iter().map(|path| Source::new(&path.to_string_lossy(), &read(path))).collect()
}

/// Files below a folder of the repository, sorted, as paths from its root.
fn files_under(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).into_iter().flatten().flatten() {
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
