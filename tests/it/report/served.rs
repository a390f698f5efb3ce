//! `GET /reports/summary`.

use std::collections::BTreeSet;

use axum::{body::Body, http::Request};
use jiff::Timestamp;
use serde_json::{Value, json};
use xiaoer::{
    domain::{Certainty::Confident, ConversationId, Event, Recorded, ShopId, Stage},
    identity::{Email, NewAccount, Password, Role},
    store::{Append, Follower},
};

use super::talk::{answered, asked_for_person, closed, opened, rated, said, spoke, taken, understood};
use crate::app::{Answer, TestApp};

struct Shop {
    app: TestApp,
    token: String,
    anna: String,
}

impl Shop {
    async fn open() -> Self {
        let (app, shop) = (TestApp::start().await, ShopId::new("demo").unwrap());
        let new = NewAccount {
            email: Email::new("anna@shop").unwrap(),
            name: "安娜".to_owned(),
            role: Role::Supervisor,
            skills: BTreeSet::new(),
            capacity: 5,
            password: Password::choose("correct horse battery").unwrap(),
        };
        app.api.people.create(&shop, new).await.unwrap();
        let (here, password) = ("127.0.0.1".parse().unwrap(), Password::enter("correct horse battery"));
        let signed_in =
            app.api.people.log_in(&shop, "anna@shop", password, here, Timestamp::now()).await.unwrap();
        let token = format!("Bearer {}", signed_in.token.as_str());
        Self { app, token, anna: signed_in.person.seat.as_str().to_owned() }
    }

    /// A conversation of any shop, with the times of its appends.
    async fn write(&self, shop: &str, conversation: &str, appends: &[(&str, &[Event])]) {
        let (shop, conversation) = (ShopId::new(shop).unwrap(), ConversationId::new(conversation).unwrap());
        let mut seq = 0;
        for (at, events) in appends {
            let events = events.iter().cloned().map(|event| {
                seq += 1;
                Recorded { seq, at: at.parse().unwrap(), event }
            });
            let events: Vec<Recorded> = events.collect();
            let append = Append { shop: &shop, conversation: &conversation, events: &events, pending: false };
            self.app.api.store.append(append).await.unwrap();
        }
    }

    async fn ask(&self, query: &str) -> Answer {
        let log = self.app.data().join("log.db");
        self.app.api.reports.until(Follower::open(&log).unwrap().last().unwrap()).await;
        let request = Request::get(format!("/reports/summary{query}")).header("authorization", &self.token);
        self.app.send(request.body(Body::empty()).unwrap()).await
    }
}

fn turn(stage: Stage, intent: &str, then: Event) -> [Event; 2] {
    [understood(stage, intent, Confident), then]
}

/// 20 November in Shanghai begins at 16:00 on the 19th.
async fn two_days() -> Shop {
    let shop = Shop::open().await;
    let tracked = turn(Stage::Rules, "track", answered());
    let begun = [opened(), said()];
    shop.write(
        "demo",
        "deflected",
        &[
            ("2026-11-19T16:30:00Z", &begun),
            ("2026-11-19T16:30:01Z", &tracked),
            ("2026-11-20T18:00:00Z", &[closed()]),
        ],
    )
    .await;
    let anna = shop.anna.clone();
    let asked = turn(Stage::Classifier, "refund", asked_for_person("customer_asked"));
    shop.write(
        "demo",
        "helped",
        &[
            ("2026-11-20T02:00:00Z", &begun),
            ("2026-11-20T02:00:01Z", &asked),
            ("2026-11-20T02:00:31Z", &[taken(&anna)]),
            ("2026-11-20T02:00:45.5Z", &[spoke(&anna)]),
            ("2026-11-20T02:10:00Z", &[closed()]),
            ("2026-11-20T02:11:00Z", &[rated(4)]),
        ],
    )
    .await;
    shop.write("other", "theirs", &[("2026-11-20T02:00:00Z", &begun), ("2026-11-20T02:00:01Z", &[closed()])])
        .await;
    shop
}

