//! The draft over HTTP, from its first change to a publication, and the way back.

use std::fs;

use axum::{body::Body, http::Request};
use serde_json::{Value, json};
use xiaoer::identity::Role;

use crate::{
    app::{Answer, TestApp},
    editor::{Desk, sign_in},
    small_shop::intent,
};

const STOCK: &str = "/content/file?path=intents/stock.yml";
const PRICE: &str = "/content/file?path=intents/price.yml";

/// The intent with one more example, which the other one would be taken for before.
fn more_stock() -> String {
    let examples =
        ["还有货吗", "有没有现货", "库存还有多少", "缺货了吗", "什么价格能买到现货", "价格表上那款还有吗"];
    intent("stock", "有货吗", &examples)
}

#[tokio::test]
async fn an_edit_is_seen_published_and_taken_back() {
    let desk = Desk::start().await;
    for _ in 0..2 {
        desk.app.say("li", "什么价格能买到现货").await;
    }
    let start = desk.folder();
    let before = desk.intent("什么价格能买到现货").await;

    let saved = desk.put(STOCK, &more_stock()).await;
    assert_eq!((&saved["draft"]["step"], &saved["draft"]["files"]), (&json!("waiting"), &json!(1)));
    assert_eq!(desk.folder(), start, "a save leaves the folder alone");
    let draft = desk.settled().await;
    assert_eq!((&draft["step"], &draft["trains"]), (&json!("ready"), &json!(true)), "{draft}");
    assert!(draft["accuracy"].is_number() && draft["accuracy_before"].is_number(), "{draft}");
    let changes = desk.get("/content/draft").await;
    let [change] = changes["files"].as_array().unwrap().as_slice() else { panic!("{changes}") };
    assert_eq!((&change["path"], &change["author"]), (&json!("intents/stock.yml"), &json!("OU")));
    assert!(change["diff"].as_str().unwrap().contains("+  - 什么价格能买到现货\n"), "{change}");

    let tried = desk.call("POST", "/content/test", json!({"text": "什么价格能买到现货"})).await.json();
    assert_eq!(tried["live"]["intent"]["name"], before);
    assert_eq!(tried["draft"]["intent"]["name"], "stock");
    let flips = desk.get("/content/draft/flips").await;
    let flip = &flips["messages"]["flips"][0];
    assert_eq!(flips["messages"]["looked_at"], 1, "{flips}");
    assert_eq!((&flip["text"], &flip["count"]), (&json!("什么价格能买到现货"), &json!(2)), "{flips}");
    assert_eq!((&flip["after"]["does"], &flip["after"]["intent"]), (&json!("answers"), &json!("stock")));

    let version = desk.publish("现货").await;
    assert_eq!((&version["number"], &version["from"]), (&json!(2), &json!("console")));
    assert_eq!((&version["author"], &version["note"]), (&json!("OU"), &json!("现货")));
    assert_eq!(desk.intent("什么价格能买到现货").await, "stock");
    assert_ne!(desk.folder(), start);
    assert_eq!(desk.folder()["/intents/stock.yml"], more_stock().into_bytes());
    assert_eq!(desk.get("/content").await["draft"], Value::Null);
    let one = desk.get("/content/versions/2").await;
    assert_eq!(one["files"][0]["path"], "intents/stock.yml");

    let back = desk.call("POST", "/content/versions/1/rollback", json!({"note": "doch nicht"})).await.json();
    assert_eq!((&back["number"], &back["rolls_back"]), (&json!(3), &json!(1)));
    assert_eq!(desk.folder(), start, "every byte is as it was");
    assert_eq!(desk.intent("什么价格能买到现货").await, before);
    let versions = desk.get("/content/versions?limit=2").await;
    let numbers: Vec<_> =
        versions["versions"].as_array().unwrap().iter().map(|one| one["number"].clone()).collect();
    assert_eq!(numbers, [3, 2]);
    assert_eq!(desk.get("/content/versions?before=2").await["versions"][0]["number"], 1);
}

