//! What a turn costs: `cargo bench --bench turn`. Trains a model first; writes to a temporary folder, so TMPDIR chooses the disk.
//!
//! A turn is a customer's message stored, understood, decided on, and its answer stored: two synced commits. Here it is answered by an
//! operator's rule and asks no shop system.

#![allow(clippy::print_stdout)]

use std::{
    collections::BTreeMap,
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::{Timestamp, Zoned, tz::TimeZone};
use prometheus_client::registry::Registry;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Mutex,
    task::JoinSet,
};
use xiaoer::{
    assistant::Assistant,
    config::Config,
    content::{self, source},
    conversation::{Brain, Conversations, Ear, Heard, Limits, Parts, Topic, Words},
    desk::Desk,
    domain::{Channel, ConversationId, CustomerId, Event, MessageId, Recorded, ShopId, Utterance},
    http::{self, Api, Server},
    identity::{Key, Links, People, Visitors},
    inbox::Inbox,
    integration::Gateway,
    nlu::embed::{Embedder, HashEmbedder},
    report::{self, Reports},
    rollout::{self, Rollout},
    search::{self, Search},
    store::{Append, Contact, Files, Follower, Store},
    train::{self, Row, Settings},
};

#[path = "../tests/it/small_shop.rs"]
#[allow(dead_code, clippy::unwrap_used, reason = "the tests use more of it, and say where they cannot go on")]
mod small_shop;

const GREETING: &str = "你好";
/// Customers take turns, so that logs stay short and many conversations are in memory.
const CUSTOMERS: usize = 10_000;
const RUN: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() {
    let assistant = Arc::new(assistant());
    println!("understand and decide alone: {}", thinking(&assistant));
    println!("| what | at a time | a second | p50 ms | p95 ms | p99 ms | CPU µs each | MB resident |");
    println!("|---|---|---|---|---|---|---|---|");
    for together in [1, 16, 256, 1024] {
        appends(together).await;
    }
    for together in [1, 16, 64, 256] {
        turns(&assistant, together).await;
    }
    for together in [1, 16, 64, 256] {
        requests(&assistant, together).await;
    }
}

/// The built-in content with a model trained on its examples.
fn assistant() -> Assistant {
    let (content, _) = content::load(&source::embedded(), Zoned::now().date());
    let rows = content.intents.values().flat_map(|intent| {
        let row = |text: &str| Row { text: text.to_owned(), intent: intent.name.clone() };
        intent.examples.iter().map(move |example| row(&example.text))
    });
    let rows: Vec<Row> = rows.collect();
    let settings = Settings { folds: 2, ..Settings::default() };
    let model = train::fit(&rows, &HashEmbedder, settings, &mut |_, _| {}).expect("the content has examples");
    let zone = TimeZone::get("Asia/Shanghai").expect("the time zone database is built in");
    Assistant::new(content, model, Arc::new(HashEmbedder), "this program", zone)
        .expect("the model was trained on this content")
}

fn thinking(assistant: &Assistant) -> String {
    let shop = ShopId::new("bench").expect("a valid id");
    let tracker = xiaoer::dialogue::Tracker::new(shop);
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..2000 {
        let began = Instant::now();
        let understanding = assistant.understand(GREETING, Timestamp::now());
        std::hint::black_box(assistant.decide(&tracker, &xiaoer::domain::Signal::Said(understanding)));
        times.push(began.elapsed());
    }
    times.sort_unstable();
    format!("{:?} p50, {:?} p95", times[times.len() / 2], times[times.len() * 95 / 100])
}

