//! Customers and seats over real sockets: the whole story, and what goes wrong in it.

mod buttons;
mod client;
mod introduction;
mod looks;
mod protobuf;
mod refused;
mod story;

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::Mutex,
    time::Duration,
};

use axum::{body::Body, http::Request};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use xiaoer::{
    config::Config,
    domain::ShopId,
    http::{Server, router},
    identity::{Email, NewAccount, Password, Role},
};

pub use self::client::Client;
use crate::app::{Answer, TestApp};

const PASSWORD: &str = "correct horse battery";

/// A node that serves sockets, and people who sign in when they are needed.
pub struct Node {
    pub app: TestApp,
    pub address: SocketAddr,
    tokens: Mutex<BTreeMap<String, String>>,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

/// Settings under which a test does not wait for time to pass.
pub fn settings() -> Config {
    let mut config = Config::embedded();
    config.sockets.burst = 10_000.try_into().unwrap();
    config.conversation.burst = Duration::ZERO;
    config.desk.grace = Duration::ZERO;
    config
}

impl Node {
    pub async fn start() -> Self {
        Self::with(settings()).await
    }

    pub async fn with(config: Config) -> Self {
        Self::of(TestApp::with(config).await).await
    }

    pub async fn of(app: TestApp) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = Server {
            router: router(app.api.clone()),
            sockets: app.api.sockets.clone(),
            connections: 100,
            drain: Duration::from_secs(5),
        };
        let (stop, stopped) = oneshot::channel();
        let ended = tokio::spawn(server.serve(listener, async { drop(stopped.await) }));
        Self { app, address, tokens: Mutex::default(), stop, ended }
    }

    /// The token of somebody whose account is made for it: Vera is a supervisor, Otto an operator, and everybody else a seat.
    pub async fn token(&self, name: &str) -> String {
        if let Some(token) = self.tokens.lock().unwrap().get(name) {
            return token.clone();
        }
        let role = match name {
            "vera" => Role::Supervisor,
            "otto" => Role::Operator,
            _ => Role::Seat,
        };
        let account = NewAccount {
            email: Email::new(&format!("{name}@shop")).unwrap(),
            name: name.to_uppercase(),
            role,
            skills: BTreeSet::new(),
            capacity: 5,
            password: Password::choose(PASSWORD).unwrap(),
        };
        self.app.api.people.create(&shop(), account).await.unwrap();
        let token = self.log_in(name).await;
        self.tokens.lock().unwrap().insert(name.to_owned(), token.clone());
        token
    }

    /// What somebody is answered.
    pub async fn get(&self, name: &str, path: &str) -> Answer {
        let bearer = format!("Bearer {}", self.token(name).await);
        self.app.send(Request::get(path).header("authorization", bearer).body(Body::empty()).unwrap()).await
    }

    /// The token of another session.
    pub async fn log_in(&self, name: &str) -> String {
        let (email, password) = (format!("{name}@shop"), Password::enter(PASSWORD));
        let from = self.address.ip();
        let signed_in = self.app.api.people.log_in(&shop(), &email, password, from, Timestamp::now()).await;
        signed_in.unwrap().token.as_str().to_owned()
    }

    pub async fn dial_seat(&self, name: &str) -> Client {
        let bearer = format!("Bearer {}", self.token(name).await);
        Client::dial(self.address, "/ws/seat", &[("authorization", &bearer)]).await.unwrap()
    }

    /// A seat that has said hello and takes chats only when it asks for them.
    pub async fn seat(&self, name: &str) -> Client {
        let mut seat = self.dial_seat(name).await;
        seat.say(json!({"type": "hello"})).await;
        assert_eq!(seat.until("welcome").await["state"], "away");
        seat.say(json!({"type": "presence", "state": "busy"})).await;
        assert_eq!(seat.until("presence").await["state"], "busy");
        seat
    }

    pub async fn dial_visitor(&self) -> Client {
        Client::dial(self.address, "/ws/visitor?shop=demo", &[]).await.unwrap()
    }

    /// A customer of the shop, and the welcome.
    pub async fn customer(&self, hello: Value) -> (Client, Value) {
        let mut visitor = self.dial_visitor().await;
        visitor.say(hello).await;
        let welcome = visitor.until("welcome").await;
        (visitor, welcome)
    }

    /// A customer who waits for a person, and the conversation.
    pub async fn waiting(&self, name: &str) -> (Client, String) {
        let (mut visitor, _) = self.customer(json!({"type": "hello", "customer": name})).await;
        let conversation = say(&mut visitor, "w1", "人工").await;
        assert_eq!(visitor.until("mode").await["mode"], "waiting");
        (visitor, conversation)
    }

    /// Ends, and begins again on the same data, where people are still signed in.
    pub async fn restart(self) -> Self {
        let Self { app, tokens, stop, ended, .. } = self;
        stop.send(()).unwrap();
        ended.await.unwrap();
        let config = app.api.config.clone();
        Self { tokens, ..Self::of(app.restart(config).await).await }
    }

    /// Ends as a process does that is told to.
    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        self.ended.await.unwrap();
    }
}

pub fn shop() -> ShopId {
    ShopId::new("demo").unwrap()
}

/// Says something, and returns the conversation in which it was acknowledged.
pub async fn say(visitor: &mut Client, client_id: &str, text: &str) -> String {
    visitor.say(json!({"type": "say", "client_id": client_id, "text": text})).await;
    let ack = visitor.until("ack").await;
    assert_eq!(ack["client_id"], client_id);
    ack["conversation"].as_str().unwrap().to_owned()
}

/// What has a place in the log, by its place; each place comes once, and in order.
pub fn places(messages: &[Value]) -> Vec<u64> {
    let stored = messages.iter().filter(|message| !message["at"].is_null());
    let places: Vec<u64> = stored.map(|message| message["seq"].as_u64().unwrap()).collect();
    assert!(places.is_sorted_by(|a, b| a < b), "{places:?}");
    places
}

/// The texts of messages, with who said them.
pub fn texts(messages: &[Value]) -> Vec<(&str, &str)> {
    let said = messages.iter().filter(|message| message["type"] == "message");
    said.map(|message| (message["by"].as_str().unwrap(), message["text"].as_str().unwrap())).collect()
}
