//! Canned replies: whose they are, how they are found, and what is put in their places.

use std::collections::BTreeSet;

use axum::{body::Body, http::Request};
use jiff::Timestamp;
use serde_json::{Value, json};
use xiaoer::{
    config::Config,
    conversation::Act,
    domain::{ConversationId, SeatId, ShopId},
    identity::{Email, NewAccount, Password, Role},
};

use crate::app::{Answer, TestApp};

const PASSWORD: &str = "correct horse battery";

fn shop() -> ShopId {
    ShopId::new("demo").unwrap()
}

/// Somebody of the shop, signed in.
struct Person {
    seat: SeatId,
    bearer: String,
}

impl Person {
    async fn of(app: &TestApp, name: &str, role: Role) -> Self {
        let account = NewAccount {
            email: Email::new(&format!("{name}@shop")).unwrap(),
            name: name.to_uppercase(),
            role,
            skills: BTreeSet::new(),
            capacity: 5,
            password: Password::choose(PASSWORD).unwrap(),
        };
        app.api.people.create(&shop(), account).await.unwrap();
        let (email, password) = (format!("{name}@shop"), Password::enter(PASSWORD));
        let from = "127.0.0.1".parse().unwrap();
        let now = Timestamp::now();
        let signed_in = app.api.people.log_in(&shop(), &email, password, from, now).await.unwrap();
        Self { seat: signed_in.person.seat, bearer: format!("Bearer {}", signed_in.token.as_str()) }
    }

