//! Messages over `POST /webhook`, and what else the API answers.

use axum::http::{Request, StatusCode, header::RETRY_AFTER};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use xiaoer::{config::Config, domain::Channel};

use crate::app::TestApp;

#[tokio::test]
async fn a_message_is_taken_or_answered() {
    let app = TestApp::start().await;
    let body = json!({"user": "xiaoming", "text": "在吗"}).to_string();
    let taken = app.post("/webhook", &[("x-channel-type", "web")], body).await;
    assert_eq!(taken.status, StatusCode::ACCEPTED);
    let taken = taken.json();
    assert_eq!(taken["seq"], 2, "after the opening");

    let answer = app.say("xiaoming", "你好").await;
    assert_eq!(answer["conversation"], taken["conversation"]);
    assert_eq!((&answer["mode"], &answer["handoff"]), (&json!("bot"), &Value::Null));
    let [reply] = answer["replies"].as_array().unwrap().as_slice() else { panic!("one reply: {answer}") };
    assert_eq!((&reply["text"], &reply["by"]), (&json!("您说：你好"), &json!("bot")));
    assert_eq!((&reply["intent"], &reply["confidence"]), (&json!("echo"), &json!(1.0)));
    assert!(reply["seq"].as_u64() > answer["seq"].as_u64());
    let trace = &reply["trace"];
    assert_eq!((&trace["stage"], &trace["policy"]), (&json!("rules"), &json!("scripted")));
    assert_eq!((&trace["normalized"], &trace["rules"]), (&json!("你好"), &json!(["echo#1"])));
}

#[tokio::test]
async fn what_the_shop_says_is_waited_for() {
    let app = TestApp::start().await;
    let answer = app.say("xiaoming", "订单").await;
    assert_eq!(answer["replies"][0]["text"], r#"Answered(Object {"customer": String("xiaoming")})"#);

    let body = json!({"user": "xiaoming", "text": "慢"}).to_string();
    let answer = app.post("/webhook?wait=50ms", &[("x-channel-type", "web")], body).await.json();
    assert_eq!((&answer["replies"], &answer["mode"]), (&json!([]), &json!("bot")), "the time is over");
}

#[tokio::test]
async fn a_handover_says_what_a_person_needs() {
    let app = TestApp::start().await;
    let answer = app.say("xiaoming", "转人工").await;
    assert_eq!((&answer["mode"], &answer["replies"][0]["text"]), (&json!("waiting"), &json!("请稍候")));
    let handoff = json!({
        "reason": "customer_asked",
        "skill": "general",
        "summary": "要人工",
        "intent": "echo",
        "slots": {"order": "1"},
    });
    assert_eq!(answer["handoff"], handoff);
}

#[tokio::test]
async fn a_message_sent_twice_counts_once() {
    let app = TestApp::start().await;
    let body = json!({"user": "u", "text": "订单", "message_id": "m1"}).to_string();
    let first = app.post("/webhook?wait=5s", &[], body.clone()).await.json();
    app.post("/webhook?wait=5s", &[], json!({"user": "u", "text": "还有"}).to_string()).await;
    let again = app.post("/webhook?wait=5s", &[], body.clone()).await.json();
    assert_eq!(again, first, "the same place and the same replies");
    let taken = app.post("/webhook", &[], body).await;
    assert_eq!((taken.status, &taken.json()["seq"]), (StatusCode::ACCEPTED, &first["seq"]));
}

#[tokio::test]
async fn bad_input_is_refused_with_a_code_and_odd_input_is_answered() {
    let app = TestApp::start().await;
    let saying = |text: &str| json!({"user": "u", "text": text}).to_string().into_bytes();
    type Refused<'a> = (&'a [(&'a str, &'a str)], Vec<u8>, u16, &'a str);
    let refused: [Refused; 16] = [
        (&[], saying(""), 400, "empty_message"),
        (&[], saying("\u{200b} \u{0}\n"), 400, "empty_message"),
        (&[], saying(&"长".repeat(2001)), 400, "message_too_long"),
        (&[], saying(&"x".repeat(100_000)), 413, "body_too_large"),
        (&[], saying(&"x".repeat(3_000_000)), 413, "body_too_large"),
        (&[("content-length", "99999999")], saying("x"), 413, "body_too_large"),
        (&[], b"{\"user\": \"u\", \"text\": \"\xff\"}".to_vec(), 400, "invalid_utf8"),
        (&[], b"".to_vec(), 400, "bad_json"),
        (&[], b"{\"user\": \"u\", \"text\": 1e99999}".to_vec(), 400, "bad_json"),
        (&[], [b"{\"metadata\": {\"a\": ".as_slice(), &[b'['; 60_000]].concat(), 400, "deep_json"),
        (&[], b"{\"text\": \"t\"}".to_vec(), 400, "bad_user"),
        (&[], b"{\"user\": \"u\", \"text\": \"t\", \"message_id\": \"\\n\"}".to_vec(), 400, "bad_message_id"),
        (&[("x-channel-type", "fax")], saying("t"), 400, "unknown_channel"),
        (&[("x-channel-type", "网页")], saying("t"), 400, "unknown_channel"),
        (&[("x-shop-id", "another")], saying("t"), 404, "unknown_shop"),
        (&[("x-shop-id", "../demo")], saying("t"), 404, "unknown_shop"),
    ];
    for (headers, body, status, code) in refused {
        let answer = app.post("/webhook?wait=1s", headers, body.clone()).await;
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{shown}");
    }
    for text in
        ["😀😀😀", "‏أين طردي؟‏", "a\u{0}\u{1b}[2J\u{7f}", "[订单x]\r\n人工客服 你好", "e\u{301}\u{301}"]
    {
        assert_ne!(app.say("u", text).await["replies"], json!([]), "{text:?}");
    }
    for (query, status) in
        [("wait=soon", 400), ("wait=-1s", 400), ("wait=", 400), ("wait=99h", 200), ("more=1", 202)]
    {
        let answer = app.post(&format!("/webhook?{query}"), &[], saying("t")).await;
        assert_eq!(answer.status.as_u16(), status, "{query}");
    }
}

#[tokio::test]
async fn a_channel_with_a_secret_takes_signed_messages_only() {
    let mut config = Config::embedded();
    let settings = toml::from_str("secret = '0123456789abcdef'").unwrap();
    config.channels.insert(Channel::Wechat, settings);
    let app = TestApp::with(config).await;
    let body = json!({"user": "u", "text": "t"}).to_string();
    let signature = |key: &[u8], body: &str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        mac.update(body.as_bytes());
        format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
    };
    let right = signature(b"0123456789abcdef", &body);
    for (channel, sent, status) in [
        ("wechat", Some(right.clone()), 202),
        ("WeChat", Some(right.to_uppercase().replace("SHA256", "sha256")), 202),
        ("wechat", None, 401),
        ("wechat", Some(signature(b"another key of 16", &body)), 401),
        ("wechat", Some(signature(b"0123456789abcdef", "another body")), 401),
        ("wechat", Some(right.trim_start_matches("sha256=").to_owned()), 401),
        ("wechat", Some(right[..right.len() - 2].to_owned()), 401),
        ("wechat", Some("sha256=".to_owned()), 401),
        ("wechat", Some("sha256=网".to_owned()), 401),
        ("web", None, 202),
    ] {
        let mut headers = vec![("x-channel-type", channel)];
        headers.extend(sent.as_deref().map(|sent| ("x-signature", sent)));
        let answer = app.post("/webhook", &headers, body.clone()).await;
        assert_eq!(answer.status.as_u16(), status, "{channel} {sent:?}");
        // Behind a proxy everybody could speak as any customer.
        headers.push(("x-forwarded-for", "203.0.113.9"));
        let forwarded = app.post("/webhook", &headers, body.clone()).await;
        let expected = if channel == "web" { 401 } else { status };
        assert_eq!(forwarded.status.as_u16(), expected, "{channel} {sent:?}, by way of a proxy");
    }
}

