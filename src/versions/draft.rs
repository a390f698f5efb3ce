//! The draft: a set of changes over the live version. Pure.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Digest, Entry, Manifest, Origin};

/// Files that a draft may change.
pub const MOST_FILES: usize = 2_000;
/// Bytes that they may have together.
pub const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// The shop's one open set of changed files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Rises with every save, and from draft to draft: milliseconds since 1970, or one more than the last.
    pub revision: u64,
    pub saved: Timestamp,
    pub changes: BTreeMap<Arc<str>, Edit>,
}

/// One changed file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What it has now; `None`: it is removed.
    pub content: Option<Digest>,
    pub bytes: u64,
    /// What the folder had there when it was changed; `None`: no such file.
    pub over: Option<Digest>,
    pub author: String,
    pub at: Timestamp,
}

/// A change of one file, with what it was made over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileWrite {
    /// One of the content's own kinds of file: see [`crate::content::source::is_kind`].
    pub path: Arc<str>,
    /// `None` removes the file.
    pub text: Option<String>,
    /// Of the file as whoever changed it saw it; `None`: there was none.
    pub etag: Option<Digest>,
    /// Whether somebody gave the file as a whole, which settles what was saved by hand since the draft changed it first. Whoever
    /// changed a part of it has not seen that.
    pub whole: bool,
}

/// A change of one file whose text is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub path: Arc<str>,
    pub content: Option<Digest>,
    pub bytes: u64,
    pub etag: Option<Digest>,
    pub whole: bool,
}

/// Why nothing was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// These files are no longer what they were when they were changed.
    Changed(Vec<Arc<str>>),
    /// [`MOST_FILES`] or [`MOST_BYTES`].
    TooLarge,
}

impl Draft {
    /// All changes taken in, or none. `None`: nothing differs from the live version any more.
    ///
    /// # Errors
    /// When a file is not what it was changed from, or the draft would grow too large.
    pub fn save(
        draft: Option<&Self>,
        writes: Vec<Stored>,
        live: &Manifest,
        folder: &Manifest,
        author: &str,
        at: Timestamp,
    ) -> Result<Option<Self>, Refusal> {
        let mut changes = draft.map(|draft| draft.changes.clone()).unwrap_or_default();
        let mut stale = Vec::new();
        for Stored { path, content, bytes, etag, whole } in writes {
            let present = changes.get(&path).map_or_else(|| folder.get(&path), |edit| edit.content);
            if present != etag {
                stale.push(path);
                continue;
            }
            let earlier = changes.get(&path).filter(|_| !whole).map(|edit| edit.over);
            let over = earlier.unwrap_or_else(|| folder.get(&path));
            if content == live.get(&path) && content == folder.get(&path) {
                changes.remove(&path);
            } else {
                let edit = Edit { content, bytes, over, author: author.to_owned(), at };
                changes.insert(path, edit);
            }
        }
        if !stale.is_empty() {
            return Err(Refusal::Changed(stale));
        }
        let bytes: u64 = changes.values().map(|edit| edit.bytes).sum();
        if changes.len() > MOST_FILES || bytes > MOST_BYTES {
            return Err(Refusal::TooLarge);
        }
        let last = draft.map_or(0, |draft| draft.revision);
        let now = u64::try_from(at.as_millisecond()).unwrap_or_default();
        let revision = now.max(last + 1);
        Ok((!changes.is_empty()).then_some(Self { revision, saved: at, changes }))
    }

    /// The live version's content with the changes.
    pub fn over(&self, live: &Manifest) -> Manifest {
        let mut files = live.content();
        for (path, edit) in &self.changes {
            files.set(path.clone(), edit.content);
        }
        files
    }

    /// Files that somebody changed in the folder since they were changed here.
    pub fn overtaken(&self, folder: &Manifest) -> Vec<Arc<str>> {
        let overtaken = |path: &str, edit: &Edit| {
            let present = folder.get(path);
            present != edit.over && present != edit.content
        };
        let paths = self.changes.iter().filter(|(path, edit)| overtaken(path, edit));
        paths.map(|(path, _)| path.clone()).collect()
    }

