//! SIGTERM in the middle of a load: what was acknowledged is answered, by this process or the next, and the last spans are sent.

use std::{collections::BTreeMap, time::Duration};

use reqwest::Client as Http;
use serde_json::{Value, json};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};
use xiaoer::{
    config::Endpoint,
    domain::{ConversationId, Event, Recorded, ShopId},
    store::Store,
};

use crate::{process::Server, talk_over_sockets::Client, traces::Collector};

const VISITORS: usize = 24;
const POSTERS: usize = 24;
/// The process is told to stop after so many acknowledgements.
const BEFORE_THE_STOP: usize = 150;

/// By the id of the message: in which conversation, and where.
type Acknowledged = BTreeMap<String, (String, u64)>;

/// What somebody saw until the server was gone.
struct Seen {
    acknowledged: Acknowledged,
    /// With which code their socket was closed.
    closed: Option<Option<u16>>,
}

/// Says one thing after the other over a socket.
async fn visit(server: std::net::SocketAddr, number: usize, count: impl Fn()) -> Seen {
    let mut seen = Seen { acknowledged: Acknowledged::new(), closed: None };
    let mut visitor = Client::dial(server, "/ws/visitor?shop=demo", &[]).await.unwrap();
    visitor.say(json!({"type": "hello"})).await;
    let mut next = 0;
    loop {
        match visitor.next().await {
            Ok(heard) => {
                if heard["type"] == "ack" {
                    let place = heard["conversation"].as_str().unwrap().to_owned();
                    let id = heard["client_id"].as_str().unwrap().to_owned();
                    seen.acknowledged.insert(id, (place, heard["seq"].as_u64().unwrap()));
                    count();
                }
                if heard["type"] == "welcome" || heard["type"] == "message" && heard["by"] == "bot" {
                    let id = format!("v{number}.{next}");
                    visitor.say(json!({"type": "say", "client_id": id, "text": "你好"})).await;
                    next += 1;
                }
            }
            Err(code) => {
                seen.closed = Some(code);
                return seen;
            }
        }
    }
}

/// Sends one message after the other, without waiting for answers.
async fn post(url: String, number: usize, count: impl Fn()) -> Seen {
    let (client, mut acknowledged) = (Http::new(), Acknowledged::new());
    for next in 0.. {
        let id = format!("p{number}.{next}");
        let body = json!({"user": format!("p{number}"), "text": "我的快递到哪了", "message_id": id});
        let answer = client.post(format!("{url}/webhook")).body(body.to_string()).send().await;
        let Ok(answer) = answer else { break };
        let (status, answer) = (answer.status().as_u16(), answer.json::<Value>().await.unwrap_or_default());
        match (status, answer["error"]["code"].as_str()) {
            (202, _) => {
                let place = answer["conversation"].as_str().unwrap().to_owned();
                acknowledged.insert(id, (place, answer["seq"].as_u64().unwrap()));
                count();
            }
            // Too much waits; the sender waits too.
            (429, _) => sleep(Duration::from_millis(20)).await,
            (503, Some("draining")) => break,
            _ => panic!("{status}: {answer}"),
        }
    }
    Seen { acknowledged, closed: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_answered_when_the_server_is_told_to_stop() {
    let folder = tempfile::tempdir().unwrap();
    let collector = Collector::default();
    let endpoint = format!("http://{}", collector.open().await);
    let mut server = Server::start_with(folder.path(), &[(Endpoint::VARIABLE, &endpoint)]).await;
    let (acknowledging, mut acknowledged) = tokio::sync::watch::channel(0);
    let mut load = JoinSet::new();
    for number in 0..VISITORS {
        let (address, count) = (server.address, acknowledging.clone());
        load.spawn(async move { visit(address, number, || count.send_modify(|count| *count += 1)).await });
    }
    for number in 0..POSTERS {
        let (url, count) = (server.url.clone(), acknowledging.clone());
        load.spawn(async move { post(url, number, || count.send_modify(|count| *count += 1)).await });
    }
    acknowledged.wait_for(|count| *count >= BEFORE_THE_STOP).await.unwrap();
    server.stop();
    let status =
        timeout(Duration::from_secs(20), server.ended()).await.expect("within serve.drain, and some");
    assert!(status.success(), "{status}: {}", server.log());
    let seen = load.join_all().await;
    let closed: Vec<u16> = seen.iter().filter_map(|seen| seen.closed).flatten().collect();
    assert_eq!(closed, [4010; VISITORS]);
    let heard = collector.spans().iter().filter(|span| span.name == "hear").count();
    let acknowledged: usize = seen.iter().map(|seen| seen.acknowledged.len()).sum();
    assert!(heard >= acknowledged, "{heard} spans of {acknowledged} messages: the last were not sent");

    let _next = Server::start(folder.path()).await;
    let store = Store::open(&folder.path().join("conversations.db")).unwrap();
    let mut logs = BTreeMap::new();
    for (conversation, _) in seen.iter().flat_map(|seen| seen.acknowledged.values()) {
        if !logs.contains_key(conversation) {
            let answered = timeout(Duration::from_secs(30), answered(&store, conversation)).await;
            logs.insert(conversation, answered.expect("its last words are answered"));
        }
    }
    for (id, (conversation, seq)) in seen.iter().flat_map(|seen| &seen.acknowledged) {
        assert_eq!(places(&logs[conversation], id), [*seq], "{id} in {conversation}");
    }
}

/// The log of a conversation, as soon as nothing in it waits for an understanding.
async fn answered(store: &Store, conversation: &str) -> Vec<Recorded> {
    let conversation = ConversationId::new(conversation).unwrap();
    loop {
        let log = store.load(&ShopId::new("demo").unwrap(), &conversation).await.unwrap();
        let last = |is: fn(&Event) -> bool| log.iter().rposition(|recorded| is(&recorded.event));
        let said = last(|event| matches!(event, Event::CustomerSaid { .. }));
        if last(|event| matches!(event, Event::Understood { .. })) > said {
            return log;
        }
        sleep(Duration::from_millis(50)).await;
    }
}

/// Where a message lies in a log.
fn places(log: &[Recorded], id: &str) -> Vec<u64> {
    let of_that_id = |event: &Event| matches!(event, Event::CustomerSaid { utterance } if utterance.message_id.as_ref().is_some_and(|known| known.as_str() == id));
    log.iter().filter(|recorded| of_that_id(&recorded.event)).map(|recorded| recorded.seq).collect()
}
