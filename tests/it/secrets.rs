//! Passwords and tokens reach neither the logs nor the disk, what people say reaches no log, and the machine's owner gets in without them.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    process::{Command, Output, Stdio},
    sync::{Arc, Mutex},
};

use axum::{body::Body, http::Request};
use jiff::Timestamp;
use serde_json::{Value, json};
use tracing::{Dispatch, subscriber::NoSubscriber};
use tracing_subscriber::{
    filter::LevelFilter,
    fmt::{MakeWriter, format::FmtSpan},
};
use xiaoer::{
    config::Config,
    domain::{ConversationId, CustomerId, ShopId},
    identity::{Hello, IdentityError, Key, Password, People, Visitor, Visitors},
    store::Store,
};

use crate::{app::TestApp, talk_over_sockets::Node};

const PASSWORD: &str = "correct horse battery";

/// Every log line down to the finest.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

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

#[tokio::test]
async fn nothing_secret_is_logged_or_kept() {
    let lines = Lines::default();
    // With a single subscriber, a line that another test reaches first would be switched off for good.
    let _other = Dispatch::new(NoSubscriber::new());
    let subscriber =
        tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_writer(lines.clone()).finish();
    let _logging = tracing::subscriber::set_default(subscriber);

    let app = TestApp::start().await;
    let shop = ShopId::new("demo").unwrap();
    let setup = app.api.people.open_setup(&shop).await.unwrap().unwrap();
    let post = async |path: &str, token: &str, body: Value| {
        let request = Request::post(path).header("authorization", format!("Bearer {token}"));
        app.send(request.body(Body::from(body.to_string())).unwrap()).await
    };
    let new = json!({"token": setup.as_str(), "email": "boss@shop", "name": "老板", "password": PASSWORD});
    let welcome = post("/auth/setup", "", new).await.json();
    let token = welcome["token"].as_str().unwrap();
    post("/auth/login", "", json!({"email": "boss@shop", "password": "a wrong password"})).await;
    let seat = json!({"email": "seat@shop", "name": "S", "role": "seat", "password": "the seat's password"});
    let seat = post("/admin/seats", token, seat).await.json();
    let path = format!("/admin/seats/{}/password", seat["seat"].as_str().unwrap());
    post(&path, token, json!({"password": "a reset password"})).await;
    post("/auth/password", token, json!({"old": PASSWORD, "new": "a changed password"})).await;
    post("/auth/logout", token, Value::Null).await;

    let customer = CustomerId::new("xiaoming").unwrap();
    let visitor = Visitor { shop: shop.clone(), customer, verified: true };
    let visitor_token = app.api.visitors.token(&visitor);
    let hello = Hello { token: Some(&visitor_token), ..Hello::default() };
    app.api.visitors.admit(&shop, hello).unwrap();

    let secrets = [
        PASSWORD,
        "a wrong password",
        "the seat's password",
        "a reset password",
        "a changed password",
        setup.as_str(),
        token,
        visitor_token.as_str(),
        "boss@shop",
        "argon2",
    ];
    let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    for told in
        ["the first admin is set up", "a log-in was refused", "an account is made", "a password is reset"]
    {
        assert!(logged.contains(told), "{told:?} is not in {logged}");
    }
    for secret in secrets {
        assert!(!logged.contains(secret), "{secret:?} is in {logged}");
    }
    let kept = bytes_under(app.data());
    let kept = String::from_utf8_lossy(&kept);
    assert!(kept.contains("$argon2id$"));
    for secret in &secrets[..8] {
        assert!(!kept.contains(secret), "{secret:?} is on the disk");
    }
}