    /// What is left of it once a version is live; the rest has come true. What was changed after that version was made from this
    /// draft was changed over it.
    pub fn without(self, live: &Entry) -> Option<Self> {
        let own = match live.version.from {
            Origin::Console | Origin::Canary => true,
            Origin::Disk | Origin::Rollback | Origin::Start => false,
        };
        let mut changes = self.changes;
        changes.retain(|path, edit| live.files.get(path) != edit.content);
        for (path, edit) in changes.iter_mut().filter(|(_, edit)| own && edit.at > live.version.at) {
            edit.over = live.files.get(path);
        }
        (!changes.is_empty()).then_some(Self { changes, ..self })
    }

    /// Who changed something, by name.
    pub fn authors(&self) -> Vec<String> {
        let mut authors: Vec<String> = self.changes.values().map(|edit| edit.author.clone()).collect();
        authors.sort_unstable();
        authors.dedup();
        authors
    }
}

/// Files in the folder that are not the live version's, saved by hand: a version that would overwrite one with something else may not
/// go live. What an edit of the draft was made over, and what the version brings itself, is known.
pub fn in_the_way(
    live: &Manifest,
    folder: &Manifest,
    version: &Manifest,
    draft: Option<&Draft>,
) -> Vec<Arc<str>> {
    let by_hand = live.changes_to(folder);
    let known = |path: &Arc<str>| {
        let edit = draft.and_then(|draft| draft.changes.get(path));
        let taken_in =
            edit.is_some_and(|edit| edit.over == folder.get(path) && edit.content == version.get(path));
        taken_in || folder.get(path) == version.get(path)
    };
    by_hand.into_keys().filter(|path| !known(path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::versions::{Names, Reason};

    fn digest(text: &str) -> Digest {
        Digest::of(text.as_bytes())
    }

    fn manifest(files: &[(&str, &str)]) -> Manifest {
        files.iter().map(|(path, text)| (Arc::from(*path), digest(text))).collect()
    }

    fn write(path: &str, text: Option<&str>, etag: Option<&str>) -> Stored {
        let bytes = text.map_or(0, str::len) as u64;
        Stored { path: path.into(), content: text.map(digest), bytes, etag: etag.map(digest), whole: true }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_save_is_taken_whole_or_not_at_all() {
        let live = manifest(&[("a", "1"), ("b", "1")]);
        let draft = Draft::save(None, vec![write("a", Some("2"), Some("1"))], &live, &live, "王", at(5));
        let draft = draft.unwrap().unwrap();
        assert_eq!((draft.revision, draft.authors()), (5_000, vec!["王".to_owned()]));
        assert_eq!(draft.over(&live), manifest(&[("a", "2"), ("b", "1")]));
        let check = |writes: Vec<Stored>, expected: Result<Option<Manifest>, Refusal>| {
            let saved = Draft::save(Some(&draft), writes.clone(), &live, &live, "李", at(5));
            let revision = saved.as_ref().ok().and_then(|saved| Some(saved.as_ref()?.revision));
            assert!(revision.is_none_or(|revision| revision == 5_001));
            assert_eq!(saved.map(|saved| saved.map(|saved| saved.over(&live))), expected, "{writes:?}");
        };
        let stale =
            |paths: &[&str]| Err(Refusal::Changed(paths.iter().map(|path| Arc::from(*path)).collect()));
        check(vec![write("a", Some("3"), Some("1"))], stale(&["a"]));
        check(vec![write("b", Some("3"), Some("1")), write("a", None, Some("1"))], stale(&["a"]));
        check(vec![write("c", Some("1"), Some("1"))], stale(&["c"]));
        check(vec![write("a", Some("3"), Some("2"))], Ok(Some(manifest(&[("a", "3"), ("b", "1")]))));
        check(vec![write("a", None, Some("2"))], Ok(Some(manifest(&[("b", "1")]))));
        check(vec![write("c", Some("9"), None)], Ok(Some(manifest(&[("a", "2"), ("b", "1"), ("c", "9")]))));
        // Back to what is live: nothing is left.
        check(vec![write("a", Some("1"), Some("2"))], Ok(None));
        let many = (0..MOST_FILES).map(|number| write(&number.to_string(), Some(""), None)).collect();
        check(many, Err(Refusal::TooLarge));
        let huge = Stored { bytes: MOST_BYTES, ..write("c", Some("9"), None) };
        check(vec![huge], Err(Refusal::TooLarge));
    }

    #[test]
    fn what_was_saved_by_hand_is_not_overwritten() {
        let live = manifest(&[("a", "1"), ("b", "1")]);
        let by_hand = manifest(&[("a", "hand"), ("b", "1")]);
        let over = |folder: &Manifest, etag: &str| {
            let writes = vec![write("a", Some("2"), Some(etag))];
            Draft::save(None, writes, &live, folder, "王", at(5)).unwrap().unwrap()
        };
        let check = |draft: &Draft, folder: &Manifest, overtaken: &[&str], stopped: &[&str]| {
            let names = |paths: Vec<Arc<str>>| paths.iter().map(ToString::to_string).collect::<Vec<_>>();
            assert_eq!(names(draft.overtaken(folder)), overtaken);
            assert_eq!(names(in_the_way(&live, folder, &draft.over(&live), Some(draft))), stopped);
        };
        check(&over(&live, "1"), &live, &[], &[]);
        check(&over(&live, "1"), &by_hand, &["a"], &["a"]);
        check(&over(&by_hand, "hand"), &by_hand, &[], &[]);
        // A further change of a part is made over what the draft has; one of the whole file settles it.
        let further = |whole| {
            let writes = vec![Stored { whole, ..write("a", Some("3"), Some("2")) }];
            Draft::save(Some(&over(&live, "1")), writes, &live, &by_hand, "李", at(6)).unwrap().unwrap()
        };
        check(&further(false), &by_hand, &["a"], &["a"]);
        check(&further(true), &by_hand, &[], &[]);
        // The same was written on both sides.
        check(&over(&live, "1"), &manifest(&[("a", "2"), ("b", "1")]), &[], &[]);
        check(&over(&live, "1"), &manifest(&[("a", "1"), ("b", "hand"), ("c", "new")]), &[], &["b", "c"]);
    }

    #[test]
    fn what_came_true_is_left_out() {
        let live = manifest(&[("a", "1"), ("b", "1")]);
        let writes = vec![write("a", Some("2"), Some("1")), write("b", None, Some("1"))];
        let draft = Draft::save(None, writes, &live, &live, "王", at(5)).unwrap().unwrap();
        let version = |files: Manifest, from, second| {
            let reason = Reason { from, author: String::new(), note: String::new(), at: at(second) };
            Entry::next(2, None, files, Names { fingerprint: String::new(), model: String::new() }, reason)
        };
        assert_eq!(draft.clone().without(&version(draft.over(&live), Origin::Console, 6)), None);
        let check = |from, second, over: &str| {
            let left =
                draft.clone().without(&version(manifest(&[("a", "3"), ("b", "0")]), from, second)).unwrap();
            let overs: Vec<_> =
                left.changes.iter().map(|(path, edit)| (path.to_string(), edit.over)).collect();
            let b = if over == "1" { "1" } else { "0" };
            assert_eq!(overs, [("a".to_owned(), Some(digest(over))), ("b".to_owned(), Some(digest(b)))]);
        };
        check(Origin::Canary, 4, "3");
        check(Origin::Canary, 6, "1");
        check(Origin::Rollback, 4, "1");
        let left =
            draft.clone().without(&version(manifest(&[("a", "2"), ("b", "1")]), Origin::Canary, 6)).unwrap();
        assert_eq!(left.changes.keys().map(ToString::to_string).collect::<Vec<_>>(), ["b"]);
    }
}
