//! Content is exchanged under load: every turn is answered, each by one whole version. What it costs in memory is measured on the
//! release build, by `xiaoer bench reloads`.

use std::sync::{
    Arc, Weak,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

use jiff::Timestamp;
use tokio::task::JoinSet;
use xiaoer::{
    conversation::{Brain, Limits},
    desk::Desk,
    dialogue::Tracker,
    domain::{Action, Decision, Signal, Understanding},
    rollout::{Names, Rollout, Settings, Version},
};

use crate::node::{says, settled, shop_id, slow_shop, start_on, understood};

const RELOADS: u32 = 200;
const CUSTOMERS: u32 = 8;

/// Understands and answers by its number.
struct Numbered(u32);

impl Numbered {
    fn version(number: u32) -> Version {
        let names = Names { content: number.to_string(), model: String::new() };
        Version { names, brain: Arc::new(Self(number)) }
    }
}

impl Brain for Numbered {
    fn settle(&self, _: &str, _: Timestamp) -> Option<Understanding> {
        None
    }

    fn understand(&self, text: &str, _: Timestamp) -> Understanding {
        let mut understanding = understood(text);
        understanding.trace.content = self.0.to_string();
        understanding
    }

    fn decide(&self, _: &Tracker, signal: &Signal) -> Decision {
        let Signal::Said(understanding) = signal else { panic!("nothing else happens") };
        let said = says(&format!("{} {}", understanding.trace.content, self.0));
        Decision { by: "numbered".into(), events: vec![said], action: Action::Listen }
    }

    fn wording(&self, _: &str) -> Option<String> {
        None
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_turn_is_answered_by_one_whole_version() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings::new(shop_id(), folder.path().to_owned(), folder.path().join("log.db"));
    let rollout = Rollout::open(settings, Numbered::version(0));
    let source = Arc::new(rollout.clone());
    let node = Arc::new(start_on(folder, source, slow_shop(), Limits::default(), Desk::default()).await);
    let (newest, over) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
    let mut talking = JoinSet::new();
    for customer in 0..CUSTOMERS {
        let (node, newest, over) = (node.clone(), newest.clone(), over.clone());
        talking.spawn(async move {
            let mut turns = 0;
            while !over.load(Ordering::Relaxed) || turns == 0 {
                let before = newest.load(Ordering::SeqCst);
                let spoken = node.send_as(&format!("c{customer}"), "在吗", None).await.unwrap();
                let said = settled(spoken).await.join("");
                let (understood, decided) = said.split_once(' ').unwrap();
                assert_eq!(understood, decided);
                assert!(decided.parse::<u32>().unwrap() >= before, "{said} after {before}");
                turns += 1;
            }
            turns
        });
    }
    let mut versions: Vec<Weak<dyn Brain>> = Vec::new();
    for number in 1..=RELOADS {
        let version = Numbered::version(number);
        versions.push(Arc::downgrade(&version.brain));
        rollout.set_live(version);
        newest.store(number, Ordering::SeqCst);
        // Something is said under each version.
        let spoken = node.send_as("between", "在吗", None).await.unwrap();
        assert_eq!(settled(spoken).await, [format!("{number} {number}")]);
        // The newest, and for each conversation the one that its turn began with, and that of the thread which has just thought.
        let kept = versions.iter().filter(|version| version.strong_count() > 0).count();
        assert!(kept <= 1 + 2 * (1 + CUSTOMERS as usize), "{kept} versions are in memory");
    }
    over.store(true, Ordering::Relaxed);
    let turns: Vec<u32> = talking.join_all().await;
    assert!(turns.iter().all(|turns| *turns > 0), "{turns:?}");
}