#[tokio::test]
async fn understanding_alone_has_rasas_shape() {
    let app = TestApp::start().await;
    let answer = app.post("/model/parse", &[], json!({"text": "我的订单"}).to_string()).await.json();
    assert_eq!(answer["intent"], json!({"name": "echo", "confidence": 1.0}));
    assert_eq!(answer["intent_ranking"][1], json!({"name": "other", "confidence": 0.25}));
    assert_eq!(answer["entities"], json!([{"entity": "thing", "start": 2, "end": 4, "value": "order"}]));
    assert_eq!((&answer["by"], &answer["certainty"]), (&json!("rules"), &json!("confident")));
    assert_eq!(answer["trace"]["normalized"], "我的订单");
    assert_eq!(app.post("/model/parse", &[], "{}").await.code(), "empty_message");
}

#[tokio::test]
async fn a_panic_is_an_answer_too() {
    let app = TestApp::start().await;
    let broken = app.post("/model/parse", &[], json!({"text": "崩溃"}).to_string()).await;
    assert_eq!((broken.status.as_u16(), broken.code().as_str()), (500, "internal"));
    let answer = app.say("u", "崩溃").await;
    assert_eq!(answer["mode"], "waiting", "the customer gets a person");
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn operations_are_answered() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/readyz").await.json(), json!({"status": "ready"}));
    assert_eq!(app.get("/openapi.json").await.json()["openapi"], "3.1.0");
    app.say("u", "t").await;
    let metrics = app.get("/metrics").await.text;
    for line in [
        r#"xiaoer_http_requests_total{path="/webhook",status="200"} 1"#,
        r#"xiaoer_turns_total{shop="demo",stage="rules",outcome="answered"} 1"#,
        "xiaoer_commit_seconds_count 2",
        "xiaoer_live_conversations 1",
        "xiaoer_waiting_conversations 0",
    ] {
        assert!(metrics.contains(line), "{line} in {metrics}");
    }

    let nowhere = app.get("/nowhere").await;
    assert_eq!((nowhere.status.as_u16(), nowhere.code().as_str()), (404, "not_found"));
    let put = app.send(Request::put("/webhook").body(String::new().into()).unwrap()).await;
    assert_eq!((put.status.as_u16(), put.code().as_str()), (405, "method_not_allowed"));

    app.api.drain();
    assert_eq!(app.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(app.conversations.drain(std::time::Duration::from_secs(5)).await);
    let late = app.post("/webhook", &[], json!({"user": "u", "text": "t"}).to_string()).await;
    assert_eq!((late.status.as_u16(), late.code().as_str()), (503, "draining"));
    assert!(late.headers.contains_key(RETRY_AFTER));
}