#[tokio::test]
async fn what_check_refuses_is_not_published() {
    let desk = Desk::start().await;
    desk.put(
        STOCK,
        "intent: stock\ntitle: 有货吗\nexamples: |\n  - 还有货吗\nflow:\n  - reply: stock.gone\n",
    )
    .await;
    let draft = desk.settled().await;
    assert_eq!(draft["step"], "refused", "{draft}");
    let mut findings = draft["findings"].as_array().unwrap().iter();
    let finding = findings.find(|finding| finding["severity"] == "error").unwrap();
    assert_eq!((&finding["path"], &finding["code"]), (&json!("intents/stock.yml"), &json!("unknown_reply")));
    assert_eq!(finding["line"], 6);
    let body = json!({"revision": draft["revision"]});
    assert_eq!(desk.call("POST", "/content/publish", body).await.code(), "draft_not_ready");
    assert_eq!(desk.call("GET", "/content/draft/flips", Value::Null).await.code(), "draft_not_ready");
    let tried = desk.call("POST", "/content/test", json!({"text": "还有货吗"})).await.json();
    assert_eq!(tried["draft"], Value::Null);
    assert_eq!(desk.call("DELETE", "/content/draft", Value::Null).await.status.as_u16(), 204);
    assert_eq!(desk.get("/content").await["draft"], Value::Null);

    // What this node cannot reach.
    let shop = "integrations:\n  orders:\n    kind: rest\n    base: https://shop.example\n    calls:\n      recent: {get: /orders, public: true}\n";
    desk.put("/content/file?path=integrations.yml", shop).await;
    let draft = desk.settled().await;
    assert_eq!(
        (&draft["step"], &draft["error"]),
        (&json!("refused"), &json!("it has no address")),
        "{draft}"
    );
}

#[tokio::test]
async fn nobody_overwrites_what_they_have_not_seen() {
    let desk = Desk::start().await;
    let seen = desk.get(PRICE).await["etag"].clone();
    let first = desk.call("PUT", PRICE, json!({"text": "a", "etag": seen})).await;
    assert_eq!(first.status.as_u16(), 200, "{}", first.text);
    let changed = |answer: Answer| {
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (409, "content_changed"))
    };
    changed(desk.call("PUT", PRICE, json!({"text": "b", "etag": seen})).await);
    changed(desk.call("PUT", PRICE, json!({"text": "b", "etag": null})).await);
    changed(desk.call("PUT", PRICE, json!({"text": "b", "etag": "no etag"})).await);
    changed(desk.call("PUT", "/content/file?path=intents/new.yml", json!({"text": "b", "etag": seen})).await);
    changed(desk.call("DELETE", &format!("{PRICE}&etag={}", seen.as_str().unwrap()), Value::Null).await);
    let newest = first.json()["etag"].clone();
    let second =
        desk.call("DELETE", &format!("{PRICE}&etag={}", newest.as_str().unwrap()), Value::Null).await;
    assert_eq!(second.status.as_u16(), 200, "{}", second.text);
    assert_eq!(desk.call("GET", PRICE, Value::Null).await.code(), "unknown_file");
    let files = desk.get("/content/files").await;
    let paths: Vec<_> = files["files"].as_array().unwrap().iter().map(|file| file["path"].clone()).collect();
    assert_eq!(paths, ["intents/shared.yml", "intents/stock.yml"]);
    let stale = json!({"revision": first.json()["draft"]["revision"]});
    changed(desk.call("POST", "/content/publish", stale).await);
}

#[tokio::test]
async fn only_content_can_be_written() {
    let desk = Desk::start().await;
    for path in
        ["../secret.yml", "intents/../../x.yml", "/etc/passwd", "models/current/metadata.json", "x.yml", ""]
    {
        let path = format!("/content/file?path={path}");
        let answer = desk.call("PUT", &path, json!({"text": "x", "etag": null})).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "bad_path"), "{path}");
        assert_eq!(desk.call("GET", &path, Value::Null).await.code(), "unknown_file", "{path}");
    }
    let large = json!({"text": "x".repeat(2 * 1024 * 1024 + 1), "etag": null});
    let answer = desk.call("PUT", "/content/file?path=intents/large.yml", large).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (413, "draft_too_large"));
    let note = json!({"revision": 1, "note": "x".repeat(501)});
    assert_eq!(desk.call("POST", "/content/publish", note).await.code(), "bad_note");
}

