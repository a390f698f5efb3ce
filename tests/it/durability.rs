//! `kill -9` in the middle of a load: what was acknowledged is there once, and every conversation goes on.

use std::{
    collections::BTreeMap,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use reqwest::{Client, Response};
use serde_json::{Value, json};
use tokio::{
    sync::{Semaphore, mpsc},
    task::JoinSet,
    time::timeout,
};
use xiaoer::{
    domain::{ConversationId, Event, ShopId},
    store::Store,
};

const CUSTOMERS: usize = 1000;
const MESSAGES: usize = 3;
/// The machine dies after so many acknowledgements.
const BEFORE_THE_CRASH: usize = 1200;
/// Requests at a time.
const TOGETHER: usize = 64;

/// The real program, as an operator starts it. Dies without a word when dropped.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    async fn start(data: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let process = Command::new(env!("CARGO_BIN_EXE_xiaoer"))
            .args(["serve", "--listen", &address, "--data"])
            .arg(data)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut server = Self { process, url: format!("http://{address}") };
        timeout(Duration::from_secs(60), server.ready()).await.expect("the server is ready within a minute");
        server
    }

    async fn ready(&mut self) {
        let client = Client::new();
        loop {
            let answer = client.get(format!("{}/readyz", self.url)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            assert_eq!(self.process.try_wait().unwrap(), None, "the server could not start");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn kill(&mut self) {
        // SIGKILL: nothing can be tidied up.
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One message of the load.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Message {
    customer: usize,
    number: usize,
}

impl Message {
    fn id(&self) -> String {
        format!("m{}-{}", self.customer, self.number)
    }

    fn text(&self) -> &'static str {
        ["你好", "我的快递到哪了", "谢谢"][self.number % MESSAGES]
    }
}

/// Conversation and seq, as the server acknowledged them.
type Acknowledged = BTreeMap<Message, (String, u64)>;

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
    async fn send(&self, message: &Message) -> Option<(String, u64)> {
        let body = json!({"text": message.text(), "message_id": message.id()});
        let answer: Value = self.post(message.customer, body, "").await.ok()?.json().await.ok()?;
        Some((answer["conversation"].as_str()?.to_owned(), answer["seq"].as_u64()?))
    }
}

/// All customers talk at once, each message after the one before, until the server dies.
async fn load_until_killed(mut server: Server) -> Acknowledged {
    let customers = Customers::of(&server);
    let (acknowledge, mut acknowledged) = mpsc::unbounded_channel();
    for customer in 0..CUSTOMERS {
        let (customers, acknowledge) = (customers.clone(), acknowledge.clone());
        tokio::spawn(async move {
            for number in 0..MESSAGES {
                let message = Message { customer, number };
                let Some(place) = customers.send(&message).await else { return };
                // The receiver outlives every customer.
                let _ = acknowledge.send((message, place));
            }
        });
    }
    drop(acknowledge);
    let mut all = Acknowledged::new();
    while let Some((message, place)) = acknowledged.recv().await {
        all.insert(message, place);
        if all.len() == BEFORE_THE_CRASH {
            server.kill();
        }
    }
    all
}

/// Sends again what got no answer, in order, and now and then what got one.
async fn send_again(customers: &Customers, acknowledged: &Acknowledged) -> Acknowledged {
    let mut sending = JoinSet::new();
    for customer in 0..CUSTOMERS {
        let customers = customers.clone();
        let messages = (0..MESSAGES).map(|number| Message { customer, number });
        let again: Vec<Message> = messages
            .filter(|message| message.customer.is_multiple_of(3) || !acknowledged.contains_key(message))
            .collect();
        sending.spawn(async move {
            let mut places = Vec::new();
            for message in again {
                let place = customers.send(&message).await.expect("the restarted server takes it");
                places.push((message, place));
            }
            places
        });
    }
    sending.join_all().await.into_iter().flatten().collect()
}

/// Every customer gets an answer to one more message.
async fn everybody_goes_on(customers: &Customers) {
    let mut asking = JoinSet::new();
    for customer in 0..CUSTOMERS {
        let customers = customers.clone();
        asking.spawn(async move {
            let answer = customers.post(customer, json!({"text": "你好"}), "?wait=10s").await.unwrap();
            let answer: Value = answer.json().await.unwrap();
            assert!(answer["replies"].as_array().is_some_and(|replies| !replies.is_empty()), "{answer}");
        });
    }
    asking.join_all().await;
}

/// What lies on disk: message ids with their seq, by conversation.
async fn stored(store: &Store, conversation: &str) -> Vec<(String, u64)> {
    let conversation = ConversationId::new(conversation).unwrap();
    let log = store.load(&ShopId::new("demo").unwrap(), &conversation).await.unwrap();
    let seqs: Vec<u64> = log.iter().map(|recorded| recorded.seq).collect();
    assert_eq!(seqs, (1..=seqs.len() as u64).collect::<Vec<_>>(), "a gap in {conversation}");
    log.iter()
        .filter_map(|recorded| {
            let Event::CustomerSaid { utterance } = &recorded.event else { return None };
            Some((utterance.message_id.as_ref()?.to_string(), recorded.seq))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_9_once() {
    // reqwest wants a provider, though nothing here speaks TLS; another test may have installed it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let acknowledged = load_until_killed(Server::start(folder.path()).await).await;
    assert!(acknowledged.len() >= BEFORE_THE_CRASH, "the server died too early");
    assert!(acknowledged.len() < CUSTOMERS * MESSAGES, "the server died too late");

    let server = Server::start(folder.path()).await;
    let customers = Customers::of(&server);
    let again = send_again(&customers, &acknowledged).await;
    for (message, place) in &again {
        if let Some(first) = acknowledged.get(message) {
            assert_eq!(place, first, "{message:?} was taken for a new one");
        }
    }
    everybody_goes_on(&customers).await;
    drop(server);

    let all: Acknowledged = acknowledged.into_iter().chain(again).collect();
    assert_eq!(all.len(), CUSTOMERS * MESSAGES);
    let mut expected: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
    for (message, (conversation, seq)) in all {
        expected.entry(conversation).or_default().push((message.id(), seq));
    }
    assert_eq!(expected.len(), CUSTOMERS, "somebody has two conversations");
    let store = Store::open(&folder.path().join("conversations.db")).unwrap();
    for (conversation, messages) in expected {
        assert_eq!(stored(&store, &conversation).await, messages, "in {conversation}");
    }
}
