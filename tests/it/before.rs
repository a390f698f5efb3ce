//! What a customer talked about before: for whoever serves the customer now.

use serde_json::{Value, json};

use crate::{
    floor::act,
    talk_over_sockets::{Client, Node, say, texts},
};

async fn talks(node: &Node, name: &str, query: &str) -> Vec<Value> {
    let answer = node.get(name, &format!("/conversations?{query}")).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    answer.json()["conversations"].as_array().unwrap_or_else(|| panic!("{}", answer.text)).clone()
}

/// The first words of a transcript; else the error.
async fn open(seat: &mut Client, conversation: &str) -> String {
    seat.say(json!({"type": "open", "conversation": conversation, "client_id": conversation})).await;
    let mut heard: Vec<Value> = Vec::new();
    loop {
        heard.push(seat.next().await.unwrap());
        let last = heard.last().unwrap();
        if last["conversation"] != conversation {
            continue;
        }
        match last["type"].as_str() {
            Some("error") => return last["code"].as_str().unwrap().to_owned(),
            Some("transcript") => {
                heard.retain(|message| message["conversation"] == conversation);
                return texts(&heard).first().map(|(_, text)| (*text).to_owned()).unwrap_or_default();
            }
            _ => {}
        }
    }
}

#[tokio::test]
async fn whoever_serves_a_customer_reads_what_was_before() {
    let node = Node::start().await;
    let (mut anna, mut bert, mut vera) =
        (node.seat("anna").await, node.seat("bert").await, node.seat("vera").await);
    let mut carl = node.seat("carl").await;
    let desk = node.get("vera", "/desk").await.json();
    let id = |name: &str| {
        let seats = desk["seats"].as_array().unwrap();
        seats.iter().find(|seat| seat["name"] == name).unwrap()["seat"].clone()
    };

    // Bert had this customer once.
    let (mut visitor, first) = node.waiting("xiaoming").await;
    act(&mut bert, "take", &first, json!({})).await;
    act(&mut bert, "invite", &first, json!({"seat": id("CARL")})).await;
    act(&mut bert, "say", &first, json!({"text": "您好"})).await;
    act(&mut bert, "label", &first, json!({"add": ["急", "退货"]})).await;
    act(&mut bert, "close", &first, json!({})).await;
    visitor.until("closed").await;
    visitor.say(json!({"type": "rate", "score": 4, "text": "还行"})).await;
    visitor.until("rated").await;
    // Then they asked from the app, and the bot answered.
    let body = json!({"user": "xiaoming", "text": "按钮"}).to_string();
    let app = node.app.post("/webhook?wait=5s", &[("x-channel-type", "app")], body).await.json();
    let app = app["conversation"].as_str().unwrap().to_owned();
    let third = say(&mut visitor, "3", "你好").await;
    visitor.until_text("您说：你好").await;

    // When; who lists how many, and what opens of the first conversation.
    let mut check = async |when: &str, expected: [(&str, usize, &str); 4]| {
        for ((name, count, opens), seat) in
            expected.into_iter().zip([&mut anna, &mut bert, &mut carl, &mut vera])
        {
            assert_eq!(talks(&node, name, "customer=xiaoming").await.len(), count, "{name} {when}");
            assert_eq!(open(seat, &first).await, opens, "{name} {when}");
        }
    };
    let all = ("vera", 3, "人工");
    let none = "unknown_conversation";
    check("with the bot", [("anna", 0, none), ("bert", 0, "人工"), ("carl", 0, "人工"), all]).await;
    visitor.say(json!({"type": "say", "client_id": "4", "text": "人工"})).await;
    while visitor.until("mode").await["mode"] != "waiting" {}
    check("waiting", [("anna", 3, "人工"), ("bert", 3, "人工"), ("carl", 3, "人工"), all]).await;
    let mut other = node.dial_seat("anna").await;
    other.say(json!({"type": "hello"})).await;
    act(&mut other, "take", &third, json!({})).await;
    check("held by anna", [("anna", 3, "人工"), ("bert", 0, "人工"), ("carl", 0, "人工"), all]).await;
    act(&mut other, "invite", &third, json!({"seat": id("BERT")})).await;
    check("with a guest", [("anna", 3, "人工"), ("bert", 3, "人工"), ("carl", 0, "人工"), all]).await;
    // What was before can be labelled as well.
    act(&mut other, "label", &app, json!({"add": ["退货"]})).await;

    let listed = talks(&node, "anna", "customer=xiaoming").await;
    let ids: Vec<&Value> = listed.iter().map(|talk| &talk["conversation"]).collect();
    assert_eq!(ids, [&json!(third), &json!(app), &json!(first)], "the newest first");
    let mut oldest = listed[2].clone();
    let times = ["opened", "closed"].map(|field| oldest.as_object_mut().unwrap().remove(field).unwrap());
    assert!(times.iter().all(Value::is_string), "{times:?}");
    let expected = json!({
        "conversation": first, "channel": "web", "mode": "closed", "first": "人工", "messages": 3,
        "handoff": "customer_asked", "labels": ["急", "退货"], "rating": {"score": 4, "text": "还行"},
        "seats": [{"seat": id("BERT"), "name": "BERT"}, {"seat": id("CARL"), "name": "CARL"}],
    });
    assert_eq!(oldest, expected);
    let by_app = &listed[1];
    assert_eq!(
        (&by_app["channel"], &by_app["mode"], &by_app["first"]),
        (&json!("app"), &json!("bot"), &json!("按钮"))
    );
    assert_eq!(
        (&by_app["closed"], &by_app["handoff"], &by_app["rating"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!((&by_app["labels"], &by_app["seats"]), (&json!(["退货"]), &json!([])));
    assert_eq!(talks(&node, "anna", "customer=xiaoming&limit=1").await, listed[..1]);
    assert_eq!(talks(&node, "anna", "customer=laowang").await, [] as [Value; 0]);

    act(&mut other, "hand_back", &third, json!({})).await;
    let after = [("anna", 0, none), ("bert", 0, "人工"), ("carl", 0, "人工"), all];
    check("handed back", after).await;
    for query in ["", "customer=", "customer=a&limit=0", "customer=a&limit=51", "customer=a&after=1"] {
        assert_eq!(node.get("anna", &format!("/conversations?{query}")).await.code(), "bad_query", "{query}");
    }
}