#[tokio::test]
async fn what_is_saved_by_hand_is_seen_and_kept() {
    let desk = Desk::start().await;
    let stock = desk.app.data().join("shop/intents/stock.yml");
    desk.put(PRICE, &intent("price", "多少钱", &["这个多少钱", "什么价格"])).await;
    let draft = desk.settled().await;
    fs::write(&stock, more_stock()).unwrap();
    assert_eq!(desk.get("/content").await["disk"], json!(["intents/stock.yml"]));
    let file = desk.get(STOCK).await;
    assert_eq!(file["text"], more_stock());
    assert!(file["live"].as_str().unwrap().len() < more_stock().len());
    let answer = desk.call("POST", "/content/publish", json!({"revision": draft["revision"]})).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (409, "content_changed"));
    assert!(answer.text.contains("intents/stock.yml"), "{}", answer.text);
    assert_eq!(desk.get("/content/versions").await["versions"].as_array().unwrap().len(), 1);

    let taken = desk.call("POST", "/content/draft/from-disk", Value::Null).await.json();
    assert_eq!(taken["files"], 2);
    let version = desk.publish("").await;
    assert_eq!((&version["number"], &version["files_changed"]), (&json!(2), &json!(2)));
    assert_eq!(fs::read_to_string(&stock).unwrap(), more_stock());
    assert_eq!(desk.get("/content").await["disk"], json!([]));

    // Read again, it is a version of its own.
    fs::write(&stock, intent("stock", "有没有货", &["还有货吗", "有没有现货"])).unwrap();
    assert!(desk.app.api.versions.reload().await.is_err(), "the model has learned other examples");
    fs::write(&stock, more_stock().replace("我来说", "有货")).unwrap();
    desk.app.api.versions.reload().await.unwrap();
    let live = desk.get("/content").await["live"].clone();
    assert_eq!((&live["number"], &live["from"]), (&json!(3), &json!("disk")));
}

#[tokio::test]
async fn a_restart_keeps_draft_versions_and_what_is_live() {
    let desk = Desk::start().await;
    desk.put(STOCK, &more_stock()).await;
    desk.publish("一").await;
    desk.put(PRICE, &intent("price", "多少钱", &["这个多少钱", "什么价格"])).await;
    let draft = desk.settled().await;
    let desk = desk.restart().await;
    let now = desk.settled().await;
    assert_eq!((&now["revision"], &now["step"]), (&draft["revision"], &json!("ready")));
    let overview = desk.get("/content").await;
    assert_eq!((&overview["live"]["number"], &overview["live"]["note"]), (&json!(2), &json!("一")));
    assert_eq!(desk.get("/content/versions").await["versions"].as_array().unwrap().len(), 2);
    assert_eq!(desk.intent("什么价格能买到现货").await, "stock");
    assert_eq!(desk.publish("二").await["number"], 3);
}

#[tokio::test]
async fn only_who_may_edit_is_served() {
    let app = TestApp::small(tempfile::tempdir().unwrap()).await;
    let seat = sign_in(&app, "sue", Role::Seat).await;
    let desk = Desk::on(app, "ou", Role::Admin).await;
    let calls = [
        ("GET", "/content"),
        ("GET", "/content/files"),
        ("GET", STOCK),
        ("PUT", STOCK),
        ("DELETE", STOCK),
        ("GET", "/content/draft"),
        ("DELETE", "/content/draft"),
        ("POST", "/content/draft/from-disk"),
        ("GET", "/content/draft/flips"),
        ("POST", "/content/test"),
        ("POST", "/content/publish"),
        ("GET", "/content/versions"),
        ("GET", "/content/versions/1"),
        ("POST", "/content/versions/1/rollback"),
    ];
    for (method, path) in calls {
        let request = |headers: &[(&str, &str)]| {
            let request = Request::builder().method(method).uri(path);
            let request =
                headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
            desk.app.send(request.body(Body::from("{}")).unwrap())
        };
        assert_eq!(request(&[]).await.status.as_u16(), 401, "{method} {path}");
        assert_eq!(request(&[("authorization", &seat)]).await.status.as_u16(), 403, "{method} {path}");
        let elsewhere = [("authorization", desk.bearer.as_str()), ("x-shop-id", "other")];
        assert_eq!(request(&elsewhere).await.status.as_u16(), 403, "{method} {path}");
    }
}
