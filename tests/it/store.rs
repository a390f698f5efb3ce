//! The log: acknowledged means on disk, races are typed, a full disk loses nothing.

use std::{collections::BTreeMap, fs, path::Path};

use jiff::Timestamp;
use proptest::prelude::*;
use tempfile::TempDir;
use xiaoer::{
    domain::{
        Attachment, AttachmentId, Channel, Closing, ConversationId, CustomerId, Event, MessageId, Party,
        Recorded, ShopId, Utterance,
    },
    store::{Append, AppendError, Contact, OpenError, Store},
};

fn shop(name: &str) -> ShopId {
    ShopId::new(name).unwrap()
}

fn conversation(name: &str) -> ConversationId {
    ConversationId::new(name).unwrap()
}

fn at(seq: u64) -> Timestamp {
    Timestamp::from_microsecond(1_700_000_000_000_000 + i64::try_from(seq).unwrap()).unwrap()
}

fn recorded(after: u64, events: Vec<Event>) -> Vec<Recorded> {
    (after + 1..).zip(events).map(|(seq, event)| Recorded { seq, at: at(seq), event }).collect()
}

fn opened(customer: &str) -> Event {
    Event::Opened { customer: CustomerId::new(customer).unwrap(), channel: Channel::Web }
}

fn said(text: &str, message_id: Option<&str>) -> Event {
    let message_id = message_id.map(|id| MessageId::new(id).unwrap());
    Event::CustomerSaid {
        utterance: Utterance { text: text.into(), title: None, message_id, metadata: BTreeMap::new() },
    }
}

fn contact(customer: &str) -> Contact {
    Contact { shop: shop("s"), customer: CustomerId::new(customer).unwrap(), channel: Channel::Web }
}

async fn append(store: &Store, name: &str, after: u64, events: Vec<Event>) -> Result<(), AppendError> {
    let events = recorded(after, events);
    let (shop, conversation) = (shop("s"), conversation(name));
    store.append(Append { shop: &shop, conversation: &conversation, events: &events, pending: true }).await
}

