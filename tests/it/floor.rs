//! What a seat asks beside its socket: who is there and who waits, who the customer is, what can be chosen from.

use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc, time::Duration};

use serde_json::{Value, json};
use xiaoer::{
    config::{Config, Day, Dispatch},
    conversation::Systems,
    domain::{Call, CustomerId, Failure, Name, Outcome},
    store::Follower,
};

use crate::{
    app::TestApp,
    talk_over_sockets::{Client, Node, settings},
};

/// Does something to a conversation, and waits until it is done.
pub async fn act(seat: &mut Client, kind: &str, conversation: &str, more: Value) {
    let mut message = json!({"type": kind, "conversation": conversation, "client_id": kind});
    message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    seat.say(message).await;
    let answer = seat.answer(kind).await.pop().unwrap();
    assert_ne!(answer["type"], "error", "{answer}");
}

#[tokio::test]
async fn a_seat_sees_its_colleagues_and_a_supervisor_what_they_do() {
    let mut config = settings();
    config.desk.assignment = Dispatch::Take;
    let node = Node::with(config).await;
    let (mut anna, mut bert) = (node.seat("anna").await, node.seat("bert").await);
    for gone in ["carl", "vera", "otto"] {
        node.token(gone).await;
    }
    let (mut visitor, held) = node.waiting("xiaoming").await;
    act(&mut anna, "take", &held, json!({})).await;
    let bert_id = bert_id(&node).await;
    act(&mut anna, "invite", &held, json!({"seat": bert_id})).await;
    let (_waits, _) = node.waiting("laowang").await;

    // Name, state, connected, chats; then what each holds.
    let seats = |desk: &Value| -> Vec<Value> {
        let seats = desk["seats"].as_array().unwrap().iter();
        seats.map(|s| json!([s["name"], s["role"], s["state"], s["connected"], s["chats"]])).collect()
    };
    let everybody = [
        json!(["ANNA", "seat", "busy", true, 1]),
        json!(["BERT", "seat", "busy", true, 1]),
        json!(["CARL", "seat", "offline", false, 0]),
        json!(["VERA", "supervisor", "offline", false, 0]),
    ];
    let desk = node.get("carl", "/desk").await.json();
    assert_eq!(seats(&desk), everybody);
    let holds = |desk: &Value| -> Vec<Value> {
        desk["seats"].as_array().unwrap().iter().map(|seat| seat["holds"].clone()).collect()
    };
    assert_eq!(holds(&desk), [json!([]), json!([]), json!([]), json!([])]);
    assert_eq!(desk["hours"], json!({"open": true, "opens_at": null}));
    // Nobody is online, so nobody knows how long it takes. The content's skills are there, whether somebody waits or not.
    let queues = desk["queues"].as_array().unwrap();
    assert_eq!((&queues[0]["skill"], &queues[0]["waiting"]), (&json!("general"), &json!(1)));
    assert!(queues[0]["oldest_since"].is_string() && queues[0]["eta"].is_null(), "{queues:?}");
    assert_eq!(queues[1], json!({"skill": "odd", "waiting": 0, "oldest_since": null, "eta": null}));
    assert_eq!(queues.len(), 2);

    let desk = node.get("vera", "/desk").await.json();
    assert_eq!(seats(&desk), everybody);
    let anna_holds = &desk["seats"][0]["holds"];
    let chat = &anna_holds[0];
    assert_eq!((&chat["conversation"], &chat["customer"]), (&json!(held), &json!("xiaoming")));
    assert_eq!(chat["since"], chat["waits_since"], "the seat has yet to say something");
    assert_eq!((anna_holds.as_array().unwrap().len(), &desk["seats"][1]["holds"]), (1, &json!([])));

    // It is the customer's turn; then the seat's again.
    act(&mut anna, "say", &held, json!({"text": "您好"})).await;
    let chat = node.get("vera", "/desk").await.json()["seats"][0]["holds"][0].clone();
    assert!(chat["waits_since"].is_null(), "{chat}");
    visitor.say(json!({"type": "say", "client_id": "2", "text": "还在吗"})).await;
    anna.until_text("还在吗").await;
    let chat = node.get("vera", "/desk").await.json()["seats"][0]["holds"][0].clone();
    let [since, waits_since]: [jiff::Timestamp; 2] =
        ["since", "waits_since"].map(|field| chat[field].as_str().unwrap().parse().unwrap());
    assert!(waits_since > since, "{chat}");

    // Two chats of six minutes at five a time.
    bert.say(json!({"type": "presence", "state": "online"})).await;
    bert.until("presence").await;
    let desk = node.get("anna", "/desk").await.json();
    assert_eq!((&desk["queues"][0]["eta"], &desk["queues"][1]["eta"]), (&json!(180), &json!(120)));
}

