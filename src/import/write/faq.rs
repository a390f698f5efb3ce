//! knowledge/faq/*.yml.

use std::collections::BTreeMap;

use super::{Pen, intents::comments, replies::wordings};
use crate::import::{
    emit::{one_line, scalar},
    names::{Kind, file_name, shown},
    project::{Faq, Line, Project, plain},
};

/// In bytes. Content files may have twice as many.
const LARGEST: usize = 1024 * 1024;

pub(super) fn write(project: &Project, pen: &mut Pen) {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in &project.faq {
        if let Some(text) = one(entry, pen) {
            groups.entry(file_name(&entry.group, "imported")).or_default().push(text);
        }
    }
    for (group, entries) in groups {
        let mut parts: Vec<String> = vec![String::new()];
        for entry in entries {
            if parts.last().is_some_and(|part| !part.is_empty() && part.len() + entry.len() > LARGEST) {
                parts.push(String::new());
            }
            if let Some(part) = parts.last_mut() {
                part.push_str(&entry);
            }
        }
        for (number, part) in (1..).zip(&parts) {
            let number = if parts.len() == 1 { String::new() } else { format!("-{number}") };
            pen.file(format!("knowledge/faq/{group}{number}.yml"), format!("faq:\n{part}"));
        }
    }
}

fn one(entry: &Faq, pen: &mut Pen) -> Option<String> {
    let mut lines = String::new();
    let mut questions = 0;
    for line in &entry.lines {
        match line {
            Line::Example { parts, .. } => {
                lines.push_str(&format!("      - {}\n", one_line(&plain(parts))));
                questions += 1;
            }
            Line::Comment(text) => lines.push_str(&format!("      # {}\n", one_line(text))),
            Line::Blank => lines.push('\n'),
        }
    }
    if questions == 0 {
        pen.notes.left_out(&entry.place, format!("entry `{}` has no question", shown(&entry.id)));
        return None;
    }
    if entry.answers.is_empty() {
        pen.notes.left_out(&entry.place, format!("entry `{}` has no answer", shown(&entry.id)));
        return None;
    }
    let id = pen.names.fresh(Kind::Faq, &entry.id, &entry.place, &mut pen.notes);
    pen.taken.faq += 1;
    pen.taken.questions += questions;
    let above = comments(&entry.comments).replace("#", "  #");
    let answer = wordings(&entry.answers, 6, pen);
    let english = match &entry.answers_en[..] {
        [] => String::new(),
        answers => format!("    answer_en:{}", wordings(answers, 6, pen)),
    };
    Some(format!("{above}  - id: {}\n    questions: |\n{lines}    answer:{answer}{english}", scalar(&id)))
}