#[tokio::test]
async fn days_are_those_of_the_shop_and_other_shops_are_not_in_them() {
    let shop = two_days().await;
    let answer = shop.ask("?from=2026-11-20&until=2026-11-22&by=day").await.json();
    assert_eq!(answer["timezone"], "Asia/Shanghai");
    assert_eq!(answer["from"], "2026-11-19T16:00:00Z");
    assert_eq!(answer["until"], "2026-11-22T16:00:00Z");
    assert_eq!(answer["behind"], 0);
    assert_eq!(
        answer["totals"],
        json!({
            "conversations": 2,
            "turns": 2,
            "messages": {"customer": 2, "bot": 1, "seat": 1},
            "deflection": {"bot": 1, "person": 1, "share": 0.5},
            "handoffs": 1,
            "ratings": {"count": 1, "mean": 4.0, "scores": [0, 0, 0, 1, 0]},
            "waits": {"count": 1, "median": 30.0, "p90": 30.0, "abandoned": 0},
            "first_replies": {"count": 1, "median": 14.5, "p90": 14.5},
        })
    );
    let buckets = answer["buckets"].as_array().unwrap();
    let counted = |bucket: &Value| {
        let of = |name: &str| bucket[name].as_u64().unwrap();
        (of("conversations"), of("turns"), of("bot"), of("person"), of("handoffs"))
    };
    assert_eq!(
        buckets.iter().map(counted).collect::<Vec<_>>(),
        [(2, 2, 0, 1, 1), (0, 0, 1, 0, 0), (0, 0, 0, 0, 0)]
    );
    assert_eq!(buckets[0]["wait_median"], 30.0);
    assert_eq!(buckets[2]["wait_median"], Value::Null);
    assert_eq!(buckets[2]["ratings"], json!({"count": 0, "mean": null}));
    assert_eq!(answer["stages"], json!({"rules": 1, "nearest": 0, "classifier": 1, "graph": 0, "none": 0}));
    assert_eq!(answer["reasons"], json!([{"reason": "customer_asked", "title": null, "count": 1}]));
    let seats = json!([{"seat": shop.anna, "name": "安娜", "chats": 1, "messages": 1, "first_reply_median": 14.5,
        "ratings": 1, "rating_mean": 4.0}]);
    assert_eq!(answer["seats"], seats);
    // Friday at half past midnight, and at ten.
    assert_eq!((&answer["weekdays"][4][0], &answer["weekdays"][4][10]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn hours_without_anything_are_there() {
    let shop = two_days().await;
    let answer = shop.ask("?from=2026-11-20&until=2026-11-20T10:20:00%2B08:00&by=hour").await.json();
    let buckets = answer["buckets"].as_array().unwrap();
    assert_eq!(answer["until"], "2026-11-20T03:00:00Z");
    assert_eq!(buckets.len(), 11);
    let turns: Vec<_> = buckets.iter().map(|bucket| bucket["turns"].as_u64().unwrap()).collect();
    assert_eq!(turns, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(shop.ask("").await.json()["buckets"].as_array().unwrap().len(), 24);
}

#[tokio::test]
async fn what_is_said_now_counts_as_the_metrics_have_it() {
    let shop = Shop::open().await;
    shop.app.say("ming", "你好").await;
    shop.app.say("ming", "我的订单").await;
    shop.app.say("ming", "转人工").await;
    shop.app.say("wei", "你好").await;
    let answer = shop.ask("").await.json();
    let metrics = shop.app.get("/metrics").await.text;
    let figure = |line: &str| metrics.lines().any(|found| found == line);
    assert!(figure(r#"xiaoer_conversations_opened_total{shop="demo"} 2"#), "{metrics}");
    assert!(figure(r#"xiaoer_conversations_ended_total{shop="demo",by="person"} 1"#), "{metrics}");
    for (outcome, count) in [("answered", 2), ("called", 1), ("handed_over", 1)] {
        let line = format!(r#"xiaoer_turns_total{{shop="demo",stage="rules",outcome="{outcome}"}} {count}"#);
        assert!(figure(&line), "{line} in {metrics}");
        assert_eq!(answer["outcomes"][outcome], count, "{answer}");
    }
    assert_eq!(answer["totals"]["conversations"], 2);
    assert_eq!(answer["totals"]["deflection"], json!({"bot": 0, "person": 1, "share": 0.0}));
    assert_eq!(answer["intents"][0]["turns"], 4);
}

#[tokio::test]
async fn a_range_that_cannot_be_is_refused() {
    let shop = Shop::open().await;
    for (query, code) in [
        ("?by=week", "bad_query"),
        ("?from=soon", "bad_query"),
        ("?colour=red", "bad_query"),
        ("?from=2026-11-20&until=2026-11-19", "bad_query"),
        ("?from=2026-01-01&until=2026-03-01&by=hour", "range_too_long"),
        ("?from=2020-01-01&until=2026-03-01&by=day", "range_too_long"),
    ] {
        assert_eq!(shop.ask(query).await.code(), code, "{query}");
    }
}