/// Appends of one event each, so many at a time.
async fn appends(together: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open(&folder.path().join("log.db")).expect("a new log");
    load("append", together, |client| {
        let store = store.clone();
        let mut seq = 0;
        async move {
            let (shop, conversation) = (ShopId::new("bench").expect("valid"), name(client));
            move || {
                let (store, shop, conversation) = (store.clone(), shop.clone(), conversation.clone());
                seq += 1;
                async move {
                    let event = if seq == 1 { opened(client) } else { said() };
                    let events = [Recorded { seq, at: Timestamp::now(), event }];
                    let append =
                        Append { shop: &shop, conversation: &conversation, events: &events, pending: true };
                    store.append(append).await.expect("an append");
                }
            }
        }
    })
    .await;
}

/// Whole turns in the process, so many at a time.
async fn turns(assistant: &Arc<Assistant>, together: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open(&folder.path().join("log.db")).expect("a new log");
    let brain: Arc<dyn Brain> = assistant.clone();
    let systems = Arc::new(Gateway::connect(&[], |_| None).expect("no systems"));
    let (desk, limits) = (Desk::default(), Limits::default());
    let parts = Parts { store, brain: Arc::new(move || brain.clone()), systems, desk, limits };
    let conversations = Conversations::start(parts);
    load("turn", together, |client| {
        let conversations = conversations.clone();
        let mut turn = 0;
        async move {
            move || {
                let conversations = conversations.clone();
                turn += 1;
                let customer = (client + turn * together) % CUSTOMERS;
                async move { say(&conversations, customer).await }
            }
        }
    })
    .await;
}

