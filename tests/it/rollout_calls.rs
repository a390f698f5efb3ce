//! A canary and a shadow over HTTP, on a shop with two intents.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{editor::Desk, small_shop::intent};

const STOCK: &str = "/content/file?path=intents/stock.yml";
const QUESTION: &str = "还有货吗";

/// The intent under another title, which its reply says: nothing to train.
fn retitled() -> String {
    intent("stock", "有现货吗", &["还有货吗", "有没有现货", "库存还有多少", "缺货了吗"])
}

async fn edited() -> (Desk, Value) {
    let desk = Desk::start().await;
    desk.put(STOCK, &retitled()).await;
    let draft = desk.settled().await;
    assert_eq!(draft["step"], "ready", "{draft}");
    let revision = draft["revision"].clone();
    (desk, revision)
}

async fn answer(desk: &Desk, user: &str) -> String {
    desk.app.say(user, QUESTION).await["replies"][0]["text"].as_str().unwrap().to_owned()
}

async fn check_refused(desk: &Desk, method: &str, path: &str, body: Value, expected: &str) {
    let answer = desk.call(method, path, body.clone()).await;
    assert_eq!(answer.code(), expected, "{method} {path} {body}: {}", answer.text);
}

#[tokio::test]
async fn a_canary_answers_its_share_and_is_published() {
    let (desk, revision) = edited().await;
    let begun =
        desk.call("POST", "/content/canary", json!({"revision": revision, "share": 0.5, "note": "现货"}));
    let begun = begun.await.json();
    assert_eq!((&begun["version"], &begun["share"], &begun["until"]), (&json!(2), &json!(0.5), &Value::Null));
    assert_eq!(desk.get("/content").await["live"]["number"], 1);
    assert_eq!(desk.get("/content/versions/2").await["version"]["from"], "canary");

    let mut said = BTreeMap::new();
    for user in (0..24).map(|number| format!("u{number}")) {
        let first = answer(&desk, &user).await;
        assert_eq!(answer(&desk, &user).await, first);
        *said.entry(first).or_insert(0) += 1;
    }
    let (live, canary) = (said["有货吗，我来说。"], said["有现货吗，我来说。"]);
    let desk = desk.restart().await;
    let last = xiaoer::store::Follower::open(&desk.app.data().join("log.db")).unwrap().last().unwrap();
    desk.app.api.rollout.until_counted(last).await;
    let rollout = desk.get("/content/rollout").await;
    let tally = |side: &str| {
        (rollout["canary"][side]["conversations"].clone(), rollout["canary"][side]["answered"].clone())
    };
    assert_eq!(tally("live"), (json!(live), json!(2 * live)));
    assert_eq!(tally("canary"), (json!(canary), json!(2 * canary)));
    assert!(rollout["canary"]["bound"]["wrong_canary"][1].as_f64().unwrap() < 1.0, "{rollout}");

    let mut changes = desk.app.api.rollout.changes();
    let published = desk.call("POST", "/content/canary/publish", Value::Null).await.json();
    assert_eq!((&published["number"], &published["live"]), (&json!(2), &json!(true)));
    assert_eq!(desk.folder()["/intents/stock.yml"], retitled().into_bytes());
    assert_eq!(answer(&desk, "new").await, "有现货吗，我来说。");
    while desk.get("/content/rollout").await["last"].is_null() {
        changes.changed().await.unwrap();
    }
    let rollout = desk.get("/content/rollout").await;
    assert_eq!(
        (&rollout["canary"], &rollout["last"]["ended"]),
        (&Value::Null, &json!("published")),
        "{rollout}"
    );
    check_refused(&desk, "DELETE", "/content/canary", Value::Null, "no_canary").await;
}

#[tokio::test]
async fn a_canary_that_cannot_be_is_refused() {
    let desk = Desk::start().await;
    let canary = |revision: &Value, share: f64| json!({"revision": revision, "share": share});
    check_refused(&desk, "POST", "/content/canary", canary(&json!(1), 0.1), "draft_not_ready").await;
    check_refused(&desk, "POST", "/content/canary/publish", Value::Null, "no_canary").await;
    let (desk, revision) = edited().await;
    check_refused(&desk, "POST", "/content/canary", canary(&revision, 0.9), "bad_share").await;
    check_refused(&desk, "POST", "/content/canary", json!({"share": 0.1}), "bad_json").await;
    check_refused(&desk, "POST", "/content/canary", canary(&json!(999), 0.1), "content_changed").await;
    assert_eq!(desk.call("POST", "/content/canary", canary(&revision, 0.1)).await.status.as_u16(), 200);
    check_refused(&desk, "POST", "/content/canary", canary(&revision, 0.1), "canary_running").await;
    // Nothing was recorded for what was refused.
    assert_eq!(desk.get("/content/versions").await["versions"].as_array().unwrap().len(), 2);
    let stopped = desk.call("DELETE", "/content/canary", Value::Null).await.json();
    assert_eq!((&stopped["version"], &stopped["ended"]), (&json!(2), &json!("stopped")));
    assert_eq!(desk.call("POST", "/content/canary", canary(&revision, 0.1)).await.json()["version"], 3);
}

#[tokio::test]
async fn a_shadow_shows_what_it_would_do() {
    let (desk, revision) = edited().await;
    check_refused(&desk, "POST", "/content/shadow", json!({"revision": 999}), "content_changed").await;
    let shadow = desk.call("POST", "/content/shadow", json!({"revision": revision})).await.json();
    assert_eq!((&shadow["compared"], &shadow["differences"]), (&json!(0), &json!([])));
    assert_eq!(answer(&desk, "ming").await, "有货吗，我来说。");
    desk.app.api.rollout.until_compared(1).await;
    let rollout = desk.get("/content/rollout").await;
    // Another wording is no other answer.
    assert_eq!((&rollout["shadow"]["compared"], &rollout["shadow"]["differ"]), (&json!(1), &json!(0)));
    for _ in 0..2 {
        assert_eq!(desk.call("DELETE", "/content/shadow", Value::Null).await.status.as_u16(), 204);
    }
    assert_eq!(desk.get("/content/rollout").await["shadow"], Value::Null);
}