async fn bert_id(node: &Node) -> Value {
    let desk = node.get("anna", "/desk").await.json();
    let bert = desk["seats"].as_array().unwrap().iter().find(|seat| seat["name"] == "BERT");
    bert.unwrap()["seat"].clone()
}

#[tokio::test]
async fn a_closed_shop_says_when_it_opens() {
    let check = async |day: &str, open: bool, opens: bool| {
        let mut config = settings();
        let hours = &mut config.desk.hours;
        let all = [
            &mut hours.monday,
            &mut hours.tuesday,
            &mut hours.wednesday,
            &mut hours.thursday,
            &mut hours.friday,
            &mut hours.saturday,
            &mut hours.sunday,
        ];
        all.into_iter().for_each(|hours| *hours = Day::parse("closed").unwrap());
        let today = jiff::Timestamp::now().to_zoned(config.shop.timezone.clone()).date();
        // Midnight may pass meanwhile.
        hours.dates = BTreeMap::from([
            (today, Day::parse(day).unwrap()),
            (today.tomorrow().unwrap(), Day::parse(day).unwrap()),
            (today.checked_add(jiff::Span::new().days(2)).unwrap(), Day::parse("9:00-18:00").unwrap()),
        ]);
        let node = Node::with(config).await;
        let hours = node.get("anna", "/desk").await.json()["hours"].clone();
        assert_eq!((&hours["open"], hours["opens_at"].is_string()), (&json!(open), opens), "{day}");
    };
    check("0:00-24:00", true, false).await;
    check("closed", false, true).await;
}

/// A shop that knows some of its customers, and fails others.
struct Shop;

impl Systems for Shop {
    fn call<'a>(
        &'a self,
        customer: &'a CustomerId,
        call: &'a Call,
    ) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>> {
        Box::pin(async move {
            let is_profile = call.name == "crm.get";
            match customer.as_str() {
                "xiaoming" if is_profile => Outcome::Answered(json!({"name": "小明", "points": 120})),
                "xiaoming" => Outcome::Answered(json!([{"order_no": "2611"}])),
                "half" if is_profile => Outcome::Answered(json!({"name": "半"})),
                "half" => Outcome::Failed(Failure::Unavailable),
                "odd" if is_profile => Outcome::Answered(json!("odd")),
                "odd" => Outcome::Answered(json!({"orders": []})),
                "slow" if is_profile => std::future::pending().await,
                "slow" => Outcome::Answered(json!([])),
                _ => Outcome::Failed(Failure::NotFound),
            }
        })
    }

    fn knows(&self, call: &Name) -> bool {
        *call == "crm.get" || *call == "orders.recent"
    }
}

#[tokio::test]
async fn a_seat_reads_who_its_customer_is() {
    let mut config = settings();
    config.desk.panel_within = Duration::from_millis(50);
    config.desk.profile_within = Duration::ZERO;
    let node = Node::of(TestApp::asking(config, Arc::new(Shop)).await).await;
    node.seat("anna").await;
    let check = async |node: &Node, customer: &str, expected: Value| {
        let (_visitor, conversation) = node.waiting(customer).await;
        let answer = node.get("anna", &format!("/conversations/{conversation}/customer")).await;
        let expected: BTreeMap<&str, Value> = expected
            .as_object()
            .unwrap()
            .iter()
            .map(|(field, value)| (field.as_str(), value.clone()))
            .chain([
                ("customer", json!(customer)),
                ("known", json!(true)),
                ("fields", json!({})),
                ("slots", json!({"order": "1"})),
                ("labels", json!([])),
            ])
            .collect();
        assert_eq!(answer.json(), json!(expected), "{customer}");
        assert_eq!(answer.headers["cache-control"], "no-store");
    };
    let said = |profile: Value, orders: Value, unavailable: &[&str]| json!({"profile": profile, "orders": orders, "unavailable": unavailable});
    let gold = json!({"name": "小明", "points": 120});
    check(&node, "xiaoming", said(gold, json!([{"order_no": "2611"}]), &[])).await;
    check(&node, "stranger", said(Value::Null, Value::Null, &[])).await;
    check(&node, "half", said(json!({"name": "半"}), Value::Null, &["orders"])).await;
    check(&node, "odd", said(Value::Null, Value::Null, &["profile", "orders"])).await;
    check(&node, "slow", said(Value::Null, json!([]), &["profile"])).await;
    // A shop without such systems has nothing to be sorry for.
    let node = Node::start().await;
    check(&node, "xiaoming", said(Value::Null, Value::Null, &[])).await;
}

