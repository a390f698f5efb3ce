//! What a button said is told and found beside the value that stands for it.

use serde_json::{Value, json};
use xiaoer::store::Follower;

use super::{Node, say};

#[tokio::test]
async fn a_chosen_button_is_told_with_its_title() {
    let node = Node::start().await;
    let (mut visitor, welcome) = node.customer(json!({"type": "hello"})).await;
    let conversation = say(&mut visitor, "0", "你好").await;
    let mut vera = node.seat("vera").await;
    vera.say(json!({"type": "open", "conversation": conversation})).await;
    vera.until("transcript").await;

    let mut told: Vec<Value> = Vec::new();
    for (number, (mut message, text, title)) in [
        (json!({"type": "choose", "value": "2611"}), "2611", json!("运动鞋（尾号2611）")),
        (json!({"type": "choose", "value": 2}), "2", json!("第二单")),
        (json!({"type": "choose", "value": "好"}), "好", Value::Null),
        (json!({"type": "choose", "value": "没有的"}), "没有的", Value::Null),
        (json!({"type": "say", "text": "2611"}), "2611", Value::Null),
    ]
    .into_iter()
    .enumerate()
    {
        say(&mut visitor, &format!("b{number}"), "按钮").await;
        visitor.until_text("请选").await;
        message["client_id"] = json!(format!("c{number}"));
        visitor.say(message.clone()).await;
        let customer = visitor.until_text(text).await;
        vera.until_text("请选").await;
        let seat = vera.until_text(text).await;
        assert_eq!((&customer["title"], &seat["title"]), (&title, &title), "{message}");
        visitor.until_text(&format!("您说：{text}")).await;
        told.push(customer);
    }

    // The same from the log.
    let (mut again, _) = node.customer(json!({"type": "hello", "token": welcome["token"]})).await;
    let again = again.rest().await;
    assert!(told.iter().all(|message| again.contains(message)), "{again:#?}");

    node.app.api.search.until(Follower::open(&node.app.data().join("log.db")).unwrap().last().unwrap()).await;
    let found = node.get("vera", "/search?q=%E5%B0%BE%E5%8F%B7").await.json();
    let texts: Vec<&Value> =
        found["hits"].as_array().unwrap().iter().map(|hit| &hit["snippet"]["text"]).collect();
    assert_eq!(texts, ["运动鞋（尾号2611） 2611"]);
}
