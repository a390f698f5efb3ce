//! Back to Rasa's `nlu`: the file that was imported, with only those lines changed that were edited since.
//!
//! The imported files are kept beside the content. Importing them again gives every example as it was written into the
//! content; what differs from the content of today was edited, and all else stays byte for byte.

mod diff;

use std::collections::{BTreeMap, BTreeSet};

use super::{ORIGINALS, lines, nlu, read};
use crate::{
    content::{
        SourceFile,
        yaml::{self, Node},
    },
    import::{
        Source,
        names::{Kind, Names},
        note::{Note, Notes},
        write,
    },
};

/// The lines of an intent or FAQ entry, by our name for it.
type Lines = BTreeMap<(Kind, String), Vec<String>>;

pub(in crate::import) fn export(
    originals: &[Source],
    content: &[SourceFile],
) -> Result<(Vec<SourceFile>, Vec<Note>), &'static str> {
    let project = read(originals);
    let written = write::files(project);
    let mut notes = Notes::default();
    let before = lines(&written.files);
    let after = lines(content);
    let mut files: Vec<Rewrite<'_>> = originals.iter().filter_map(Rewrite::new).collect();
    let Some(last) = files.len().checked_sub(1) else {
        return Err("no nlu.yml was imported into this folder by `xiaoer import rasa`");
    };
    for (owner, old) in &before {
        let new = after.get(owner).map_or(&[][..], Vec::as_slice);
        if old != new {
            replace(&mut files, owner, &written.names, old, new, &mut notes);
        }
    }
    for (owner, new) in after.iter().filter(|(owner, _)| !before.contains_key(*owner)) {
        match owner {
            (Kind::Intent, name) => files[last].append(name, new, &written.names),
            _ => notes.left_out(
                &crate::content::Place::start("knowledge/faq"),
                format!("entry `{}` is no retrieval intent of Rasa's", owner.1),
            ),
        }
    }
    let entities = |files: &[SourceFile]| {
        files.iter().find(|file| &*file.path == "knowledge/entities.yml").map(|file| file.bytes.clone())
    };
    if entities(content) != entities(&written.files) {
        let place = crate::content::Place::start("knowledge/entities.yml");
        notes.left_out(&place, "changes of entities are not written back: synonyms, lookups and regexes are as they were imported");
    }
    Ok((files.into_iter().map(Rewrite::file).collect(), notes.sorted()))
}

/// The blocks of lines of some content files.
fn lines(files: &[SourceFile]) -> Lines {
    let mut all = Lines::new();
    for file in files
        .iter()
        .filter(|file| file.path.starts_with("intents/") || file.path.starts_with("knowledge/faq/"))
    {
        let text = String::from_utf8_lossy(&file.bytes);
        let Ok(node) = yaml::parse(&file.path, text.trim_start_matches('\u{feff}')) else { continue };
        let mut take = |kind, name: Option<&str>, block: Option<&Node>| {
            let (Some(name), Some(block)) = (name, block) else { return };
            let lines = block.lines_of_text().into_iter().map(|(line, _)| line.trim().to_owned());
            all.insert((kind, name.to_owned()), lines.collect());
        };
        take(Kind::Intent, node.word_at("intent"), node.at("examples"));
        for entry in node.items_at("faq") {
            take(Kind::Faq, entry.word_at("id"), entry.at("questions"));
        }
    }
    all
}