    async fn call(&self, app: &TestApp, method: &str, path: &str, body: Value) -> Answer {
        let request = Request::builder().method(method).uri(path).header("authorization", &self.bearer);
        app.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Makes one and returns its path.
    async fn add(&self, app: &TestApp, shortcut: &str, text: &str, shared: bool) -> String {
        let new = json!({"shortcut": shortcut, "title": shortcut, "text": text, "shared": shared});
        let made = self.call(app, "POST", "/canned", new).await;
        assert_eq!(made.status.as_u16(), 201, "{}", made.text);
        format!("/canned/{}", made.json()["id"].as_str().unwrap())
    }

    /// What they find, as `shortcut: text`.
    async fn find(&self, app: &TestApp, query: &str) -> Vec<String> {
        let list = self.call(app, "GET", &format!("/canned{query}"), Value::Null).await.json();
        let list = list["canned"].as_array().unwrap().iter();
        list.map(|canned| {
            format!("{}: {}", canned["shortcut"].as_str().unwrap(), canned["text"].as_str().unwrap())
        })
        .collect()
    }
}

#[tokio::test]
async fn seats_have_their_own_and_the_shops() {
    let app = TestApp::start().await;
    let [sue, tom] = [Person::of(&app, "sue", Role::Seat).await, Person::of(&app, "tom", Role::Seat).await];
    let vera = Person::of(&app, "vera", Role::Supervisor).await;
    let hello = sue.add(&app, "Hello", "您好呀", false).await;
    let shared = vera.add(&app, "hello", "您好，请讲", true).await;
    sue.add(&app, "退款", "退款3天到账", false).await;
    assert_eq!(sue.find(&app, "").await, ["hello: 您好呀", "hello: 您好，请讲", "退款: 退款3天到账"]);
    assert_eq!(tom.find(&app, "").await, ["hello: 您好，请讲"]);
    assert_eq!(sue.find(&app, "?q=/hel").await, ["hello: 您好呀", "hello: 您好，请讲"]);
    assert_eq!(sue.find(&app, "?q=3%E5%A4%A9").await, ["退款: 退款3天到账"], "by what it says");

    let text = || json!({"text": "改了"});
    for (who, method, path, body, code) in [
        (&sue, "PATCH", &shared, text(), "forbidden"),
        (&sue, "DELETE", &shared, Value::Null, "forbidden"),
        (&tom, "PATCH", &hello, text(), "unknown_canned"),
        (&tom, "DELETE", &hello, Value::Null, "unknown_canned"),
        (&vera, "PATCH", &hello, text(), "unknown_canned"),
        (&vera, "DELETE", &"/canned/none".to_owned(), Value::Null, "unknown_canned"),
        (&sue, "PATCH", &"/canned/%00".to_owned(), text(), "unknown_canned"),
        (&sue, "PATCH", &hello, json!({"shortcut": "退款"}), "shortcut_taken"),
        (&sue, "PATCH", &hello, json!({}), "bad_json"),
        (&sue, "PATCH", &hello, json!({"shared": true}), "bad_json"),
        (&sue, "PATCH", &hello, json!({"text": " "}), "empty_message"),
    ] {
        let answer = who.call(&app, method, path, body).await;
        assert_eq!(answer.code(), code, "{method} {path}");
    }
    let new = json!({"shortcut": "x", "title": "x", "text": "x", "shared": true});
    assert_eq!(sue.call(&app, "POST", "/canned", new).await.code(), "forbidden");

    let changed = sue.call(&app, "PATCH", &hello, json!({"text": "您好！", "shortcut": "hi"})).await.json();
    let expected =
        json!({"id": hello[8..], "shortcut": "hi", "title": "Hello", "text": "您好！", "shared": false});
    assert_eq!(changed, expected);
    vera.call(&app, "PATCH", &shared, json!({"title": "问候"})).await;
    assert_eq!(vera.call(&app, "DELETE", &shared, Value::Null).await.status.as_u16(), 204);
    assert_eq!(vera.call(&app, "DELETE", &shared, Value::Null).await.code(), "unknown_canned");
    let app = app.restart(Config::embedded()).await;
    assert_eq!(sue.find(&app, "").await, ["hi: 您好！", "退款: 退款3天到账"]);
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_a_code() {
    let app = TestApp::start().await;
    let sue = Person::of(&app, "sue", Role::Seat).await;
    let new = |field: &str, value: Value| {
        let mut new = json!({"shortcut": "a", "title": "A", "text": "在的"});
        new[field] = value;
        new
    };
    for (body, code) in [
        (new("shortcut", json!("")), "bad_canned"),
        (new("shortcut", json!("a b")), "bad_canned"),
        (new("shortcut", json!("/a")), "bad_canned"),
        (new("shortcut", json!("长".repeat(33))), "bad_canned"),
        (new("title", json!(" ")), "bad_canned"),
        (new("title", json!("a\nb")), "bad_canned"),
        (new("title", json!("长".repeat(65))), "bad_canned"),
        (new("text", json!("\u{200b}")), "empty_message"),
        (new("text", json!("长".repeat(2001))), "message_too_long"),
        (new("owner", json!("tom")), "bad_json"),
        (json!({}), "bad_json"),
    ] {
        let answer = sue.call(&app, "POST", "/canned", body.clone()).await;
        assert_eq!(answer.code(), code, "{body}");
    }
    let field = sue.call(&app, "POST", "/canned", new("title", json!(""))).await.json();
    assert_eq!(field["error"]["field"], "title");
    for number in 0..200 {
        sue.add(&app, &format!("s{number}"), "在的", false).await;
    }
    let more = sue.call(&app, "POST", "/canned", new("shortcut", json!("one-more"))).await;
    assert_eq!((more.status.as_u16(), more.code().as_str()), (409, "too_many_canned"));
}

#[tokio::test]
async fn variables_are_what_is_known_of_the_conversation() {
    let app = TestApp::start().await;
    let [sue, tom] = [Person::of(&app, "sue", Role::Seat).await, Person::of(&app, "tom", Role::Seat).await];
    let text = "{{customer}}您好，我是{{seat}}。订单{{order}}已处理，{{refund_date}}到账。";
    let render = format!("{}/render", sue.add(&app, "done", text, false).await);
    let waits = app.say("xiaoming", "人工").await;
    let conversation = waits["conversation"].as_str().unwrap();
    let id = ConversationId::new(conversation).unwrap();
    app.conversations.act(&shop(), &id, Act::Take { seat: sue.seat.clone() }).await.unwrap();
    let body = json!({"conversation": conversation});
    let rendered = sue.call(&app, "POST", &render, body.clone()).await.json();
    let expected = "xiaoming您好，我是SUE。订单1已处理，{{refund_date}}到账。";
    assert_eq!(rendered, json!({"text": expected, "unknown": ["refund_date"]}));
    assert_eq!(tom.call(&app, "POST", &render, body.clone()).await.code(), "unknown_canned");
    let own = format!("{}/render", tom.add(&app, "mine", "{{customer}}", false).await);
    assert_eq!(tom.call(&app, "POST", &own, body).await.code(), "unknown_conversation");
    for none in ["none", ""] {
        let answer = sue.call(&app, "POST", &render, json!({"conversation": none})).await;
        assert_eq!(answer.code(), "unknown_conversation", "{none:?}");
    }

    // Who has no name has no name of ours.
    let waits = app.say("visitor-0123456789abcdef0123456789abcdef", "人工").await;
    let body = json!({"conversation": waits["conversation"]});
    let rendered = tom.call(&app, "POST", &own, body).await.json();
    assert_eq!(rendered, json!({"text": "{{customer}}", "unknown": ["customer"]}));
}
