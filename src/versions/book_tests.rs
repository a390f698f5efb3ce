//! A publish that is cut off anywhere leaves the old version or the new one.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use proptest::{collection::btree_map, prelude::*};
use tempfile::TempDir;

use super::*;
use crate::versions::{Names, Origin, Reason};

type Texts = BTreeMap<String, String>;

fn reason() -> Reason {
    Reason { from: Origin::Console, author: "王".into(), note: String::new(), at: Timestamp::UNIX_EPOCH }
}

fn names() -> Names {
    Names { fingerprint: "f".into(), model: "m".into() }
}

fn files(texts: &Texts) -> Files {
    texts.iter().map(|(path, text)| (Arc::from(path.as_str()), text.clone().into_bytes())).collect()
}

/// What content is read from the folder, with the model's files.
fn found(root: &Path) -> Texts {
    let folder = Folder::new(Some(root.to_owned()), PathBuf::new(), None);
    let read = folder.read().unwrap();
    read.into_iter().map(|(path, bytes)| (path.to_string(), String::from_utf8(bytes).unwrap())).collect()
}

struct Shop {
    dir: TempDir,
}

impl Shop {
    /// A folder that holds what is live.
    fn new(texts: &Texts) -> Self {
        let shop = Self { dir: tempfile::tempdir().unwrap() };
        for (path, text) in texts {
            let file = shop.root().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        let mut book = shop.open().unwrap();
        let stored = book.store(&book.folder.read().unwrap()).unwrap();
        book.adopt(Entry::next(1, None, stored, names(), reason())).unwrap();
        shop
    }

    fn root(&self) -> PathBuf {
        self.dir.path().join("shop")
    }

    fn open(&self) -> Result<Book, VersionsError> {
        let folder = Folder::new(Some(self.root()), self.dir.path().join("content"), None);
        Book::open(self.dir.path().join("versions"), folder, 50)
    }
}

/// The next version, recorded and published.
fn publish(book: &mut Book, texts: &Texts) -> Result<(), VersionsError> {
    let stored = book.store(&files(texts))?;
    let number = book.next();
    book.record(Entry::next(number, book.live(), stored, names(), reason()))?;
    book.publish(number)
}

/// A file that is always there, as no folder is content without any.
fn texts() -> impl Strategy<Value = Texts> {
    let path = prop_oneof![
        Just("intents/b.yml".to_owned()),
        Just("intents/deep/c.yml".to_owned()),
        Just("knowledge/faq/d.yml".to_owned()),
        Just("thresholds.yml".to_owned()),
        Just("models/current/weights.safetensors".to_owned()),
    ];
    let texts = btree_map(path, "[a-c]{0,9}", 0..5);
    let always = ["intents/a.yml", "models/current/metadata.json"].map(str::to_owned);
    (texts, "[a-c]{0,9}", "[a-c]{0,9}").prop_map(move |(mut texts, a, b)| {
        texts.extend(always.clone().into_iter().zip([a, b]));
        texts
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn a_publish_that_is_cut_off_is_whole_after_the_next_start(old in texts(), new in texts(), again in 0_usize..40) {
        for steps in 0.. {
            let shop = Shop::new(&old);
            let mut book = shop.open().unwrap();
            disk::after(Some(steps));
            let published = publish(&mut book, &new);
            // The process dies here: nothing that it knew counts. The next one may die as well, on its way up.
            disk::after(Some(again));
            let _ = shop.open();
            disk::after(None);
            let mut book = shop.open().unwrap();
            let live = book.live().unwrap().clone();
            let now = found(&shop.root());
            prop_assert_eq!(book.folder.scan().unwrap(), live.files, "cut off after {} steps", steps);
            prop_assert!(now == old || now == new, "cut off after {} steps: {:?}", steps, now);
            if published.is_ok() {
                prop_assert_eq!(now, new);
                break;
            }
        }
    }
}

fn text(texts: &[(&str, &str)]) -> Texts {
    texts.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn what_is_saved_by_hand_while_publishing_is_cut_off_stays() {
    let old = text(&[("intents/a.yml", "1"), ("intents/b.yml", "1"), ("models/current/metadata.json", "{}")]);
    let new = text(&[("intents/a.yml", "2"), ("intents/b.yml", "2"), ("models/current/metadata.json", "{}")]);
    let shop = Shop::new(&old);
    let mut book = shop.open().unwrap();
    let number = book.next();
    let stored = book.store(&files(&new)).unwrap();
    book.record(Entry::next(number, book.live(), stored, names(), reason())).unwrap();
    // The state, then the first file's temporary one.
    disk::after(Some(5));
    assert!(book.publish(number).is_err());
    disk::after(None);
    fs::write(shop.root().join("intents/b.yml"), "hand").unwrap();
    let book = shop.open().unwrap();
    assert_eq!(book.live().unwrap().version.number, 2);
    let expected =
        [("intents/a.yml", "2"), ("intents/b.yml", "hand"), ("models/current/metadata.json", "{}")];
    assert_eq!(found(&shop.root()), text(&expected));
}

#[test]
fn a_version_follows_the_one_it_was_made_from() {
    let one = text(&[("intents/a.yml", "1"), ("models/current/metadata.json", "{}")]);
    let two = text(&[("intents/a.yml", "2"), ("models/current/metadata.json", "{}")]);
    let shop = Shop::new(&one);
    let mut book = shop.open().unwrap();
    let stored = book.store(&files(&two)).unwrap();
    book.record(Entry::next(2, book.live(), stored.clone(), names(), reason())).unwrap();
    book.record(Entry::next(3, book.live(), stored, names(), reason())).unwrap();
    book.publish(2).unwrap();
    assert_eq!(book.publish(3), Err(VersionsError::Changed(Vec::new())));
    fs::write(shop.root().join("intents/a.yml"), "hand").unwrap();
    let older = book.entry(1).unwrap().clone();
    book.record(Entry::rollback(4, book.live().unwrap(), &older, reason())).unwrap();
    assert_eq!(book.publish(4), Err(VersionsError::Changed(vec!["intents/a.yml".into()])));
    fs::write(shop.root().join("intents/a.yml"), "2").unwrap();
    book.publish(4).unwrap();
    assert_eq!(found(&shop.root()), one);
    assert_eq!(book.live().unwrap().version.rolls_back, Some(1));
}

#[test]
fn the_newest_versions_are_kept_and_blobs_once() {
    let shop = Shop::new(&text(&[("intents/a.yml", "0"), ("models/current/metadata.json", "{}")]));
    let mut book = shop.open().unwrap();
    book.keep = 2;
    for number in 1..6 {
        let number = number.to_string();
        publish(&mut book, &text(&[("intents/a.yml", &number), ("models/current/metadata.json", "{}")]))
            .unwrap();
    }
    book.sweep(&Manifest::default());
    let numbers = |book: &Book| book.entries().map(|entry| entry.version.number).collect::<Vec<_>>();
    assert_eq!(numbers(&book), [6, 5]);
    assert_eq!(numbers(&shop.open().unwrap()), [6, 5]);
    let blobs = fs::read_dir(shop.dir.path().join("versions/blobs")).unwrap();
    let blobs = blobs.flat_map(|group| fs::read_dir(group.unwrap().path()).unwrap());
    assert_eq!(blobs.count(), 3);
}
