//! The built-in content over HTTP, with live data of the demo shop.

use jiff::Timestamp;
use serde_json::{Value, json};
use xiaoer::demo_shop;

use crate::app::TestApp;

/// A node and the address of its shop.
async fn open() -> (TestApp, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, demo_shop::router(Timestamp::now())).await.unwrap() });
    (TestApp::retail(&url).await, url)
}

/// What the shop says about a customer's orders, newest first.
async fn orders(url: &str, customer: &str) -> Vec<Value> {
    let body = reqwest::get(format!("{url}/orders?customer={customer}")).await.unwrap().text().await.unwrap();
    serde_json::from_str(&body).unwrap()
}

fn words(answer: &Value) -> String {
    let replies = answer["replies"].as_array().unwrap();
    replies.iter().map(|reply| reply["text"].as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn of_two_parcels_the_second_is_told_about() {
    let (app, url) = open().await;
    let answer = app.say("xiaoming", "我的快递到哪了").await;
    let choices = answer["replies"][0]["choices"].as_array().unwrap();
    assert_eq!(choices.len(), 2, "{answer}");

    let answer = app.say("xiaoming", "第二个").await;
    let second = choices[1]["value"].as_str().unwrap();
    let body = reqwest::get(format!("{url}/orders/{second}/tracking")).await.unwrap().text().await.unwrap();
    let parcel: Value = serde_json::from_str(&body).unwrap();
    let last = parcel["events"][0]["text"].as_str().unwrap();
    assert!(words(&answer).contains(last), "{answer} should tell {last}");
    assert_eq!(answer["replies"][0]["card"]["data"]["tracking_no"], parcel["tracking_no"]);
}

#[tokio::test]
async fn somebody_elses_order_stays_theirs() {
    let (app, url) = open().await;
    let order = orders(&url, "laowang").await.remove(0);
    let number = order["order_no"].as_str().unwrap();
    let answer = app.say("xiaohong", &format!("{number} 这个快递到哪了")).await;
    for secret in [&order["tracking_no"], &order["carrier"], &order["address"]] {
        assert!(!answer.to_string().contains(secret.as_str().unwrap()), "{answer}");
    }
}

#[tokio::test]
async fn a_person_comes_with_what_is_known() {
    let (app, _) = open().await;
    app.say("laowang", "我的快递到哪了").await;
    let answer = app.say("laowang", "转人工").await;
    assert_eq!(answer["mode"], "waiting", "{answer}");
    assert!(!answer["handoff"]["summary"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn a_shop_that_is_down_leads_to_a_sentence_and_a_person() {
    let (app, url) = open().await;
    let fault = json!({"status": 503}).to_string();
    reqwest::Client::new().post(format!("{url}/admin/faults")).body(fault).send().await.unwrap();
    let answer = app.say("xiaoming", "我的快递到哪了").await;
    assert!(!words(&answer).is_empty());
    assert_eq!(answer["mode"], "waiting", "{answer}");
}

#[tokio::test]
async fn whoever_asks_for_a_person_comes_with_their_level() {
    let (app, url) = open().await;
    let level = async |customer: &str, text: &str| {
        let answer = app.say(customer, text).await;
        assert_eq!(answer["mode"], "waiting", "{answer}");
        answer["handoff"]["slots"]["level"].clone()
    };
    assert_eq!(level("daliu", "转人工").await, "vip");
    assert_ne!(level("xiaohong", "转人工").await, "vip");
    assert_eq!(level("nobody-known", "转人工").await, Value::Null);
    let shop = &app.api.config.shop.id;
    let vips: Vec<bool> = app.conversations.desk().waiting(shop).iter().map(|waiting| waiting.vip).collect();
    assert_eq!(vips, [true, false, false], "the VIP goes first");

    // A shop that takes its time holds nobody up.
    let fault = json!({"for_path": "/customers", "delay_ms": 60_000}).to_string();
    reqwest::Client::new().post(format!("{url}/admin/faults")).body(fault).send().await.unwrap();
    assert_eq!(level("xiaoming", "转人工").await, Value::Null);
}
