//! Sheets of questions and answers, as shops keep them: one row an answer, with other ways to ask beside it.

use std::collections::HashMap;

use super::{
    Source, apart,
    emit::one_line,
    names::shown,
    project::{Faq, Line, Project, Wording},
    table::{self, Row, Table, heading},
};

/// What columns are called, as [`heading`] reads it.
const QUESTION: [&str; 12] = [
    "问题",
    "标准问题",
    "标准问",
    "主问题",
    "标准问法",
    "提问",
    "问",
    "question",
    "questions",
    "q",
    "standardquestion",
    "query",
];
const ANSWER: [&str; 11] =
    ["答案", "回答", "回复", "答复", "标准答案", "答", "answer", "answers", "a", "response", "reply"];
const SIMILAR: [&str; 16] = [
    "相似问题",
    "相似问",
    "相似问法",
    "扩展问题",
    "扩展问",
    "同义问",
    "同义问题",
    "其他问法",
    "similarquestions",
    "similarquestion",
    "similar",
    "variants",
    "variant",
    "alternativequestions",
    "alternatives",
    "aliases",
];
const GROUP: [&str; 10] =
    ["分类", "类别", "类目", "主题", "知识分类", "category", "topic", "group", "class", "section"];

/// The columns of a table.
struct Columns {
    question: usize,
    answer: usize,
    similar: Vec<usize>,
    group: Option<usize>,
}

pub(super) fn read(sources: &[Source]) -> Project {
    let mut project = Project::default();
    let tables: Vec<Table> =
        sources.iter().flat_map(|source| table::read(source, &mut project.notes)).collect();
    let paths: Vec<Vec<String>> = tables.iter().map(|table| table.path.clone()).collect();
    for (table, name) in tables.iter().zip(apart::names(&paths)) {
        take(table, &name, &mut project);
    }
    merge(&mut project);
    project
}

fn take(table: &Table, name: &str, project: &mut Project) {
    let mut rows = table.rows.iter().skip_while(|row| row.is_blank());
    let Some(head) = rows.next() else { return };
    let Some(columns) = columns(head, project) else { return };
    // Rows that follow each other with one answer are one entry.
    let mut open: Option<Faq> = None;
    for row in rows.filter(|row| !row.is_blank()) {
        let question = row.cell(columns.question);
        let answer = row.cell(columns.answer);
        if answer.is_empty() && !question.is_empty() {
            project.notes.left_out(&row.place, format!("`{}` has no answer", shown(question)));
            continue;
        }
        let goes_on =
            answer.is_empty() || open.as_ref().is_some_and(|entry| entry.answers == [Wording::plain(answer)]);
        if !goes_on {
            project.faq.extend(open.take());
            open = Some(entry(name, row, &columns));
        }
        let Some(entry) = &mut open else {
            project.notes.left_out(&row.place, "the row has neither a question nor an answer");
            continue;
        };
        let similar = columns.similar.iter().flat_map(|column| split(row.cell(*column)));
        let questions: Vec<&str> =
            [question].into_iter().chain(similar).filter(|text| !text.is_empty()).collect();
        for text in questions {
            let line = Line::plain(&one_line(text), &row.place);
            if !entry.lines.iter().any(|known| same(known, &line)) {
                entry.lines.push(line);
            }
        }
    }
    project.faq.extend(open);
}

fn columns(head: &Row, project: &mut Project) -> Option<Columns> {
    let names: Vec<String> = head.cells.iter().map(|cell| heading(cell)).collect();
    let find = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
    let (Some(question), Some(answer)) = (find(&QUESTION), find(&ANSWER)) else {
        let message =
            "the first row names no columns for question and answer (问题 and 答案, or question and answer)";
        project.notes.broken(&head.place, message);
        return None;
    };
    let similar = names.iter().enumerate().filter(|(_, name)| SIMILAR.contains(&name.as_str()));
    let similar: Vec<usize> = similar.map(|(at, _)| at).collect();
    let group = find(&GROUP);
    for (at, name) in names.iter().enumerate() {
        if ![Some(question), Some(answer), group].contains(&Some(at))
            && !similar.contains(&at)
            && !name.is_empty()
        {
            project.notes.left_out(&head.place, format!("the column `{}`", shown(&head.cells[at])));
        }
    }
    Some(Columns { question, answer, similar, group })
}