#[tokio::test]
async fn nothing_that_anybody_says_is_logged() {
    let lines = Lines::default();
    let _other = Dispatch::new(NoSubscriber::new());
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(lines.clone())
        .finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    let node = Node::start().await;
    let (mut visitor, conversation) = node.waiting("xiaoming").await;
    let mut anna = node.seat("anna").await;
    let take = json!({"type": "take", "conversation": conversation});
    anna.say(take).await;
    anna.until("taken").await;
    let said = json!({"type": "say", "conversation": conversation, "client_id": "1", "text": "座席的机密"});
    anna.say(said).await;
    anna.until("ack").await;
    visitor.say(json!({"type": "typing", "text": "打字的机密"})).await;
    visitor.say(json!({"type": "say", "client_id": "2", "text": "顾客的机密"})).await;
    visitor.say(json!({"type": "say", "client_id": "3", "text": ["错误的机密"]})).await;
    visitor.until("error").await;
    visitor.say(json!({"type": "hello", "token": "令牌的机密"})).await;
    visitor.until("error").await;
    node.app.say("u", "崩溃的机密").await;

    // An event that is damaged does not show either.
    let disk = rusqlite::Connection::open(node.app.data().join("log.db")).unwrap();
    let damaged = r#"{"type": "customer_said", "utterance": "磁盘上的机密"}"#;
    let changed = disk.execute("UPDATE event SET event = ?1 WHERE seq = 3", [damaged.as_bytes()]).unwrap();
    assert!(changed > 0);
    let conversation = ConversationId::new(&conversation).unwrap();
    let shop = ShopId::new("demo").unwrap();
    let error = node.app.api.store.load(&shop, &conversation).await.unwrap_err().to_string();
    assert!(error.contains("event 3 of conversation"), "{error}");
    let (mut again, _) = node.customer(json!({"type": "hello"})).await;
    again.say(json!({"type": "say", "client_id": "4", "text": "再来的机密"})).await;
    again.until("ack").await;

    let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("turn{shop=demo") && logged.contains("stage=\"commit\""), "{logged}");
    for text in [&logged, &error] {
        assert!(!text.contains("机密"), "{text}");
    }
}

/// Of all files in a folder and below it.
fn bytes_under(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            bytes.extend(bytes_under(&path));
        } else {
            // The search index replaces files of its own while it is written.
            bytes.extend(
                fs::read(&path)
                    .or_else(|error| match error.kind() {
                        io::ErrorKind::NotFound => Ok(Vec::new()),
                        _ => Err(error),
                    })
                    .unwrap(),
            );
        }
    }
    bytes
}

#[test]
fn secrets_do_not_show_when_printed() {
    let data = tempfile::tempdir().unwrap();
    let mut config = Config::embedded();
    config.shop.secret = Some(toml::Value::from("0123456789abcdef").try_into().unwrap());
    let key = Key::open(data.path()).unwrap();
    let secret = hex::encode(key.as_bytes());
    let visitors = Visitors::new(key.clone(), config.shop.secret.clone(), false);
    let printed = format!("{config:?} {key:?} {visitors:?} {:?}", Password::enter(PASSWORD));
    for hidden in ["0123456789abcdef", &secret, PASSWORD] {
        assert!(!printed.contains(hidden), "{hidden} is in {printed}");
    }
}

fn xiaoer(data: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xiaoer"));
    command.arg("admin").args(arguments).arg("--data").arg(data);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    // A process that refuses its arguments does not read.
    let _ = process.stdin.take().unwrap().write_all(input.as_bytes());
    process.wait_with_output().unwrap()
}

fn check(data: &Path, arguments: &[&str], input: &str, status: i32, says: &str) -> String {
    let output = xiaoer(data, arguments, input);
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
    assert!(said.contains(says), "{arguments:?}: {said}");
    said
}

#[tokio::test]
async fn whoever_has_the_machine_gets_in() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path();
    let new = ["create", "--email", "Boss@Shop"];
    let said = check(data, &new, "", 0, "boss@shop can sign in at shop demo\npassword ");
    let password = said.trim_end().rsplit(' ').next().unwrap();
    check(data, &new, "", 2, "error: another account has this address\n");
    check(data, &["create", "--email", "boss"], "", 2, "Email must be an address");
    let given = ["password", "--email", "boss@shop", "--password-stdin"];
    check(data, &given, "short\n", 2, "a password has at least 10 characters");
    check(data, &["password", "--email", "a@b"], "", 2, "the shop has no such account");

    let people = People::new(Store::open(&data.join("conversations.db")).unwrap());
    let log_in = async |password: &str| {
        let (shop, password) = (ShopId::new("demo").unwrap(), Password::enter(password));
        people.log_in(&shop, "boss@shop", password, [127, 0, 0, 1].into(), Timestamp::now()).await
    };
    let before = log_in(password).await.unwrap();
    let said = check(data, &given, "the boss knows this one\r\n", 0, "boss@shop can sign in");
    assert!(!said.contains("knows"), "{said}");
    assert_eq!(log_in(password).await.unwrap_err(), IdentityError::BadCredentials);
    assert!(log_in("the boss knows this one").await.is_ok());
    let over = people.session(before.token.as_str(), Timestamp::now()).await.unwrap();
    assert_eq!(over, None, "the other process has ended it");
}
