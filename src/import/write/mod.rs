//! A project as xiaoer's own files.

mod conversations;
mod entities;
mod faq;
mod intents;
mod replies;
mod shared;

use std::collections::BTreeSet;

use super::{
    names::Names,
    note::{Note, Notes},
    project::Project,
};
use crate::content::SourceFile;

/// The files of a project, and what happened on the way.
pub(super) struct Written {
    /// Sorted by path.
    pub files: Vec<SourceFile>,
    pub names: Names,
    pub notes: Vec<Note>,
    pub taken: Taken,
}

/// How much went over.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Taken {
    pub intents: usize,
    pub examples: usize,
    pub entities: usize,
    pub values: usize,
    pub faq: usize,
    pub questions: usize,
    pub replies: usize,
    pub slots: usize,
    /// Intents whose reaction went over.
    pub flows: usize,
    pub conversations: usize,
    /// Labelled messages.
    pub rows: usize,
    pub chats: usize,
}

/// What writing carries along.
#[derive(Default)]
struct Pen {
    names: Names,
    notes: Notes,
    taken: Taken,
    files: Vec<SourceFile>,
    /// Entities that knowledge/entities.yml describes, by our names.
    described: BTreeSet<String>,
}

impl Pen {
    fn file(&mut self, path: impl Into<String>, text: String) {
        self.files.push(SourceFile::new(path.into(), text));
    }
}

pub(super) fn files(mut project: Project) -> Written {
    let mut pen = Pen { notes: std::mem::take(&mut project.notes), ..Pen::default() };
    entities::gather(&mut project, &mut pen.notes);
    // Names are given in a fixed order, so that the same project always gets the same ones.
    intents::name(&project, &mut pen);
    replies::name(&project, &mut pen);
    entities::write(&project, &mut pen);
    faq::write(&project, &mut pen);
    let homes = replies::homes(&project);
    intents::write(&project, &homes, &mut pen);
    if !(project.intents.is_empty() && project.faq.is_empty()) {
        shared::write(&project, &homes, &mut pen);
    }
    conversations::write(&project, &mut pen);
    let Pen { names, notes, taken, mut files, described: _ } = pen;
    files.extend(project.originals);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Written { files, names, notes: notes.sorted(), taken }
}
