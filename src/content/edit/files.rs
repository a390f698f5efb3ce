//! The files while edits are made: those that were changed lie over the others.

use std::{collections::BTreeMap, sync::Arc};

use super::{Changed, EditError, document::Document};
use crate::content::SourceFile;

pub(super) struct Files<'f> {
    before: &'f [SourceFile],
    changed: BTreeMap<Arc<str>, Option<SourceFile>>,
}

impl<'f> Files<'f> {
    pub fn new(before: &'f [SourceFile]) -> Self {
        Self { before, changed: BTreeMap::new() }
    }

    pub fn get(&self, path: &str) -> Option<&SourceFile> {
        match self.changed.get(path) {
            Some(changed) => changed.as_ref(),
            None => self.before.iter().find(|file| &*file.path == path),
        }
    }

    pub fn put(&mut self, file: SourceFile) {
        self.changed.insert(file.path.clone(), Some(file));
    }

    pub fn remove(&mut self, path: &str) {
        self.changed.insert(path.into(), None);
    }

    /// The first of the files below a folder of which `find` makes something; `first` is looked at before the others.
    pub fn search<T>(
        &self,
        folder: &str,
        first: &str,
        find: impl Fn(Document) -> Option<T>,
    ) -> Result<Option<T>, EditError> {
        let new = self.changed.keys().map(|path| &**path);
        let paths = self.before.iter().map(|file| &*file.path).chain(new);
        let yaml =
            |path: &&str| path.starts_with(folder) && (path.ends_with(".yml") || path.ends_with(".yaml"));
        let others = paths.filter(|path| *path != first).filter(yaml);
        let mut fault = None;
        for path in std::iter::once(first).chain(others) {
            let Some(file) = self.get(path) else { continue };
            match Document::read(file) {
                Ok(document) => {
                    if let Some(found) = find(document) {
                        return Ok(Some(found));
                    }
                }
                // What is looked for may stand in another one.
                Err(error) => drop(fault.get_or_insert(error)),
            }
        }
        fault.map_or(Ok(None), Err)
    }

    /// What is not as it was, by path.
    pub fn changed(self) -> Vec<Changed> {
        let before = |path: &Arc<str>| self.before.iter().find(|before| before.path == *path);
        let changed = self.changed.into_iter().filter(|(path, file)| before(path) != file.as_ref());
        changed.map(|(path, file)| Changed { path, file }).collect()
    }
}