/// Brings one intent's or entry's lines up to date in all files that it stands in.
fn replace(
    files: &mut [Rewrite<'_>],
    owner: &(Kind, String),
    names: &Names,
    old: &[String],
    new: &[String],
    notes: &mut Notes,
) {
    let (kind, ours) = owner;
    let is_owner =
        |item: &nlu::Item| item.kind == nlu::Kind::Intent && names.known(*kind, &item.name) == Some(ours);
    // Where each old line stands: the file, and the lines that it takes there.
    let mut spots: Vec<(usize, Spot)> = Vec::new();
    for (number, file) in files.iter().enumerate() {
        for item in file.items.iter().filter(|item| is_owner(item)) {
            let raws = item.lines.iter().filter(|raw| !matches!(raw.what, nlu::What::Stray(_)));
            spots.extend(raws.map(|raw| (number, Spot::of(raw))));
        }
    }
    if spots.len() != old.len() {
        notes.left_out(
            &crate::content::Place::start(&files[0].path),
            format!("the lines of `{ours}` could not be found again"),
        );
        return;
    }
    if new.is_empty() {
        for file in files.iter_mut() {
            file.remove_items(is_owner);
        }
        return;
    }
    let kept = diff::kept(old, new);
    let kept_old: BTreeSet<usize> = kept.iter().map(|(old, _)| *old).collect();
    for (at, (file, spot)) in spots.iter().enumerate() {
        if !kept_old.contains(&at) {
            files[*file].edits.push(Edit {
                from: spot.line,
                until: spot.line + spot.height,
                text: String::new(),
            });
        }
    }
    let by_new: BTreeMap<usize, usize> = kept.into_iter().map(|(old, new)| (new, old)).collect();
    let mut behind = None;
    for (at, line) in new.iter().enumerate() {
        if let Some(old) = by_new.get(&at) {
            behind = Some(*old);
            continue;
        }
        let (file, spot) = &spots[behind.unwrap_or(0)];
        let line_number = if behind.is_some() { spot.line + spot.height } else { spot.line };
        let text = files[*file].written(line, spot, names);
        files[*file].edits.push(Edit { from: line_number, until: line_number, text });
    }
}

/// Where a line stands in an original file, from 1.
struct Spot {
    line: usize,
    height: usize,
}

impl Spot {
    fn of(raw: &nlu::Raw) -> Self {
        Self { line: raw.place.line, height: raw.height }
    }
}

/// Lines to put in place of others; none where both are the same.
struct Edit {
    from: usize,
    until: usize,
    text: String,
}

/// An original file and what is to change in it.
struct Rewrite<'s> {
    path: String,
    text: &'s str,
    items: Vec<nlu::Item>,
    edits: Vec<Edit>,
}

impl<'s> Rewrite<'s> {
    /// `None` where the file has no `nlu`.
    fn new(source: &'s Source) -> Option<Self> {
        let text = source.text(&mut Notes::default())?;
        let node = yaml::parse(&source.path, text).ok()?;
        let items = nlu::items(node.at("nlu")?, text, &mut Notes::default());
        let path = source.path.strip_prefix(ORIGINALS).unwrap_or(&source.path).to_owned();
        let text = std::str::from_utf8(&source.bytes).ok()?;
        Some(Self { path, text, items, edits: Vec::new() })
    }

