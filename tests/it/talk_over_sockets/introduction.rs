//! What customers say of themselves before they say anything else.

use serde_json::{Value, json};

use super::{Client, Node, say};

/// Introduces them; what both sides hear of it, if anything, comes before the words that follow.
async fn check(visitor: &mut Client, fields: Value, heard: bool) {
    visitor.say(json!({"type": "introduce", "fields": fields})).await;
    visitor.say(json!({"type": "say", "client_id": format!("after {fields}"), "text": "你好"})).await;
    let mut introduced = Vec::new();
    loop {
        let message = visitor.next().await.unwrap();
        match message["type"].as_str().unwrap() {
            "introduced" => introduced.push(message["fields"].clone()),
            "ack" => break,
            _ => {}
        }
    }
    assert_eq!(introduced, if heard { vec![fields.clone()] } else { Vec::new() }, "{fields}");
}

#[tokio::test]
async fn who_a_customer_says_they_are_is_stored_once_and_told_to_both_sides() {
    let node = Node::start().await;
    let (mut visitor, welcome) = node.customer(json!({"type": "hello"})).await;
    assert_eq!(welcome["seq"], 0);
    let (first, second) = (json!({"phone": "13800138000", "city": "杭州"}), json!({"phone": "13900139000"}));
    check(&mut visitor, first.clone(), true).await;
    check(&mut visitor, first.clone(), false).await;
    check(&mut visitor, second.clone(), true).await;
    check(&mut visitor, first.clone(), true).await;

    let conversation = say(&mut visitor, "human", "人工").await;
    let mut anna = node.seat("anna").await;
    anna.say(json!({"type": "take", "conversation": conversation})).await;
    // They come before or after what says that the conversation is hers.
    for fields in [&first, &second, &first] {
        let told = anna.until("introduced").await;
        assert_eq!((&told["fields"], &told["conversation"]), (fields, &json!(conversation)));
    }
}

#[tokio::test]
async fn an_introduction_opens_a_conversation_where_none_is_open() {
    let node = Node::start().await;
    let (mut visitor, _) = node.customer(json!({"type": "hello", "customer": "xinke"})).await;
    visitor.say(json!({"type": "introduce", "fields": {"phone": "1"}})).await;
    let opened = visitor.until("opened").await;
    let introduced = visitor.until("introduced").await;
    assert_eq!((&opened["seq"], &introduced["seq"]), (&json!(1), &json!(2)));
    let conversation = say(&mut visitor, "1", "你好").await;
    assert_eq!(opened["conversation"], conversation);
}
