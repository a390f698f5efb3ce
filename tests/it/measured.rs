//! The report on labelled messages over HTTP: what the console shows without a terminal.

use std::{fs, sync::Arc, time::Duration};

use axum::{body::Body, http::Request};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};
use xiaoer::{
    assistant::Assistant,
    content::{self, labelled, source},
    eval::{self, Prediction, Rules},
    identity::Role,
    nlu::{Model, embed::HashEmbedder},
    train::Cost,
};

use crate::{
    editor::{Desk, sign_in},
    small_shop,
};

const ROWS: &str = r#"{"text": "还有没有现货呀", "intent": "stock"}
{"text": "这个价格贵不贵", "intent": "price"}
{"text": "价钱和库存", "intent": "stock", "accept": ["price"]}
{"text": "<script>库存</script>多少钱", "intent": "stock"}
{"text": "什么价格能买到现货", "intent": "stock"}
{"text": "今天天气", "intent": null}
"#;

const LIVE: &str = "/content/report?of=live";
const DRAFT: &str = "/content/report?of=draft";

impl Desk {
    fn label(&self, rows: &str) {
        let place = self.app.data().join("shop/eval/utterances");
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join("rows.jsonl"), rows).unwrap();
    }

    /// What comes of the measurement, whatever it is.
    async fn measured(&self, path: &str) -> Value {
        let wait = async {
            loop {
                let found = self.get(path).await;
                if found["state"] != "working" {
                    return found;
                }
                // There is nothing else to wait on from outside: pages ask again, too.
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(Duration::from_secs(60), wait).await.expect("the measuring comes to an end")
    }
}

/// What `xiaoer eval` says of the small shop as it is at first.
fn by_the_library() -> Value {
    let folder = tempfile::tempdir().unwrap();
    small_shop::write(folder.path());
    let (content, _) = content::load(&source::folder(folder.path()).unwrap(), jiff::civil::Date::ZERO);
    let model = Model::load(&folder.path().join("models/current")).unwrap();
    let (fingerprint, rules) = (model.fingerprint.clone(), Rules::new(&content, Cost::default()));
    let assistant = Assistant::new(content, model, Arc::new(HashEmbedder), "here", TimeZone::UTC).unwrap();
    let judge = |row: &labelled::Labelled| {
        let understanding = assistant.understand(&row.text, Timestamp::now());
        eval::judge(row, Prediction::new(&understanding), &rules)
    };
    let rows: Vec<_> = labelled::json("rows.jsonl", ROWS).0.iter().map(judge).collect();
    let content = &assistant.content().fingerprint;
    let report = eval::report(&rows, content, &fingerprint, Cost::default(), eval::SEED);
    serde_json::from_str(&serde_json::to_string(&report).unwrap()).unwrap()
}

#[tokio::test]
async fn what_is_live_is_measured_as_the_library_measures_it() {
    let desk = Desk::start().await;
    desk.label(ROWS);
    let first = desk.get(LIVE).await;
    assert_eq!((&first["state"], &first["report"]), (&json!("working"), &Value::Null));
    let live = desk.measured(LIVE).await;
    assert_eq!(
        (&live["state"], &live["version"], &live["revision"]),
        (&json!("ready"), &json!(1), &Value::Null)
    );
    assert_eq!(live["report"], by_the_library());
    assert_eq!(live["report"]["n"], 6);
    assert_eq!(desk.get(LIVE).await, live, "it is measured once");
}

#[tokio::test]
async fn rows_that_are_saved_anew_are_measured_anew() {
    let desk = Desk::start().await;
    assert_eq!(desk.measured(LIVE).await["state"], "no_rows");
    desk.label(ROWS);
    assert_eq!(desk.measured(LIVE).await["report"]["n"], 6);
    let twice = format!("{ROWS}{ROWS}{{\"text\": \"缺货吗\", \"intent\": \"stock\"}}\n");
    desk.label(&twice);
    assert_eq!(desk.measured(LIVE).await["report"]["n"], 7, "each text counts once");
}

#[tokio::test]
async fn a_draft_is_measured_beside_what_is_live() {
    let desk = Desk::start().await;
    desk.label(ROWS);
    assert_eq!(desk.call("GET", DRAFT, Value::Null).await.code(), "draft_not_ready");
    let examples = ["还有货吗", "有没有现货", "库存还有多少", "缺货了吗", "什么价格能买到现货"];
    let path = "/content/file?path=intents/stock.yml";
    desk.put(path, &small_shop::intent("stock", "有货吗", &examples)).await;
    let revision = desk.settled().await["revision"].clone();
    let draft = desk.measured(DRAFT).await;
    assert_eq!(
        (&draft["state"], &draft["version"], &draft["revision"]),
        (&json!("ready"), &json!(1), &revision)
    );
    let live = desk.measured(LIVE).await;
    let accuracy = |of: &Value| of["report"]["accuracy"].as_f64().unwrap();
    assert!(accuracy(&draft) > accuracy(&live), "{draft} {live}");
    assert_ne!(draft["report"]["model"], live["report"]["model"]);
    desk.publish("").await;
    let published = desk.measured(LIVE).await;
    assert_eq!((&published["version"], &published["report"]), (&json!(2), &draft["report"]));
    assert_eq!(desk.call("GET", DRAFT, Value::Null).await.code(), "draft_not_ready");
}

#[tokio::test]
async fn the_page_has_no_script_and_its_own_policy() {
    let desk = Desk::start().await;
    desk.label(ROWS);
    let page = "/content/report/page?of=live";
    assert_eq!(desk.call("GET", page, Value::Null).await.code(), "report_not_ready");
    desk.measured(LIVE).await;
    let chinese = desk.call("GET", page, Value::Null).await;
    assert_eq!(chinese.status.as_u16(), 200);
    assert!(chinese.text.contains("<html lang=\"zh-CN\" class=\"one\">"), "{}", chinese.text);
    let english = desk.call("GET", &format!("{page}&language=en"), Value::Null).await;
    assert!(english.text.contains("<html lang=\"en\" class=\"one\">"), "{}", english.text);
    assert!(english.text.contains("href=\"/console#/intents/stock\" target=\"_top\""), "{}", english.text);
    assert!(!english.text.contains(".json") && !english.text.contains("<script"), "{}", english.text);
    let policy = english.headers["content-security-policy"].to_str().unwrap();
    for part in ["default-src 'none'", "frame-ancestors 'self'", "sandbox allow-same-origin"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("allow-scripts"), "{policy}");
    assert_eq!(desk.call("GET", &format!("{page}&language=fr"), Value::Null).await.code(), "bad_query");
}

#[tokio::test]
async fn only_those_who_may_edit_read_it() {
    let desk = Desk::start().await;
    desk.label(ROWS);
    for path in [LIVE, DRAFT, "/content/report/page?of=live"] {
        for role in [Role::Seat, Role::Supervisor] {
            let bearer = sign_in(&desk.app, &format!("{role:?}{}", path.len()), role).await;
            let request = Request::builder().uri(path).header("authorization", bearer);
            let answer = desk.app.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.code(), "forbidden", "{role:?} {path}");
        }
        assert_eq!(desk.app.get(path).await.code(), "not_authorised", "{path}");
    }
    assert_eq!(desk.call("GET", "/content/report?of=yours", Value::Null).await.code(), "bad_query");
}
