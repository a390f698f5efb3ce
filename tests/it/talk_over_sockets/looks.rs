//! Seats know of each other: who has the same before them, and who writes.

use serde_json::{Value, json};

use super::{Client, Node};
use crate::floor::act;

async fn look(seat: &mut Client, conversation: &str) {
    seat.say(json!({"type": "look", "conversation": conversation, "client_id": "look"})).await;
}

/// The names that a seat is told next.
async fn watching(seat: &mut Client, conversation: &str) -> Vec<String> {
    let told = seat.until("watching").await;
    assert_eq!(told["conversation"], conversation);
    let seats = told["seats"].as_array().unwrap().iter();
    seats.map(|seat| seat["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn seats_know_who_else_has_a_conversation_before_them() {
    let node = Node::start().await;
    let (mut anna, mut bert, mut vera) =
        (node.seat("anna").await, node.seat("bert").await, node.seat("vera").await);
    let (_visitor, waiting) = node.waiting("xiaoming").await;
    let (_other, another) = node.waiting("laowang").await;
    let none: [&str; 0] = [];

    look(&mut anna, &waiting).await;
    assert_eq!(watching(&mut anna, &waiting).await, none);
    look(&mut bert, &waiting).await;
    assert_eq!(watching(&mut bert, &waiting).await, ["ANNA"]);
    assert_eq!(watching(&mut anna, &waiting).await, ["BERT"]);
    look(&mut anna, &waiting).await;
    assert_eq!(watching(&mut anna, &waiting).await, ["BERT"], "asked again");
    // In another tab it is the same seat.
    let mut tab = node.dial_seat("bert").await;
    tab.say(json!({"type": "hello"})).await;
    look(&mut tab, &waiting).await;
    assert_eq!(watching(&mut tab, &waiting).await, ["ANNA"]);
    look(&mut vera, &waiting).await;
    assert_eq!(watching(&mut vera, &waiting).await, ["ANNA", "BERT"]);
    assert_eq!(watching(&mut anna, &waiting).await, ["BERT", "VERA"]);
    assert_eq!(watching(&mut bert, &waiting).await, ["ANNA", "VERA"]);

    // Who turns to something else, or whose last connection is gone, is no longer there.
    look(&mut bert, &another).await;
    assert_eq!(watching(&mut bert, &another).await, none);
    drop(tab);
    assert_eq!(watching(&mut anna, &waiting).await, ["VERA"]);
    assert_eq!(watching(&mut vera, &waiting).await, ["ANNA"]);
    vera.say(json!({"type": "look", "conversation": null})).await;
    assert_eq!(watching(&mut anna, &waiting).await, none);
    look(&mut vera, &waiting).await;
    assert_eq!(watching(&mut vera, &waiting).await, ["ANNA"]);
    assert_eq!(watching(&mut anna, &waiting).await, ["VERA"]);

    // Bert takes it, and Anna may not see it any more.
    act(&mut bert, "take", &waiting, json!({})).await;
    assert_eq!(watching(&mut vera, &waiting).await, none);
    look(&mut bert, &waiting).await;
    assert_eq!(watching(&mut bert, &waiting).await, ["VERA"]);
    assert_eq!(watching(&mut vera, &waiting).await, ["BERT"]);
    look(&mut anna, &waiting).await;
    let refused = anna.until("error").await;
    assert_eq!(
        (&refused["code"], &refused["conversation"], &refused["client_id"]),
        (&json!("unknown_conversation"), &json!(waiting), &json!("look"))
    );
    let heard = anna.rest().await;
    assert!(heard.iter().all(|message| message["type"] != "watching"), "{heard:#?}");
}

#[tokio::test]
async fn seats_that_talk_together_see_each_other_write() {
    let node = Node::start().await;
    let (mut anna, mut bert) = (node.seat("anna").await, node.seat("bert").await);
    let (mut visitor, conversation) = node.waiting("xiaoming").await;
    act(&mut anna, "take", &conversation, json!({})).await;
    let typing = json!({"type": "typing", "conversation": conversation});

    // Alone, and from outside, it is told to the customer at most.
    bert.say(typing.clone()).await;
    anna.say(typing.clone()).await;
    assert_eq!(visitor.until("typing").await, json!({"type": "typing", "by": "seat"}));
    let is_told = |heard: &[Value]| heard.iter().any(|message| message["type"] == "seat_typing");
    assert!(!is_told(&anna.rest().await) && !is_told(&bert.rest().await));

    let desk = node.get("anna", "/desk").await.json();
    let [anna_id, bert_id] = [0, 1].map(|number: usize| desk["seats"][number]["seat"].clone());
    act(&mut anna, "invite", &conversation, json!({"seat": bert_id})).await;
    let told = |seat: &Value, name: &str| json!({"type": "seat_typing", "conversation": conversation, "seat": seat, "name": name});
    bert.say(typing.clone()).await;
    assert_eq!(anna.until("seat_typing").await, told(&bert_id, "BERT"));
    anna.say(typing).await;
    assert_eq!(bert.until("seat_typing").await, told(&anna_id, "ANNA"));
    assert!(!is_told(&anna.rest().await), "nobody is told of themselves");
}
