//! From the first question to the stars.

use std::time::Duration;

use serde_json::json;
use xiaoer::config::{Config, DeskConfig};

use super::{Node, places, say, settings, texts};

#[tokio::test]
async fn from_the_first_question_to_the_stars() {
    let node = Node::start().await;
    let (mut anna, mut bert) = (node.seat("anna").await, node.seat("bert").await);

    // A visitor is answered.
    let (mut visitor, welcome) = node.customer(json!({"type": "hello"})).await;
    assert_eq!((&welcome["seq"], &welcome["mode"]), (&json!(0), &json!("bot")));
    let conversation = say(&mut visitor, "1", "你好").await;
    assert_eq!(welcome["conversation"], conversation.as_str(), "what the welcome calls it");
    visitor.until_text("您说：你好").await;

    // They ask for a person.
    visitor.say(json!({"type": "say", "client_id": "2", "text": "人工"})).await;
    assert_eq!(visitor.until("mode").await["mode"], "waiting");
    for seat in [&mut anna, &mut bert] {
        let entry = seat.until("waiting").await;
        assert_eq!((&entry["conversation"], &entry["summary"]), (&json!(conversation), &json!("要人工")));
    }

    // Two seats try, and one wins.
    let take = json!({"type": "take", "conversation": conversation, "client_id": "t"});
    tokio::join!(anna.say(take.clone()), bert.say(take));
    let (a, b) = (anna.answer("t").await, bert.answer("t").await);
    let first_won = a.last().unwrap()["type"] == "taken";
    let (mut holder, mut other) = if first_won { (anna, bert) } else { (bert, anna) };
    let (mut heard, lost) = if first_won { (a, b) } else { (b, a) };
    let (won, lost) = (heard.last().unwrap(), lost.last().unwrap());
    assert_eq!((&won["type"], &lost["type"]), (&json!("taken"), &json!("error")));
    assert_eq!((&lost["code"], &lost["conversation"]), (&json!("already_taken"), &json!(conversation)));
    let mode = visitor.until("mode").await;
    assert_eq!(mode["mode"], "human");
    assert!(["ANNA", "BERT"].contains(&mode["name"].as_str().unwrap()));
    assert!(mode["seat"].is_null() && mode["how"].is_null(), "a customer sees a name: {mode}");

    // They talk both ways; notes, labels and traces stay at the desk.
    let to = |mut message: serde_json::Value| {
        message["conversation"] = json!(conversation);
        message
    };
    holder.say(to(json!({"type": "say", "client_id": "1", "text": "您好，我来看看"}))).await;
    holder.say(to(json!({"type": "note", "client_id": "2", "text": "老客户"}))).await;
    holder.say(to(json!({"type": "label", "add": ["物流"], "client_id": "3"}))).await;
    heard.extend(holder.rest().await);
    let acks = heard.iter().filter(|message| message["type"] == "ack");
    assert_eq!(acks.map(|ack| ack["client_id"].as_str().unwrap()).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert!(heard.iter().any(|message| message["type"] == "understood" && message["trace"].is_object()));
    assert!(heard.iter().any(|message| message["type"] == "labels" && message["labels"] == json!(["物流"])));
    places(&heard);
    let answer = visitor.until_text("您好，我来看看").await;
    assert_eq!((&answer["by"], answer["seat"].is_null()), (&json!("seat"), true));
    visitor.say(json!({"type": "typing", "text": "我的快"})).await;
    let typing = holder.until("visitor_typing").await;
    assert_eq!((&typing["text"], &typing["conversation"]), (&json!("我的快"), &json!(conversation)));
    visitor.say(json!({"type": "say", "client_id": "3", "text": "我的快递呢"})).await;
    let mut heard = visitor.all_until("ack").await;
    holder.until_text("我的快递呢").await;
    // The bot would have echoed it: the seat alone is told.
    let suggestion = holder.until("suggestion").await;
    assert_eq!(suggestion["text"], "您说：我的快递呢");
    holder.say(to(json!({"type": "typing"}))).await;
    heard.extend(visitor.all_until("typing").await);
    assert_eq!(texts(&heard), [("customer", "我的快递呢")], "a suggestion is not for customers");

    // The connection drops and resumes, without a gap and without a repeat.
    let last = places(&heard).pop().unwrap();
    let token = welcome["token"].clone();
    drop(visitor);
    holder.say(to(json!({"type": "say", "client_id": "4", "text": "在路上"}))).await;
    let known = holder.until_text("在路上").await["seq"].as_u64().unwrap();
    let resume = json!({"type": "hello", "token": token, "conversation": conversation, "after": last});
    let (mut visitor, welcome) = node.customer(resume).await;
    assert_eq!((&welcome["conversation"], &welcome["mode"]), (&json!(conversation), &json!("human")));
    let heard = visitor.rest().await;
    assert_eq!(texts(&heard), [("seat", "在路上")]);
    assert!(places(&heard).iter().all(|seq| *seq > last));

    // So does a seat's; meanwhile the customer goes on.
    let known = places(&holder.rest().await).pop().unwrap_or(known);
    let name = if mode["name"] == "ANNA" { "anna" } else { "bert" };
    let mut second = node.dial_seat(name).await;
    second.say(json!({"type": "hello", "after": {&conversation: known}})).await;
    let welcome = second.until("welcome").await;
    assert_eq!(welcome["conversations"][0]["conversation"], conversation.as_str());
    drop(holder);
    let mut holder = second;
    say(&mut visitor, "4", "好的").await;
    let heard = holder.all_until("suggestion").await;
    assert_eq!(texts(&heard), [("customer", "好的")], "{heard:#?}");

    // The seat hands back, and the bot answers.
    holder.say(to(json!({"type": "hand_back", "client_id": "5"}))).await;
    holder.until("ack").await;
    assert_eq!(visitor.until("mode").await["mode"], "bot");
    say(&mut visitor, "5", "谢谢").await;
    visitor.until_text("您说：谢谢").await;
    assert_eq!(other.until("not_waiting").await["conversation"], conversation.as_str());

    // The visitor rates.
    visitor.say(json!({"type": "rate", "score": 5, "text": "很快"})).await;
    let rated = visitor.until("rated").await;
    assert_eq!((&rated["score"], &rated["text"]), (&json!(5), &json!("很快")));

    // All of it, from the beginning, is what was told: in order, once, and no more than is the customer's.
    let (mut again, _) = node.customer(json!({"type": "hello", "token": token})).await;
    let whole = again.rest().await;
    places(&whole);
    let expected = [
        ("customer", "你好"),
        ("bot", "您说：你好"),
        ("customer", "人工"),
        ("bot", "请稍候"),
        ("seat", "您好，我来看看"),
        ("customer", "我的快递呢"),
        ("seat", "在路上"),
        ("customer", "好的"),
        ("customer", "谢谢"),
        ("bot", "您说：谢谢"),
    ];
    assert_eq!(texts(&whole), expected);
    let text = serde_json::to_string(&whole).unwrap();
    for secret in ["老客户", "物流", "trace", "summary", "slots", "anna", "bert"] {
        assert!(!text.contains(secret), "{secret} is not for customers: {text}");
    }
    node.stop().await;
    assert_eq!(again.closed().await, Some(4010));
}

#[tokio::test]
async fn a_seat_goes_on_with_its_chats_when_the_node_starts_again() {
    let desk = DeskConfig { grace: Duration::from_secs(30), ..settings().desk };
    let node = Node::with(Config { desk, ..settings() }).await;
    let mut anna = node.seat("anna").await;
    let (_visitor, conversation) = node.waiting("xiaoming").await;
    anna.say(json!({"type": "take", "conversation": conversation, "client_id": "t"})).await;
    anna.until("taken").await;

    let node = node.restart().await;
    let mut anna = node.dial_seat("anna").await;
    anna.say(json!({"type": "hello"})).await;
    let welcome = anna.until("welcome").await;
    assert_eq!((&welcome["state"], &welcome["capacity"]), (&json!("away"), &json!(5)));
    anna.say(json!({"type": "say", "conversation": conversation, "client_id": "1", "text": "我回来了"}))
        .await;
    assert_eq!(anna.until("ack").await["client_id"], "1");
}
