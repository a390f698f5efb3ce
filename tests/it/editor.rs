//! Somebody at a desk who may edit the content, over HTTP.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    time::Duration,
};

use axum::{body::Body, http::Request};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};
use xiaoer::{
    domain::ShopId,
    identity::{Email, NewAccount, Password, Role},
};

use crate::app::{Answer, TestApp};

const PASSWORD: &str = "correct horse battery";

/// An app with somebody signed in who may edit.
pub struct Desk {
    pub app: TestApp,
    pub bearer: String,
}

impl Desk {
    pub async fn start() -> Self {
        Self::on(TestApp::small(tempfile::tempdir().unwrap()).await, "ou", Role::Operator).await
    }

    pub async fn on(app: TestApp, name: &str, role: Role) -> Self {
        let bearer = sign_in(&app, name, role).await;
        Self { app, bearer }
    }

    pub async fn restart(self) -> Self {
        let app = TestApp::small(self.app.end().await).await;
        Self { app, bearer: self.bearer }
    }

    pub async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        let request = Request::builder().method(method).uri(path).header("authorization", &self.bearer);
        self.app.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Value {
        let answer = self.call("GET", path, Value::Null).await;
        assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.text);
        answer.json()
    }

    /// Saves a file as it would be read and written by a page; returns the answer.
    pub async fn put(&self, path: &str, text: &str) -> Value {
        let read = self.call("GET", path, Value::Null).await;
        let etag = if read.status.is_success() { read.json()["etag"].clone() } else { Value::Null };
        let saved = self.call("PUT", path, json!({"text": text, "etag": etag})).await;
        assert_eq!(saved.status.as_u16(), 200, "{path}: {}", saved.text);
        saved.json()
    }

    /// The draft, when the work on it has come to an end.
    pub async fn settled(&self) -> Value {
        let wait = async {
            loop {
                let draft = self.get("/content").await["draft"].clone();
                let step = draft["step"].as_str().unwrap_or("none").to_owned();
                if matches!(step.as_str(), "ready" | "refused" | "failed" | "none") {
                    return draft;
                }
                // There is nothing else to wait on from outside: pages ask again, too.
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(Duration::from_secs(60), wait).await.expect("the work comes to an end")
    }

    /// Publishes what is ready, and returns the version.
    pub async fn publish(&self, note: &str) -> Value {
        let draft = self.settled().await;
        assert_eq!(draft["step"], "ready", "{draft}");
        let body = json!({"revision": draft["revision"], "note": note});
        let answer = self.call("POST", "/content/publish", body).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        answer.json()
    }

    pub async fn intent(&self, text: &str) -> String {
        let answer = self.app.post("/model/parse", &[], json!({"text": text}).to_string()).await;
        answer.json()["intent"]["name"].as_str().unwrap().to_owned()
    }

    pub fn folder(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        walk(&self.app.data().join("shop"), "", &mut found);
        found
    }
}

pub async fn sign_in(app: &TestApp, name: &str, role: Role) -> String {
    let shop = ShopId::new("demo").unwrap();
    let email = format!("{name}@shop");
    let account = NewAccount {
        email: Email::new(&email).unwrap(),
        name: name.to_uppercase(),
        role,
        skills: BTreeSet::new(),
        capacity: 5,
        password: Password::choose(PASSWORD).unwrap(),
    };
    app.api.people.create(&shop, account).await.unwrap();
    let (from, now) = ("127.0.0.1".parse().unwrap(), Timestamp::now());
    let signed_in = app.api.people.log_in(&shop, &email, Password::enter(PASSWORD), from, now).await.unwrap();
    format!("Bearer {}", signed_in.token.as_str())
}

fn walk(folder: &Path, name: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{name}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            walk(&path, &name, found);
        } else {
            found.insert(name, fs::read(path).unwrap());
        }
    }
}