async fn texts(store: &Store, name: &str) -> Vec<String> {
    let log = store.load(&shop("s"), &conversation(name)).await.unwrap();
    let seqs: Vec<u64> = log.iter().map(|recorded| recorded.seq).collect();
    assert_eq!(seqs, (1..=seqs.len() as u64).collect::<Vec<_>>(), "a gap or a repeat in {name}");
    log.into_iter()
        .filter_map(|recorded| {
            if let Event::CustomerSaid { utterance } = recorded.event { Some(utterance.text) } else { None }
        })
        .collect()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[tokio::test]
async fn what_is_stored_is_loaded_again() {
    let folder = folder();
    let file = folder.path().join("log.db");
    let store = Store::open(&file).unwrap();
    append(&store, "c", 0, vec![opened("ming"), said("在吗", Some("m1"))]).await.unwrap();
    append(&store, "c", 2, vec![said("😀 ﷽", None)]).await.unwrap();
    drop(store);

    let store = Store::open(&file).unwrap();
    let log = store.load(&shop("s"), &conversation("c")).await.unwrap();
    assert_eq!(log, recorded(0, vec![opened("ming"), said("在吗", Some("m1")), said("😀 ﷽", None)]));
    assert_eq!(store.open_conversation(&contact("ming")).await.unwrap(), Some(conversation("c")));
    assert_eq!(store.open_conversation(&contact("hong")).await.unwrap(), None);
}

#[tokio::test]
async fn one_shop_never_sees_another() {
    let folder = folder();
    let store = Store::open(&folder.path().join("log.db")).unwrap();
    append(&store, "c", 0, vec![opened("ming")]).await.unwrap();
    assert!(store.load(&shop("t"), &conversation("c")).await.unwrap().is_empty());
    let elsewhere = Contact { shop: shop("t"), ..contact("ming") };
    assert_eq!(store.open_conversation(&elsewhere).await.unwrap(), None);
}

#[tokio::test]
async fn refused_appends_leave_nothing() {
    let folder = folder();
    let store = Store::open(&folder.path().join("log.db")).unwrap();
    append(&store, "c", 0, vec![opened("ming"), said("一", Some("m1"))]).await.unwrap();
    let repeated = |seq| AppendError::Repeated { conversation: conversation("c"), seq };
    for (name, after, events, refusal) in [
        ("c", 0, vec![opened("ming")], AppendError::Conflict),
        ("c", 1, vec![said("late", None)], AppendError::Conflict),
        ("c", 3, vec![said("early", None)], AppendError::Conflict),
        ("never opened", 0, vec![said("?", None)], AppendError::Conflict),
        ("a second open one", 0, vec![opened("ming")], AppendError::Conflict),
        ("c", 2, vec![said("again", Some("m1"))], repeated(2)),
    ] {
        assert_eq!(append(&store, name, after, events).await, Err(refusal), "{name} after {after}");
    }
    assert_eq!(texts(&store, "c").await, ["一"]);
}

#[tokio::test]
async fn a_message_counts_once_even_after_its_conversation_was_closed() {
    let folder = folder();
    let file = folder.path().join("log.db");
    let store = Store::open(&file).unwrap();
    append(
        &store,
        "first",
        0,
        vec![opened("ming"), said("一", Some("m1")), Event::Closed { why: Closing::Over }],
    )
    .await
    .unwrap();
    drop(store);

    let store = Store::open(&file).unwrap();
    let again = append(&store, "second", 0, vec![opened("ming"), said("一", Some("m1"))]).await;
    assert_eq!(again, Err(AppendError::Repeated { conversation: conversation("first"), seq: 2 }));
    append(&store, "second", 0, vec![opened("ming"), said("二", Some("m2"))]).await.unwrap();
    append(&store, "other", 0, vec![opened("hong"), said("另", Some("m1"))]).await.unwrap();
    assert_eq!(store.open_conversation(&contact("ming")).await.unwrap(), Some(conversation("second")));
}

#[tokio::test]
async fn pending_conversations_are_found_oldest_first() {
    let folder = folder();
    let store = Store::open(&folder.path().join("log.db")).unwrap();
    for (name, customer) in [("z", "ming"), ("y", "hong"), ("x", "wang")] {
        append(&store, name, 0, vec![opened(customer)]).await.unwrap();
    }
    let (shop, done) = (shop("s"), conversation("y"));
    let events = recorded(1, vec![Event::Missed {}]);
    store.append(Append { shop: &shop, conversation: &done, events: &events, pending: false }).await.unwrap();

    let pending = store.pending().await.unwrap();
    let found: Vec<_> =
        pending.iter().map(|pending| (pending.conversation.as_str(), &pending.contact)).collect();
    assert_eq!(found, [("z", &contact("ming")), ("x", &contact("wang"))]);
}

#[tokio::test]
async fn a_full_disk_refuses_whole_appends_and_recovers() {
    let folder = folder();
    let file = folder.path().join("log.db");
    let store = Store::open(&file).unwrap();
    store.limit(40).await.unwrap();
    append(&store, "c", 0, vec![opened("ming")]).await.unwrap();
    let long = "长".repeat(2000);
    let mut stored = 0;
    let refusal = loop {
        let twice = vec![said(&long, None), said(&long, None)];
        match append(&store, "c", 1 + 2 * stored, twice).await {
            Ok(()) => stored += 1,
            Err(refusal) => break refusal,
        }
        assert!(stored < 100, "forty pages hold no more");
    };
    assert_eq!(refusal, AppendError::Full);
    assert_eq!(texts(&store, "c").await.len() as u64, 2 * stored);

    // Space returns.
    store.limit(4000).await.unwrap();
    append(&store, "c", 1 + 2 * stored, vec![said("还在", None)]).await.unwrap();
    assert_eq!(texts(&store, "c").await.len() as u64, 2 * stored + 1);
}

#[tokio::test]
async fn an_append_that_is_too_large_takes_nobody_with_it() {
    let folder = folder();
    let store = Store::open(&folder.path().join("log.db")).unwrap();
    store.limit(100).await.unwrap();
    append(&store, "small", 0, vec![opened("ming")]).await.unwrap();
    append(&store, "large", 0, vec![opened("hong")]).await.unwrap();
    let huge = "大".repeat(400_000);
    let (large, small) = tokio::join!(
        append(&store, "large", 1, vec![said(&huge, None)]),
        append(&store, "small", 1, vec![said("小", None)]),
    );
    assert_eq!((large, small), (Err(AppendError::Full), Ok(())));
    assert_eq!(texts(&store, "small").await, ["小"]);
}

#[tokio::test]
async fn a_file_of_an_older_release_is_brought_up_to_date() {
    let folder = folder();
    let file = folder.path().join("log.db");
    let old = rusqlite::Connection::open(&file).unwrap();
    for schema in [include_str!("../../src/store/schema/1.sql"), include_str!("../../src/store/schema/2.sql")]
    {
        old.execute_batch(schema).unwrap();
    }
    old.pragma_update(None, "user_version", 2).unwrap();
    let event = serde_json::to_vec(&opened("ming")).unwrap();
    old.execute_batch(
        "INSERT INTO shop VALUES (1, 's'); INSERT INTO contact VALUES (1, 1, 'ming', 'web');
         INSERT INTO conversation VALUES (1, 1, 'c', 1, 1);",
    )
    .unwrap();
    let row = rusqlite::params![at(1).as_microsecond(), event];
    old.execute("INSERT INTO event VALUES (1, 1, 1, 1, ?, ?)", row).unwrap();
    drop(old);

    let store = Store::open(&file).unwrap();
    let attached = |id: &str| Event::Attached {
        by: Party::Customer,
        attachment: Attachment {
            id: AttachmentId::new(id).unwrap(),
            name: "小票.png".into(),
            media_type: "image/png".into(),
            bytes: 7,
        },
        client_id: Some(MessageId::new(id).unwrap()),
    };
    append(&store, "c", 1, vec![said("在吗", None), attached("f1")]).await.unwrap();
    let repeated = append(&store, "c", 3, vec![attached("f1")]).await.unwrap_err();
    assert_eq!(repeated, AppendError::Repeated { conversation: conversation("c"), seq: 3 });
    let id = AttachmentId::new("f1").unwrap();
    let stored = store.attachment(&shop("s"), &id).await.unwrap().unwrap();
    assert_eq!((stored.conversation, stored.seq, stored.attachment.bytes), (conversation("c"), 3, 7));
    assert_eq!(store.attachment(&shop("t"), &id).await.unwrap(), None, "another shop's");
    for (by_customer, since, count) in [(true, 3, 1), (true, 4, 0), (false, 0, 0)] {
        let sent = store.attachments_since(&shop("s"), &conversation("c"), by_customer, at(since)).await;
        assert_eq!(sent.unwrap().len(), count, "{by_customer} {since}");
    }
    drop(store);
    let version: i64 = rusqlite::Connection::open(&file)
        .unwrap()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 6);
}

