//! `kill -9` in the middle of a load: what was acknowledged is there once, and every conversation goes on.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use reqwest::{Client, Response};
use serde_json::{Value, json};
use tokio::{sync::Semaphore, task::JoinSet, time::timeout};
use xiaoer::{
    domain::{ConversationId, Event, Recorded, ShopId},
    store::Store,
};

use crate::process::Server;

const CUSTOMERS: usize = 1000;
/// The machine dies after so many acknowledgements.
const BEFORE_THE_CRASH: usize = 500;
/// Customers who say one more thing at the end.
const TALKATIVE: usize = 50;
/// Requests at a time.
const TOGETHER: usize = 64;

/// Conversation and seq of every customer's message, as the server acknowledged them.
type Acknowledged = BTreeMap<usize, (String, u64)>;

fn message_id(customer: usize) -> String {
    format!("m{customer}")
}

/// A few ask a shop system, so that some calls are open when the machine dies.
fn text(customer: usize) -> &'static str {
    if customer.is_multiple_of(20) { "我的快递到哪了" } else { "你好" }
}

#[derive(Clone)]
struct Customers {
    client: Client,
    url: String,
    gate: Arc<Semaphore>,
}

impl Customers {
    fn of(server: &Server) -> Self {
        Self { client: Client::new(), url: server.url.clone(), gate: Arc::new(Semaphore::new(TOGETHER)) }
    }

    async fn post(&self, customer: usize, body: Value, query: &str) -> reqwest::Result<Response> {
        let _permit = self.gate.acquire().await.unwrap();
        let mut body = body;
        body["user"] = json!(format!("customer{customer}"));
        let request =
            self.client.post(format!("{}/webhook{query}", self.url)).header("X-Channel-Type", "web");
        request
            .header("Content-Type", "application/json")
            .body(body.to_string())
            .send()
            .await?
            .error_for_status()
    }

    /// What the server acknowledges, or nothing when it is gone.
    async fn send(&self, customer: usize) -> Option<(String, u64)> {
        let body = json!({"text": text(customer), "message_id": message_id(customer)});
        let answer: Value = self.post(customer, body, "").await.ok()?.json().await.ok()?;
        Some((answer["conversation"].as_str()?.to_owned(), answer["seq"].as_u64()?))
    }
}

/// All customers talk at once, until the server dies.
async fn load_until_killed(mut server: Server) -> Acknowledged {
    let customers = Customers::of(&server);
    let mut sending = JoinSet::new();
    for customer in 0..CUSTOMERS {
        let customers = customers.clone();
        sending.spawn(async move { Some((customer, customers.send(customer).await?)) });
    }
    let mut acknowledged = Acknowledged::new();
    while let Some(sent) = sending.join_next().await {
        acknowledged.extend(sent.unwrap());
        if acknowledged.len() == BEFORE_THE_CRASH {
            server.kill();
        }
    }
    acknowledged
}

/// Sends again what got no answer, and some of what got one.
async fn send_again(customers: &Customers, acknowledged: &Acknowledged) -> Acknowledged {
    let mut sending = JoinSet::new();
    for customer in 0..CUSTOMERS {
        if customer.is_multiple_of(3) || !acknowledged.contains_key(&customer) {
            let customers = customers.clone();
            sending.spawn(async move {
                (customer, customers.send(customer).await.expect("the restarted server takes it"))
            });
        }
    }
    sending.join_all().await.into_iter().collect()
}

/// Some customers say one more thing, and get an answer at once.
async fn talk_on(customers: &Customers) {
    let mut asking = JoinSet::new();
    for customer in 1..=TALKATIVE {
        let customers = customers.clone();
        asking.spawn(async move {
            let answer = customers.post(customer, json!({"text": "在吗"}), "?wait=10s").await.unwrap();
            let answer: Value = answer.json().await.unwrap();
            assert!(answer["replies"].as_array().is_some_and(|replies| !replies.is_empty()), "{answer}");
        });
    }
    asking.join_all().await;
}

/// Every customer's message is on disk once, where it was acknowledged, and was answered.
async fn check(store: &Store, acknowledged: &Acknowledged) {
    for (customer, (conversation, seq)) in acknowledged {
        let conversation = ConversationId::new(conversation).unwrap();
        loop {
            let log = store.load(&ShopId::new("demo").unwrap(), &conversation).await.unwrap();
            let seqs: Vec<u64> = log.iter().map(|recorded| recorded.seq).collect();
            assert_eq!(seqs, (1..=seqs.len() as u64).collect::<Vec<_>>(), "a gap in {conversation}");
            assert_eq!(places(&log, &message_id(*customer)), [*seq], "customer {customer}");
            if log.iter().any(|recorded| matches!(recorded.event, Event::BotSaid { .. })) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// Where a message lies in a log.
fn places(log: &[Recorded], id: &str) -> Vec<u64> {
    let of_that_id = |event: &Event| matches!(event, Event::CustomerSaid { utterance } if utterance.message_id.as_ref().is_some_and(|known| known.as_str() == id));
    log.iter().filter(|recorded| of_that_id(&recorded.event)).map(|recorded| recorded.seq).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_9_once() {
    // reqwest wants a provider, though nothing here speaks TLS; another test may have installed it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let acknowledged = load_until_killed(Server::start(folder.path()).await).await;
    assert!(
        (BEFORE_THE_CRASH..CUSTOMERS).contains(&acknowledged.len()),
        "the server died too early or too late"
    );

    let server = Server::start(folder.path()).await;
    let customers = Customers::of(&server);
    let again = send_again(&customers, &acknowledged).await;
    for (customer, place) in &again {
        let first = acknowledged.get(customer).unwrap_or(place);
        assert_eq!(place, first, "customer {customer}'s message was taken for a new one");
    }
    talk_on(&customers).await;

    let all: Acknowledged = acknowledged.into_iter().chain(again).collect();
    let conversations: BTreeSet<&String> = all.values().map(|(conversation, _)| conversation).collect();
    assert_eq!(conversations.len(), CUSTOMERS, "everybody has a conversation of their own");
    let store = Store::open(&folder.path().join("conversations.db")).unwrap();
    timeout(Duration::from_secs(60), check(&store, &all)).await.expect("every conversation goes on");
}

/// Visitors and seats over sockets, by the command that operators have for it.
#[test]
fn nothing_is_lost_however_often_the_server_dies() {
    let folder = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_xiaoer"))
        .args(["bench", "crash", "--times", "4", "--visitors", "12", "--data"])
        .arg(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let warned = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}{warned}");
    let acknowledged = said.lines().find(|line| line.contains("acknowledged_to_visitors")).unwrap();
    assert!(acknowledged.split_whitespace().next_back().unwrap().parse::<u32>().unwrap() > 20, "{said}");
}