    /// As the first line ends.
    fn line_break(&self) -> &'static str {
        match lines::of(self.text).next() {
            Some(line) if line.ends_with("\r\n") => "\r\n",
            Some(line) if line.ends_with('\r') => "\r",
            Some(_) | None => "\n",
        }
    }

    /// The line of a number from 1, or where it is blank, the last above it that is not; without its end.
    fn line(&self, number: usize) -> &str {
        let written = lines::of(self.text).take(number).filter(|line| !line.trim().is_empty());
        let line = written.last().unwrap_or_default();
        line.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n'])
    }

    /// A line of ours as it stands in the original, indented as the one that it stands beside.
    fn written(&self, line: &str, beside: &Spot, names: &Names) -> String {
        let neighbour = self.line(beside.line);
        let indent: String = neighbour.chars().take_while(|c| c.is_whitespace()).collect();
        let mapped = theirs(line, names);
        let list = neighbour.trim_start().starts_with("- text:");
        let line = match mapped.strip_prefix("- ") {
            Some(example) if list => format!("- text: {}", super::super::emit::scalar(example)),
            Some(_) | None => mapped,
        };
        format!("{indent}{line}{}", self.line_break())
    }

    /// Takes items out, with their examples.
    fn remove_items(&mut self, gone: impl Fn(&nlu::Item) -> bool) {
        for item in self.items.iter().filter(|item| gone(item)) {
            let until = item.lines.last().map_or(item.place.line + 1, |raw| raw.place.line + raw.height);
            self.edits.push(Edit { from: item.place.line, until, text: String::new() });
        }
    }

    /// Adds an intent behind all others.
    fn append(&mut self, name: &str, lines: &[String], names: &Names) {
        let Some(item) = self.items.last() else { return };
        let at = item.lines.last().map_or(item.place.line + 1, |raw| raw.place.line + raw.height);
        let first = self.line(item.place.line);
        let indent: String = first.chars().take_while(|c| c.is_whitespace()).collect();
        let end = self.line_break();
        let mut text =
            format!("{indent}- intent: {}{end}{indent}  examples: |{end}", crate::import::emit::scalar(name));
        for line in lines {
            text.push_str(&format!("{indent}    {}{end}", theirs(line, names)));
        }
        self.edits.push(Edit { from: at, until: at, text });
    }

    fn file(mut self) -> SourceFile {
        self.edits.sort_by_key(|edit| (edit.from, edit.until));
        let lines: Vec<&str> = lines::of(self.text).collect();
        let mut text = String::new();
        let mut next = 1;
        for edit in &self.edits {
            while next < edit.from {
                text.push_str(lines.get(next - 1).copied().unwrap_or_default());
                next += 1;
            }
            if !edit.text.is_empty() && !text.is_empty() && !text.ends_with(['\n', '\r']) {
                text.push_str(self.line_break());
            }
            text.push_str(&edit.text);
            next = next.max(edit.until);
        }
        text.extend(lines.iter().skip(next - 1).copied());
        SourceFile::new(self.path, text)
    }
}

/// The line with their names of entities.
fn theirs(line: &str, names: &Names) -> String {
    let mut text = line.to_owned();
    for (theirs, ours) in names.all(Kind::Entity) {
        if theirs != ours {
            text = text.replace(&format!("]({ours})"), &format!("]({theirs})"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const NLU: &str = "\
# 文件头
nlu:
# 打招呼
- intent: greet  # 常见
  examples: |
    - 你好
    # 少见

    - 在吗
- synonym: 顺丰
  examples: |
    - 顺丰速运
- intent: bye
  examples:
  # 列表里
  - text: 再见
  - 拜拜
";

    /// Brings over a file with such line ends, edits the content, and looks at what comes back.
    fn check(line_break: &str, from: &str, to: &str, was: &str, is: &str) {
        let nlu = NLU.replace('\n', line_break);
        let sources = [Source::new("nlu.yml", nlu)];
        let edited = |file: SourceFile| {
            let text = String::from_utf8(file.bytes).expect("UTF-8").replacen(from, to, 1);
            SourceFile::new(file.path.to_string(), text)
        };
        let content: Vec<SourceFile> = write::files(read(&sources)).files.into_iter().map(edited).collect();
        let (files, notes) = export(&sources, &content).expect("a file with nlu");
        let text = String::from_utf8_lossy(&files[0].bytes);
        assert_eq!(text, NLU.replacen(was, is, 1).replace('\n', line_break), "{line_break:?} {from}");
        assert!(notes.is_empty(), "{notes:?}");
    }

    #[test]
    fn comments_and_order_come_back_whatever_ends_a_line() {
        for line_break in ["\n", "\r\n", "\r"] {
            check(line_break, "", "", "", "");
            check(line_break, "  - 你好\n", "  - 您好\n", "    - 你好\n", "    - 您好\n");
            check(line_break, "  - 在吗\n", "  - 在不在\n", "    - 在吗\n", "    - 在不在\n");
            check(line_break, "  # 少见\n", "", "    # 少见\n", "");
            check(line_break, "  - 再见\n", "  - 再见\n  - 走了\n", "再见\n", "再见\n  - text: 走了\n");
        }
    }
}
