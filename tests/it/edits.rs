//! Edits of the content over HTTP: what the console writes is what a careful person would have.

use serde_json::{Value, json};

use crate::editor::Desk;

impl Desk {
    async fn edit(&self, edits: Value) -> Value {
        let answer = self.call("POST", "/content/edits", json!({"edits": edits})).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        answer.json()
    }

    /// Lines that the draft adds and removes, file by file.
    async fn changes(&self) -> Vec<String> {
        let draft = self.get("/content/draft").await;
        let files = draft["files"].as_array().unwrap().iter();
        let lines = files.flat_map(|file| file["diff"].as_str().unwrap().lines().map(str::to_owned));
        let header = |line: &String| line.starts_with("+++") || line.starts_with("---");
        lines.filter(|line| !header(line) && line.starts_with(['+', '-'])).collect()
    }
}

#[tokio::test]
async fn edits_are_a_clean_diff_and_go_live_when_published() {
    let desk = Desk::start().await;
    let draft = desk
        .edit(json!([
            {"do": "add_example", "intent": "stock", "text": " 现货: 有# 么 "},
            {"do": "move_example", "from": "price", "to": "stock", "text": "贵不贵呀"},
            {"do": "set_title", "intent": "price", "title": "价格"},
            {"do": "set_reply", "reply": "stock.answer", "texts": ["有货，{{ text }}", "有: 的"], "language": "zh"},
        ]))
        .await;
    assert_eq!((&draft["files"], &draft["authors"]), (&json!(2), &json!(["OU"])));
    assert_eq!(
        desk.changes().await,
        [
            "-title: 多少钱",
            "+title: 价格",
            "-  - 贵不贵呀",
            "+  - 现货: 有# 么",
            "+  - 贵不贵呀",
            "-  stock.answer: 有货吗，我来说。",
            "+  stock.answer:",
            "+    - 有货，{{ text }}",
            "+    - '有: 的'",
        ]
    );
    let stock = desk.get("/content/intents/stock").await;
    assert_eq!(
        stock["replies"],
        json!([{"name": "stock.answer", "texts": ["有货，{{ text }}", "有: 的"], "texts_en": []}])
    );
    assert_eq!(stock["examples"][5], json!({"text": "贵不贵呀", "line": 10}));
    assert_eq!(
        stock["flow"]["edges"],
        json!([{"from": "n0", "to": "n1", "label": null}, {"from": "n1", "to": "n2", "label": null}])
    );
    let etag = desk.get("/content/file?path=intents/stock.yml").await["etag"].clone();
    assert_eq!(stock["etag"], etag);
    let rows = desk.get("/content/intents").await;
    let row = &rows["intents"][0];
    assert_eq!((&row["title"], &row["examples"], &row["changed"]), (&json!("价格"), &json!(3), &json!(true)));
    desk.publish("").await;
    assert_eq!(desk.intent("贵不贵呀").await, "stock");
    desk.app.say("li", "还有货吗").await;
    let turns = async || desk.get("/content/intents").await["intents"][1]["turns_7d"].as_u64();
    while turns().await != Some(1) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_entry_is_limited_to_shops_and_loses_its_english() {
    let desk = Desk::start().await;
    let add = json!({"do": "add_faq", "file": "knowledge/faq/new.yml", "id": "x", "intent": null, "questions": ["x"], "answer": "x"});
    let english = |answer: &str| json!({"do": "set_answer", "faq": "x", "answer": answer, "language": "en"});
    let shops = |shops: &[&str]| json!({"do": "set_shops", "faq": "x", "shops": shops});
    let found = async |edits: Value| {
        desk.edit(edits).await;
        let list = desk.get("/content/faq").await;
        let entry = list["faq"].as_array().unwrap().iter().find(|entry| entry["id"] == "x").unwrap().clone();
        (entry["shops"].clone(), entry["answer_en"].clone())
    };
    assert_eq!(found(json!([add, english("Yes"), shops(&["west"])])).await, (json!(["west"]), json!("Yes")));
    assert_eq!(found(json!([english(""), shops(&[])])).await, (json!([]), Value::Null));
}

#[tokio::test]
async fn what_is_done_and_undone_leaves_no_draft() {
    let desk = Desk::start().await;
    desk.edit(json!([{"do": "add_example", "intent": "stock", "text": "[a](b)"}])).await;
    let undone = desk.edit(json!([{"do": "remove_example", "intent": "stock", "text": "[a](b)"}])).await;
    assert_eq!(undone, Value::Null);
    assert_eq!(desk.get("/content").await["draft"], Value::Null);
    // So it is documented.
    let documented = desk.get("/openapi.json").await;
    for path in ["/content/edits", "/content/draft/from-disk"] {
        let answer = &documented["paths"][path]["post"]["responses"]["200"]["content"]["application/json"];
        assert_eq!(answer["schema"]["oneOf"][1], json!({"type": "null"}), "{path}");
    }
}

#[tokio::test]
async fn all_edits_of_a_call_are_made_or_none() {
    let desk = Desk::start().await;
    let check = async |edits: Value, code: &str, field: Option<&str>| {
        let answer = desk.call("POST", "/content/edits", json!({"edits": edits.clone()})).await;
        let found = answer.json()["error"]["field"].as_str().map(str::to_owned);
        assert_eq!((answer.code().as_str(), found.as_deref()), (code, field), "{edits}: {}", answer.text);
        assert_eq!(desk.get("/content").await["draft"], Value::Null);
    };
    let good = json!({"do": "add_example", "intent": "stock", "text": "x"});
    check(json!([good, {"do": "add_example", "intent": "tea", "text": "x"}]), "bad_edit", Some("intent"))
        .await;
    check(json!([{"do": "add_example", "intent": "stock", "text": "a\nb"}]), "bad_edit", Some("text")).await;
    check(
        json!([{"do": "add_intent", "name": "../x", "title": "x", "examples": ["x"]}]),
        "bad_edit",
        Some("name"),
    )
    .await;
    let entry = |file: &str| json!([{"do": "add_faq", "file": file, "id": "x", "intent": null, "questions": ["x"], "answer": "x"}]);
    for file in ["knowledge/faq/../../x.yml", "intents/x.yml", "/etc/x.yml", "knowledge/faq/x.sh"] {
        check(entry(file), "bad_edit", Some("file")).await;
    }
    let added = &entry("knowledge/faq/x.yml")[0];
    let shops = json!({"do": "set_shops", "faq": "x", "shops": ["West"]});
    check(json!([added, shops]), "bad_edit", Some("shops")).await;
    let unsaid = json!({"do": "set_answer", "faq": "x", "answer": ""});
    check(json!([added, unsaid]), "bad_edit", Some("answer")).await;
    check(json!([]), "bad_edit", Some("edits")).await;
    check(json!([{"do": "burn"}]), "bad_json", None).await;
    assert_eq!(desk.call("GET", "/content/intents/tea", Value::Null).await.code(), "unknown_intent");
}
