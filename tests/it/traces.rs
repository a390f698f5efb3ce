//! Spans on their way: a turn as a collector sees it, and a collector that is not there.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest, common::v1::any_value::Value as Attribute,
    trace::v1::Span,
};
use prost::Message;
use serde_json::json;
use tokio::{net::TcpListener, runtime::Handle};
use tracing::{Dispatch, subscriber::NoSubscriber};
use tracing_subscriber::{fmt::MakeWriter, layer::SubscriberExt};
use xiaoer::{
    config::Endpoint,
    domain::ShopId,
    telemetry::{SPANS, Traces},
};

use crate::app::TestApp;

const WORDS: &str = "我的快递到哪了，我是王小明";
const CALLER: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/// Keeps what it is sent: spans of exporters, and the `traceparent` of everything else.
#[derive(Clone, Default)]
pub struct Collector(Arc<Mutex<Received>>);

#[derive(Default)]
struct Received {
    bodies: Vec<Bytes>,
    places: Vec<String>,
}

impl Collector {
    pub async fn open(&self) -> SocketAddr {
        let router = Router::new().fallback(take).with_state(self.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    pub fn spans(&self) -> Vec<Span> {
        let received = self.0.lock().unwrap();
        let requests = received.bodies.iter().map(|body| ExportTraceServiceRequest::decode(&**body).unwrap());
        let resources = requests.flat_map(|request| request.resource_spans);
        resources.flat_map(|resource| resource.scope_spans).flat_map(|scope| scope.spans).collect()
    }
}

async fn take(
    State(collector): State<Collector>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, &'static str) {
    let mut received = collector.0.lock().unwrap();
    if uri.path() == "/v1/traces" {
        received.bodies.push(body);
        return (StatusCode::OK, "");
    }
    let place = headers.get("traceparent").map(|place| place.to_str().unwrap().to_owned());
    received.places.extend(place);
    (StatusCode::OK, "[]")
}

/// Every log line.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Lines {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

fn traces(address: SocketAddr) -> Traces {
    let endpoint = Endpoint::new(&format!("http://{address}")).unwrap();
    Traces::start(Some(&endpoint), &ShopId::new("demo").unwrap(), &Handle::current()).unwrap()
}

async fn end(traces: Traces, within: Duration) {
    tokio::task::spawn_blocking(move || traces.end(within)).await.unwrap();
}

fn attributes(span: &Span) -> BTreeMap<&str, &str> {
    let attributes = span.attributes.iter().filter_map(|attribute| match &attribute.value.as_ref()?.value {
        Some(Attribute::StringValue(text)) => Some((attribute.key.as_str(), text.as_str())),
        _ => None,
    });
    attributes.collect()
}

#[tokio::test]
async fn a_collector_sees_a_turn_and_no_words() {
    let collector = Collector::default();
    let address = collector.open().await;
    let traces = traces(address);
    // With a single subscriber, a span that another test reaches first would be switched off for good.
    let _other = Dispatch::new(NoSubscriber::new());
    let subscriber = tracing_subscriber::registry().with(traces.layer());
    let tracing = tracing::subscriber::set_default(subscriber);
    let app = TestApp::retail(&format!("http://{address}")).await;
    let headers = [("x-channel-type", "web"), ("traceparent", CALLER)];
    let body = json!({"user": "customer-17", "text": WORDS}).to_string();
    let answer = app.post("/webhook?wait=10s", &headers, body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let conversation = answer.json()["conversation"].as_str().unwrap().to_owned();
    assert!(app.conversations.drain(Duration::from_secs(5)).await);
    drop((app, tracing));
    end(traces, Duration::from_secs(5)).await;

    let spans = collector.spans();
    let named = |name: &str| {
        let found = spans.iter().find(|span| span.name == name);
        found.unwrap_or_else(|| panic!("{name} in {:?}", spans.iter().map(|span| &span.name)))
    };
    let (request, turn) = (named("request"), named("turn"));
    assert_eq!(hex::encode(&request.parent_span_id), "b7ad6b7169203331");
    assert_eq!(turn.parent_span_id, request.span_id);
    for stage in ["hear", "understand", "decide", "call", "commit", "publish"] {
        let span = named(stage);
        assert_eq!(span.parent_span_id, turn.span_id, "{stage}");
        assert_eq!(attributes(span)["conversation"], conversation);
        assert_eq!(attributes(span)["shop"], "demo");
    }
    assert!(spans.iter().all(|span| hex::encode(&span.trace_id) == "0af7651916cd43dd8448eb211c80319c"));
    assert_eq!((attributes(request)["http.route"], attributes(turn)["outcome"]), ("/webhook", "called"));
    let call = format!("00-0af7651916cd43dd8448eb211c80319c-{}-01", hex::encode(&named("call").span_id));
    let received = collector.0.lock().unwrap();
    assert_eq!(received.places.first(), Some(&call), "the shop system is told where it is called from");
    for body in &received.bodies {
        let body = String::from_utf8_lossy(body);
        for secret in ["快递", "王小明", "customer-17"] {
            assert!(!body.contains(secret), "{secret} is in {body}");
        }
    }
}

#[tokio::test]
async fn a_collector_that_is_not_there_costs_a_line() {
    // Nobody listens where somebody just did.
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let (traces, lines) = (traces(address), Lines::default());
    let _other = Dispatch::new(NoSubscriber::new());
    let log = tracing_subscriber::fmt::layer().with_writer(lines.clone());
    let subscriber = tracing_subscriber::registry().with(log).with(traces.layer());
    let _tracing = tracing::subscriber::set_default(subscriber);
    let app = TestApp::start().await;
    // More spans than wait at most.
    for _ in 0..10_000 {
        drop(tracing::info_span!(target: SPANS, "span"));
    }
    assert_eq!(app.say("u", "你好").await["replies"][0]["text"], "您说：你好");
    let began = Instant::now();
    end(traces, Duration::from_secs(2)).await;
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    let told = lines.text().matches("spans do not reach the collector").count();
    assert_eq!(told, 1, "{}", lines.text());
}

#[tokio::test]
async fn nobody_asks_for_spans_that_go_nowhere() {
    let traces = Traces::default();
    let _other = Dispatch::new(NoSubscriber::new());
    let subscriber = tracing_subscriber::registry().with(traces.layer());
    let _tracing = tracing::subscriber::set_default(subscriber);
    let span = tracing::info_span!(target: SPANS, "span");
    assert_eq!(xiaoer::telemetry::traceparent(&span), None);
}