fn entry(table: &str, row: &Row, columns: &Columns) -> Faq {
    let group = columns.group.map(|column| row.cell(column)).filter(|group| !group.is_empty());
    Faq {
        id: format!("{table}.{}", row.place.line),
        group: group.unwrap_or(table).to_owned(),
        place: row.place.clone(),
        comments: Vec::new(),
        lines: Vec::new(),
        answers: vec![Wording::plain(row.cell(columns.answer))],
        answers_en: Vec::new(),
    }
}

/// Several questions in one cell.
fn split(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(['\n', '\r', '|', ';', '；', '｜']).map(str::trim).filter(|text| !text.is_empty())
}

fn same(a: &Line, b: &Line) -> bool {
    matches!((a, b), (Line::Example { parts: a, .. }, Line::Example { parts: b, .. }) if a == b)
}

/// Rows with the same first question and the same answer are one entry.
fn merge(project: &mut Project) {
    let mut kept: Vec<Faq> = Vec::new();
    let mut known: HashMap<(String, Vec<Wording>), usize> = HashMap::new();
    for entry in std::mem::take(&mut project.faq) {
        let first = entry.lines.iter().find_map(|line| match line {
            Line::Example { parts, .. } => Some(super::project::plain(parts)),
            Line::Comment(_) | Line::Blank => None,
        });
        let key = (first.unwrap_or_default(), entry.answers.clone());
        match known.get(&key) {
            Some(at) => {
                let into = &mut kept[*at];
                project.notes.changed(
                    &entry.place,
                    format!("the row says the same as {}, and is one entry with it", into.place),
                );
                into.lines.extend(entry.lines.into_iter().skip(1));
            }
            None => {
                known.insert(key, kept.len());
                kept.push(entry);
            }
        }
    }
    project.faq = kept;
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::import::{Format, import};

    /// The files that are written, and the ids in each.
    fn check(sources: &[(&str, &str)], expected: &[(&str, &[&str])]) {
        let sources: Vec<Source> = sources.iter().map(|(path, text)| Source::new(*path, *text)).collect();
        let imported = import(Format::QaSheet, &sources, date(2026, 3, 10));
        let mut written = Vec::new();
        for file in imported.files.iter().filter(|file| file.path.starts_with("knowledge/faq/")) {
            let text = String::from_utf8_lossy(&file.bytes);
            let ids = text.lines().filter_map(|line| line.trim().strip_prefix("- id: "));
            written.push((file.path.to_string(), ids.map(str::to_owned).collect::<Vec<_>>()));
        }
        let expected: Vec<(String, Vec<String>)> = expected
            .iter()
            .map(|(path, ids)| ((*path).to_owned(), ids.iter().map(ToString::to_string).collect()))
            .collect();
        assert_eq!(written, expected);
        assert!(imported.report.decide.is_empty(), "{:?}", imported.report.decide);
    }

    #[test]
    fn tables_of_one_name_stay_apart() {
        let fees = "问题,答案\n邮费多少,满59元包邮\n寄到哪,全国\n";
        let hours = "问题,答案\n几点开门,早九点\n";
        let topic = "问题,答案,分类\n开发票吗,开,发票\n";
        check(
            &[("a/faq.csv", fees), ("b/faq.csv", hours)],
            &[
                ("knowledge/faq/a.faq.yml", &["a.faq.2", "a.faq.3"]),
                ("knowledge/faq/b.faq.yml", &["b.faq.2"]),
            ],
        );
        check(
            &[("a/faq.csv", fees), ("b/hours.csv", hours)],
            &[("knowledge/faq/faq.yml", &["faq.2", "faq.3"]), ("knowledge/faq/hours.yml", &["hours.2"])],
        );
        // Nothing but the endings is different.
        check(
            &[("faq.csv", fees), ("faq.tsv", hours)],
            &[("knowledge/faq/faq.yml", &["faq.2", "faq.3", "faq.2_2"])],
        );
        // A category gathers entries of several tables.
        check(
            &[("a/faq.csv", topic), ("b/faq.csv", "问题,答案,分类\n开专票吗,开专票,发票\n")],
            &[("knowledge/faq/发票.yml", &["a.faq.2", "b.faq.2"])],
        );
    }
}
