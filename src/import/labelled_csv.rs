//! CSV and Excel tables of labelled messages: a text and its intent in each row.

use super::{
    Source,
    emit::one_line,
    names::shown,
    project::{Line, Project, Row},
    table::{self, Table, heading},
};
use crate::content::labelled::OUT_OF_SCOPE;

const TEXT: [&str; 12] = [
    "text",
    "utterance",
    "query",
    "sentence",
    "message",
    "question",
    "example",
    "文本",
    "语料",
    "句子",
    "问题",
    "话术",
];
const INTENT: [&str; 10] =
    ["intent", "label", "category", "class", "intentname", "意图", "标签", "类别", "分类", "意图名称"];

/// Words in the names of files that hold what is measured with rather than learned from.
const MEASURED: [&str; 7] = ["test", "dev", "valid", "validation", "eval", "heldout", "测试"];

pub(super) fn read(sources: &[Source]) -> Project {
    let mut project = Project::default();
    for source in sources {
        let stem = source.stem().to_lowercase();
        let measured = stem.split(|c: char| !c.is_alphanumeric()).any(|word| MEASURED.contains(&word));
        for table in table::read(source, &mut project.notes) {
            take(&table, measured, &mut project);
        }
    }
    project
}

fn take(table: &Table, measured: bool, project: &mut Project) {
    let mut rows = table.rows.iter().skip_while(|row| row.is_blank());
    let Some(head) = rows.next() else { return };
    let names: Vec<String> = head.cells.iter().map(|cell| heading(cell)).collect();
    let find = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
    let (Some(of_text), Some(of_intent)) = (find(&TEXT), find(&INTENT)) else {
        project
            .notes
            .broken(&head.place, "the first row names no columns `text` and `intent` (文本 and 意图)");
        return;
    };
    for (at, name) in names.iter().enumerate() {
        if at != of_text && at != of_intent && !name.is_empty() {
            project.notes.left_out(&head.place, format!("the column `{}`", shown(&head.cells[at])));
        }
    }
    for row in rows.filter(|row| !row.is_blank()) {
        let text = one_line(row.cell(of_text));
        let intent = Some(row.cell(of_intent)).filter(|intent| !intent.is_empty());
        if text.is_empty() {
            project.notes.left_out(&row.place, "the row has no text");
        } else if measured {
            let intent = intent.filter(|intent| *intent != OUT_OF_SCOPE).map(str::to_owned);
            project.rows.push(Row { text, intent });
        } else {
            // What belongs to none of the intents teaches what is out of scope.
            let intent = project.intent(intent.unwrap_or(OUT_OF_SCOPE), &row.place);
            intent.lines.push(Line::plain(&text, &row.place));
        }
    }
}
