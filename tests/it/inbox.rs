//! What a shopper said in vain: from the inbox into the draft, and from there to an answer.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::editor::Desk;

/// Taken for a question about the price.
const MISTAKEN: &str = "什么价格能买到现货";

impl Desk {
    /// The inbox, once so many messages wait and all of them have vectors.
    async fn inbox(&self, open: usize) -> Value {
        let wait = async {
            loop {
                let inbox = self.get("/content/inbox").await;
                if inbox["open"] == open && inbox["ungrouped"] == 0 {
                    return inbox;
                }
                // There is nothing else to wait on from outside.
                sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(Duration::from_secs(30), wait).await.expect("the inbox follows the log")
    }

    async fn sort(&self, how: &str, messages: &[Value], r#as: Value) -> Value {
        let places: Vec<Value> = messages
            .iter()
            .map(|message| json!({"conversation": message["conversation"], "seq": message["seq"]}))
            .collect();
        let body = if r#as.is_null() {
            json!({"messages": places})
        } else {
            json!({"messages": places, "as": r#as})
        };
        let answer = self.call("POST", &format!("/content/inbox/{how}"), body).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        answer.json()
    }

    /// Somebody who was answered in vain and asks for a person.
    async fn mistake(&self, user: &str, text: &str) {
        self.app.say(user, text).await;
        self.app.say(user, "转人工").await;
    }
}

fn messages(inbox: &Value) -> Vec<Value> {
    let groups = inbox["groups"].as_array().unwrap().iter();
    groups.flat_map(|group| group["messages"].as_array().unwrap().clone()).collect()
}

#[tokio::test]
async fn what_was_misunderstood_is_learned_and_understood() {
    let desk = Desk::start().await;
    desk.mistake("li", MISTAKEN).await;
    desk.mistake("wu", &format!("{MISTAKEN}呀")).await;
    let inbox = desk.inbox(2).await;
    let [group] = inbox["groups"].as_array().unwrap().as_slice() else { panic!("{inbox}") };
    assert_eq!((&group["size"], &group["suggested"]["intent"]), (&json!(2), &json!("price")), "{inbox}");
    let message = &group["messages"][1];
    assert_eq!((&message["text"], &message["why"]), (&json!(MISTAKEN), &json!("asked_for_person")));
    assert_eq!(message["intent"], "price");

    let both = messages(&inbox);
    let sorted = desk.sort("settle", &both, json!({"intent": "stock"})).await;
    assert_eq!((&sorted["settled"], &sorted["draft"]["files"]), (&json!(2), &json!(1)), "{sorted}");
    let again = desk.sort("settle", &both, json!({"intent": "price"})).await;
    assert_eq!((&again["settled"], &again["draft"]["revision"]), (&json!(0), &sorted["draft"]["revision"]));
    let stock = desk.get("/content/intents/stock").await;
    let learned = &stock["learned"];
    assert_eq!((learned[0]["text"].as_str(), learned.as_array().unwrap().len()), (Some(MISTAKEN), 2));
    let source = &learned[0]["source"];
    assert_eq!(
        (&source["conversation"], &source["seq"], &source["by"]),
        (&message["conversation"], &message["seq"], &json!("OU"))
    );
    assert_eq!(
        (desk.inbox(0).await["settled_7d"].as_u64(), desk.intent(MISTAKEN).await),
        (Some(2), "price".into())
    );
    let row = desk.get("/content/intents").await["intents"][1].clone();
    assert_eq!((&row["name"], &row["examples"], &row["learned"]), (&json!("stock"), &json!(4), &json!(2)));

    let version = desk.publish("学了两句").await;
    assert_eq!(version["number"], 2);
    assert_eq!(desk.intent(MISTAKEN).await, "stock");
    assert!(desk.folder().contains_key("/intents/learned.jsonl"));
    let desk = desk.restart().await;
    desk.inbox(0).await;

    // Taken back, it waits again, and the rows leave the draft.
    let back = desk.sort("reopen", &both, Value::Null).await;
    assert_eq!((&back["settled"], &back["draft"]["files"]), (&json!(2), &json!(1)), "{back}");
    desk.inbox(2).await;
    assert_eq!(desk.get("/content/intents/stock").await["learned"], json!([]));
    assert_eq!(desk.sort("reopen", &both, Value::Null).await["settled"], 0);
}

#[tokio::test]
async fn a_draft_that_is_discarded_gives_its_messages_back() {
    let desk = Desk::start().await;
    desk.mistake("li", MISTAKEN).await;
    desk.mistake("wu", "有没有别的颜色").await;
    let waiting = messages(&desk.inbox(2).await);
    let (one, other): (Vec<Value>, Vec<Value>) =
        waiting.into_iter().partition(|message| message["text"] == MISTAKEN);
    desk.sort("settle", &one, json!({"intent": "stock"})).await;
    assert_eq!(desk.sort("settle", &other, json!({"dismiss": true})).await["settled"], 1);
    desk.inbox(0).await;
    assert_eq!(desk.call("DELETE", "/content/draft", Value::Null).await.status.as_u16(), 204);
    assert_eq!(messages(&desk.inbox(1).await)[0]["text"], MISTAKEN);

    // As a question of the FAQ.
    let entry = json!({"do": "add_faq", "file": "knowledge/faq/stock.yml", "id": "stock.where", "intent": "stock",
        "questions": ["哪里有货"], "answer": "仓库都有货。"});
    let edited = desk.call("POST", "/content/edits", json!({"edits": [entry]})).await;
    assert_eq!(edited.status.as_u16(), 200, "{}", edited.text);
    let sorted = desk.sort("settle", &one, json!({"faq": "stock.where"})).await;
    assert_eq!((&sorted["settled"], &sorted["draft"]["files"]), (&json!(1), &json!(1)));
    let faq = desk.get("/content/faq").await["faq"][0].clone();
    assert_eq!((&faq["id"], &faq["questions"]), (&json!("stock.where"), &json!(["哪里有货", MISTAKEN])));
    desk.publish("").await;
    desk.app.say("hu", MISTAKEN).await;
    let hit = timeout(Duration::from_secs(30), async {
        loop {
            let faq = desk.get("/content/faq").await["faq"][0].clone();
            if faq["hits_30d"] == 1 {
                return faq["last_hit"].clone();
            }
            sleep(Duration::from_millis(20)).await;
        }
    });
    assert!(hit.await.expect("the answer is counted").is_string());
}

#[tokio::test]
async fn what_cannot_be_sorted_is_refused() {
    let desk = Desk::start().await;
    let check = async |path: &str, body: Value, code: &str, field: Option<&str>| {
        let answer = desk.call("POST", path, body.clone()).await;
        let found = answer.json()["error"]["field"].as_str().map(str::to_owned);
        assert_eq!((answer.code().as_str(), found.as_deref()), (code, field), "{body}");
    };
    let settle = "/content/inbox/settle";
    let message = json!([{"conversation": "c", "seq": 1}]);
    check(settle, json!({"messages": message, "as": {"intent": "tea"}}), "bad_edit", Some("intent")).await;
    check(settle, json!({"messages": message, "as": {"faq": "tea"}}), "bad_edit", Some("faq")).await;
    check(settle, json!({"messages": message, "as": {"not_ours": true}}), "bad_edit", Some("not_ours")).await;
    check(settle, json!({"messages": message, "as": {}}), "bad_edit", Some("as")).await;
    check(settle, json!({"messages": [], "as": {"dismiss": true}}), "bad_edit", Some("messages")).await;
    check(settle, json!({"as": {"dismiss": true}}), "bad_json", None).await;
    let nothing = desk.call("POST", settle, json!({"messages": message, "as": {"dismiss": true}})).await;
    assert_eq!(nothing.json(), json!({"settled": 0, "draft": null}));
    for query in ["why=boredom", "limit=0", "limit=x", "other=1"] {
        let answer = desk.call("GET", &format!("/content/inbox?{query}"), Value::Null).await;
        assert_eq!(answer.code(), "bad_query", "{query}");
    }
}
