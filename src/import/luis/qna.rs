//! `.qna` files: `# ? question`, other ways to ask under it, and the answer between fences.

use std::sync::Arc;

use crate::{
    content::Place,
    import::{
        Source,
        emit::one_line,
        names::shown,
        note::Notes,
        project::{Faq, Line, Project, Wording},
    },
};

/// Whether a question stands in the file.
pub(super) fn asks(source: &Source) -> bool {
    source.text(&mut Notes::default()).is_some_and(|text| text.lines().any(is_question))
}

pub(super) fn read(source: &Source, group: &str, project: &mut Project) {
    let Some(text) = source.text(&mut project.notes) else { return };
    let mut lines = (1..).zip(text.lines()).peekable();
    while let Some((number, line)) = lines.next() {
        if is_question(line) {
            let mut entry = vec![(number, line)];
            let mut fenced = false;
            while let Some(next) = lines.next_if(|(_, line)| fenced || !is_question(line)) {
                fenced ^= next.1.trim_start().starts_with("```");
                entry.push(next);
            }
            take(&source.path, group, &entry, project);
        } else if !line.trim().is_empty() && !line.trim().starts_with(['>', '<']) {
            let place = Place { line: number, ..Place::start(&source.path) };
            project.notes.left_out(&place, format!("the line `{}`", shown(line)));
        }
    }
}

fn is_question(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("# ?") || line.starts_with("#?")
}

/// The lines of an entry within another file: to the end of its answer.
pub(super) fn entry<'t>(
    number: usize,
    first: &'t str,
    lines: &mut impl Iterator<Item = (usize, &'t str)>,
) -> Vec<(usize, &'t str)> {
    let mut entry = vec![(number, first)];
    let mut fences = 0;
    for (number, line) in lines {
        fences += usize::from(line.trim_start().starts_with("```"));
        entry.push((number, line));
        if fences == 2 {
            break;
        }
    }
    entry
}

/// Takes the lines of one entry.
pub(super) fn take(path: &Arc<str>, group: &str, entry: &[(usize, &str)], project: &mut Project) {
    let at = |line: usize| Place { line, ..Place::start(path) };
    let Some((first, heading)) = entry.first() else { return };
    let question = heading.trim().trim_start_matches(['#', ' ']).trim_start_matches('?').trim();
    let mut lines = vec![Line::plain(&one_line(question), &at(*first))];
    let mut answer: Option<Vec<&str>> = None;
    let mut closed = false;
    for (number, raw) in &entry[1..] {
        let line = raw.trim();
        match &mut answer {
            Some(_) if !closed && line.starts_with("```") => closed = true,
            Some(said) if !closed => said.push(raw.trim_end()),
            None if line.starts_with("```") => answer = Some(Vec::new()),
            None if line.starts_with(['-', '*', '+']) && !line.starts_with("**") => {
                let text = one_line(&line[1..]);
                if text.contains('=') && lines.last().is_some_and(|last| matches!(last, Line::Comment(_))) {
                    project.notes.left_out(&at(*number), format!("the filter `{}`", shown(&text)));
                } else if !text.is_empty() {
                    lines.push(Line::plain(&text, &at(*number)));
                }
            }
            _ if line.is_empty() || line.starts_with(['>', '<']) => {}
            _ => {
                // Filters come before the answer and prompts behind it, each with lines of its own.
                project.notes.left_out(&at(*number), format!("`{}`", shown(line)));
                if answer.is_none() {
                    lines.push(Line::Comment(one_line(line)));
                }
            }
        }
    }
    lines.retain(|line| matches!(line, Line::Example { .. }));
    let said = answer.unwrap_or_default().join("\n");
    let answers = if said.trim().is_empty() { Vec::new() } else { vec![Wording::plain(said.trim())] };
    project.faq.push(Faq {
        id: format!("{group}.{first}"),
        group: group.to_owned(),
        place: at(*first),
        comments: Vec::new(),
        lines,
        answers,
        answers_en: Vec::new(),
    });
}