/// Whole turns over HTTP on loopback, each asked for with `?wait`; the clients share the machine.
async fn requests(assistant: &Arc<Assistant>, together: usize) {
    let (conversations, parts, folder) = start(assistant);
    let key = Key::open(folder.path()).expect("a new key");
    let log = || Follower::open(&folder.path().join("log.db")).expect("the log");
    let config = Config::embedded();
    let attachments = folder.path().join("attachments");
    let files = Files::open(&attachments, config.attachments.clone(), &parts.store).await;
    let opened = small_shop::open(folder.path(), &config.shop.id, &config.content);
    let log_file = folder.path().join("log.db");
    let of_rollout = rollout::Settings::new(config.shop.id.clone(), folder.path().to_owned(), log_file);
    let rollout = Rollout::open(of_rollout, opened.assistant.clone().into());
    let live = Arc::new(small_shop::Live(rollout.clone()));
    let api = Api::new(http::Parts {
        versions: opened.start(live, log()).expect("a thread"),
        rollout,
        conversations,
        files: files.expect("a new folder"),
        people: People::new(parts.store.clone()),
        search: Search::start(search::Settings::new(folder.path().join("search")), log()).expect("a thread"),
        reports: Reports::start(report::Settings::new(config.shop.timezone.clone()), log())
            .expect("a thread"),
        inbox: Inbox::start(
            config.shop.id.clone(),
            parts.store.clone(),
            log(),
            Arc::new(|| -> Arc<dyn Embedder> { Arc::new(HashEmbedder) }),
        )
        .expect("two threads"),
        config,
        visitors: Visitors::new(key.clone(), None, false),
        demo_shop: None,
        links: Links::new(key),
        store: parts.store,
        registry: Registry::default(),
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (sockets, router) = (api.sockets.clone(), http::router(api));
    let server = Server { router, sockets, connections: 4096, drain: Duration::ZERO };
    tokio::spawn(server.serve(listener, std::future::pending()));
    load("turn over HTTP", together, |client| async move {
        let connection = TcpStream::connect(address).await.expect("a connection");
        connection.set_nodelay(true).expect("a socket option");
        let connection = Arc::new(Mutex::new(connection));
        let mut turn = 0;
        move || {
            turn += 1;
            let customer = (client + turn * together) % CUSTOMERS;
            let connection = connection.clone();
            async move { post(&mut *connection.lock().await, customer).await }
        }
    })
    .await;
}

/// One request and its answer, with as little work as possible for the client.
async fn post(connection: &mut TcpStream, customer: usize) {
    let body = format!(r#"{{"user":"customer {customer}","text":"{GREETING}","message_id":"{}"}}"#, unique());
    let head = "POST /webhook?wait=5s HTTP/1.1\r\nhost: bench\r\nx-channel-type: web\r\ncontent-type: application/json";
    let request = format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    connection.write_all(request.as_bytes()).await.expect("the server reads");
    let mut answer = Vec::with_capacity(4096);
    loop {
        connection.read_buf(&mut answer).await.expect("the server answers");
        let text = String::from_utf8_lossy(&answer);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
        if body.len() >= length.parse().expect("a number") {
            assert!(head.starts_with("HTTP/1.1 200") && body.contains("\"by\":\"bot\""), "{text}");
            return;
        }
    }
}

fn start(assistant: &Arc<Assistant>) -> (Conversations, Parts, TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open(&folder.path().join("log.db")).expect("a new log");
    let brain: Arc<dyn Brain> = assistant.clone();
    let systems = Arc::new(Gateway::connect(&[], |_| None).expect("no systems"));
    let (desk, limits) = (Desk::default(), Limits::default());
    let parts = Parts { store, brain: Arc::new(move || brain.clone()), systems, desk, limits };
    (Conversations::start(parts.clone()), parts, folder)
}

async fn say(conversations: &Conversations, customer: usize) {
    let (shop, customer) = (ShopId::new("bench").expect("valid"), customer_id(customer));
    let Event::CustomerSaid { utterance } = said() else { return };
    let topic = Topic::Contact(customer.clone(), Channel::Web);
    let mut ear = Ear::open(conversations.hub(), shop.clone(), topic, 64);
    let contact = Contact { shop, customer, channel: Channel::Web };
    let ack = conversations.say(&contact, Words::whole(utterance)).await.expect("an ack");
    while !matches!(&*ear.next().await, Heard::Settled { seq, .. } if *seq >= ack.seq) {}
}

/// Runs clients for a while and prints a line of the table.
async fn load<C, S, F>(what: &str, together: usize, client: impl Fn(usize) -> C)
where
    C: Future<Output = S> + Send + 'static,
    S: FnMut() -> F + Send,
    F: Future<Output = ()> + Send,
{
    let (began, used) = (Instant::now(), cpu());
    let mut clients = JoinSet::new();
    for number in 0..together {
        let client = client(number);
        clients.spawn(async move {
            let mut step = client.await;
            let mut times = Vec::new();
            while began.elapsed() < RUN {
                let began = Instant::now();
                step().await;
                times.push(began.elapsed());
            }
            times
        });
    }
    let mut times: Vec<Duration> = clients.join_all().await.into_iter().flatten().collect();
    let a_second = times.len() as f64 / began.elapsed().as_secs_f64();
    let each = (cpu() - used).as_micros() / times.len() as u128;
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!(
        "| {what} | {together} | {a_second:.0} | {:.2} | {:.2} | {:.2} | {each} | {} |",
        at(50),
        at(95),
        at(99),
        resident()
    );
}

/// Megabytes, as the kernel counts them.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Processor time of this process so far; the kernel counts it in hundredths of a second.
fn cpu() -> Duration {
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = status.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    Duration::from_millis(fields.filter_map(|field| field.parse::<u64>().ok()).sum::<u64>() * 10)
}

fn name(number: usize) -> ConversationId {
    ConversationId::new(format!("conversation {number}")).expect("a valid id")
}

fn customer_id(number: usize) -> CustomerId {
    CustomerId::new(format!("customer {number}")).expect("a valid id")
}

fn opened(customer: usize) -> Event {
    Event::Opened { customer: customer_id(customer), channel: Channel::Web }
}

fn said() -> Event {
    let message_id = Some(MessageId::new(unique()).expect("a UUID is short and printable"));
    Event::CustomerSaid {
        utterance: Utterance { text: GREETING.into(), title: None, message_id, metadata: BTreeMap::new() },
    }
}

fn unique() -> String {
    uuid::Uuid::now_v7().to_string()
}