#[test]
fn a_file_of_a_newer_release_is_refused_in_one_sentence() {
    let folder = folder();
    let file = folder.path().join("log.db");
    drop(Store::open(&file).unwrap());
    rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let Err(error @ OpenError::Newer { .. }) = Store::open(&file) else { panic!("a newer file was opened") };
    let sentence = error.to_string().replace(&file.display().to_string(), "log.db");
    insta::assert_snapshot!(sentence, @"log.db was written by a newer xiaoer (schema 99, this one knows up to 6): install that release or restore a backup");
}

/// What a run of the property test does next.
#[derive(Debug, Clone)]
enum Step {
    /// Appends so many messages to a conversation, building on what is believed of it.
    Append { conversation: usize, messages: usize },
    /// Appends on a belief that is out of date.
    Late { conversation: usize },
    /// The machine stops: what follows sees the files as they lie there.
    Crash,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..4usize, 1..4usize).prop_map(|(conversation, messages)| Step::Append { conversation, messages }),
        2 => (0..4usize).prop_map(|conversation| Step::Late { conversation }),
        1 => Just(Step::Crash),
    ]
}

/// A copy of the files while the store is still open is what a crash leaves behind.
fn crash(file: &Path, folder: &Path, number: usize) -> std::path::PathBuf {
    let copy = folder.join(format!("{number}.db"));
    fs::copy(file, &copy).unwrap();
    fs::copy(file.with_extension("db-wal"), copy.with_extension("db-wal")).unwrap();
    copy
}

async fn run(steps: Vec<Step>) {
    let folder = folder();
    let mut file = folder.path().join("log.db");
    let mut store = Store::open(&file).unwrap();
    let mut acknowledged: Vec<Vec<String>> = vec![Vec::new(); 4];
    for (number, step) in steps.into_iter().enumerate() {
        match step {
            Step::Append { conversation, messages } => {
                let known = &mut acknowledged[conversation];
                let name = format!("c{conversation}");
                let texts: Vec<String> = (0..messages).map(|message| format!("{number}.{message}")).collect();
                let mut events: Vec<Event> = texts.iter().map(|text| said(text, Some(text))).collect();
                let after = if known.is_empty() {
                    events.insert(0, opened(&name));
                    0
                } else {
                    known.len() as u64 + 1
                };
                let rival = vec![said("rival", None)];
                let (first, second) =
                    tokio::join!(append(&store, &name, after, events), append(&store, &name, after, rival));
                assert_eq!(first, Ok(()));
                assert_eq!(second, Err(AppendError::Conflict));
                known.extend(texts);
            }
            Step::Late { conversation } => {
                let late = append(&store, &format!("c{conversation}"), 0, vec![said("late", None)]).await;
                assert_eq!(late, Err(AppendError::Conflict));
            }
            Step::Crash => {
                file = crash(&file, folder.path(), number);
                store = Store::open(&file).unwrap();
            }
        }
    }
    for (conversation, known) in acknowledged.iter().enumerate() {
        assert_eq!(&texts(&store, &format!("c{conversation}")).await, known);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn logs_have_no_gap_no_repeat_no_loss(steps in prop::collection::vec(step(), 1..30)) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run(steps));
    }
}
