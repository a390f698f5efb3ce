//! What `/metrics` says, after a story that is known.

use prometheus_client::{encoding::text::encode, registry::Registry};
use xiaoer::{
    conversation::{Act, Limits, Stars, Wish},
    desk::{Presence, SeatState},
    domain::SeatId,
};

use crate::node::{Node, ming, node, node_with, settled, shop_id, slow_shop};

fn seat(name: &str) -> SeatId {
    SeatId::new(name).unwrap()
}

/// Every figure that the node registers.
fn figures(node: &Node) -> String {
    let mut registry = Registry::with_prefix("xiaoer");
    node.conversations.register_metrics(&mut registry);
    node.store.register_metrics(&mut registry);
    let mut text = String::new();
    encode(&mut text, &registry).unwrap();
    text
}

fn check(node: &Node, lines: &[&str]) {
    let figures = figures(node);
    for line in lines {
        assert!(figures.lines().any(|found| found == *line), "{line} in {figures}");
    }
}

/// The figure of a line.
fn value(node: &Node, name: &str) -> f64 {
    let figures = figures(node);
    let line = figures.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap_or_else(|| panic!("{name} in {figures}")).trim().parse().unwrap()
}

#[tokio::test]
async fn a_person_is_asked_for_comes_answers_and_is_rated() {
    let node = node().await;
    let desk = node.conversations.desk();
    let presence = |state| Presence { state, capacity: 2, skills: [].into() };
    desk.present(&shop_id(), &seat("anna"), presence(SeatState::Busy));
    desk.present(&shop_id(), &seat("bert"), presence(SeatState::Away));
    node.chat("hello").await;
    let spoken = node.say("human").await.unwrap();
    let conversation = spoken.conversation.clone();
    settled(spoken).await;
    check(
        &node,
        &[
            r#"xiaoer_queue_length{shop="s",skill="general"} 1"#,
            r#"xiaoer_chats_held{shop="s"} 0"#,
            r#"xiaoer_seats{shop="s",state="busy"} 1"#,
            r#"xiaoer_seats{shop="s",state="away"} 1"#,
            r#"xiaoer_seats{shop="s",state="online"} 0"#,
            r#"xiaoer_handoffs_total{shop="s",reason="customer_asked"} 1"#,
        ],
    );
    assert!(value(&node, r#"xiaoer_queue_oldest_wait_seconds{shop="s",skill="general"}"#) > 0.0);

    let act = async |act| node.conversations.act(&shop_id(), &conversation, act).await.unwrap();
    act(Act::Take { seat: seat("anna") }).await;
    for text in ["one", "two"] {
        act(Act::Say { seat: seat("anna"), text: text.into(), client_id: None }).await;
    }
    let rate = Wish::Rate { score: Stars::new(4).unwrap(), text: None };
    node.conversations.wish(&ming(), Some(conversation.clone()), rate).await.unwrap();
    act(Act::Close { seat: seat("anna") }).await;
    check(
        &node,
        &[
            r#"xiaoer_queue_length{shop="s",skill="general"} 0"#,
            r#"xiaoer_queue_oldest_wait_seconds{shop="s",skill="general"} 0.0"#,
            r#"xiaoer_queue_wait_seconds_count{shop="s",skill="general"} 1"#,
            r#"xiaoer_first_reply_seconds_count{shop="s",skill="general"} 1"#,
            r#"xiaoer_ratings_total{shop="s",score="4"} 1"#,
            r#"xiaoer_conversations_opened_total{shop="s"} 1"#,
            r#"xiaoer_conversations_ended_total{shop="s",by="person"} 1"#,
            r#"xiaoer_turns_total{shop="s",stage="none",outcome="answered"} 1"#,
            r#"xiaoer_turns_total{shop="s",stage="none",outcome="handed_over"} 1"#,
            r#"xiaoer_stage_seconds_count{shop="s",stage="hear"} 2"#,
            r#"xiaoer_stage_seconds_count{shop="s",stage="understand"} 2"#,
            r#"xiaoer_stage_seconds_count{shop="s",stage="decide"} 2"#,
            "xiaoer_store_queue 0",
            "xiaoer_store_full 0",
        ],
    );
    for stage in ["hear", "understand", "decide", "commit", "publish"] {
        let cpu = value(&node, &format!(r#"xiaoer_stage_cpu_seconds_total{{shop="s",stage="{stage}"}}"#));
        assert!(cpu > 0.0 && cpu < 1.0, "{stage}: {cpu}");
    }
    assert!(value(&node, "xiaoer_store_bytes") > 4096.0);
    // The same log, read again, is nothing new.
    let node = node.restart(slow_shop()).await;
    assert!(!figures(&node).contains("xiaoer_queue_wait_seconds_count{"));
}

#[tokio::test]
async fn what_the_bot_ends_alone_is_its_own() {
    let limits = Limits { over: std::time::Duration::ZERO, ..Limits::default() };
    let node = node_with(slow_shop(), limits).await;
    node.chat("hello").await;
    node.chat("hello again, in another conversation").await;
    check(
        &node,
        &[
            r#"xiaoer_conversations_opened_total{shop="s"} 2"#,
            r#"xiaoer_conversations_ended_total{shop="s",by="bot"} 1"#,
        ],
    );
}

#[tokio::test]
async fn names_that_seats_make_up_are_no_labels() {
    let node = node().await;
    let spoken = node.say("human").await.unwrap();
    let conversation = spoken.conversation.clone();
    settled(spoken).await;
    let act = async |act| node.conversations.act(&shop_id(), &conversation, act).await.unwrap();
    act(Act::Take { seat: seat("anna") }).await;
    let to = xiaoer::conversation::Target::Skill("made up".into());
    act(Act::Transfer { seat: seat("anna"), to }).await;
    check(
        &node,
        &[
            r#"xiaoer_queue_length{shop="s",skill="other"} 1"#,
            r#"xiaoer_queue_length{shop="s",skill="general"} 0"#,
        ],
    );
}
