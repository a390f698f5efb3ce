//! A whole node without a socket: the router on a real log, with a scripted brain and a scripted shop.

use std::{
    future::Future,
    net::Ipv4Addr,
    path::Path,
    pin::Pin,
    sync::{Arc, LazyLock},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use jiff::Timestamp;
use prometheus_client::registry::Registry;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use xiaoer::{
    assistant::Assistant,
    config::Config,
    content::{self, source},
    conversation::{Brain, Conversations, IntentTitle, Limits, Parts, Systems},
    desk::Desk,
    dialogue::Tracker,
    domain::{
        Action, Call, CallId, Certainty, Choice, Confidence, CustomerId, Decision, Entity, Event, FlowEnd,
        Handoff, Language, Name, Outcome, Position, Signal, Stage, Trace, Understanding,
    },
    http::{self, Api, DemoShop, Peer},
    identity::{Key, Links, People, Visitors},
    inbox::Inbox,
    integration::Gateway,
    nlu::{
        Model,
        embed::{BertEmbedder, Embedder, EncoderOptions, HashEmbedder},
    },
    report::{self, Reports},
    rollout::{self, Rollout},
    search::{Search, Settings},
    store::{Files, Follower, Store},
};

use crate::small_shop::{self, Live};

/// The built-in encoder as the built-in model goes by it, read once.
pub fn encoder() -> Arc<dyn Embedder> {
    static ENCODER: LazyLock<Arc<BertEmbedder>> = LazyLock::new(|| {
        let encoder = BertEmbedder::embedded(&EncoderOptions::default()).unwrap();
        let model = Model::embedded().unwrap();
        Arc::new(encoder.with_layers(&model.layers().unwrap().expect("it is tuned")).unwrap())
    });
    ENCODER.clone()
}

pub struct TestApp {
    pub api: Api,
    pub conversations: Conversations,
    router: Router,
    data: TempDir,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl TestApp {
    pub async fn start() -> Self {
        Self::with(Config::embedded()).await
    }

    pub async fn with(config: Config) -> Self {
        Self::of(config, Arc::new(Scripted), Arc::new(Scripted)).await
    }

    /// The same on systems of its own.
    pub async fn asking(config: Config, systems: Arc<dyn Systems>) -> Self {
        Self::of(config, Arc::new(Scripted), systems).await
    }

    /// The built-in content with its model, on a demo shop at this address.
    pub async fn retail(shop_url: &str) -> Self {
        static ASSISTANT: LazyLock<Arc<Assistant>> = LazyLock::new(|| {
            let config = Config::embedded();
            let (content, _) = content::load(&source::embedded(), jiff::Zoned::now().date());
            let model = Model::load(Path::new("models/current")).unwrap();
            Arc::new(
                Assistant::new(content, model, encoder(), "models/current", config.shop.timezone).unwrap(),
            )
        });
        let assistant = ASSISTANT.clone();
        let variables = |name: &str| (name == "XIAOER_SHOP_URL").then(|| shop_url.to_owned());
        let gateway = Gateway::connect(&assistant.content().integrations, variables).unwrap();
        Self::of(Config::embedded(), assistant, Arc::new(gateway)).await
    }

    /// As without settings, on a demo shop at this address.
    pub async fn demonstration(shop_url: &str) -> Self {
        let (data, shop) = (tempfile::tempdir().unwrap(), DemoShop::at(shop_url).unwrap());
        Self::on(data, Config::demonstration(), Some(Arc::new(Scripted)), Arc::new(Scripted), Some(shop))
            .await
    }

    /// Answered by the small shop's content, as far as it is live.
    pub async fn small(data: TempDir) -> Self {
        Self::on(data, Config::embedded(), None, Arc::new(Scripted), None).await
    }

    /// Comes to its end, and leaves its data.
    pub async fn end(self) -> TempDir {
        let Self { data, conversations, .. } = self;
        assert!(conversations.drain(Duration::from_secs(5)).await);
        data
    }

    async fn of(config: Config, brain: Arc<dyn Brain>, systems: Arc<dyn Systems>) -> Self {
        Self::on(tempfile::tempdir().unwrap(), config, Some(brain), systems, None).await
    }

    /// Another node on the same data, when this one has come to its end.
    pub async fn restart(self, config: Config) -> Self {
        let data = self.end().await;
        Self::on(data, config, Some(Arc::new(Scripted)), Arc::new(Scripted), None).await
    }

    async fn on(
        data: TempDir,
        config: Config,
        brain: Option<Arc<dyn Brain>>,
        systems: Arc<dyn Systems>,
        demo_shop: Option<DemoShop>,
    ) -> Self {
        let log = data.path().join("log.db");
        let store = Store::open(&log).unwrap();
        let settings =
            Settings { every: Duration::from_millis(10), ..Settings::new(data.path().join("search")) };
        let opened = small_shop::open(data.path(), &config.shop.id, &config.content);
        let every = Duration::from_millis(10);
        let of_rollout = rollout::Settings::new(config.shop.id.clone(), data.path().to_owned(), log.clone());
        let of_rollout = rollout::Settings { every, ..of_rollout };
        let rollout = Rollout::open(of_rollout, opened.assistant.clone().into());
        let live = Arc::new(Live(rollout.clone()));
        let versions = opened.start(live, Follower::open(&log).unwrap()).unwrap();
        if let Some(number) = rollout.unfinished().await {
            rollout.resume(versions.assistant(number).await.ok().map(Into::into)).await.unwrap();
        }
        let conversations = Conversations::start(Parts {
            store: store.clone(),
            brain: match brain {
                Some(brain) => Arc::new(move || brain.clone()),
                None => Arc::new(rollout.clone()),
            },
            systems,
            desk: Desk::new(config.desk.clone(), config.shop.timezone.clone()),
            limits: Limits { burst: config.conversation.burst, ..Limits::default() },
        });
        conversations.until_recovered().await;
        let mut registry = Registry::with_prefix("xiaoer");
        conversations.register_metrics(&mut registry);
        store.register_metrics(&mut registry);
        let key = Key::open(data.path()).unwrap();
        let files = data.path().join("attachments");
        let api = Api::new(http::Parts {
            reports: Reports::start(
                report::Settings {
                    every: Duration::from_millis(10),
                    ..report::Settings::new(config.shop.timezone.clone())
                },
                Follower::open(&log).unwrap(),
            )
            .unwrap(),
            inbox: Inbox::start(
                config.shop.id.clone(),
                store.clone(),
                Follower::open(&log).unwrap(),
                Arc::new(|| -> Arc<dyn Embedder> { Arc::new(HashEmbedder) }),
            )
            .unwrap(),
            versions,
            rollout,
            search: Search::start(settings, Follower::open(&log).unwrap()).unwrap(),
            files: Files::open(&files, config.attachments.clone(), &store).await.unwrap(),
            visitors: Visitors::new(key.clone(), config.shop.secret.clone(), true),
            links: Links::new(key),
            demo_shop,
            people: People::new(store.clone()),
            conversations: conversations.clone(),
            config,
            store,
            registry,
        });
        Self { router: http::router(api.clone()), api, conversations, data }
    }

    /// The folder that holds everything which must not be lost.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// From this machine, unless the request says otherwise.
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        if request.extensions().get::<Peer>().is_none() {
            request.extensions_mut().insert(Peer(Ipv4Addr::LOCALHOST.into()));
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&body).into_owned(),
            bytes: body.to_vec(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let request =
            headers.iter().fold(Request::post(path), |request, (name, value)| request.header(*name, *value));
        self.send(request.body(body.into()).unwrap()).await
    }

    /// A message whose answer is waited for.
    pub async fn say(&self, user: &str, text: &str) -> Value {
        let body = json!({"user": user, "text": text}).to_string();
        let answer = self.post("/webhook?wait=5s", &[("x-channel-type", "web")], body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()
    }
}

/// Echoes; asks the shop about 订单, asks it in vain about 慢, offers buttons for 按钮, hands over for 人工, and breaks down over 崩溃.
struct Scripted;

impl Brain for Scripted {
    fn settle(&self, _: &str, _: Timestamp) -> Option<Understanding> {
        None
    }

    fn understand(&self, text: &str, _: Timestamp) -> Understanding {
        assert!(!text.contains("崩溃"), "told to break down");
        let entities = text.find("订单").map(|start| Entity {
            kind: "thing".into(),
            span: start..start + "订单".len(),
            value: json!("order"),
        });
        Understanding {
            by: Stage::Rules,
            intents: vec![("echo".into(), Confidence::SURE), ("other".into(), Confidence::new(0.25))],
            certainty: Certainty::Confident,
            entities: entities.into_iter().collect(),
            passages: Vec::new(),
            language: Language::Zh,
            trace: Trace {
                normalized: text.to_owned(),
                rules: vec!["echo#1".to_owned()],
                ..Trace::default()
            },
        }
    }

    fn decide(&self, tracker: &Tracker, signal: &Signal) -> Decision {
        let (events, action) = match signal {
            Signal::PersonAsked | Signal::Desk(_) => (Vec::new(), Action::Listen),
            Signal::Said(_) if tracker.text.contains("人工") => {
                let handoff = Handoff {
                    reason: "customer_asked".into(),
                    skill: "general".into(),
                    summary: "要人工".to_owned(),
                    intent: Some("echo".into()),
                    slots: [(Name::from("order"), json!("1"))].into(),
                };
                let requested = Event::HandoffRequested { handoff: handoff.clone() };
                (vec![said("请稍候"), requested], Action::HandOff(handoff))
            }
            Signal::Said(_) if tracker.text.contains(['订', '慢']) => {
                let name = if tracker.text.contains('慢') { "shop.slow" } else { "shop.order" };
                let call = Call { id: CallId(tracker.calls + 1), name: name.into(), with: [].into() };
                let flow = Event::FlowStarted {
                    flow: "echo".into(),
                    fingerprint: String::new(),
                    entities: [].into(),
                    text: None,
                };
                let started = Event::CallStarted {
                    call: call.clone(),
                    at: Position(0),
                    name: "call".into(),
                    choices_for: None,
                };
                (vec![flow, started], Action::Call(call))
            }
            Signal::Said(_) if tracker.text.contains("按钮") => {
                let choice = |value, title: &str| Choice { value, title: title.to_owned() };
                let choices = vec![
                    choice(json!("2611"), "运动鞋（尾号2611）"),
                    choice(json!(2), "第二单"),
                    choice(json!("好"), "好"),
                ];
                (vec![offered("请选", choices)], Action::Listen)
            }
            Signal::Said(_) => (vec![said(&format!("您说：{}", tracker.text))], Action::Listen),
            Signal::Returned(_, outcome) => {
                let ended = Event::FlowEnded { flow: "echo".into(), how: FlowEnd::Completed };
                (vec![said(&format!("{outcome:?}")), ended], Action::Listen)
            }
        };
        Decision { by: "scripted".into(), events, action }
    }

    fn wording(&self, _: &str) -> Option<String> {
        None
    }

    fn intents(&self) -> Vec<IntentTitle> {
        let title = |intent: &str, title: &str, skill: &str| IntentTitle {
            intent: intent.into(),
            title: title.to_owned(),
            title_en: None,
            skill: skill.into(),
        };
        vec![title("echo", "回声", "general"), title("other", "其他", "odd")]
    }
}

fn said(text: &str) -> Event {
    offered(text, Vec::new())
}

fn offered(text: &str, choices: Vec<Choice>) -> Event {
    Event::BotSaid {
        reply: Some("echo.reply".into()),
        text: text.to_owned(),
        choices,
        card: None,
        intent: Some("echo".into()),
        confidence: Some(Confidence::SURE),
        policy: "scripted".into(),
    }
}

impl Systems for Scripted {
    fn call<'a>(
        &'a self,
        customer: &'a CustomerId,
        call: &'a Call,
    ) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>> {
        Box::pin(async move {
            if call.name == "shop.slow" {
                std::future::pending::<()>().await;
            }
            Outcome::Answered(json!({"customer": customer.as_str()}))
        })
    }
}