#[tokio::test]
async fn only_who_serves_a_customer_reads_who_they_are() {
    let node = Node::of(TestApp::asking(settings(), Arc::new(Shop)).await).await;
    let (mut anna, mut bert) = (node.seat("anna").await, node.seat("bert").await);
    let (_visitor, conversation) = node.waiting("xiaoming").await;
    let path = format!("/conversations/{conversation}/customer");
    // Who asks, and whether they get an answer.
    let check = async |when: &str, expected: [(&str, bool); 3]| {
        for (name, may) in expected {
            let answer = node.get(name, &path).await;
            assert_eq!(answer.status.is_success(), may, "{name} {when}: {}", answer.text);
            assert!(may || answer.code() == "unknown_conversation", "{name} {when}: {}", answer.text);
        }
    };
    check("while it waits", [("anna", true), ("bert", true), ("vera", true)]).await;
    act(&mut anna, "take", &conversation, json!({})).await;
    act(&mut anna, "label", &conversation, json!({"add": ["急"]})).await;
    check("while anna holds it", [("anna", true), ("bert", false), ("vera", true)]).await;
    assert_eq!(node.get("anna", &path).await.json()["labels"], json!(["急"]));
    act(&mut anna, "leave", &conversation, json!({})).await;
    act(&mut bert, "take", &conversation, json!({})).await;
    check("when anna has left", [("anna", false), ("bert", true), ("vera", true)]).await;
    act(&mut bert, "close", &conversation, json!({})).await;
    check("when it is over", [("anna", false), ("bert", true), ("vera", true)]).await;
    for nobody in ["/conversations/none/customer", "/conversations/%0a/customer"] {
        assert_eq!(node.get("vera", nobody).await.code(), "unknown_conversation");
    }

    // Who has no name is not asked about.
    let (mut visitor, _) = node.customer(json!({"type": "hello"})).await;
    visitor.say(json!({"type": "say", "client_id": "1", "text": "人工"})).await;
    let conversation = visitor.until("ack").await["conversation"].as_str().unwrap().to_owned();
    visitor.until("mode").await;
    let customer = node.get("anna", &format!("/conversations/{conversation}/customer")).await.json();
    assert_eq!((&customer["known"], &customer["profile"]), (&json!(false), &Value::Null));
    assert_eq!(customer["unavailable"], json!([]));
}

#[tokio::test]
async fn what_the_bot_can_tell_apart_has_a_title() {
    let node = Node::with(Config::embedded()).await;
    let expected = json!({"intents": [
        {"intent": "echo", "title": "回声", "title_en": null, "skill": "general"},
        {"intent": "other", "title": "其他", "title_en": null, "skill": "odd"},
    ]});
    assert_eq!(node.get("anna", "/intents").await.json(), expected);
}

#[tokio::test]
async fn labels_in_use_are_known_with_the_most_used_first() {
    let node = Node::start().await;
    let mut anna = node.seat("anna").await;
    let mut talks = Vec::new();
    for customer in ["a", "b", "c"] {
        let (_visitor, conversation) = node.waiting(customer).await;
        talks.push(conversation);
    }
    let [a, b, c] = talks.try_into().unwrap();
    let log = node.app.data().join("log.db");
    let labels = async || {
        node.app.api.search.until(Follower::open(&log).unwrap().last().unwrap()).await;
        node.get("anna", "/labels").await.json()["labels"].clone()
    };
    assert_eq!(labels().await, json!([]));
    // What is done to which; then what is in use.
    for (conversation, change, expected) in [
        (&a, json!({"add": ["退货纠纷", "急"]}), json!(["急", "退货纠纷"])),
        (&b, json!({"add": ["退货纠纷"]}), json!(["退货纠纷", "急"])),
        (&c, json!({"add": ["a b!", "急"]}), json!(["急", "退货纠纷", "a b!"])),
        (&a, json!({"remove": ["急"]}), json!(["退货纠纷", "a b!", "急"])),
        (&c, json!({"remove": ["急", "a b!"]}), json!(["退货纠纷"])),
    ] {
        act(&mut anna, "label", conversation, change.clone()).await;
        assert_eq!(labels().await, expected, "{change}");
    }
}
