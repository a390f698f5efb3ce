//! `.lu` files: intents under `#`, entities under `@`.

use std::sync::LazyLock;

use regex::Regex;

use super::{intent_name, qna};
use crate::{
    content::Place,
    import::{
        Source,
        emit::one_line,
        names::shown,
        note::Notes,
        project::{Line, Part, Project},
        spans::part,
    },
};

/// What the lines under a heading belong to.
enum Under {
    Nothing,
    Intent(String),
    /// A list of values, with the one whose other names come.
    List(String, Option<String>),
    /// Lines that were noted as a whole.
    LeftOut,
}

pub(super) fn read(source: &Source, group: &str, project: &mut Project) {
    let Some(text) = source.text(&mut project.notes) else { return };
    let mut under = Under::Nothing;
    let mut comments: Vec<String> = Vec::new();
    let mut lines = (1..).zip(text.lines());
    while let Some((number, raw)) = lines.next() {
        let place = Place { line: number, ..Place::start(&source.path) };
        let line = raw.trim();
        if let Some(comment) = line.strip_prefix('>') {
            match (&under, comment.trim().strip_prefix("!#")) {
                (_, Some(setting)) => {
                    project.notes.left_out(&place, format!("the setting `{}`", shown(setting.trim())))
                }
                (Under::Intent(name), None) => {
                    let comment = Line::Comment(comment.trim().to_owned());
                    project.intent(name, &place).lines.push(comment);
                }
                (Under::Nothing | Under::List(..) | Under::LeftOut, None) => {
                    comments.push(comment.trim().to_owned())
                }
            }
        } else if line.starts_with("# ?") {
            // Questions among the intents: the rest of the entry is read as in a .qna file.
            let entry: Vec<(usize, &str)> = qna::entry(number, raw, &mut lines);
            qna::take(&source.path, group, &entry, project);
            under = Under::Nothing;
        } else if line.starts_with('#') {
            let name = line.trim_start_matches('#').trim();
            let intent = project.intent(intent_name(name), &place);
            intent.comments.append(&mut comments);
            under = Under::Intent(intent_name(name).to_owned());
        } else if let Some(definition) = line.strip_prefix('@').or(line.strip_prefix('$')) {
            under = entity(definition, line.starts_with('$'), &place, project);
        } else if let Some(item) = line.strip_prefix(['-', '*', '+']) {
            under = item_of(under, item.trim(), raw.starts_with([' ', '\t']), &place, project);
        } else if !line.is_empty() {
            project.notes.left_out(&place, format!("the line `{}`", shown(line)));
        }
    }
}

/// `@ list city = `, `@ regex code = /…/`, `@ ml name`, or the old `$city:北京=`.
fn entity(definition: &str, old: bool, place: &Place, project: &mut Project) -> Under {
    static NEW: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"^(\w+)\s+(?:"([^"]+)"|'([^']+)'|([^\s=]+))([^=]*)(?:=\s*(.*))?$"#)
            .expect("the pattern is constant")
    });
    if old {
        let (name, rest) = definition.split_once(':').unwrap_or((definition, ""));
        return match rest.trim().strip_suffix('=') {
            Some(value) => {
                project.entity(name.trim(), place).add(value.trim(), []);
                Under::List(name.trim().to_owned(), Some(value.trim().to_owned()))
            }
            None => {
                project.notes.left_out(place, format!("the entity `{}`", shown(definition)));
                Under::LeftOut
            }
        };
    }
    let Some(found) = NEW.captures(definition.trim()) else {
        project.notes.left_out(place, format!("the definition `{}`", shown(definition)));
        return Under::LeftOut;
    };
    let group = |at| found.get(at).map(|part: regex::Match<'_>| part.as_str());
    let name = group(2).or(group(3)).or(group(4)).unwrap_or_default();
    let beside = group(5).unwrap_or_default().trim();
    if !beside.is_empty() {
        project.notes.left_out(place, format!("`{}` of entity `{}`", shown(beside), shown(name)));
    }
    match group(1).unwrap_or_default() {
        "list" => {
            project.entity(name, place);
            Under::List(name.to_owned(), None)
        }
        "regex" => {
            let pattern = group(6).unwrap_or_default().trim().trim_matches('/').to_owned();
            project.entity(name, place).patterns.push((pattern, place.clone()));
            Under::LeftOut
        }
        // What is learned has its values in the examples.
        "ml" | "simple" => Under::LeftOut,
        kind => {
            project.notes.left_out(place, format!("`{}`, an entity of kind `{}`", shown(name), shown(kind)));
            Under::LeftOut
        }
    }
}

fn item_of(under: Under, item: &str, indented: bool, place: &Place, project: &mut Project) -> Under {
    match under {
        Under::Intent(name) => {
            if item.starts_with('[') && item.ends_with(')') {
                project.notes.left_out(place, format!("the reference `{}` to another file", shown(item)));
            } else {
                let parts = parts(item, place, &mut project.notes);
                if !one_line(&crate::import::project::plain(&parts)).is_empty() {
                    let line = Line::Example { parts, place: place.clone() };
                    project.intent(&name, place).lines.push(line);
                }
            }
            Under::Intent(name)
        }
        Under::List(name, value) => {
            if let Some(canonical) =
                item.strip_suffix(':').map(str::trim).filter(|_| !indented || value.is_none())
            {
                project.entity(&name, place).add(canonical, []);
                return Under::List(name, Some(canonical.to_owned()));
            }
            let names =
                item.split([';', ',']).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
            match &value {
                Some(canonical) => project.entity(&name, place).add(canonical, names),
                None => names.for_each(|value| project.entity(&name, place).add(&value, [])),
            }
            Under::List(name, value)
        }
        Under::Nothing => {
            project.notes.left_out(place, format!("`{}` stands under no heading", shown(item)));
            Under::Nothing
        }
        Under::LeftOut => {
            project.notes.left_out(place, format!("`{}`, which belongs to the entity above", shown(item)));
            Under::LeftOut
        }
    }
}

/// `{@entity=words}` and `{entity=words}`; `{entity}` alone is a pattern.
fn parts(item: &str, place: &Place, notes: &mut Notes) -> Vec<Part> {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\{\s*@?\s*([^{}=:]+)(?::([^{}=]+))?\s*(?:=\s*([^{}]*))?\}")
            .expect("the pattern is constant")
    });
    let mut parts = Vec::new();
    let mut copied = 0;
    for found in MARK.captures_iter(item) {
        let (Some(whole), Some(name)) = (found.get(0), found.get(1)) else { continue };
        let Some(words) = found.get(3) else {
            notes.left_out(place, format!("the pattern `{}`: write it out as examples", shown(item)));
            return Vec::new();
        };
        if let Some(role) = found.get(2) {
            notes.left_out(
                place,
                format!("the role `{}` of entity `{}`", shown(role.as_str()), shown(name.as_str())),
            );
        }
        if whole.start() > copied {
            parts.push(Part::Text(item[copied..whole.start()].to_owned()));
        }
        parts.push(part(words.as_str().trim(), name.as_str().trim()));
        copied = whole.end();
    }
    if copied < item.len() {
        parts.push(Part::Text(item[copied..].to_owned()));
    }
    parts
}
