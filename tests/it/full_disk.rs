//! A full disk: it is said, nothing is half stored, and when there is room again the node goes on by itself.
//!
//! The story is told twice: in this process, on a log that may grow no further, and by the real program on a disk that is really
//! full. The second needs a small disk of its own; where none may be mounted, it falls back on the first.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;
use xiaoer::{
    domain::{ConversationId, Event, ShopId},
    store::Store,
};

use crate::{app::TestApp, process::Server};

/// More pages than any test needs.
const PLENTY: u32 = 1_000_000;

/// A node whose disk can be filled.
enum Disk {
    Limited(Box<TestApp>),
    Real { server: Server, folder: Mounted },
}

impl Disk {
    async fn limited() -> Self {
        let app = TestApp::start().await;
        Self::Limited(Box::new(app))
    }

    async fn fill(&self) {
        match self {
            // What it has is what it may have.
            Self::Limited(app) => app.api.store.limit(1).await.unwrap(),
            Self::Real { folder, .. } => {
                let mut file = File::create(folder.path().join("filler")).unwrap();
                let block = [0; 4096];
                while file.write_all(&block).is_ok() {}
            }
        }
    }

    async fn make_room(&self) {
        match self {
            Self::Limited(app) => app.api.store.limit(PLENTY).await.unwrap(),
            Self::Real { folder, .. } => fs::remove_file(folder.path().join("filler")).unwrap(),
        }
    }

    /// Status and body.
    async fn post(&self, body: Value) -> (u16, Value) {
        match self {
            Self::Limited(app) => {
                let answer = app.post("/webhook", &[], body.to_string()).await;
                (answer.status.as_u16(), answer.json())
            }
            Self::Real { server, .. } => {
                let request = Client::new().post(format!("{}/webhook", server.url)).body(body.to_string());
                let answer = request.send().await.unwrap();
                (answer.status().as_u16(), answer.json().await.unwrap())
            }
        }
    }

    async fn metrics(&self) -> String {
        match self {
            Self::Limited(app) => app.get("/metrics").await.text,
            Self::Real { server, .. } => {
                let answer = Client::new().get(format!("{}/metrics", server.url)).send().await;
                answer.unwrap().text().await.unwrap()
            }
        }
    }

    /// What customers said, in a conversation that is in order.
    async fn texts(&self, conversation: &str) -> Vec<String> {
        let conversation = ConversationId::new(conversation).unwrap();
        let store = match self {
            Self::Limited(app) => app.api.store.clone(),
            Self::Real { folder, .. } => Store::open(&folder.path().join("data/conversations.db")).unwrap(),
        };
        let log = store.load(&ShopId::new("demo").unwrap(), &conversation).await.unwrap();
        assert!(log.iter().zip(1..).all(|(recorded, seq)| recorded.seq == seq), "a gap or a repeat");
        let said = log.into_iter().filter_map(|recorded| match recorded.event {
            Event::CustomerSaid { utterance } => Some(utterance.text),
            _ => None,
        });
        said.collect()
    }
}

/// A disk of 64 megabytes: the first version takes some twenty.
struct Mounted(TempDir);

impl Mounted {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64m", "xiaoer-test"])
            .arg(folder.path())
            .status();
        mount.is_ok_and(|status| status.success()).then_some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // Lazily: a process that is about to end may still hold a file.
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

fn message(number: usize) -> Value {
    // Long, so that a disk which has a little room left is full soon.
    let text = format!("{number} {}", "长".repeat(1900));
    json!({"user": "ming", "text": text, "message_id": format!("m{number}")})
}

async fn story(disk: &Disk) {
    let (status, first) = disk.post(message(0)).await;
    assert_eq!(status, 202, "{first}");
    let conversation = first["conversation"].as_str().unwrap().to_owned();
    assert!(disk.metrics().await.contains("xiaoer_store_full 0"));

    disk.fill().await;
    let mut stored = 1;
    let refused = loop {
        let (status, answer) = disk.post(message(stored)).await;
        if status != 202 {
            break (status, answer["error"]["code"].clone());
        }
        stored += 1;
        assert!(stored < 1000, "the disk is not full");
    };
    assert_eq!(refused, (503, json!("store_full")));
    let metrics = disk.metrics().await;
    assert!(metrics.contains("xiaoer_store_full 1"), "{metrics}");
    assert!(metrics.contains(r#"xiaoer_store_refused_total{why="full"}"#), "{metrics}");
    // It stays so, and goes on answering.
    assert_eq!(disk.post(message(stored)).await.1["error"]["code"], "store_full");

    disk.make_room().await;
    // The one that was refused, and one more.
    for number in [stored, stored + 1] {
        let (status, answer) = disk.post(message(number)).await;
        assert_eq!((status, answer["conversation"].as_str()), (202, Some(conversation.as_str())), "{answer}");
    }
    assert!(disk.metrics().await.contains("xiaoer_store_full 0"));
    let expected: Vec<String> =
        (0..stored + 2).map(|number| message(number)["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(disk.texts(&conversation).await, expected);
}

#[tokio::test]
async fn a_log_that_may_not_grow_refuses_and_recovers() {
    story(&Disk::limited().await).await;
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stderr, reason = "what was not tried is said")]
async fn a_disk_that_is_full_refuses_and_recovers() {
    let Some(folder) = Mounted::new() else {
        eprintln!("no disk may be mounted here: a log that may not grow stands in for it");
        return story(&Disk::limited().await).await;
    };
    let data: PathBuf = folder.path().join("data");
    let server = Server::start(&data).await;
    let disk = Disk::Real { server, folder };
    story(&disk).await;
    let Disk::Real { server, .. } = &disk else { return };
    let log = server.log();
    assert_eq!(log.matches("the disk is full: nothing is stored").count(), 1, "{log}");
    assert_eq!(log.matches("there is room on the disk again").count(), 1, "{log}");
    assert!(!log.contains("长"), "{log}");
}
