//! Which files a version is made of. Pure.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::Digest;

/// Where the model's files stand in a manifest, wherever they lie on disk.
pub const MODEL: &str = "models/current/";

/// Where a file of the model stands in a manifest.
pub fn model_path(name: &str) -> Arc<str> {
    format!("{MODEL}{name}").into()
}

/// Paths from the folder's root, with what is in the files. Those below [`MODEL`] are the model's, all others content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Manifest(BTreeMap<Arc<str>, Digest>);

/// What became of a file between two manifests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Added,
    Changed,
    Removed,
}

impl Change {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

impl Manifest {
    pub fn get(&self, path: &str) -> Option<Digest> {
        self.0.get(path).copied()
    }

    /// Puts a file there, or takes it away.
    pub fn set(&mut self, path: Arc<str>, content: Option<Digest>) {
        match content {
            Some(digest) => drop(self.0.insert(path, digest)),
            None => drop(self.0.remove(&path)),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, Digest)> {
        self.0.iter().map(|(path, digest)| (path, *digest))
    }

    /// Without the model.
    pub fn content(&self) -> Self {
        self.iter()
            .filter(|(path, _)| !path.starts_with(MODEL))
            .map(|(path, digest)| (path.clone(), digest))
            .collect()
    }

    /// The model alone.
    pub fn model(&self) -> Self {
        self.iter()
            .filter(|(path, _)| path.starts_with(MODEL))
            .map(|(path, digest)| (path.clone(), digest))
            .collect()
    }

    /// What became of each file that is not the same in both, by path.
    pub fn changes_to(&self, after: &Self) -> BTreeMap<Arc<str>, Change> {
        let paths: BTreeSet<&Arc<str>> = self.0.keys().chain(after.0.keys()).collect();
        let change = |path: &Arc<str>| match (self.get(path), after.get(path)) {
            (None, Some(_)) => Some(Change::Added),
            (Some(_), None) => Some(Change::Removed),
            (Some(before), Some(after)) if before != after => Some(Change::Changed),
            (Some(_), Some(_)) | (None, None) => None,
        };
        paths.into_iter().filter_map(|path| Some((path.clone(), change(path)?))).collect()
    }
}

impl FromIterator<(Arc<str>, Digest)> for Manifest {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Digest)>>(files: I) -> Self {
        Self(files.into_iter().collect())
    }
}

impl Extend<(Arc<str>, Digest)> for Manifest {
    fn extend<I: IntoIterator<Item = (Arc<str>, Digest)>>(&mut self, files: I) {
        self.0.extend(files);
    }
}

impl IntoIterator for Manifest {
    type Item = (Arc<str>, Digest);
    type IntoIter = std::collections::btree_map::IntoIter<Arc<str>, Digest>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(files: &[(&str, &str)]) -> Manifest {
        files.iter().map(|(path, text)| (Arc::from(*path), Digest::of(text.as_bytes()))).collect()
    }

    #[test]
    fn changes_are_found_by_content() {
        let before = manifest(&[("a.yml", "1"), ("b.yml", "1"), ("models/current/metadata.json", "1")]);
        let after = manifest(&[("b.yml", "2"), ("c.yml", "1"), ("models/current/metadata.json", "1")]);
        let changes: Vec<_> =
            before.changes_to(&after).into_iter().map(|(path, change)| (path.to_string(), change)).collect();
        let expected = [("a.yml", Change::Removed), ("b.yml", Change::Changed), ("c.yml", Change::Added)];
        assert_eq!(changes, expected.map(|(path, change)| (path.to_owned(), change)));
        assert_eq!(before.content(), manifest(&[("a.yml", "1"), ("b.yml", "1")]));
        assert_eq!(before.model(), after.model());
    }
}
